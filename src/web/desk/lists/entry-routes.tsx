import { findActiveVersion, findEntry, type ListVersion } from "../../../db/lists.ts";
import { cleanLine, cleanText } from "../../../domain/clean-text.ts";
import { COLUMNS, ruleOf, writeCell } from "../../../domain/list-columns.ts";
import type { ListEntry } from "../../../domain/list.ts";
import type { RowProblem } from "../../../domain/row-fault.ts";
import type { Region } from "../../../domain/region.ts";
import { editList, type EditResult, type ListEdit } from "../../../services/list-entries.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { ListEntryPage, type EntryForm } from "./list-entry-page.tsx";
import { nameListEntry } from "../../desk-parts/list-entry-name.ts";
import { labelField, wordField } from "./list-field.ts";
import type { WebDeps } from "../../web-deps.ts";
import { listsWords } from "./words.ts";

/** One line of the list: added, changed, removed. Each makes a new version, which a job takes into use. */
export function createListEntryRoutes(deps: WebDeps): readonly DeskRoute[] {
  const base = { about: "region", needs: "curate" } as const;
  const path = "/lists/:region/entries/:key";
  const onEntry =
    (work: (deps: WebDeps, c: DeskContext, target: Target & { entry: ListEntry }) => Promise<Answer>) =>
    async (c: DeskContext, region: Region): Promise<Answer> => {
      const version = await findActiveVersion(deps.db, region.code);
      const key = c.req.param("key") ?? "";
      const entry = version === null ? null : await findEntry(deps.db, { versionId: version.id, key });
      if (version === null || entry === null) return answerNotFound(c, listsWords[c.var.page.language].entry.gone);
      return work(deps, c, { region, version, entry });
    };
  const onList =
    (work: (deps: WebDeps, c: DeskContext, target: Target & { entry: null }) => Promise<Answer>) =>
    async (c: DeskContext, region: Region): Promise<Answer> => {
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

/** A line as the form's texts: an area a line, and the type of advice as the choice that it is. */
function writeForm(entry: ListEntry | null): EntryForm {
  const texts = COLUMNS.map((rule) => [rule.key, entry === null ? "" : writeCell(rule, entry, "\n")] as const);
  return new Map(texts).set("adviceType", entry?.standingAdvice?.type ?? "");
}

function readEntryForm(values: FormValues): EntryForm {
  return new Map(
    COLUMNS.map(({ key, rows }) => {
      const text = textOf(values, key);
      return [key, rows === undefined ? cleanLine(text) : cleanText(text)];
    }),
  );
}

async function saveEntry(deps: WebDeps, c: DeskContext, target: Target): Promise<Answer> {
  const values = readEntryForm(await readForm(c));
  return answerEdit(deps, c, { ...target, values, cell: (column) => values.get(ruleOf(column).key) || null });
}

async function removeEntry(deps: WebDeps, c: DeskContext, target: Target): Promise<Answer> {
  return answerEdit(deps, c, { ...target, cell: null });
}

async function answerEdit(
  deps: WebDeps,
  c: DeskContext,
  target: Target & { values?: EntryForm; cell: ListEdit["cell"] },
): Promise<Answer> {
  const { region, entry, cell } = target;
  const shownVersionId = Number(textOf(await readForm(c), "version"));
  const edit = { regionCode: region.code, shownVersionId, key: entry?.key ?? null, cell };
  const result = await editList(actAsVisitor(deps, c), edit);
  switch (result.kind) {
    case "staged":
      return toList(c, target, result.what);
    case "unchanged":
      return toList(c, target, "unchanged");
    case "forbidden":
      return result;
    case "refused":
      return answerEntry(deps, c, { ...target, problems: result.problems.map((fault) => wordFault(c, fault)) });
    case "busy":
    case "exists":
    case "changed":
      return answerEntry(deps, c, { ...target, problems: [wordConflict(c, result)] });
  }
}

function wordFault(c: DeskContext, { column, fault }: RowProblem): FieldProblem {
  const known = COLUMNS.find(({ title }) => title === column);
  const problem = listsWords[c.var.page.language].faults[fault.kind](fault.value);
  return { field: known?.key ?? "atc", problem };
}

/** What another has changed meanwhile is told as it stands now. */
function wordConflict(
  c: DeskContext,
  conflict: Extract<EditResult, { kind: "busy" | "exists" | "changed" }>,
): FieldProblem {
  const { page } = c.var;
  const words = listsWords[page.language];
  const problem = words.entry.problems[conflict.kind];
  if (conflict.kind !== "changed" || conflict.fields.length === 0) return { field: "atc", problem };
  const told = conflict.fields.map((field) => `${labelField(page, field)} ${wordField(page, conflict.now, field)}`);
  return { field: "atc", problem: `${problem} ${words.entry.listNow(told.join(", "))}` };
}

function toList(c: DeskContext, { region }: Target, done: string): Response {
  return c.redirect(linkTo(c.var.page.language, `/lists/${region.code}`, new URLSearchParams({ done })), 303);
}
