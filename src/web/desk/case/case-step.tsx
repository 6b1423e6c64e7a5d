import { insertAudit } from "../../../db/audit.ts";
import { insertCaseNote } from "../../../db/case-notes.ts";
import type { RegionCase } from "../../../db/cases.ts";
import {
  handOverDraft,
  stepBack,
  writeDraft,
  type DraftConflict,
  type DraftDoer,
  type StepBack,
} from "../../../services/drafts.ts";
import { holdOpenDraft, readOpenDraft, type Draft } from "../../../db/open-drafts.ts";
import { readHelpingTexts } from "../../../db/helping.ts";
import { readLastMessage } from "../../../db/messages.ts";
import type { PublicationRefusal } from "../../../domain/publication.ts";
import { readPublication } from "../../../services/held-case.ts";
import type { Db } from "../../../db/schema.ts";
import { EVERYBODY } from "../../../domain/audience.ts";
import { parseStockholmMinute, stockholmDate } from "../../../domain/calendar.ts";
import { cleanText } from "../../../domain/clean-text.ts";
import { beginContent, MAX_ADVICE_CHARS, type DraftContent } from "../../../domain/draft.ts";
import { findPersonnummer } from "../../../domain/personnummer.ts";
import type { Region } from "../../../domain/region.ts";
import type { DeskContext, DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { findUnsureNumber, wordUnsureNumber } from "../../parts/free-text.ts";
import { linkTo } from "../../frame/page.ts";
import type { EditorStrings } from "../../desk-parts/editor-words-sv.ts";
import type { WebDeps } from "../../web-deps.ts";
import { answerCase, answerConflict } from "./case-answer.tsx";
import { readSeen, wordHandOver } from "./case-draft.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";

interface StepInput {
  readonly c: DeskContext;
  readonly region: Region;
  readonly found: RegionCase;
}

type Step = (deps: WebDeps, input: StepInput) => Promise<Response>;

/** Every step but the writing itself, by the end of its path. */
const STEPS: Readonly<Record<string, { readonly needs: "curate" | "approve"; readonly take: Step }>> = {
  approve: { needs: "approve", take: approve },
  "send-back": { needs: "approve", take: sendBack },
  undo: { needs: "curate", take: (deps, input) => goBack(deps, { ...input, action: "unschedule", done: "undone" }) },
  "take-back": {
    needs: "curate",
    take: (deps, input) => goBack(deps, { ...input, action: "take-back", done: "undone" }),
  },
  discard: { needs: "curate", take: (deps, input) => goBack(deps, { ...input, action: "discard", done: "discarded" }) },
  retract: { needs: "curate", take: retract },
  resolve: { needs: "curate", take: resolve },
  "take-over": { needs: "curate", take: takeOver },
  notes: { needs: "curate", take: addNote },
};

export function createCaseStepRoutes(deps: WebDeps): readonly DeskRoute[] {
  return Object.entries(STEPS).map(([name, { needs, take }]) => ({
    method: "post",
    path: `/cases/:case/${name}`,
    about: "case",
    needs,
    handle: (c, region, found) => take(deps, { c, region, found }),
  }));
}

function doerOf(deps: WebDeps, c: DeskContext): DraftDoer {
  return { actor: c.var.actor, accountId: c.var.visitor.account.id, now: deps.now() };
}

function finish({ c, found }: StepInput, done: keyof EditorStrings["done"]): Response {
  return c.redirect(linkTo(c.var.page.language, `/cases/${found.id}`, new URLSearchParams({ done })), 303);
}

/** The same page with what is wrong, and whatever was written in the form. */
function refuse(
  deps: WebDeps,
  input: StepInput & { problems: readonly FieldProblem[]; left?: Readonly<Record<string, string>>; status?: 409 | 422 },
): Promise<Response> {
  const { c, region, found, problems, left = {}, status = 422 } = input;
  return answerCase(deps, c, { region, found, status, problems, left });
}

/** Nothing is done: the case is another than the page showed. */
async function refuseUnseen(
  deps: WebDeps,
  input: StepInput & { theirs: Draft | null; left?: Readonly<Record<string, string>> },
): Promise<Response> {
  const { c, region, found, theirs, left = {} } = input;
  return answerConflict(deps, c, { region, found, theirs, left, seen: readSeen(await readForm(c)) });
}

async function approve(deps: WebDeps, input: StepInput): Promise<Response> {
  const { c, found } = input;
  const t = editorWords[c.var.page.language];
  const form = await readForm(c);
  const wish = textOf(form, "publishAt");
  const publishAt = wish === "" ? null : parseStockholmMinute(wish);
  const left = { publishAt: wish };
  if (wish !== "" && publishAt === null)
    return refuse(deps, { ...input, left, problems: [{ field: "publishAt", problem: t.refusals["no-time"] }] });
  const seen = readSeen(form);
  if (seen === null) return refuseUnseen(deps, { ...input, left, theirs: await readOpenDraft(deps.db, found.id) });
  const handing = { caseId: found.id, action: "approve", seen, publishAt, factsHash: textOf(form, "facts") } as const;
  const result = await deps.db.transaction().execute((db) => handOverDraft(db, { ...doerOf(deps, c), ...handing }));
  if (result.kind === "conflict") return refuseUnseen(deps, { ...input, left, theirs: result.theirs });
  if (result.kind === "refused") return refuse(deps, { ...input, left, problems: wordHandOver(result, t) });
  return finish(input, "scheduled");
}

async function sendBack(deps: WebDeps, input: StepInput): Promise<Response> {
  const written = await readText(input.c, { field: "sendBackReason", missing: "no-reason" });
  if (written.problems.length > 0) return refuse(deps, { ...input, ...written });
  const { text: reason, left } = written;
  return goBack(deps, { ...input, action: "send-back", done: "sentBack", reason, left });
}

async function goBack(
  deps: WebDeps,
  input: StepInput & {
    action: StepBack;
    done: keyof EditorStrings["done"];
    reason?: string;
    left?: Readonly<Record<string, string>>;
  },
): Promise<Response> {
  const { c, found, action, reason = null } = input;
  const seen = readSeen(await readForm(c));
  const moved = await deps.db
    .transaction()
    .execute((db) => stepBack(db, { ...doerOf(deps, c), caseId: found.id, action, seen, reason }));
  return moved.kind === "done" ? finish(input, input.done) : refuseUnseen(deps, { ...input, theirs: moved.theirs });
}

/** Whatever is open gives way, and the reason goes to all who got the message. */
async function retract(deps: WebDeps, input: StepInput): Promise<Response> {
  const { c } = input;
  const written = await readText(c, { field: "retractReason", missing: "no-reason" });
  if (written.problems.length > 0) return refuse(deps, { ...input, ...written });
  const last = await readLastMessage(deps.db, input.found.id);
  const audience = last?.audience ?? EVERYBODY;
  const content: DraftContent = {
    kind: "retraction",
    advice: { type: "no-action", text: { sv: written.text } },
    audience: { areas: [...audience.areas], roles: [...audience.roles] },
    urgency: last?.urgency ?? "normal",
    validUntil: null,
  };
  return writeWhole(deps, { ...input, content, left: written.left, field: "retractReason" });
}

/** The end, to the readers of the last version. */
async function resolve(deps: WebDeps, input: StepInput): Promise<Response> {
  const last = await readLastMessage(deps.db, input.found.id);
  const today = stockholmDate(deps.now());
  const content = beginContent({ entry: input.found.entry, last, nextKind: "resolved", today });
  return writeWhole(deps, { ...input, content, left: {}, field: "next" });
}

/** Thrown to leave nothing of a step that could not be taken whole. */
class RefusedStep extends Error {
  constructor(readonly result: PublicationRefusal | DraftConflict | { readonly kind: "facts-changed" }) {
    super(`web: unable to take the step: ${result.kind}`);
  }
}

/** Writes a whole draft and leads to where it is published, or leaves everything as it was. */
async function writeWhole(
  deps: WebDeps,
  input: StepInput & { content: DraftContent; left: Readonly<Record<string, string>>; field: string },
): Promise<Response> {
  const { c, region, found, content, left, field } = input;
  const t = editorWords[c.var.page.language];
  const form = await readForm(c);
  try {
    await deps.db
      .transaction()
      .execute((db) => begin(db, { ...input, doer: doerOf(deps, c), form, region, found, content }));
    return c.redirect(linkTo(c.var.page.language, `/cases/${found.id}/publish`), 303);
  } catch (cause) {
    if (!(cause instanceof RefusedStep)) throw cause;
    const { result } = cause;
    if (result.kind === "conflict") return refuseUnseen(deps, { ...input, theirs: result.theirs });
    const problem = t.refusals[result.kind === "refused" ? result.why : result.kind];
    const status = result.kind === "refused" ? 422 : 409;
    return refuse(deps, { ...input, left, status, problems: [{ field, problem }] });
  }
}

/** The draft in the place of what was open; throws a `RefusedStep` when what was seen is not what holds. */
async function begin(
  db: Db,
  input: { doer: DraftDoer; form: FormValues; region: Region; found: RegionCase; content: DraftContent },
): Promise<void> {
  const { doer, form, region, found, content } = input;
  const caseId = found.id;
  const shown = readSeen(form);
  const kind = content.kind === "auto" ? null : content.kind;
  const prepared = await readPublication(db, { caseId, kind, hasAdvice: content.advice !== null });
  if (prepared.kind === "refused") throw new RefusedStep(prepared);
  if (shown !== null) {
    // An end gives no way to what somebody writes; a retraction does, since readers follow what is wrong.
    if (content.kind !== "retraction")
      throw new RefusedStep({ kind: "conflict", theirs: await readOpenDraft(db, caseId) });
    const discarded = await stepBack(db, { ...doer, caseId, action: "discard", seen: shown, reason: null });
    if (discarded.kind === "conflict") throw new RefusedStep(discarded);
  }
  const writing = { ...doer, caseId, regionCode: region.code, seen: null, content, origin: null };
  const written = await writeDraft(db, writing);
  if (written.kind === "conflict") throw new RefusedStep(written);
  if (prepared.factsHash !== textOf(form, "facts")) throw new RefusedStep({ kind: "facts-changed" });
}

/** Begins the draft with another region's advice, or puts it in the place of the draft's own. */
async function takeOver(deps: WebDeps, input: StepInput): Promise<Response> {
  const { c, region, found } = input;
  const t = editorWords[c.var.page.language];
  const form = await readForm(c);
  const doer = doerOf(deps, c);
  const today = stockholmDate(doer.now);
  const result = await deps.db.transaction().execute(async (db) => {
    const helping = await readHelpingTexts(db, { regionCode: region.code, entry: found.entry, today });
    const text = helping.find(({ messageId }) => String(messageId) === textOf(form, "message"));
    if (text === undefined) return "no-help";
    const open = await holdOpenDraft(db, found.id);
    const content = open?.content ?? (await beginFor(db, { found, today }));
    const written = await writeDraft(db, {
      ...doer,
      caseId: found.id,
      regionCode: region.code,
      seen: readSeen(form),
      content: { ...content, advice: { type: text.advice.type, text: text.advice.text } },
      origin: text.messageId,
    });
    return written;
  });
  if (result === "no-help")
    return refuse(deps, { ...input, status: 409, problems: [{ field: "helping", problem: t.refusals[result] }] });
  if (result.kind === "conflict") return refuseUnseen(deps, { ...input, theirs: result.theirs });
  return finish(input, "takenOver");
}

async function beginFor(db: Db, { found, today }: { found: RegionCase; today: string }): Promise<DraftContent> {
  const last = await readLastMessage(db, found.id);
  return beginContent({ entry: found.entry, last, nextKind: "update", today });
}

async function addNote(deps: WebDeps, input: StepInput): Promise<Response> {
  const { c, region, found } = input;
  const written = await readText(c, { field: "note", missing: "no-text" });
  if (written.problems.length > 0) return refuse(deps, { ...input, ...written });
  const { actor, accountId, now } = doerOf(deps, c);
  await deps.db.transaction().execute(async (db) => {
    const note = await insertCaseNote(db, { caseId: found.id, text: written.text, accountId, now });
    // The words stay where they are: more may read the audit than may read notes.
    await insertAudit(db, {
      at: now,
      actor,
      regionCode: region.code,
      deed: "internal-note-written",
      objectId: found.id,
      after: { note },
    });
  });
  return finish(input, "noted");
}

/** A text that must be there, holds no personnummer and can be read; with what is wrong, and itself to be shown again. */
async function readText(c: DeskContext, { field, missing }: { field: string; missing: "no-reason" | "no-text" }) {
  const t = editorWords[c.var.page.language];
  const form = await readForm(c);
  const text = cleanText(textOf(form, field));
  const problems: FieldProblem[] = [];
  if (text === "") problems.push({ field, problem: t.refusals[missing] });
  const unsure = findUnsureNumber(form, { name: field, text });
  if (findPersonnummer(text) !== null) problems.push({ field, problem: t.problems.personnummer });
  else if (unsure !== null) problems.push(wordUnsureNumber(c.var.page, field, unsure));
  if (text.length > MAX_ADVICE_CHARS) problems.push({ field, problem: t.refusals["text-too-long"](MAX_ADVICE_CHARS) });
  return { text, problems, left: { [field]: text } };
}
