import { parsePage } from "../../parts/slice.ts";
import { insertAudit } from "../../../db/audit.ts";
import {
  findListImport,
  insertListImport,
  moveListImport,
  readListMapping,
  saveListLayout,
  saveListMapping,
  type ListImport,
} from "../../../db/list-imports.ts";
import { deleteStagedVersion, findActiveVersion, readEntries, readListVersions } from "../../../db/lists.ts";
import { changeContact } from "../../../db/regions.ts";
import { cleanLine, clipText } from "../../../domain/clean-text.ts";
import { parseContact } from "../../../domain/contact.ts";
import { guessMapping, listUnmapped } from "../../../domain/list-columns.ts";
import { diffLists } from "../../../domain/list-difference.ts";
import {
  isUnderWay,
  MAX_UPLOAD_BYTES,
  type LayoutQuestion,
  type ListLayout,
  type ListMapping,
} from "../../../domain/list-import.ts";
import { LIST_COLUMNS } from "../../../domain/list-row.ts";
import { listProblems } from "../../../domain/row-fault.ts";
import { findPersonnummer } from "../../../domain/personnummer.ts";
import type { Region } from "../../../domain/region.ts";
import { listReadJob } from "../../../jobs/list-read.ts";
import { listTakeJob } from "../../../jobs/list-take.ts";
import { explainContact } from "../../desk-parts/contact-words.ts";
import type { DeskContext, DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { answerCsv, REFRESH_SECONDS, wordDone } from "./list-answers.ts";
import { writeCsv } from "./list-csv.ts";
import {
  filterReport,
  hasUnreadStrength,
  listReportRows,
  pageOf,
  parseReportFilter,
  type ReportRow,
} from "./list-report.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { codeOf, nameListEntry } from "../../desk-parts/list-entry-name.ts";
import { asksContact, importPath, ListImportPage } from "./list-import-page.tsx";
import { mappingField } from "./list-mapping-form.tsx";
import { describeRow } from "./list-report-table.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { policiesWords } from "../../desk-parts/policies-words.ts";
import { listsWords } from "./words.ts";

/** Room for the form around the file. */
const MAX_FORM_BYTES = MAX_UPLOAD_BYTES + 100_000;
const MAX_NAME_CHARS = 200;

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
    (work: (deps: WebDeps, c: DeskContext, target: Target) => Promise<Response>) =>
    async (c: DeskContext, region: Region): Promise<Response> => {
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
): Promise<Response> {
  const words = listsWords[c.var.page.language].upload;
  const file = (await readForm(c))["file"];
  const refuse = (problem: string) => answerList(deps, c, { region, problems: [{ field: "file", problem }] });
  if (!(file instanceof File) || file.size === 0) return refuse(words.missing);
  if (file.size > MAX_UPLOAD_BYTES) return refuse(words.tooLarge);
  const fileName = clipText(cleanLine(file.name), MAX_NAME_CHARS) || "list";
  if (findPersonnummer(fileName) !== null) return refuse(words.personnummer);
  const content = new Uint8Array(await file.arrayBuffer());
  const { actor } = c.var;
  const now = deps.now();
  const id = await deps.db.transaction().execute(async (db) => {
    const importId = await insertListImport(db, {
      regionCode: region.code,
      fileName,
      content,
      state: "uploaded",
      report: null,
      versionId: null,
      createdBy: actor.id,
      now,
    });
    const entry = { at: now, actor, regionCode: region.code, objectId: importId };
    await insertAudit(db, { ...entry, deed: "list-uploaded", after: { file: fileName, bytes: content.length } });
    return importId;
  });
  await deps.enqueue([listReadJob(id)]);
  return c.redirect(linkTo(c.var.page.language, importPath(region, { id })), 303);
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
  const baseId = report?.kind === "read" ? report.baseVersionId : null;
  const activeId = versions.find(({ active }) => active)?.id ?? null;
  const filter = parseReportFilter(page.query.get("show"));
  const neverHit = new Set(report?.kind === "read" ? report.trial.neverHit : []);
  const rows = await readRows({ db }, found);
  const shown = pageOf(filterReport(rows, { filter, neverHit }), parsePage(page.query));
  const titles = report?.kind === "columns" ? report.titles : [];
  const known = (await readListMapping(db, region.code)) ?? {};
  return c.html(
    renderDocument(
      <ListImportPage
        page={page}
        region={region}
        found={found}
        base={versions.find(({ id }) => id === baseId) ?? null}
        baseChanged={found.state === "read" && report?.kind === "read" && activeId !== baseId}
        shown={{ filter, rows: shown.rows, at: shown.page, pages: shown.pages }}
        unread={rows.filter(hasUnreadStrength).length}
        mapping={target.mapping ?? guessMapping(titles, known)}
        done={wordDone(c)}
        problems={problems}
        contact={target.contact ?? ""}
      />,
    ),
    problems.length > 0 ? 422 : 200,
  );
}

/** The rows of an import's report; none while it is not read. */
async function readRows({ db }: Pick<WebDeps, "db">, { report, state, versionId }: ListImport): Promise<ReportRow[]> {
  if (report?.kind !== "read" || versionId === null || state === "taking") return [];
  const before = report.baseVersionId === null ? [] : await readEntries(db, report.baseVersionId);
  return listReportRows(diffLists(before, await readEntries(db, versionId)), report.rejected);
}

async function answerReportFile(deps: WebDeps, c: DeskContext, { region, found }: Target): Promise<Response> {
  const { page } = c.var;
  const words = listsWords[page.language];
  const { row, outcome, medicine, csv } = words.report;
  const lines = (await readRows(deps, found)).flatMap((line) => {
    const begin = [
      line.row === null ? "" : String(line.row),
      words.outcomes[line.outcome],
      line.entry === null ? "" : codeOf(line.entry),
      line.entry === null ? "" : nameListEntry(page, line.entry),
    ];
    const isQuiet = line.before === null && !hasUnreadStrength(line);
    if (line.rejected === null) return [[...begin, "", isQuiet ? "" : describeRow(page, line).join("; ")]];
    return listProblems(line.rejected).map(({ column, fault }) => [
      ...begin,
      column,
      words.faults[fault.kind](fault.value),
    ]);
  });
  const text = writeCsv([[row, outcome, "ATC", medicine, csv.column, csv.problem], ...lines]);
  return answerCsv(c, { name: `lista-${region.code}-inlasning-${found.id}.csv`, text });
}

async function mapColumns(deps: WebDeps, c: DeskContext, target: Target): Promise<Response> {
  const { region, found } = target;
  if (found.report?.kind !== "columns") return backTo(c, target);
  const { mapping, problems } = readMapping(c, { values: await readForm(c), titles: found.report.titles });
  if (problems.length > 0) return answerImport(deps, c, { ...target, mapping, problems });
  const moved = await deps.db.transaction().execute(async (db) => {
    const before = await readListMapping(db, region.code);
    const to = { state: "uploaded", report: null, mapping } as const;
    if (!(await moveListImport(db, { id: found.id, from: ["uploaded"], to }))) return false;
    await saveListMapping(db, { regionCode: region.code, mapping });
    await insertAudit(db, {
      at: deps.now(),
      actor: c.var.actor,
      regionCode: region.code,
      deed: "list-columns-mapped",
      objectId: found.id,
      before,
      after: mapping,
    });
    return true;
  });
  if (moved) await deps.enqueue([listReadJob(found.id)]);
  return backTo(c, target, "mapped");
}

/** Reads the file again from the sheet and the row, and in the letters, that somebody chose. */
async function chooseLayout(deps: WebDeps, c: DeskContext, target: Target): Promise<Response> {
  const { region, found } = target;
  const asked = askedLayout(found.report);
  if (asked === null) return backTo(c, target);
  const { layout, problems } = readLayout(c, { values: await readForm(c), asked, chosen: found.layout ?? {} });
  if (problems.length > 0) return answerImport(deps, c, { ...target, problems });
  const moved = await deps.db.transaction().execute(async (db) => {
    const to =
      found.state === "read"
        ? ({ state: "reading", rowsDone: 0 } as const)
        : ({ state: "uploaded", report: null } as const);
    if (!(await moveListImport(db, { id: found.id, from: [found.state], to: { ...to, layout } }))) return false;
    // Letters are the file's own, and say nothing of the next one's.
    const { sheet, headerRow } = layout;
    await saveListLayout(db, { regionCode: region.code, layout: { sheet, headerRow } });
    await insertAudit(db, {
      at: deps.now(),
      actor: c.var.actor,
      regionCode: region.code,
      deed: "list-layout-chosen",
      objectId: found.id,
      before: found.layout,
      after: layout,
    });
    return true;
  });
  if (moved) await deps.enqueue([listReadJob(found.id)]);
  return backTo(c, target, "layout");
}

/** What can be chosen of the file as it stands; null when it is not for choosing. */
function askedLayout(report: ListImport["report"]): LayoutQuestion | null {
  if (report?.kind === "layout") return report;
  const layout = report?.kind === "columns" || report?.kind === "read" ? report.layout : undefined;
  return layout === undefined ? null : { sheets: layout.sheets, encodings: [], layout };
}

function readLayout(
  c: DeskContext,
  { values, asked, chosen }: { values: FormValues; asked: LayoutQuestion; chosen: ListLayout },
): { layout: ListLayout; problems: FieldProblem[] } {
  const words = listsWords[c.var.page.language].layout;
  const problems: FieldProblem[] = [];
  const pick = (field: string, known: readonly string[]): string | undefined => {
    const value = textOf(values, field);
    if (value !== "" && !known.includes(value)) problems.push({ field, problem: words.unknown });
    return value === "" ? undefined : value;
  };
  const encoding = pick(
    "encoding",
    asked.encodings.map((way) => way.encoding),
  );
  if (asked.encodings.length > 0 && encoding === undefined && problems.length === 0)
    problems.push({ field: "encoding", problem: words.missing });
  const sheet = pick("sheet", asked.sheets);
  if (sheet === undefined && asked.layout === null && asked.sheets.length > 1 && problems.length === 0)
    problems.push({ field: "sheet", problem: words.missingSheet });
  const row = pick("row", asked.layout?.head.map((line) => String(line.row)) ?? []);
  // The rows that were offered are those of the sheet that was read.
  const isSameSheet = sheet === undefined || sheet === asked.layout?.sheet;
  const headerRow = row !== undefined && isSameSheet ? Number(row) : undefined;
  return { layout: { sheet, headerRow, encoding: encoding ?? chosen.encoding }, problems };
}

function readMapping(
  c: DeskContext,
  { values, titles }: { values: FormValues; titles: readonly string[] },
): { mapping: ListMapping; problems: FieldProblem[] } {
  const words = listsWords[c.var.page.language].mapping;
  const mapping: Record<string, string> = {};
  const problems: FieldProblem[] = [];
  for (const [index, column] of LIST_COLUMNS.entries()) {
    const field = mappingField(index);
    const title = textOf(values, field);
    if (title === "") continue;
    if (!titles.includes(title)) problems.push({ field, problem: words.unknown });
    else if (Object.values(mapping).includes(title)) problems.push({ field, problem: words.twice(title) });
    mapping[column] = title;
  }
  for (const column of listUnmapped(mapping))
    problems.push({ field: mappingField(LIST_COLUMNS.indexOf(column)), problem: words.required(column) });
  return { mapping, problems };
}

/** Reads and compares the file once more, since the list in use has become another. */
async function readAgain(deps: WebDeps, c: DeskContext, target: Target): Promise<Response> {
  const { id } = target.found;
  const moved = await moveListImport(deps.db, { id, from: ["read"], to: { state: "reading", rowsDone: 0 } });
  if (moved) await deps.enqueue([listReadJob(id)]);
  return backTo(c, target, "again");
}

async function take(deps: WebDeps, c: DeskContext, target: Target): Promise<Response> {
  const { region, found } = target;
  const { report, state, id } = found;
  const values = await readForm(c);
  const words = listsWords[c.var.page.language].import;
  const refuse = (field: string, problem: string) =>
    answerImport(deps, c, { ...target, problems: [{ field, problem }], contact: textOf(values, "contact") });
  // What was pressed was a decision on the report and the comparison that were shown, and on no others.
  if (textOf(values, "version") !== String(found.versionId)) return refuse("decide", words.changed);
  if (state !== "read" || report?.kind !== "read" || report.accepted === 0) return backTo(c, target);
  const active = await findActiveVersion(deps.db, region.code);
  const base = report.baseVersionId === null ? "" : String(report.baseVersionId);
  if (textOf(values, "base") !== base || (active?.id ?? null) !== report.baseVersionId)
    return refuse("decide", words.baseChanged);
  const loses = report.difference.removed + report.rejected.length > 0;
  if (loses && textOf(values, "confirm") !== "yes") return refuse("confirm", words.confirmMissing);
  const contact = await saveFirstContact(deps, c, { region, isFirst: active === null, values });
  if (contact !== null) return refuse("contact", contact);
  const to = { state: "taking", report: { ...report, take: c.var.actor } } as const;
  const staging = found.versionId ?? 0;
  if (!(await moveListImport(deps.db, { id, from: ["read"], staging, to }))) return refuse("decide", words.changed);
  await deps.enqueue([listTakeJob(id)]);
  return backTo(c, target, "taking");
}

/**
 * A region that goes live says first how it is reached: the overview that its list gives carries it. The problem to tell,
 * or null when there is nothing more to ask.
 */
async function saveFirstContact(
  deps: WebDeps,
  c: DeskContext,
  { region, isFirst, values }: { region: Region; isFirst: boolean; values: FormValues },
): Promise<string | null> {
  if (!asksContact(c.var.page, isFirst)) return null;
  const { language } = c.var.page;
  const read = parseContact(textOf(values, "contact"));
  if (read.kind !== "read") return explainContact(read, policiesWords[language]);
  if (read.contact === null) return listsWords[language].import.contactNeeded;
  const { actor } = c.var;
  await changeContact(deps.db, { regionCode: region.code, contact: read.contact, actor, now: deps.now() });
  return null;
}

async function discard(deps: WebDeps, c: DeskContext, target: Target): Promise<Response> {
  const { region, found } = target;
  const seen = (await readForm(c))["version"];
  // Before there is a report the decision is about the file alone.
  const isSeen = typeof seen === "string" && (found.state !== "read" || seen === String(found.versionId));
  const discarded =
    isSeen &&
    (await deps.db.transaction().execute(async (db) => {
      const to = { state: "discarded", versionId: null, dropContent: true } as const;
      const from = ["uploaded", "reading", "read"] as const;
      const staging = found.versionId === null ? {} : { staging: found.versionId };
      if (!(await moveListImport(db, { id: found.id, from, ...staging, to }))) return false;
      if (found.versionId !== null) await deleteStagedVersion(db, found.versionId);
      await insertAudit(db, {
        at: deps.now(),
        actor: c.var.actor,
        regionCode: region.code,
        deed: "list-import-discarded",
        objectId: found.id,
        before: { state: found.state, file: found.fileName },
      });
      return true;
    }));
  if (!discarded) {
    const now = await findListImport(deps.db, { regionCode: region.code, id: found.id });
    const problem = listsWords[c.var.page.language].import.changed;
    return answerImport(deps, c, { region, found: now ?? found, problems: [{ field: "decide", problem }] });
  }
  const query = new URLSearchParams({ done: "discarded" });
  return c.redirect(linkTo(c.var.page.language, `/lists/${region.code}`, query), 303);
}

function backTo(c: DeskContext, { region, found }: Target, done?: string): Response {
  const query = new URLSearchParams(done === undefined ? {} : { done });
  return c.redirect(linkTo(c.var.page.language, importPath(region, found), query), 303);
}
