import type { IsoDate } from "./calendar.ts";
import type { ChangeKind } from "./change.ts";
import { countReported, type ExtentFact, type ExtentMove } from "./extent-fact.ts";
import type { ListEntry } from "./list.ts";
import type { CaseFacts, EntryFact, MessageKind, NoticeFact, PackageFact, SourceFact } from "./message.ts";
import { isOpen, isOverdue, noticeStatus, packageStatus, type Notice, type NoticeStatus } from "./notice.ts";
import { findStock } from "./stock.ts";

/**
 * Why a case got an update: the source's first file (`baseline`), a change of a notice, a date that was reached (`clock`),
 * a list that was taken into use and now covers notices that were there before, a message whose last day has passed, or an
 * alternative of its advice that has become worse than it was told.
 */
export type UpdateKind = "baseline" | "change" | "clock" | "list" | "expired" | "fallen";

/**
 * `baseline` asks for no decision; `pending` waits for a rule or a pharmacist; `published` is told in a message;
 * `ignored` by a rule and `dismissed` by a person ("ingen åtgärd"), each with a reason; `gathered` by a rule for the
 * week's digest; `returned` is a move of the extent that went back before anybody told of it.
 */
export type UpdateDecision = "baseline" | "pending" | "gathered" | "published" | "ignored" | "dismissed" | "returned";
/** What no message has told yet, and one would. */
export const UNTOLD_DECISIONS = ["pending", "gathered"] as const satisfies readonly UpdateDecision[];

/** A change that falls on a case. */
export interface CaseChange {
  readonly noticeId: number;
  readonly kind: ChangeKind;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
}

/** A notice of a case as it stands, with what changed in it since the last message. */
export interface CaseNotice {
  readonly noticeId: number;
  readonly notice: Notice;
  readonly vanished: boolean;
}

export interface FactsInput {
  readonly entry: ListEntry;
  readonly notices: readonly CaseNotice[];
  readonly changes: readonly CaseChange[];
  /** The source of every notice; its date is the one that the notice's status holds on. */
  readonly sources: readonly [SourceFact, ...SourceFact[]];
  /** How much of what the entry covers is hit; null when nothing is, or when it was not measured. */
  readonly extent: ExtentFact | null;
  /** The grade it has moved from since readers were told; null when it has not. */
  readonly moved: ExtentMove | null;
  /** The extent that readers were told last. */
  readonly told?: ExtentFact | undefined;
}

/** Freezes what the sources say of a case: its open notices, and those whose change is the news. */
export function buildFacts(input: FactsInput): CaseFacts {
  const { entry, notices, changes, sources, extent, moved } = input;
  const told = notices
    .map((item) => ({
      ...item,
      changes: changes.filter((change) => change.noticeId === item.noticeId),
      asOf: findSource(sources, item.notice.source).asOf,
    }))
    .filter((item) => item.changes.length > 0 || isOpen(noticeStatus(item.notice, item.asOf)));
  const [source, ...others] = rankSources(sources, told);
  const several = others.length > 0;
  const facts = told
    .map((item) => ({ ...buildNoticeFact(item), ...(several ? { source: item.notice.source } : {}) }))
    .toSorted(compareNotices);
  return {
    kind: "case",
    entry: entryFact(entry),
    status: caseStatus(facts.map((notice) => notice.status)),
    notices: facts,
    ...(extent === null ? {} : { extent }),
    ...(moved === null ? {} : { extentBefore: moved.from }),
    ...compareCounts(input),
    stock: findStock(entry.stockDays, facts),
    source,
    ...(several ? { sources: [source, ...others] } : {}),
  };
}

function compareCounts({ extent, told }: FactsInput): Pick<CaseFacts, "countsBefore"> {
  if (extent === null || told === undefined) return {};
  const [now, before] = [countReported(extent), countReported(told)];
  // That the register grew is no news by itself, and what was not counted then compares with nothing.
  const isSame =
    now.reported === before.reported && (now.registered === before.registered || extent.grade === told.grade);
  return isSame || now.registered === null || before.registered === null ? {} : { countsBefore: before };
}

/** What the facts tell readers, whenever it was read, in the shape that the hash of a draft is made of. */
export function toldBy({ entry, status, notices, stock, extent, extentBefore }: CaseFacts): object {
  // The empty overview keeps the hash of drafts that were handed over before facts had kinds.
  const told = { entry, status, notices, stock, overview: [] };
  return extent === undefined ? told : { ...told, extent: { ...extent, catalogueOn: null }, extentBefore };
}

function findSource(sources: FactsInput["sources"], name: string): SourceFact {
  const found = sources.find((source) => source.name === name);
  if (found === undefined) throw new Error(`domain/case: unable to date a notice: its source ${name} is not given`);
  return found;
}

/** The sources that tell something, the one with most notices first; when nothing is told, the first alone. */
function rankSources(sources: FactsInput["sources"], told: readonly CaseNotice[]): FactsInput["sources"] {
  const count = ({ name }: SourceFact): number => told.filter(({ notice }) => notice.source === name).length;
  const [first, ...others] = sources.filter((source) => count(source) > 0).toSorted((a, b) => count(b) - count(a));
  return first === undefined ? [sources[0]] : [first, ...others];
}

export function entryFact(entry: ListEntry): EntryFact {
  const { atc, substance, formGroup, strength, priority, category } = entry;
  return { atc, substance, formGroup, strength, priority, category };
}

/** Ongoing if any notice is; else upcoming; else ended; else withdrawn; null without notices. */
export function caseStatus(statuses: readonly NoticeStatus[]): NoticeStatus | null {
  const order = ["ongoing", "upcoming", "ended", "withdrawn"] as const;
  return order.find((status) => statuses.includes(status)) ?? null;
}

/**
 * The kind of the next message: `new` when readers have an end or nothing behind them, `resolved` when nothing is open
 * any more, else `update`. `last` is `overview` when that is all they have read of the case.
 */
export function nextMessageKind(last: MessageKind | null, status: NoticeStatus | null): MessageKind {
  if (status === null || !isOpen(status)) return "resolved";
  return last === null || last === "resolved" || last === "retraction" ? "new" : "update";
}

function buildNoticeFact(item: CaseNotice & { changes: readonly CaseChange[]; asOf: IsoDate }): NoticeFact {
  const { notice, vanished, changes, asOf } = item;
  return {
    reportId: notice.reportId,
    nplId: notice.nplId,
    type: notice.type,
    status: noticeStatus(notice, asOf),
    productName: notice.productName,
    holder: notice.holder,
    atc: notice.atc.value,
    causeCategory: notice.causeCategory.value,
    firstPublished: notice.firstPublished.value,
    vanished,
    packages: notice.packages.map((pack): PackageFact => ({
      nplPackId: pack.nplPackId,
      description: pack.description,
      status: packageStatus(pack, asOf),
      start: pack.start.value,
      forecastEnd: pack.forecastEnd.value,
      actualEnd: pack.actualEnd.value,
      overdue: isOverdue(pack, asOf),
    })),
    changes: changes.map(({ kind, from, to }) => ({ kind, from, to })),
  };
}

/** What is news first, then what is short now, then by name. */
function compareNotices(a: NoticeFact, b: NoticeFact): number {
  return (
    Number(b.changes.length > 0) - Number(a.changes.length > 0) ||
    Number(isOpen(b.status)) - Number(isOpen(a.status)) ||
    (a.productName === b.productName ? 0 : a.productName < b.productName ? -1 : 1)
  );
}
