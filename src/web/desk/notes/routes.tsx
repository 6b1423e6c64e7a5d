import { parseAtc } from "../../../domain/atc.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { readRegionNotes } from "../../../db/region-notes.ts";
import { closeRegionNote, writeRegionNote } from "../../../services/notes.ts";
import { isAllowed, listRegions } from "../../../domain/account.ts";
import { onRegions, actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument } from "../../frame/page.ts";
import { findSlice, parsePage } from "../../parts/slice.ts";
import { MAX_NOTE_TEXT_CHARS, MAX_SUBSTANCE_CHARS, NOTE_KINDS, noteForm, type NoteValues } from "./form.ts";
import { NotesPage } from "./notes-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { notesWords } from "./words.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";

const NOTES_PER_PAGE = 50;

/** Notes between regions: no other room of the site reads them. */
export function createNoteRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    onRegions.get("/notes", "read", (c) => answerNotes(deps, c)),
    onRegions.post("/notes", "curate", (c) => write(deps, c)),
    onRegions.post("/notes/close", "curate", (c) => close(deps, c)),
  ];
}

interface RefusedNote {
  readonly values: NoteValues;
  readonly problems: readonly FieldProblem[];
}

async function answerNotes(deps: WebDeps, c: DeskContext, refused?: RefusedNote): Promise<Response> {
  const { page, visitor } = c.var;
  const { query } = page;
  const written = (query.get("q") ?? "").trim().slice(0, 100);
  const text = written === "" ? null : written;
  const kind = NOTE_KINDS.find((one) => one === query.get("kind")) ?? null;
  const number = parsePage(query);
  const asked = { text, kind, limit: NOTES_PER_PAGE };
  const first = await readRegionNotes(deps.db, { ...asked, offset: (number - 1) * NOTES_PER_PAGE });
  const { offset, ...place } = findSlice({ total: first.total, page: number, size: NOTES_PER_PAGE });
  // A page past the last is the last.
  const notes = place.page === number ? first.notes : (await readRegionNotes(deps.db, { ...asked, offset })).notes;
  const [region = ""] = listRegions(visitor.account, "curate");
  const props = {
    page,
    slice: { ...place, shown: notes },
    text,
    kind,
    values: refused?.values ?? { ...noteForm.empty, region, kind: "have" },
    problems: refused?.problems ?? [],
    done: readDone(page, notesWords[page.language].done),
  };
  return c.html(renderDocument(<NotesPage {...props} />), refused === undefined ? 200 : 422);
}

async function write(deps: WebDeps, c: DeskContext): Promise<Answer> {
  const read = readNote(c, await readForm(c));
  if (read.note === null) return answerNotes(deps, c, read);
  const result = await writeRegionNote(actAsVisitor(deps, c), read.note);
  return result.kind === "forbidden" ? result : redirectDone(c, "/notes", "written");
}

/** What the form says; `note` is null when something is wrong with it. */
function readNote(c: DeskContext, form: FormValues) {
  const { page, visitor } = c.var;
  const words = notesWords[page.language].problems;
  const sent = noteForm.read(form);
  const { region: regionCode, atc: atcText } = sent;
  const kind = NOTE_KINDS.find((one) => one === sent.kind);
  const substance = readFreeText(form, { name: "substance", maxChars: MAX_SUBSTANCE_CHARS });
  const text = readFreeText(form, { name: "text", maxChars: MAX_NOTE_TEXT_CHARS, lines: true });
  const atc = parseAtc(atcText);
  const problems: FieldProblem[] = [];
  if (!isAllowed(visitor.account, "curate", regionCode)) problems.push({ field: "region", problem: words.region });
  if (kind === undefined) problems.push({ field: "kind", problem: words.kind });
  for (const [field, free] of [
    ["substance", substance],
    ["text", text],
  ] as const)
    if (free.kind === "refused")
      problems.push(wordFreeText(page, free, { field, personnummer: words.personnummer, other: words[field] }));
  if (atcText !== "" && atc === null) problems.push({ field: "atc", problem: words.atc });
  const values = { ...sent, kind: kind ?? "", substance: substance.text, text: text.text };
  const note =
    problems.length > 0 || kind === undefined
      ? null
      : { regionCode, kind, substance: substance.text, atc, text: text.text };
  return { values, problems, note };
}

async function close(deps: WebDeps, c: DeskContext): Promise<Response> {
  const id = parseRowId(textOf(await readForm(c), "note")) ?? 0;
  const result = await closeRegionNote(actAsVisitor(deps, c), { id });
  // Another region's note is shown to all, so that it is there is no secret.
  return result.kind === "forbidden"
    ? answerNotFound(c, notesWords[c.var.page.language].problems.region)
    : redirectDone(c, "/notes", result.kind);
}
