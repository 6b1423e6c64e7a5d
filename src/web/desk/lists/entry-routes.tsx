import { stageEdit, type EditResult } from "../../../db/list-edits.ts";
import { findActiveVersion, findEntry, type ListVersion } from "../../../db/lists.ts";
import { cleanLine, cleanText } from "../../../domain/clean-text.ts";
import { diffEntry } from "../../../domain/list-difference.ts";
import { LIST_COLUMNS, readListRow, type ListColumn } from "../../../domain/list-row.ts";
import { listProblems, type RowProblem } from "../../../domain/row-fault.ts";
import type { ListEntry } from "../../../domain/list.ts";
import type { Region } from "../../../domain/region.ts";
import { listTakeJob } from "../../../jobs/list-take.ts";
import type { DeskContext, DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { ENTRY_FORM_FIELDS, ListEntryPage, type EntryForm, type EntryFormField } from "./list-entry-page.tsx";
import { nameListEntry } from "../../desk-parts/list-entry-name.ts";
import { wordField } from "./list-field.ts";
import type { WebDeps } from "../../web-deps.ts";
import { listsWords } from "./words.ts";

/** One line of the list: added, changed, removed. Each makes a new version, which a job takes into use. */
export function createListEntryRoutes(deps: WebDeps): readonly DeskRoute[] {
  const base = { about: "region", needs: "curate" } as const;
  const path = "/lists/:region/entries/:key";
  const onEntry =
    (work: (deps: WebDeps, c: DeskContext, target: Target & { entry: ListEntry }) => Promise<Response>) =>
    async (c: DeskContext, region: Region): Promise<Response> => {
      const version = await findActiveVersion(deps.db, region.code);
      const key = c.req.param("key") ?? "";
      const entry = version === null ? null : await findEntry(deps.db, { versionId: version.id, key });
      if (version === null || entry === null) return answerNotFound(c, listsWords[c.var.page.language].entry.gone);
      return work(deps, c, { region, version, entry });
    };
  const onList =
    (work: (deps: WebDeps, c: DeskContext, target: Target & { entry: null }) => Promise<Response>) =>
    async (c: DeskContext, region: Region): Promise<Response> => {
      const version = await findActiveVersion(deps.db, region.code);
      if (version === null) return answerNotFound(c, listsWords[c.var.page.language].none);
      return work(deps, c, { region, version, entry: null });
    };
  return [
    { ...base, method: "get", path, handle: onEntry(answerEntry) },
    { ...base, method: "post", path, handle: onEntry(saveEntry) },
    { ...base, method: "post", path: `${path}/remove`, handle: onEntry(removeEntry) },
    { ...base, method: "get", path: "/lists/:region/new-entry", handle: onList(answerEntry) },
    { ...base, method: "post", path: "/lists/:region/new-entry", handle: onList(saveEntry) },
  ];
}

interface Target {
  readonly region: Region;
  /** The version in use. */
  readonly version: ListVersion;
  /** The line that is edited; null when one is added. */
  readonly entry: ListEntry | null;
}

async function answerEntry(
  _deps: WebDeps,
  c: DeskContext,
  target: Target & { values?: EntryForm; problems?: readonly FieldProblem[] },
): Promise<Response> {
  const { region, version, entry, values = writeForm(entry), problems = [] } = target;
  const { page } = c.var;
  return c.html(
    renderDocument(
      <ListEntryPage
        page={page}
        region={region}
        entry={entry === null ? null : { key: entry.key, name: nameListEntry(page, entry) }}
        version={version}
        values={values}
        problems={problems}
      />,
    ),
    problems.length > 0 ? 422 : 200,
  );
}

function writeForm(entry: ListEntry | null): EntryForm {
  const advice = entry?.standingAdvice ?? null;
  const text = (value: string | number | null | undefined): string => (value ?? "").toString();
  return {
    atc: text(entry?.atc),
    emdn: text(entry?.emdn),
    substance: text(entry?.substance),
    form: text(entry?.formGroup),
    strength: text(entry?.strength),
    priority: text(entry?.priority),
    category: text(entry?.category),
    stockDays: text(entry?.stockDays),
    areas: (entry?.areas ?? []).join("\n"),
    careSetting: text(entry?.careSetting),
    adviceType: text(advice?.type),
    adviceText: text(advice?.text.sv),
    adviceTextEn: text(advice?.text.en),
  };
}

/** The form's field for each column of a file: a line of the desk keeps the rules of a line of a file. */
const FIELDS: Readonly<Record<ListColumn, EntryFormField>> = {
  ATC: "atc",
  EMDN: "emdn",
  Substans: "substance",
  Beredningsform: "form",
  Styrka: "strength",
  Prioritet: "priority",
  Kategori: "category",
  Lagerdagar: "stockDays",
  Områden: "areas",
  Vårdform: "careSetting",
  Råd: "adviceType",
  Rådstext: "adviceText",
  "Rådstext engelska": "adviceTextEn",
};
const OF_SEVERAL_LINES: ReadonlySet<EntryFormField> = new Set(["areas", "adviceText", "adviceTextEn"]);

function readEntryForm(values: FormValues): EntryForm {
  const read = (field: EntryFormField): [EntryFormField, string] => {
    const text = textOf(values, field);
    return [field, OF_SEVERAL_LINES.has(field) ? cleanText(text) : cleanLine(text)];
  };
  const cleaned = new Map(ENTRY_FORM_FIELDS.map(read));
  const form = writeForm(null);
  return { ...form, ...Object.fromEntries(cleaned) };
}

async function saveEntry(deps: WebDeps, c: DeskContext, target: Target): Promise<Response> {
  const { entry } = target;
  const form = await readForm(c);
  const values = readEntryForm(form);
  // A new line stands first until the list is read from a file again.
  const read = readListRow(entry?.row ?? 0, (column) => values[FIELDS[column]] || null);
  if ("problem" in read)
    return answerEntry(deps, c, {
      ...target,
      values,
      problems: listProblems(read).map((fault) => wordFault(c, fault)),
    });
  if (entry !== null && entry.key === read.key && diffEntry(entry, read).length === 0)
    return toList(c, target, "unchanged");
  const result = await stage(deps, c, { ...target, form, after: read });
  if (result.kind !== "staged") {
    const now = entry === null ? null : { entry, read };
    return answerEntry(deps, c, { ...target, values, problems: [wordRefusal(c, result, now)] });
  }
  return toList(c, target, entry === null ? "added" : "edited");
}

async function removeEntry(deps: WebDeps, c: DeskContext, target: Target & { entry: ListEntry }): Promise<Response> {
  const result = await stage(deps, c, { ...target, form: await readForm(c), after: null });
  if (result.kind !== "staged") return answerEntry(deps, c, { ...target, problems: [wordRefusal(c, result, null)] });
  return toList(c, target, "removed");
}

async function stage(
  deps: WebDeps,
  c: DeskContext,
  input: Target & { form: FormValues; after: ListEntry | null },
): Promise<EditResult> {
  const { region, entry, form, after } = input;
  const { actor } = c.var;
  const result = await stageEdit(deps.db, {
    regionCode: region.code,
    shownVersionId: Number(textOf(form, "version")),
    before: entry,
    after,
    by: actor,
    now: deps.now(),
  });
  if (result.kind === "staged") await deps.enqueue([listTakeJob(result.importId)]);
  return result;
}

function wordFault(c: DeskContext, { column, fault }: RowProblem): FieldProblem {
  const known = LIST_COLUMNS.find((name) => name === column);
  const problem = listsWords[c.var.page.language].faults[fault.kind](fault.value);
  return { field: known === undefined ? "atc" : FIELDS[known], problem };
}

/** `now` is the line as the list has it, and as it was written: what another has changed meanwhile is told. */
function wordRefusal(
  c: DeskContext,
  { kind }: Exclude<EditResult, { kind: "staged" }>,
  now: { entry: ListEntry; read: ListEntry } | null,
): FieldProblem {
  const { page } = c.var;
  const words = listsWords[page.language];
  const differing = kind === "changed" && now !== null ? diffEntry(now.entry, now.read) : [];
  const told = differing.map((field) => `${words.fields[field]} ${wordField(page, now?.entry ?? null, field)}`);
  const listNow = told.length === 0 ? "" : ` ${words.entry.listNow(told.join(", "))}`;
  return { field: "atc", problem: `${words.entry.problems[kind]}${listNow}` };
}

function toList(c: DeskContext, { region }: Target, done: string): Response {
  return c.redirect(linkTo(c.var.page.language, `/lists/${region.code}`, new URLSearchParams({ done })), 303);
}
