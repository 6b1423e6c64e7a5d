import type { IsoDate } from "./calendar.ts";
import { isOpen, isOverdue, packageStatus, type NoticeType, type Package, type PackageStatus } from "./notice.ts";

/** A package's own dates, as the source gives them. */
export interface GivenDates {
  readonly start: IsoDate | null;
  readonly forecastEnd: IsoDate | null;
  readonly actualEnd: IsoDate | null;
}

export function givenDates({ start, forecastEnd, actualEnd }: Package): GivenDates {
  return { start: start.value, forecastEnd: forecastEnd.value, actualEnd: actualEnd.value };
}

/** A notice as far as its dates go. */
export interface DatedNotice {
  readonly type: NoticeType;
  /** What tells its product from others. */
  readonly product: string;
  readonly vanished: boolean;
  readonly packages: readonly GivenDates[];
}

/** Dates of several packages: how many have one, the first and the last. */
export interface Spread {
  readonly count: number;
  readonly first: IsoDate | null;
  readonly last: IsoDate | null;
}

/** The open packages of one type of notice on a day. Of each date it is kept how many have it, so that none is lent. */
export interface DateGroup {
  readonly packages: number;
  readonly products: number;
  /** How many packages have begun. */
  readonly begun: number;
  readonly starts: Spread;
  /** Ends that lie ahead. */
  readonly due: Spread;
  /** Ends that have passed though the package is open. */
  readonly late: Spread;
  /** Packages of the same notices that are over. */
  readonly over: number;
}

/** Packages of one type when none is open. */
export interface PastGroup {
  readonly ended: Spread;
  readonly withdrawn: number;
}

/** The dates of a case, each type by itself: a start of one is never joined to an end of another. */
export interface CaseDates {
  readonly open: Partial<Record<NoticeType, DateGroup>>;
  /** Of products that are not short as well: how many cease. */
  readonly othersCeasing: number;
  /** Of what is over; only where nothing is open. */
  readonly past: Partial<Record<NoticeType, PastGroup>>;
  /** No source shows any of it any more. */
  readonly vanished: boolean;
}

/** How a package stands on a day. What the source says will end on a day to come is open until then. */
export function datePackage(pack: GivenDates, on: IsoDate) {
  const dates = {
    start: { value: pack.start },
    // An end that is set for a day to come is surer than a forecast; one before the start promises nothing.
    forecastEnd: { value: pack.actualEnd ?? (isBefore(pack.forecastEnd, pack.start) ? null : pack.forecastEnd) },
    actualEnd: { value: pack.actualEnd },
  };
  return {
    start: pack.start,
    end: dates.forecastEnd.value,
    status: packageStatus(dates, on),
    overdue: isOverdue(dates, on),
  };
}

function isBefore(end: IsoDate | null, start: IsoDate | null): boolean {
  return end !== null && start !== null && end < start;
}

type Dated = ReturnType<typeof datePackage> & { readonly notice: DatedNotice };

/** What can be said of the dates of all these notices on a day. */
export function summarizeDates(notices: readonly DatedNotice[], on: IsoDate): CaseDates {
  const packages = notices.flatMap((notice) =>
    notice.packages.map((pack): Dated => ({ ...datePackage(pack, on), notice })),
  );
  const open = packages.filter(({ status }) => isOpen(status));
  const openIn = new Set(open.map(({ notice }) => notice));
  const short = new Set(open.filter(({ notice }) => notice.type !== "cessation").map(({ notice }) => notice.product));
  const ceasing = new Set(open.filter(({ notice }) => notice.type === "cessation").map(({ notice }) => notice.product));
  return {
    open: byType(open, (members, type) =>
      groupOpen(
        members,
        packages.filter(({ notice, status }) => notice.type === type && openIn.has(notice) && !isOpen(status)),
      ),
    ),
    othersCeasing: short.size === 0 ? 0 : [...ceasing].filter((product) => !short.has(product)).length,
    past: open.length > 0 ? {} : byType(packages, groupPast),
    vanished: open.length > 0 && open.every(({ notice }) => notice.vanished),
  };
}

/** What a case is to a prescriber: something is short, or will be, or all that happens is that something stops being sold. */
export type CaseKind = "short" | "coming" | "ceasing";

export function caseKind({ open: { shortage, unknown } }: CaseDates): CaseKind {
  if (shortage === undefined && unknown === undefined) return "ceasing";
  return (shortage?.begun ?? 0) + (unknown?.begun ?? 0) > 0 ? "short" : "coming";
}

function byType<T>(
  packages: readonly Dated[],
  group: (members: readonly Dated[], type: NoticeType) => T,
): Partial<Record<NoticeType, T>> {
  const types = Map.groupBy(packages, ({ notice }) => notice.type);
  return Object.fromEntries([...types].map(([type, members]) => [type, group(members, type)]));
}

function groupOpen(open: readonly Dated[], closed: readonly Dated[]): DateGroup {
  return {
    packages: open.length,
    products: new Set(open.map(({ notice }) => notice.product)).size,
    begun: countStatus(open, "ongoing"),
    starts: spread(open.map(({ start }) => start)),
    due: spread(open.map(({ end, overdue }) => (overdue ? null : end))),
    late: spread(open.map(({ end, overdue }) => (overdue ? end : null))),
    over: countStatus(closed, "ended"),
  };
}

function groupPast(packages: readonly Dated[]): PastGroup {
  const ended = packages.filter(({ status }) => status === "ended");
  return { ended: spread(ended.map(({ end }) => end)), withdrawn: countStatus(packages, "withdrawn") };
}

function countStatus(packages: readonly Dated[], wanted: PackageStatus): number {
  return packages.filter(({ status }) => status === wanted).length;
}

function spread(dates: readonly (IsoDate | null)[]): Spread {
  const given = dates.filter((date) => date !== null).toSorted();
  return { count: given.length, first: given[0] ?? null, last: given.at(-1) ?? null };
}
