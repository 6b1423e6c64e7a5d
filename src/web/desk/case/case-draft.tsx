import { parseRowId } from "../../../domain/row-id.ts";
import { readLastMessage } from "../../../db/messages.ts";
import { saveDraft } from "../../../services/drafts.ts";
import type { HandOverRefusal } from "../../../services/hand-over.ts";
import { readPublication } from "../../../services/held-case.ts";
import type { RegionCase } from "../../../db/cases.ts";
import { parseStockholmMinute, stockholmDate } from "../../../domain/calendar.ts";
import { checkDraft, isPublishTime, stopsSaving, type DraftContent, type SeenDraft } from "../../../domain/draft.ts";
import type { Region } from "../../../domain/region.ts";
import { isRefusedByChannel } from "../../../services/draft-message.ts";
import { onCase, actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { parseEditor, readEditor, wordProblems, type EditorValues } from "../../desk-parts/draft-form.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { findUnsureNumber, wordUnsureNumber } from "../../parts/free-text.ts";
import { linkTo } from "../../frame/page.ts";
import type { EditorStrings } from "../../desk-parts/editor-words-sv.ts";
import type { WebDeps } from "../../web-deps.ts";
import { answerCase, answerConflict } from "./case-answer.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";

export function createCaseDraftRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [onCase.post("/cases/:case/draft", "curate", (c, region, found) => answerDraft(deps, c, { region, found }))];
}

/**
 * Saves the draft and, when it is to be published, leads to where that is asked. A text that was written is saved even if
 * it may not go on.
 */
async function answerDraft(
  deps: WebDeps,
  c: DeskContext,
  about: { region: Region; found: RegionCase },
): Promise<Answer> {
  const { page } = c.var;
  const { found } = about;
  const form = await readForm(c);
  const goesOn = textOf(form, "do") === "confirm";
  const values = readEditor(form);
  const { content, problems: unread } = parseEditor(values);
  const left = { return: textOf(form, "return") };
  const refuse = (problems: readonly FieldProblem[], status: 409 | 422 = 422) =>
    answerCase(deps, c, { ...about, status, values, left, problems });
  // Whoever only looks for an alternative has decided nothing: what they wrote stands there as they left it.
  if (textOf(form, "do") === "find") return answerCase(deps, c, { ...about, values, left, find: values.find });
  if (values.find !== "") return refuse([{ field: "find", problem: editorWords[page.language].editor.findFirst }]);
  const now = deps.now();
  const last = await readLastMessage(deps.db, found.id);
  const unsaveable = [...unread, ...checkDraft(content, { last, messageKind: null, today: stockholmDate(now) })];
  const unsure = (["sv", "en"] as const).flatMap((field) => {
    const number = findUnsureNumber(form, { name: field, text: values[field] });
    return number === null ? [] : [wordUnsureNumber(page, field, number)];
  });
  const faults = [...wordProblems(unsaveable, editorWords[page.language]), ...unsure];
  if (unread.some(stopsSaving) || unsure.length > 0) return refuse(faults);

  const seen = readSeen(form);
  const origin = values.keepsOrigin ? ("kept" as const) : null;
  const written = await saveDraft(actAsVisitor(deps, c), { found, seen, content, origin });
  if (written.kind === "forbidden") return written;
  if (written.kind === "refused") return refuse(faults);
  if (written.kind === "conflict")
    return answerConflict(deps, c, { ...about, values, left, seen, theirs: written.theirs });
  if (!goesOn) {
    const query = new URLSearchParams({ done: "saved", ...(left.return === "" ? {} : left) });
    return c.redirect(linkTo(page.language, `/cases/${found.id}`, query), 303);
  }
  const inTheWay = await listObstacles(deps, c, { ...about, values, content, factsHash: textOf(form, "facts") });
  if (inTheWay.problems.length > 0) return refuse(inTheWay.problems, inTheWay.status);
  const query = new URLSearchParams({
    ...(values.publishAt === "" ? {} : { at: values.publishAt }),
    ...(left.return === "" ? {} : left),
  });
  return c.redirect(linkTo(page.language, `/cases/${found.id}/publish`, query), 303);
}

/** Why the draft that is saved may not be published as it is, at the fields where that is mended. */
async function listObstacles(
  deps: WebDeps,
  c: DeskContext,
  input: { region: Region; found: RegionCase; values: EditorValues; content: DraftContent; factsHash: string },
): Promise<{ status: 409 | 422; problems: FieldProblem[] }> {
  const { region, found, values, content, factsHash } = input;
  const t = editorWords[c.var.page.language];
  const now = deps.now();
  const kind = content.kind === "auto" ? null : content.kind;
  const prepared = await readPublication(deps.db, { caseId: found.id, kind, hasAdvice: content.advice !== null });
  if (prepared.kind === "refused")
    return { status: 422, problems: [{ field: "kind", problem: t.refusals[prepared.why] }] };
  // Whoever wrote has written about other facts.
  if (prepared.factsHash !== factsHash)
    return { status: 409, problems: [{ field: "next", problem: t.refusals["facts-changed"] }] };
  const publishAt = values.publishAt === "" ? null : parseStockholmMinute(values.publishAt);
  const timeless = values.publishAt !== "" && publishAt === null;
  const late = publishAt !== null && !isPublishTime(publishAt, now);
  const problems = checkDraft(content, { ...prepared, today: stockholmDate(publishAt ?? now) });
  const { account } = c.var.visitor;
  const draft = { regionCode: region.code, account, content, prepared, originRegionCode: null, publishedAt: now };
  const isRefused = await isRefusedByChannel(deps, { db: deps.db, now, ...draft });
  return {
    status: 422,
    problems: [
      ...wordProblems(problems, t),
      ...(isRefused ? [{ field: "sv", problem: t.refusals.channel }] : []),
      ...(timeless ? [{ field: "publishAt", problem: t.refusals["no-time"] }] : []),
      ...(late ? [{ field: "publishAt", problem: t.refusals.time }] : []),
    ],
  };
}

/** No draft has this number: whoever does not say what they saw, saw nothing that is. */
const UNKNOWN: SeenDraft = { id: 0, revision: 0 };

/** Which draft, and which revision of it, the page showed when the form was filled in; null when it showed none. */
export function readSeen(form: FormValues): SeenDraft | null {
  const [id, revision] = [form["draft"], form["revision"]];
  if (id === "" && revision === "") return null;
  const [seenId, seenRevision] = [parseRowId(textOf(form, "draft")), parseRowId(textOf(form, "revision"))];
  return seenId === null || seenRevision === null ? UNKNOWN : { id: seenId, revision: seenRevision };
}

/** Why a draft was not handed over, at the place where it is mended. */
export function wordHandOver(result: HandOverRefusal, t: EditorStrings): FieldProblem[] {
  if (result.why === "content") return wordProblems(result.problems, t);
  return [{ field: result.why === "time" ? "publishAt" : "next", problem: t.refusals[result.why] }];
}
