import { daysBetween, stockholmDate, type IsoDate } from "../calendar.ts";
import type { UpdateDecision, UpdateKind } from "../case.ts";
import type { ChangeKind } from "../change.ts";
import type { ExtentGrade } from "../extent-fact.ts";
import type { ListEntry } from "../list.ts";
import type { AdviceType, MessageKind, Urgency } from "../message.ts";
import type { NoticeType } from "../notice.ts";
import type { Exclusion, Frame, PlacedRow } from "./figure.ts";

/** A notice that belongs to a case, as the source tells it now. */
export interface RowNotice {
  readonly id: number;
  readonly reportId: string;
  readonly product: string;
  readonly atc: string | null;
  readonly type: NoticeType;
  readonly firstPublished: IsoDate | null;
  /** The first start of its packages. */
  readonly start: IsoDate | null;
}

/** News of a case, and what was decided on it. */
export interface RowUpdate {
  readonly id: number;
  readonly kind: UpdateKind;
  readonly createdAt: Date;
  /** The day that its source's file holds on. */
  readonly onDate: IsoDate | null;
  readonly changes: readonly { readonly noticeId: number; readonly kind: ChangeKind }[];
  /** The file that told of it was taken back. */
  readonly isRetracted: boolean;
  readonly decision: UpdateDecision;
  readonly decidedAt: Date | null;
  readonly byRule: boolean;
  /** How much of the case was hit then; null where nothing was, or nobody had measured it. */
  readonly grade: ExtentGrade | null;
}

/** A message to the readers of a case. */
export interface RowMessage {
  readonly id: number;
  readonly kind: MessageKind;
  readonly urgency: Urgency;
  readonly publishedAt: Date;
  readonly reviewed: boolean;
  readonly adviceType: AdviceType | null;
  /** The region whose words it took over. */
  readonly originRegionCode: string | null;
  readonly areas: readonly string[];
  readonly roles: readonly string[];
  readonly grade: ExtentGrade | null;
  /** The first start of the open packages that it told of. */
  readonly start: IsoDate | null;
}

/** A case while it was open once: one that opens again is another row. */
export interface CaseRow extends PlacedRow {
  readonly caseId: number;
  /** As the list had it when the case was last open in the period. */
  readonly entry: Pick<ListEntry, "key" | "atc" | "emdn" | "substance" | "priority" | "category">;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly notices: readonly RowNotice[];
  /** In order. */
  readonly updates: readonly RowUpdate[];
  /** In order, those after it closed and before it opened again among them. */
  readonly messages: readonly RowMessage[];
}

/** How it came about. */
export function openingOf(row: CaseRow): "notice" | "baseline" | "list" | "retracted" {
  const first = row.updates[0];
  if (first?.isRetracted === true) return "retracted";
  // A case without news stands there because a list or a first file does.
  if (first === undefined || first.kind === "baseline") return "baseline";
  return first.kind === "list" ? "list" : "notice";
}

/** Why such a row has no clock; null where it has one. */
export function excludeUntimed(row: CaseRow): Exclusion | null {
  const opening = openingOf(row);
  return opening === "notice" ? null : opening;
}

const FIRST_TOLD: ReadonlySet<ChangeKind> = new Set(["announced", "started"]);

/**
 * The day that its clock starts: when the source first published what opened it, or, where that is an old notice that has
 * become news again, the day of the file that told so. Never later than we saw it.
 */
export function clockOf(row: CaseRow): IsoDate {
  const seen = seenOn(row);
  const first = row.updates[0];
  if (first === undefined || openingOf(row) !== "notice") return seen;
  const days = first.changes.map(({ noticeId, kind }) => {
    const published = row.notices.find(({ id }) => id === noticeId)?.firstPublished ?? null;
    return FIRST_TOLD.has(kind) && published !== null ? published : (first.onDate ?? seen);
  });
  return days.reduce((soonest, day) => (day < soonest ? day : soonest), seen);
}

export function seenOn(row: CaseRow): IsoDate {
  return stockholmDate(row.openedAt);
}

/** The first message that told readers of it, no later than it is followed. */
export function firstTold(row: CaseRow, at: Frame): RowMessage | null {
  const told = row.messages.find(({ kind }) => kind === "new" || kind === "update" || kind === "correction");
  return told !== undefined && stockholmDate(told.publishedAt) <= at.followedTo ? told : null;
}

/** What was first decided on it: told in a message, or put aside by a person or a rule. */
export interface FirstDecision {
  readonly kind: "told" | "dismissed" | "ignored";
  readonly at: Date;
}

export function firstDecision(row: CaseRow, at: Frame): FirstDecision | null {
  const told = firstTold(row, at);
  const aside = row.updates.find(({ decision }) => decision === "dismissed" || decision === "ignored");
  const isAside = aside?.decidedAt != null && stockholmDate(aside.decidedAt) <= at.followedTo;
  if (!isAside || aside.decidedAt === null) return told === null ? null : { kind: "told", at: told.publishedAt };
  if (told !== null && told.publishedAt <= aside.decidedAt) return { kind: "told", at: told.publishedAt };
  return { kind: aside.decision === "ignored" ? "ignored" : "dismissed", at: aside.decidedAt };
}

/** What has become of it in the end: a case that is told after it was put aside is told. */
export function outcomeOf(row: CaseRow, at: Frame): "told" | "no-action" | "unhandled" {
  if (firstTold(row, at) !== null) return "told";
  return firstDecision(row, at) === null ? "unhandled" : "no-action";
}

/** Whole days from its clock's start to that instant, in Stockholm; none of what came on the same day. */
export function daysUntil(row: CaseRow, instant: Date): number {
  return Math.max(0, daysBetween(clockOf(row), stockholmDate(instant)));
}

/** How long it is followed: as many days as the last one that anything is counted of lies after its clock. */
export function daysFollowed(row: CaseRow, at: Frame): number {
  return Math.max(0, daysBetween(clockOf(row), at.followedTo));
}

/** The first start of what hit it, as it is told now; null where none is told. */
export function startOf(row: CaseRow): IsoDate | null {
  return earliest(row.notices.map(({ start }) => start));
}

/** How many days before the first start readers were told; negative when it was after. */
export function warningOf(row: CaseRow, at: Frame, dates: "known" | "actual"): number | null {
  const told = firstTold(row, at);
  const start = dates === "known" ? (told?.start ?? null) : startOf(row);
  return told === null || start === null ? null : daysBetween(stockholmDate(told.publishedAt), start);
}

export function earliest(days: readonly (IsoDate | null)[]): IsoDate | null {
  return days.filter((day) => day !== null).toSorted()[0] ?? null;
}

/** The days of the period on which it was open. */
export function daysOpen(row: CaseRow, { period, followedTo }: Frame): number {
  const from = seenOn(row) > period.from ? seenOn(row) : period.from;
  const closed = row.closedAt === null ? null : stockholmDate(row.closedAt);
  const last = followedTo < period.to ? followedTo : period.to;
  const to = closed !== null && closed < last ? closed : last;
  return Math.max(0, daysBetween(from, to) + 1);
}
