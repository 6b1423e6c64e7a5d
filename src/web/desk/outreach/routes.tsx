import { writeCut, type Cut } from "../../../domain/outreach/figure.ts";
import { FIGURES } from "../../../domain/outreach/report.ts";
import type { Region } from "../../../domain/region.ts";
import { readFigureRows, type NoReport } from "../../../services/outreach.ts";
import { hasHungUp } from "../../frame/hung-up.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument, type Page } from "../../frame/page.ts";
import { createReportBook, type ReportBook } from "../../report-parts/report-book.ts";
import { answerReportFile } from "../../report-parts/report-file.ts";
import { reportWords } from "../../report-parts/words.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, onNation, onRegion, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { aroundReport, placesFor, readAsked, type Asked } from "./asked.ts";
import { createEditionRoutes } from "./edition-routes.tsx";
import { ReportPage } from "./report-page.tsx";
import { RowsPage } from "./rows-page.tsx";
import { outreachWords } from "./words.ts";

type Handle = (desk: ReportDesk, c: DeskContext, region: Region | null) => Promise<Answer>;

interface ReportDesk {
  readonly deps: WebDeps;
  readonly book: ReportBook;
}

/** How the prescribers were reached: of the nation for SKR's analysts, of a region for its own people. */
export function createOutreachRoutes(deps: WebDeps): readonly DeskRoute[] {
  const desk = { deps, book: createReportBook() };
  const pages: readonly (readonly [string, Handle])[] = [
    ["", show],
    ["/rows", showRows],
    ["/files/:format", download],
  ];
  // The nation's come first: "rows" is no region.
  return [
    ...createEditionRoutes(deps),
    ...pages.map(([path, handle]) => onNation.get(`/outreach${path}`, "analyse", (c) => handle(desk, c, null))),
    ...pages.map(([path, handle]) =>
      onRegion.get(`/outreach/:region${path}`, "read", (c, region) => handle(desk, c, region)),
    ),
  ];
}

function readAskedReport({ deps, book }: ReportDesk, c: DeskContext, { period, place }: Asked) {
  return book.read(actAsVisitor(deps, c), { period, places: placesFor(place), isGone: () => hasHungUp(c.env) });
}

async function show(desk: ReportDesk, c: DeskContext, region: Region | null): Promise<Answer> {
  const { page } = c.var;
  const asked = await readAsked(desk.deps, c, region);
  const report = await readAskedReport(desk, c, asked);
  if (report.kind === "forbidden") return report;
  const props = { page, now: desk.deps.now(), region, asked };
  if (report.kind === "report") return c.html(renderDocument(<ReportPage {...props} report={report} />));
  const why = report.kind === "too-slow" ? reportWords[page.language].tooSlow : sayNoData(page, report);
  return c.html(renderDocument(<ReportPage {...props} report={why} />), report.kind === "too-slow" ? 503 : 200);
}

function sayNoData({ language }: Page, { why, dataFrom }: NoReport): string {
  const t = reportWords[language].noData;
  return why === "before-data" ? t[why](dataFrom ?? "") : t[why];
}

async function showRows({ deps }: ReportDesk, c: DeskContext, region: Region | null): Promise<Answer> {
  const { page } = c.var;
  const t = outreachWords[page.language].rows;
  const id = page.query.get("figure") ?? "";
  const cut = readCut(page.query.get("cut"));
  if (cut === null || !FIGURES.some((figure) => figure.id === id)) return answerNotFound(c, t.unknown);
  const asked = await readAsked(deps, c, region);
  const figure = { id, place: asked.place, cut };
  const found = await readFigureRows(actAsVisitor(deps, c), { period: asked.period, asked: figure });
  if (found.kind === "forbidden") return found;
  const rows = found.kind === "rows" ? found.rows : sayNoData(page, found);
  return c.html(renderDocument(<RowsPage page={page} region={region} asked={asked} figure={figure} rows={rows} />));
}

/** The values of a breakdown, as `writeCut` writes them; null of what it would not write. */
function readCut(text: string | null): Cut | null {
  if (text === null) return {};
  try {
    const entries: unknown = JSON.parse(text);
    if (!Array.isArray(entries) || !entries.every((entry) => isPair(entry))) return null;
    const cut = Object.fromEntries(entries);
    return writeCut(cut) === text ? cut : null;
  } catch {
    return null;
  }
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}

async function download(desk: ReportDesk, c: DeskContext, region: Region | null): Promise<Answer> {
  const { language } = c.var.page;
  const missing = () => answerNotFound(c, outreachWords[language].notFound);
  const asked = await readAsked(desk.deps, c, region);
  const report = await readAskedReport(desk, c, asked);
  if (report.kind === "forbidden") return report;
  if (report.kind !== "report" || asked.fault !== null) return missing();
  const written = { document: report.document, around: aroundReport(report, asked), language };
  const name = `restsignal-${asked.place.replace(/^sr:/u, "").toLocaleLowerCase("sv")}-${asked.period.id}`;
  const format = c.req.param("format") ?? "";
  return (await answerReportFile(c, { format, report: written, name: name.replace(/[^\w.-]/gu, "_") })) ?? missing();
}
