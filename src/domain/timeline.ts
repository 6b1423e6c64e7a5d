import { addDays, type IsoDate } from "./calendar.ts";
import type { CaseNotice } from "./case.ts";
import { cleanLine } from "./clean-text.ts";
import { isOpen, isOverdue, packageStatus, type NoticeType, type Package, type PackageStatus } from "./notice.ts";

/**
 * Days that a time line shows before and after the day it is for: at least so many that a line through today means
 * something, and at most so many, older and later being clamped and marked.
 */
const SHOWN_DAYS = { back: { min: 30, max: 365 }, ahead: { min: 60, max: 548 }, margin: 7 };

/** What is drawn of a package; both dates lie within the time line. */
export interface TimelineBar {
  readonly from: IsoDate;
  /** On or after `from`. */
  readonly to: IsoDate;
  /** It began before the time line does, or nobody says when. */
  readonly startsBefore: boolean;
  /** It goes on after `to`: it has left the market, no end is given, the end has passed and it is still open, or lies beyond. */
  readonly goesOn: boolean;
  /** Where the expected end was that has passed; null when it is not late. */
  readonly lateFrom: IsoDate | null;
}

/** A package of a case. Texts are clean lines. */
export interface TimelineRow {
  readonly noticeId: number;
  readonly nplPackId: string;
  readonly product: string;
  readonly description: string;
  /** The source's name in the registry. */
  readonly source: string;
  readonly type: NoticeType;
  readonly status: PackageStatus;
  readonly start: IsoDate | null;
  /** The actual end of what is closed, the expected end of what is open. */
  readonly end: IsoDate | null;
  /** An expected end on the last of December, which companies write when they do not know. */
  readonly preliminary: boolean;
  /** Whether it has left the market, or will: then no end date means that it comes back. */
  readonly ceases: boolean;
  /** A shortage whose expected end has passed. */
  readonly overdue: boolean;
  readonly vanished: boolean;
  /** Null for what was withdrawn: it never happened. */
  readonly bar: TimelineBar | null;
}

export interface Timeline {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly today: IsoDate;
  readonly rows: readonly TimelineRow[];
}

type Undrawn = Omit<TimelineRow, "bar">;

/** The packages of a case on one time line as of a date: open ones first, then by start and name. */
export function buildTimeline(notices: readonly CaseNotice[], asOf: IsoDate): Timeline {
  const rows = notices.flatMap((item) => item.notice.packages.map((pack) => describePackage(item, pack, asOf)));
  const range = findRange(rows, asOf);
  return { ...range, rows: rows.toSorted(compareRows).map((row) => ({ ...row, bar: drawBar(row, range) })) };
}

function describePackage({ noticeId, notice, vanished }: CaseNotice, pack: Package, asOf: IsoDate): Undrawn {
  const status = packageStatus(pack, asOf);
  const end = isOpen(status) ? pack.forecastEnd.value : pack.actualEnd.value;
  const ceases = notice.type === "cessation" && isOpen(status);
  return {
    noticeId,
    nplPackId: cleanLine(pack.nplPackId),
    product: cleanLine(notice.productName),
    description: cleanLine(pack.description) || cleanLine(pack.nplPackId),
    source: notice.source,
    type: notice.type,
    status,
    start: pack.start.value,
    end,
    preliminary: isOpen(status) && (end?.endsWith("-12-31") ?? false),
    ceases,
    // What has left the market is not late: nobody waits for it.
    overdue: !ceases && isOverdue(pack, asOf),
    vanished,
  };
}

type Range = Omit<Timeline, "rows">;

/** From the first start to the last end, within the most and the least that a time line shows. */
function findRange(rows: readonly Undrawn[], today: IsoDate): Range {
  const drawn = rows.filter((row) => row.status !== "withdrawn");
  const dates = drawn.flatMap(({ start, end }) => [start, end]).filter((date) => date !== null);
  const first = earliest([addDays(today, -SHOWN_DAYS.back.min), ...dates]);
  const last = latest([addDays(today, SHOWN_DAYS.ahead.min), ...dates]);
  return {
    from: addDays(latest([first, addDays(today, -SHOWN_DAYS.back.max)]), -SHOWN_DAYS.margin),
    to: addDays(earliest([last, addDays(today, SHOWN_DAYS.ahead.max)]), SHOWN_DAYS.margin),
    today,
  };
}

function drawBar({ status, start, end, ceases, overdue }: Undrawn, { from, to, today }: Range): TimelineBar | null {
  if (status === "withdrawn") return null;
  const clamp = (date: IsoDate) => earliest([latest([date, from]), to]);
  const barFrom = clamp(start ?? from);
  // What is late goes on until today at least; an end before the start is a fault of the source's.
  const until = overdue ? latest([today, start ?? today]) : ceases ? null : end;
  const barTo = latest([barFrom, clamp(until ?? to)]);
  return {
    from: barFrom,
    to: barTo,
    startsBefore: start === null || start < from,
    goesOn: overdue || (until === null ? isOpen(status) : until > to),
    lateFrom: overdue && end !== null ? latest([barFrom, clamp(end)]) : null,
  };
}

function compareRows(a: Undrawn, b: Undrawn): number {
  return (
    RANKS[a.status] - RANKS[b.status] ||
    compareText(a.start ?? "", b.start ?? "") ||
    compareText(a.product, b.product) ||
    compareText(a.nplPackId, b.nplPackId)
  );
}

const RANKS: Record<PackageStatus, number> = { ongoing: 0, upcoming: 1, ended: 2, withdrawn: 3 };

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function earliest(dates: readonly [IsoDate, ...IsoDate[]]): IsoDate {
  return dates.reduce((first, date) => (date < first ? date : first));
}

function latest(dates: readonly [IsoDate, ...IsoDate[]]): IsoDate {
  return dates.reduce((last, date) => (date > last ? date : last));
}
