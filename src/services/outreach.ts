import { createHash } from "node:crypto";
import { readCaseRows } from "../db/outreach-cases.ts";
import { readDataSpan, readDataVersions } from "../db/outreach-data.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { canonicalJson, writeDocument, type OutreachDocument } from "../domain/outreach/document.ts";
import { instantsOf, isClosed, type Period } from "../domain/outreach/period.ts";
import { PLACES, regionsOfPlace, type PlaceId } from "../domain/outreach/place.ts";
import { followPeriod, measureReport, type ReportRows } from "../domain/outreach/report.ts";
import { OPERATIONS } from "../domain/region.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

/** A report, and the checksum of it: SHA-256 of its canonical JSON. */
export interface OutreachReport {
  readonly kind: "report";
  readonly document: OutreachDocument;
  readonly checksum: string;
  /** Nothing of the period is still to come; until then its figures change. */
  readonly isClosed: boolean;
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
  const at = followPeriod(period, data.to > today ? today : data.to);
  const { from } = instantsOf(period);
  const { until } = instantsOf({ from: period.from, to: at.followedTo });
  const rows: ReportRows = { cases: await readCaseRows(ctx.db, { from, until }) };
  const document = writeDocument({
    period,
    dataFrom: data.from,
    followedTo: at.followedTo,
    places,
    figures: measureReport(rows, at, places),
    versions: await readDataVersions(ctx.db, { from, until }),
  });
  return { kind: "report", document, checksum: checksumOf(document), isClosed: isClosed(period, today) };
}

/** SHA-256 of its canonical JSON, in hexadecimal. */
function checksumOf(document: OutreachDocument): string {
  return createHash("sha256").update(canonicalJson(document)).digest("hex");
}
