import { readListImports } from "../../../db/list-imports.ts";
import { readEntries, readEntryPage, readListVersions, type EntryFilter, type ListVersion } from "../../../db/lists.ts";
import { readOpenCaseIds } from "../../../db/cases.ts";
import { isAllowed } from "../../../domain/account.ts";
import { countDifference, diffLists } from "../../../domain/list-difference.ts";
import type { Region } from "../../../domain/region.ts";
import { onRegion, type DeskContext, type DeskRoute } from "../desk-route.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { answerCsv, REFRESH_SECONDS, wordDone } from "./list-answers.ts";
import { writeListCsv } from "./list-csv.ts";
import { filterReport, listReportRows, PAGE_ROWS, pageOf, parseReportFilter } from "./list-report.ts";
import { parsePage } from "../../parts/slice.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument } from "../../frame/page.ts";
import { ListDifferencePage } from "./list-difference-page.tsx";
import { ListPage } from "./list-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { createListEntryRoutes } from "./entry-routes.tsx";
import { createListImportRoutes } from "./import-routes.tsx";
import { listsWords } from "./words.ts";

/** The list in use and its versions; files on their way in; one line at a time. */
export function createListRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    onRegion.get("/lists/:region", "read", (c, region) => answerList(deps, c, { region })),
    onRegion.get("/lists/:region/difference", "read", (c, region) => answerDifference(deps, c, region)),
    onRegion.get("/lists/:region/versions/:file{[1-9][0-9]*\\.csv}", "read", (c, region) =>
      answerVersionFile(deps, c, region),
    ),
    ...createListImportRoutes(deps, answerList),
    ...createListEntryRoutes(deps),
  ];
}

const LATEST_FILES = 10;

/** The page of a region's list; with problems when a file was refused at the door. */
async function answerList(
  { db }: WebDeps,
  c: DeskContext,
  { region, problems = [] }: { region: Region; problems?: readonly FieldProblem[] },
): Promise<Response> {
  const { page, visitor } = c.var;
  const versions = await readListVersions(db, region.code);
  const imports = await readListImports(db, { regionCode: region.code, limit: LATEST_FILES });
  const filter = parseEntryFilter(page.query);
  const active = versions.find((version) => version.active);
  const wanted = parsePage(page.query);
  const found =
    active === undefined
      ? { entries: [], total: 0 }
      : await readEntryPage(db, {
          versionId: active.id,
          filter,
          limit: PAGE_ROWS,
          offset: (wanted - 1) * PAGE_ROWS,
        });
  const busy = imports.some(({ state }) => state === "taking");
  if (busy) c.header("refresh", REFRESH_SECONDS);
  const [latest] = imports;
  const mayCurate = isAllowed(visitor.account, "curate", region.code);
  const refused = mayCurate && latest?.faultKind === "changed-list" ? [{ field: "content", problem: lostEdit(c) }] : [];
  const props = {
    page,
    region,
    mayCurate,
    openCases: await readOpenCaseIds(db, region.code),
    versions,
    imports,
    busy,
    filter,
    ...found,
    at: wanted,
    pages: Math.max(1, Math.ceil(found.total / PAGE_ROWS)),
    done: wordDone(c),
    problems: [...problems, ...refused],
  };
  return c.html(renderDocument(<ListPage {...props} />), problems.length > 0 ? 422 : 200);
}

function lostEdit(c: DeskContext): string {
  return listsWords[c.var.page.language].fileFaults["changed-list"];
}

const MAX_TEXT_CHARS = 100;

/** Reads `?q=&atc=&priority=`; what cannot be read counts as not asked. */
function parseEntryFilter(query: URLSearchParams): EntryFilter {
  const text = (query.get("q") ?? "").trim().slice(0, MAX_TEXT_CHARS);
  const code = (query.get("atc") ?? "")
    .toUpperCase()
    .replace(/^EMDN|\s/g, "")
    .slice(0, MAX_TEXT_CHARS);
  const priority = query.get("priority") ?? "";
  return {
    text: text === "" ? null : text,
    code: code === "" ? null : code,
    priority: /^[1-9]$/.test(priority) ? Number(priority) : null,
  };
}

async function answerDifference({ db }: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const { page } = c.var;
  const versions = await readListVersions(db, region.code);
  const find = (name: string): ListVersion | undefined =>
    versions.find(({ number }) => String(number) === page.query.get(name));
  const [from, to] = [find("from"), find("to")];
  const shared = { page, region, versions };
  if (from === undefined || to === undefined)
    return c.html(renderDocument(<ListDifferencePage {...shared} compared={null} />));
  const difference = diffLists(await readEntries(db, from.id), await readEntries(db, to.id));
  const { unchanged: _, ...counts } = countDifference(difference);
  const filter = parseReportFilter(page.query.get("show"));
  // That most lines are as they were is no difference.
  const rows = listReportRows({ ...difference, unchanged: [] }, { rejected: [], remarks: [] });
  const shown = pageOf(filterReport(rows, { filter, neverHit: new Set() }), parsePage(page.query));
  const compared = {
    from: from.number,
    to: to.number,
    counts,
    filter,
    rows: shown.rows,
    at: shown.page,
    pages: shown.pages,
  };
  return c.html(renderDocument(<ListDifferencePage {...shared} compared={compared} />));
}

async function answerVersionFile({ db }: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const number = (c.req.param("file") ?? "").replace(/\.csv$/, "");
  const version = (await readListVersions(db, region.code)).find((one) => String(one.number) === number);
  if (version === undefined) return answerNotFound(c, c.var.page.t.notFound.text);
  const name = `lista-${region.code}-version-${version.number}.csv`;
  return answerCsv(c, { name, text: writeListCsv(await readEntries(db, version.id)) });
}
