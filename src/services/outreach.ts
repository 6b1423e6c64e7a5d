import { readCaseRows } from "../db/outreach-cases.ts";
import { readDataSpan } from "../db/outreach-data.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { stockholmDate } from "../domain/calendar.ts";
import type { Figure, Frame } from "../domain/outreach/figure.ts";
import { instantsOf, type Period } from "../domain/outreach/period.ts";
import { PLACES, regionsOfPlace, type PlaceId } from "../domain/outreach/place.ts";
import { followPeriod, measureReport } from "../domain/outreach/report.ts";
import { OPERATIONS } from "../domain/region.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

/** The figures of a period, with what they are made of. */
export interface OutreachReport {
  readonly kind: "report";
  readonly period: Period;
  /** The day of the first file that was taken in: of earlier days nothing is known. */
  readonly dataFrom: IsoDate;
  /** The last day of which anything counts. */
  readonly followedTo: IsoDate;
  readonly figures: readonly Figure[];
}

/** Nothing is known of it: it has not begun, or nothing had been taken in by then. */
export interface NoReport {
  readonly kind: "no-data";
  readonly why: "future" | "before-data" | "nothing";
  readonly dataFrom: IsoDate | null;
}

/** A part of the nation may be asked for by whoever works there, and by SKR's analyst; the nation by the analyst. */
function mayRead(ctx: ServiceContext, place: PlaceId): boolean {
  const codes = regionsOfPlace(place);
  return (
    codes.length > 0 && (mayDo(ctx, "analyse", OPERATIONS.code) || codes.every((code) => mayDo(ctx, "read", code)))
  );
}

/** The figures of these places; without places of all of them. */
export async function readReport(
  ctx: ServiceContext,
  { period, places = PLACES }: { period: Period; places?: readonly PlaceId[] },
): Promise<OutreachReport | NoReport | Forbidden> {
  if (places.length === 0 || !places.every((place) => mayRead(ctx, place))) return FORBIDDEN;
  const today = stockholmDate(ctx.now);
  const data = await readDataSpan(ctx.db);
  if (period.from > today) return { kind: "no-data", why: "future", dataFrom: data?.from ?? null };
  if (data === null) return { kind: "no-data", why: "nothing", dataFrom: null };
  if (period.to < data.from) return { kind: "no-data", why: "before-data", dataFrom: data.from };
  const at: Frame = followPeriod(period, data.to > today ? today : data.to);
  const cases = await readCaseRows(ctx.db, {
    from: instantsOf(period).from,
    until: instantsOf({ from: period.from, to: at.followedTo }).until,
  });
  const figures = measureReport({ cases }, at, places);
  return { kind: "report", period, dataFrom: data.from, followedTo: at.followedTo, figures };
}
