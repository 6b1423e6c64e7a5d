import { stockholmDate, type IsoDate } from "../calendar.ts";
import type { AdviceType } from "../message.ts";
import {
  clockOf,
  firstDecision,
  firstTold,
  openingOf,
  outcomeOf,
  warningOf,
  type CaseRow,
  type RowNotice,
} from "./case-row.ts";
import type { Frame } from "./figure.ts";
import { holds } from "./period.ts";

/** What a region did of a notice that its list covers. */
export interface ShortageAnswer {
  readonly regionCode: string;
  /** `known`: the case stood there before the notice was news, from a first file or a changed list. */
  readonly outcome: "told" | "no-action" | "unhandled" | "known";
  /** When it was first told; of one that was put aside, when it was. */
  readonly on: IsoDate | null;
  /** Days from the first message to the start, as it is told now; negative when it came after. */
  readonly warning: number | null;
  /** Of the first message; null where it had none. */
  readonly advice: AdviceType | null;
}

/** The same notice in all regions whose list covers it. */
export interface Shortage {
  readonly reportId: string;
  readonly product: string;
  readonly atc: string | null;
  readonly type: RowNotice["type"];
  readonly firstPublished: IsoDate | null;
  readonly start: IsoDate | null;
  /** In the order of region codes, each region once. */
  readonly answers: readonly ShortageAnswer[];
}

/** The notices that opened a case in the period, those of most regions first. */
export function compareRegions(rows: readonly CaseRow[], at: Frame): Shortage[] {
  const byNotice = new Map<number, { notice: RowNotice; answers: Map<string, ShortageAnswer> }>();
  for (const row of rows.toSorted(compareRows)) {
    if (openingOf(row) === "retracted" || !holds(at.period, clockOf(row))) continue;
    const opened = new Set(row.updates[0]?.changes.map(({ noticeId }) => noticeId));
    for (const notice of row.notices.filter(({ id }) => openingOf(row) !== "notice" || opened.has(id))) {
      const found = byNotice.get(notice.id) ?? { notice, answers: new Map<string, ShortageAnswer>() };
      // A case that opened twice in the period is told of as it was first.
      if (!found.answers.has(row.regionCode)) found.answers.set(row.regionCode, answerOf(row, at));
      byNotice.set(notice.id, found);
    }
  }
  return [...byNotice.values()]
    .map(({ notice, answers }) => ({
      reportId: notice.reportId,
      product: notice.product,
      atc: notice.atc,
      type: notice.type,
      firstPublished: notice.firstPublished,
      start: notice.start,
      answers: [...answers.values()].toSorted((a, b) => compareText(a.regionCode, b.regionCode)),
    }))
    .filter(({ answers }) => answers.some(({ outcome }) => outcome !== "known"))
    .toSorted(
      (a, b) =>
        b.answers.length - a.answers.length || compareText(a.product, b.product) || compareText(a.reportId, b.reportId),
    );
}

function answerOf(row: CaseRow, at: Frame): ShortageAnswer {
  const { regionCode } = row;
  const told = firstTold(row, at);
  const decided = told?.publishedAt ?? firstDecision(row, at)?.at ?? null;
  const outcome = outcomeOf(row, at);
  return {
    regionCode,
    outcome: openingOf(row) !== "notice" && outcome === "unhandled" ? "known" : outcome,
    on: decided === null ? null : stockholmDate(decided),
    warning: warningOf(row, at, "actual"),
    advice: told?.adviceType ?? null,
  };
}

function compareRows(a: CaseRow, b: CaseRow): number {
  return a.openedAt.getTime() - b.openedAt.getTime() || Number(a.id) - Number(b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
