import { parseRowId } from "../../../domain/row-id.ts";
import type { RegionCase } from "../../../db/cases.ts";
import { readOpenDraft, type Draft } from "../../../db/open-drafts.ts";
import { readLastMessage } from "../../../db/messages.ts";
import { EVERYBODY } from "../../../domain/audience.ts";
import { parseStockholmMinute, stockholmDate } from "../../../domain/calendar.ts";
import { cleanText } from "../../../domain/clean-text.ts";
import { beginContent, type DraftContent } from "../../../domain/draft.ts";
import { MAX_ADVICE_CHARS } from "../../../domain/message.ts";
import { findPersonnummer } from "../../../domain/personnummer.ts";
import type { Region } from "../../../domain/region.ts";
import { writeCaseNote } from "../../../services/case-notes.ts";
import { beginWholeDraft, stepBack, adoptAdvice, type StepBack } from "../../../services/drafts.ts";
import { handOverDraft } from "../../../services/hand-over.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem } from "../../frame/form.ts";
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

type Step = (deps: WebDeps, input: StepInput) => Promise<Answer>;

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

async function approve(deps: WebDeps, input: StepInput): Promise<Answer> {
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
  const handing = { found, action: "approve", seen, publishAt, factsHash: textOf(form, "facts") } as const;
  const result = await handOverDraft(actAsVisitor(deps, c), handing);
  if (result.kind === "forbidden") return result;
  if (result.kind === "conflict") return refuseUnseen(deps, { ...input, left, theirs: result.theirs });
  if (result.kind === "refused") return refuse(deps, { ...input, left, problems: wordHandOver(result, t) });
  return finish(input, "scheduled");
}

async function sendBack(deps: WebDeps, input: StepInput): Promise<Answer> {
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
): Promise<Answer> {
  const { c, found, action, reason = null } = input;
  const seen = readSeen(await readForm(c));
  const moved = await stepBack(actAsVisitor(deps, c), { found, action, seen, reason });
  if (moved.kind === "forbidden") return moved;
  return moved.kind === "done" ? finish(input, input.done) : refuseUnseen(deps, { ...input, theirs: moved.theirs });
}

/** Whatever is open gives way, and the reason goes to all who got the message. */
async function retract(deps: WebDeps, input: StepInput): Promise<Answer> {
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
  return beginWhole(deps, { ...input, content, left: written.left, field: "retractReason" });
}

/** The end, to the readers of the last version. */
async function resolve(deps: WebDeps, input: StepInput): Promise<Answer> {
  const last = await readLastMessage(deps.db, input.found.id);
  const today = stockholmDate(deps.now());
  const content = beginContent({ entry: input.found.entry, last, nextKind: "resolved", today });
  return beginWhole(deps, { ...input, content, left: {}, field: "next" });
}

/** Begins a whole draft and leads to where it is published, or leaves everything as it was. */
async function beginWhole(
  deps: WebDeps,
  input: StepInput & { content: DraftContent; left: Readonly<Record<string, string>>; field: string },
): Promise<Answer> {
  const { c, found, content, left, field } = input;
  const t = editorWords[c.var.page.language];
  const form = await readForm(c);
  const writing = { found, seen: readSeen(form), content, factsHash: textOf(form, "facts") };
  const result = await beginWholeDraft(actAsVisitor(deps, c), writing);
  switch (result.kind) {
    case "forbidden":
      return result;
    case "saved":
      return c.redirect(linkTo(c.var.page.language, `/cases/${found.id}/publish`), 303);
    case "conflict":
      return refuseUnseen(deps, { ...input, theirs: result.theirs });
    case "refused":
      return refuse(deps, {
        ...input,
        left,
        problems: wordHandOver(result, t).map(({ problem }) => ({ field, problem })),
      });
    case "facts-changed":
      return refuse(deps, { ...input, left, status: 409, problems: [{ field, problem: t.refusals[result.kind] }] });
  }
}

async function takeOver(deps: WebDeps, input: StepInput): Promise<Answer> {
  const { c, found } = input;
  const form = await readForm(c);
  const messageId = parseRowId(textOf(form, "message"));
  const result = await adoptAdvice(actAsVisitor(deps, c), { found, seen: readSeen(form), messageId });
  switch (result.kind) {
    case "forbidden":
      return result;
    case "saved":
      return finish(input, "takenOver");
    case "conflict":
      return refuseUnseen(deps, { ...input, theirs: result.theirs });
    case "no-help": {
      const problem = editorWords[c.var.page.language].refusals["no-help"];
      return refuse(deps, { ...input, status: 409, problems: [{ field: "helping", problem }] });
    }
  }
}

async function addNote(deps: WebDeps, input: StepInput): Promise<Answer> {
  const { c, found } = input;
  const written = await readText(c, { field: "note", missing: "no-text" });
  if (written.problems.length > 0) return refuse(deps, { ...input, ...written });
  const noted = await writeCaseNote(actAsVisitor(deps, c), { found, text: written.text });
  return noted.kind === "forbidden" ? noted : finish(input, "noted");
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
