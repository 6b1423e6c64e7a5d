import { addDays, type IsoDate } from "./calendar.ts";
import type { StockFact } from "./message.ts";
import { isOpen, type NoticeType, type PackageStatus } from "./notice.ts";

/** What the stock is counted from: the packages of a notice as they stand. */
export interface StockNotice {
  readonly type: NoticeType;
  readonly packages: readonly {
    readonly status: PackageStatus;
    readonly start: IsoDate | null;
    readonly forecastEnd: IsoDate | null;
    /** Of an open package a day to come. */
    readonly actualEnd?: IsoDate | null;
    /** The forecast end of an open package has passed: it says nothing of the end any more. */
    readonly overdue: boolean;
  }[];
}

/**
 * The region's stock against the shortage, on a day: there is none of its own; it lasts until a day to come, or longer than
 * the shortage is expected to; or it is computed to be out since a day that has passed.
 */
export type StockState =
  | { readonly kind: "none" }
  | { readonly kind: "lasts" | "covers" | "out"; readonly endsOn: IsoDate };

/**
 * The day on which the region's stock ends, counted from the first start of an open shortage. That one brand stops being
 * sold uses up no stock, so ends of sale never count. Null when the list gives no days, when no shortage is open, and when
 * one is under way since nobody knows when.
 */
export function findStock(days: number | null, notices: readonly StockNotice[]): StockFact | null {
  if (days === null) return null;
  const short = notices
    .filter(({ type }) => type !== "cessation")
    .flatMap(({ packages }) => packages.filter(({ status }) => isOpen(status)));
  const starts = short.map(({ start }) => start).filter((start) => start !== null);
  const [first] = starts.toSorted();
  if (first === undefined || starts.length < short.length) return null;
  const endsOn = addDays(first, days);
  const covers = short.map(expectedEnd).every((end) => end !== null && end <= endsOn);
  return { days, endsOn, ...(covers ? { covers } : {}) };
}

/** The day on which an open package is expected back, as readers are told it; null when nothing promises one. */
function expectedEnd({ start, forecastEnd, actualEnd, overdue }: StockNotice["packages"][number]): IsoDate | null {
  const end = actualEnd ?? (overdue ? null : forecastEnd);
  return end !== null && start !== null && end < start ? null : end;
}

/**
 * What is true of the stock on a day. Null without a fact, and of old facts that did not keep the day: of those nothing is
 * known that still holds.
 */
export function judgeStock(stock: StockFact | null, on: IsoDate): StockState | null {
  if (stock === null || stock.endsOn === null) return null;
  const { days, endsOn, covers } = stock;
  if (days === 0) return { kind: "none" };
  if (endsOn < on) return { kind: "out", endsOn };
  return { kind: covers === true ? "covers" : "lasts", endsOn };
}

/** The day that makes a case urgent: when the stock ends before the shortage does; null when it does not. */
export function findStockOut(stock: StockFact | null): IsoDate | null {
  return stock === null || stock.covers === true ? null : stock.endsOn;
}
