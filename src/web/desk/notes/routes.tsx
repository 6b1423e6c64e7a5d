import { parseAtc } from "../../../domain/atc.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { closeRegionNote, findNoteRegion, insertRegionNote, readRegionNotes } from "../../../db/region-notes.ts";
import { isAllowed, listRegions } from "../../../domain/account.ts";
import type { DeskContext, DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument } from "../../frame/page.ts";
import { findSlice, parsePage } from "../../parts/slice.ts";
import { MAX_SUBSTANCE_CHARS, MAX_TEXT_CHARS, NOTE_KINDS, NotesPage, type NoteValues } from "./notes-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { notesWords } from "./words.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";

const NOTES_PER_PAGE = 50;

/** Notes between regions: no other room of the site reads them. */
export function createNoteRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    { method: "get", path: "/notes", about: "regions", needs: "read", handle: (c) => answerNotes(deps, c) },
    { method: "post", path: "/notes", about: "regions", needs: "curate", handle: (c) => write(deps, c) },
    { method: "post", path: "/notes/close", about: "regions", needs: "curate", handle: (c) => close(deps, c) },
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
    values: refused?.values ?? { region, kind: "have", substance: "", atc: "", text: "" },
    problems: refused?.problems ?? [],
    done: readDone(page, notesWords[page.language].done),
  };
  return c.html(renderDocument(<NotesPage {...props} />), refused === undefined ? 200 : 422);
}

async function write(deps: WebDeps, c: DeskContext): Promise<Response> {
  const { actor } = c.var;
  const values = await readForm(c);
  const read = readNote(c, values);
  if (read.note === null) return answerNotes(deps, c, read);
  await insertRegionNote(deps.db, {
    note: read.note,
    actor,
    now: deps.now(),
  });
  return redirectDone(c, "/notes", "written");
}

/** What the form says; `note` is null when something is wrong with it. */
function readNote(c: DeskContext, form: FormValues) {
  const { page, visitor } = c.var;
  const words = notesWords[page.language].problems;
  const regionCode = textOf(form, "region");
  const kind = NOTE_KINDS.find((one) => one === textOf(form, "kind"));
  const substance = readFreeText(form, { name: "substance", maxChars: MAX_SUBSTANCE_CHARS });
  const text = readFreeText(form, { name: "text", maxChars: MAX_TEXT_CHARS, lines: true });
  const atcText = textOf(form, "atc");
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
  const values = {
    region: regionCode,
    kind: kind ?? "",
    substance: substance.text,
    atc: atcText,
    text: text.text,
  };
  const note =
    problems.length > 0 || kind === undefined
      ? null
      : { regionCode, kind, substance: substance.text, atc, text: text.text };
  return { values, problems, note };
}

async function close(deps: WebDeps, c: DeskContext): Promise<Response> {
  const { page, visitor, actor } = c.var;
  const id = parseRowId(textOf(await readForm(c), "note"));
  const regionCode = id === null ? null : await findNoteRegion(deps.db, id);
  // Another region's note is shown to all, so that it is there is no secret; only its own may take it down.
  if (regionCode !== null && !isAllowed(visitor.account, "curate", regionCode))
    return answerNotFound(c, notesWords[page.language].problems.region);
  const closed =
    id !== null && regionCode !== null && (await closeRegionNote(deps.db, { id, regionCode, actor, now: deps.now() }));
  return redirectDone(c, "/notes", closed ? "closed" : "gone");
}
