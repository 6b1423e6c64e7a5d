import { createHash } from "node:crypto";
import { readInstallationKey } from "../db/installation-key.ts";
import { readDataSpan, readDataVersions } from "../db/outreach-data.ts";
import { readDisclosures } from "../db/outreach-editions.ts";
import { readReportRows } from "../db/outreach-rows.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { discloseFigures, hidePersons, type ShownFigure } from "../domain/outreach/disclose.ts";
import type { Edition } from "../domain/outreach/disclosure-editions.ts";
import type { Figure, Frame } from "../domain/outreach/figure.ts";
import { canonicalJson, writeDocument, type OutreachDocument } from "../domain/outreach/document.ts";
import { instantsOf, isClosed, type Period } from "../domain/outreach/period.ts";
import { PLACES, placesOf, regionsOfPlace, type PlaceId } from "../domain/outreach/place.ts";
import {
  FIGURES,
  followPeriod,
  measureReport,
  openFigure,
  type AskedFigure,
  type FigureRow,
  type ReportRows,
} from "../domain/outreach/report.ts";
import { compareRegions } from "../domain/outreach/shortages.ts";
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
  readonly why: "future" | "before-data" | "after-data" | "nothing";
  readonly dataFrom: IsoDate | null;
}

/** A part of the nation may be asked for by whoever works there, and by SKR's analyst; the nation by the analyst. */
export function mayReadFigures(ctx: ServiceContext, place: PlaceId): boolean {
  const codes = regionsOfPlace(place);
  return (
    codes.length > 0 && (mayDo(ctx, "analyse", OPERATIONS.code) || codes.every((code) => mayDo(ctx, "read", code)))
  );
}

/** What long work is done with. */
export interface ReportWork {
  /** Called between pieces of work: lets others work, tells progress, and throws to cancel. */
  readonly between?: () => Promise<void>;
}

/** The figures of these places; without places of all of them. */
export async function readReport(
  ctx: ServiceContext,
  { period, places = PLACES, ...work }: { period: Period; places?: readonly PlaceId[] } & ReportWork,
): Promise<OutreachReport | NoReport | Forbidden> {
  if (places.length === 0 || !places.every((place) => mayReadFigures(ctx, place))) return FORBIDDEN;
  const made = await makeReport(ctx, { period, places, ...work });
  return made.kind === "no-data" ? made : made.report;
}

/** A report with what it shows and hides of persons. */
export interface MadeReport {
  readonly kind: "made";
  readonly report: OutreachReport;
  readonly edition: Edition;
}

/** Makes a report without asking who wants it: that is asked before. What is hidden is judged for all places together. */
export async function makeReport(
  ctx: ServiceContext,
  { period, places = PLACES, ...work }: { period: Period; places?: readonly PlaceId[] } & ReportWork,
): Promise<MadeReport | NoReport> {
  const read = await readRows(ctx, period);
  if (read.kind !== "read") return read;
  const { at, rows, dataFrom, span } = read;
  const closed = isClosed(period, stockholmDate(ctx.now));
  const shown = await disclose(ctx, { period, figures: measureReport(rows, at, PLACES), ...work });
  const document = writeDocument({
    period,
    dataFrom,
    followedTo: at.followedTo,
    places,
    figures: shown.figures.filter(({ place }) => places.includes(place)),
    shortages: compareRegions(
      rows.cases.filter(({ regionCode }) => placesOf(regionCode).some((place) => places.includes(place))),
      at,
    ),
    versions: await readDataVersions(ctx.db, span),
  });
  const report = { kind: "report", document, checksum: checksumOf(document), isClosed: closed } as const;
  return { kind: "made", report, edition: shown.edition };
}

/**
 * Hides what tells of few persons, together with all that was frozen before. Whoever has no right to the nation's figures
 * sees none about persons here, and those that are frozen in its editions: what is counted anew each day, or for days that
 * somebody chose, gives the days between away.
 */
async function disclose(
  ctx: ServiceContext,
  input: { period: Period; figures: readonly Figure[] } & ReportWork,
): Promise<{ readonly figures: readonly ShownFigure[]; readonly edition: Edition }> {
  const { period, figures, between } = input;
  if (!mayDo(ctx, "analyse", OPERATIONS.code))
    return { figures: hidePersons(figures, FIGURES), edition: { name: period.id, cells: [], equations: [] } };
  return discloseFigures({
    period,
    figures,
    specs: FIGURES,
    earlier: await readDisclosures(ctx.db),
    key: await readInstallationKey(ctx.db),
    ...(between === undefined ? {} : { between }),
  });
}

interface ReadRows {
  readonly kind: "read";
  readonly rows: ReportRows;
  readonly at: Frame;
  readonly dataFrom: IsoDate;
  readonly span: { readonly from: Date; readonly until: Date };
}

async function readRows(ctx: ServiceContext, period: Period): Promise<ReadRows | NoReport> {
  const today = stockholmDate(ctx.now);
  const data = await readDataSpan(ctx.db);
  if (period.from > today) return { kind: "no-data", why: "future", dataFrom: data?.from ?? null };
  if (data === null) return { kind: "no-data", why: "nothing", dataFrom: null };
  if (period.to < data.from) return { kind: "no-data", why: "before-data", dataFrom: data.from };
  if (data.to < period.from) return { kind: "no-data", why: "after-data", dataFrom: data.from };
  const at = followPeriod(period, data.to > today ? today : data.to);
  const { until } = instantsOf({ from: period.from, to: at.followedTo });
  const span = { from: instantsOf(period).from, until };
  const rows = await readReportRows(ctx.db, at, data.from);
  return { kind: "read", rows, at, dataFrom: data.from, span };
}

/** The rows of one figure of a period, for whoever may read the figures of its place. */
export async function readFigureRows(
  ctx: ServiceContext,
  { period, asked }: { period: Period; asked: AskedFigure },
): Promise<{ readonly kind: "rows"; readonly rows: readonly FigureRow[] } | NoReport | Forbidden> {
  if (!mayReadFigures(ctx, asked.place)) return FORBIDDEN;
  const read = await readRows(ctx, period);
  return read.kind === "read" ? { kind: "rows", rows: openFigure(read.rows, read.at, asked) } : read;
}

/** SHA-256 of its canonical JSON, in hexadecimal. */
function checksumOf(document: OutreachDocument): string {
  return createHash("sha256").update(canonicalJson(document)).digest("hex");
}
