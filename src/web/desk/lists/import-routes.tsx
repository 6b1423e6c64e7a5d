import { findListImport, readListMapping, type ListImport } from "../../../db/list-imports.ts";
import { readEntries, readListVersions, type ListVersion } from "../../../db/lists.ts";
import { guessMapping } from "../../../domain/list-mapping.ts";
import { diffLists } from "../../../domain/list-difference.ts";
import { isUnderWay, MAX_UPLOAD_BYTES, type ListMapping } from "../../../domain/list-import.ts";
import { LIST_COLUMNS } from "../../../domain/list-columns.ts";
import type { Region } from "../../../domain/region.ts";
import {
  chooseListLayout,
  discardListImport,
  handInList,
  mapListColumns,
  orderListTake,
  readListAgain,
  type NamedImport,
  type OrderResult,
} from "../../../services/list-imports.ts";
import type { Forbidden } from "../../../services/context.ts";
import { explainContact } from "../../desk-parts/contact-words.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { answerCsv, importPath, REFRESH_SECONDS, wordDone } from "./list-answers.ts";
import { writeReportCsv } from "./list-csv.ts";
import {
  filterReport,
  hasUnreadStrength,
  listReportRows,
  pageOf,
  parseReportFilter,
  type ReportRow,
} from "./list-report.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { parsePage } from "../../parts/slice.ts";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { ListImportPage } from "./list-import-page.tsx";
import { mappingField } from "./list-mapping-form.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { policiesWords } from "../../desk-parts/policies-words.ts";
import { listsWords } from "./words.ts";

/** Room for the form around the file. */
const MAX_FORM_BYTES = MAX_UPLOAD_BYTES + 100_000;

type AnswerList = (
  deps: WebDeps,
  c: DeskContext,
  input: { region: Region; problems: readonly FieldProblem[] },
) => Promise<Response>;

/** Files on their way to become a region's list. The pages store and ask; jobs read, try out and take into use. */
export function createListImportRoutes(deps: WebDeps, answerList: AnswerList): readonly DeskRoute[] {
  const base = { about: "region", needs: "curate" } as const;
  const path = "/lists/:region/imports/:import{[1-9][0-9]*}";
  const onImport =
    (work: (deps: WebDeps, c: DeskContext, target: Target) => Promise<Answer>) =>
    async (c: DeskContext, region: Region): Promise<Answer> => {
      const id = Number(c.req.param("import"));
      const found = Number.isSafeInteger(id) ? await findListImport(deps.db, { regionCode: region.code, id }) : null;
      return found === null ? answerNotFound(c, c.var.page.t.notFound.text) : work(deps, c, { region, found });
    };
  return [
    {
      ...base,
      method: "post",
      path: "/lists/:region/imports",
      maxBodyBytes: MAX_FORM_BYTES,
      handle: (c: DeskContext, region: Region) => upload(deps, c, { region, answerList }),
    },
    { ...base, method: "get", path, handle: onImport((_, c, target) => answerImport(deps, c, target)) },
    { ...base, method: "get", path: `${path}/report.csv`, handle: onImport(answerReportFile) },
    { ...base, method: "post", path: `${path}/layout`, handle: onImport(chooseLayout) },
    { ...base, method: "post", path: `${path}/mapping`, handle: onImport(mapColumns) },
    { ...base, method: "post", path: `${path}/again`, handle: onImport(readAgain) },
    { ...base, method: "post", path: `${path}/take`, handle: onImport(take) },
    { ...base, method: "post", path: `${path}/discard`, handle: onImport(discard) },
  ];
}

interface Target {
  readonly region: Region;
  readonly found: ListImport;
}

async function upload(
  deps: WebDeps,
  c: DeskContext,
  { region, answerList }: { region: Region; answerList: AnswerList },
): Promise<Answer> {
  const words = listsWords[c.var.page.language].upload;
  const file = (await readForm(c))["file"];
  const { name, content } =
    file instanceof File
      ? { name: file.name, content: new Uint8Array(await file.arrayBuffer()) }
      : { name: "", content: new Uint8Array() };
  const result = await handInList(actAsVisitor(deps, c), { regionCode: region.code, fileName: name, content });
  switch (result.kind) {
    case "handed-in":
      return c.redirect(linkTo(c.var.page.language, importPath(region, { id: result.importId })), 303);
    case "refused":
      return answerList(deps, c, { region, problems: [{ field: "file", problem: words[result.why] }] });
    case "forbidden":
      return result;
  }
}

async function answerImport(
  { db }: WebDeps,
  c: DeskContext,
  target: Target & { problems?: readonly FieldProblem[]; mapping?: ListMapping; contact?: string },
): Promise<Response> {
  const { region, found, problems = [] } = target;
  const { page } = c.var;
  if (isUnderWay(found.state, found.report)) c.header("refresh", REFRESH_SECONDS);
  const versions = await readListVersions(db, region.code);
  const { report } = found;
  const rows = await readRows({ db }, found);
  const titles = report?.kind === "columns" ? report.titles : [];
  const known = (await readListMapping(db, region.code)) ?? {};
  return c.html(
    renderDocument(
      <ListImportPage
        page={page}
        region={region}
        found={found}
        {...compareBase(found, versions)}
        shown={showRows(found, rows, page.query)}
        unread={rows.filter(hasUnreadStrength).length}
        remarked={filterReport(rows, { filter: "remarked", neverHit: new Set() }).length}
        mapping={target.mapping ?? guessMapping(titles, known)}
        done={wordDone(c)}
        problems={problems}
        contact={target.contact ?? ""}
      />,
    ),
    problems.length > 0 ? 422 : 200,
  );
}

/** The version that the import was compared with, and whether another is in use by now. */
function compareBase({ state, report }: ListImport, versions: readonly ListVersion[]) {
  const baseId = report?.kind === "read" ? report.baseVersionId : null;
  const activeId = versions.find(({ active }) => active)?.id ?? null;
  return {
    base: versions.find(({ id }) => id === baseId) ?? null,
    baseChanged: state === "read" && report?.kind === "read" && activeId !== baseId,
  };
}

/** The page of the rows that the reader asks for. */
function showRows({ report }: ListImport, rows: readonly ReportRow[], query: URLSearchParams) {
  const filter = parseReportFilter(query.get("show"));
  const neverHit = new Set(report?.kind === "read" ? report.trial.neverHit : []);
  const { page: at, ...shown } = pageOf(filterReport(rows, { filter, neverHit }), parsePage(query));
  return { ...shown, filter, at };
}

/** The rows of an import's report; none while it is not read. */
async function readRows({ db }: Pick<WebDeps, "db">, { report, state, versionId }: ListImport): Promise<ReportRow[]> {
  if (report?.kind !== "read" || versionId === null || state === "taking") return [];
  const before = report.baseVersionId === null ? [] : await readEntries(db, report.baseVersionId);
  return listReportRows(diffLists(before, await readEntries(db, versionId)), {
    rejected: report.rejected,
    remarks: report.remarks ?? [],
  });
}

async function answerReportFile(deps: WebDeps, c: DeskContext, { region, found }: Target): Promise<Response> {
  const text = writeReportCsv(c.var.page, await readRows(deps, found));
  return answerCsv(c, { name: `lista-${region.code}-inlasning-${found.id}.csv`, text });
}

async function mapColumns(deps: WebDeps, c: DeskContext, target: Target): Promise<Answer> {
  const mapping = readMapping(await readForm(c));
  const result = await mapListColumns(actAsVisitor(deps, c), { ...nameImport(target), mapping });
  if (result.kind !== "refused") return answerRead(c, target, { result, done: "mapped" });
  const words = listsWords[c.var.page.language].mapping;
  const problems = result.problems.map(({ column, kind, title }) => ({
    field: mappingField(LIST_COLUMNS.indexOf(column)),
    problem: kind === "unknown" ? words.unknown : kind === "twice" ? words.twice(title) : words.required(column),
  }));
  return answerImport(deps, c, { ...target, mapping, problems });
}

function readMapping(values: FormValues): ListMapping {
  const named = LIST_COLUMNS.map((column, index) => [column, textOf(values, mappingField(index))] as const);
  return Object.fromEntries(named.filter(([, title]) => title !== ""));
}

async function chooseLayout(deps: WebDeps, c: DeskContext, target: Target): Promise<Answer> {
  const values = await readForm(c);
  const [encoding, sheet, row] = [textOf(values, "encoding"), textOf(values, "sheet"), textOf(values, "row")];
  const wish = { encoding, sheet, row };
  const result = await chooseListLayout(actAsVisitor(deps, c), { ...nameImport(target), wish });
  if (result.kind !== "refused") return answerRead(c, target, { result, done: "layout" });
  const { layout } = listsWords[c.var.page.language];
  const missing = { encoding: layout.missing, sheet: layout.missingSheet, row: layout.unknown };
  const problems = result.problems.map(({ field, kind }) => ({
    field,
    problem: kind === "unknown" ? layout.unknown : missing[field],
  }));
  return answerImport(deps, c, { ...target, problems });
}

async function readAgain(deps: WebDeps, c: DeskContext, target: Target): Promise<Answer> {
  const result = await readListAgain(actAsVisitor(deps, c), nameImport(target));
  return result.kind === "forbidden" ? result : backTo(c, target, "again");
}

async function take(deps: WebDeps, c: DeskContext, target: Target): Promise<Answer> {
  const values = await readForm(c);
  const contact = textOf(values, "contact");
  const result = await orderListTake(actAsVisitor(deps, c), {
    ...nameImport(target),
    seen: { versionId: readVersion(values, "version"), baseVersionId: readVersion(values, "base") },
    confirmed: textOf(values, "confirm") === "yes",
    contact,
    mode: c.var.page.mode,
  });
  switch (result.kind) {
    case "ordered":
      return backTo(c, target, "taking");
    case "moved":
      return backTo(c, target);
    case "forbidden":
      return result;
    case "refused":
      return answerImport(deps, c, { ...target, contact, problems: [wordOrderRefusal(c, result)] });
  }
}

function wordOrderRefusal(c: DeskContext, refusal: Extract<OrderResult, { kind: "refused" }>): FieldProblem {
  const { language } = c.var.page;
  const words = listsWords[language].import;
  switch (refusal.why) {
    case "changed":
      return { field: "decide", problem: words.changed };
    case "base-changed":
      return { field: "decide", problem: words.baseChanged };
    case "confirm":
      return { field: "confirm", problem: words.confirmMissing };
    case "no-contact":
      return { field: "contact", problem: words.contactNeeded };
    case "contact":
      return { field: "contact", problem: explainContact(refusal.read, policiesWords[language]) };
  }
}

async function discard(deps: WebDeps, c: DeskContext, target: Target): Promise<Answer> {
  const { region, found } = target;
  const seenVersionId = readVersion(await readForm(c), "version");
  const result = await discardListImport(actAsVisitor(deps, c), { ...nameImport(target), seenVersionId });
  switch (result.kind) {
    case "discarded": {
      const query = new URLSearchParams({ done: "discarded" });
      return c.redirect(linkTo(c.var.page.language, `/lists/${region.code}`, query), 303);
    }
    case "moved": {
      const now = await findListImport(deps.db, { regionCode: region.code, id: found.id });
      const problem = listsWords[c.var.page.language].import.changed;
      return answerImport(deps, c, { region, found: now ?? found, problems: [{ field: "decide", problem }] });
    }
    case "forbidden":
      return result;
  }
}

function nameImport({ region, found }: Target): NamedImport {
  return { regionCode: region.code, importId: found.id };
}

/** The version that a form carries in a hidden field; null where there was none. */
function readVersion(values: FormValues, field: string): number | null {
  const text = textOf(values, field);
  return text === "" ? null : Number(text);
}

/** Back to the import, which is read again, or is not where it was. */
function answerRead(
  c: DeskContext,
  target: Target,
  { result, done }: { result: Forbidden | { readonly kind: "reading" | "moved" }; done: string },
): Answer {
  if (result.kind === "forbidden") return result;
  return backTo(c, target, result.kind === "reading" ? done : undefined);
}

function backTo(c: DeskContext, { region, found }: Target, done?: string): Response {
  const query = new URLSearchParams(done === undefined ? {} : { done });
  return c.redirect(linkTo(c.var.page.language, importPath(region, found), query), 303);
}
