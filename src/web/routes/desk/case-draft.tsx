import { handOverDraft, writeDraft, type HandOverRefusal, type HandOverResult } from "../../../db/drafts.ts";
import { readLastMessage } from "../../../db/messages.ts";
import type { RegionCase } from "../../../db/cases.ts";
import { parseStockholmMinute, stockholmDate } from "../../../domain/calendar.ts";
import { checkDraft, stopsSaving, type SeenDraft } from "../../../domain/draft.ts";
import type { Region } from "../../../domain/region.ts";
import { findRefusals } from "../../case-view.ts";
import type { DeskContext, DeskRoute } from "../../desk-route.ts";
import { parseEditor, readEditor, wordProblems, type EditorValues } from "../../draft-form.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../form.ts";
import { linkTo } from "../../page.ts";
import type { EditorStrings } from "../../strings/desk/editor-sv.ts";
import type { WebDeps } from "../../web-deps.ts";
import { answerCase, answerConflict } from "./case-answer.tsx";

const DONE = { save: "saved", submit: "submitted", schedule: "scheduled" } as const;
type Doing = keyof typeof DONE;

export function createCaseDraftRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    {
      method: "post",
      path: "/cases/:case/draft",
      about: "case",
      needs: "curate",
      handle: (c, region, found) => takeDraft(deps, c, { region, found }),
    },
  ];
}

/** Saves the draft and, when that was asked for, hands it over. A text that was written is saved even if it may not go on. */
async function takeDraft(
  deps: WebDeps,
  c: DeskContext,
  about: { region: Region; found: RegionCase },
): Promise<Response> {
  const { page, visitor } = c.var;
  const t = page.t.desk.editor;
  const { region, found } = about;
  const form = await readForm(c);
  const doing = readDoing(form);
  const values = readEditor(form);
  const { content, problems: unread } = parseEditor(values);
  const now = deps.now();
  const last = await readLastMessage(deps.db, found.id);
  const problems = [...unread, ...checkDraft(content, { last, today: stockholmDate(now) })];
  const refuse = (faults: readonly FieldProblem[]) =>
    answerCase(deps, c, { ...about, status: 422, values, problems: faults });
  if (problems.some(stopsSaving)) return refuse(wordProblems(problems, t));

  const refusals =
    doing === "save" ? [] : await findRefusals(deps, { region, account: visitor.account, caseId: found.id, content });
  const publishAt = values.publishAt === "" ? null : parseStockholmMinute(values.publishAt);
  const doer = { actor: c.var.actor, accountId: visitor.account.id, now };
  const result = await deps.db.transaction().execute(async (db) => {
    const seen = readSeen(form);
    const origin = values.keepsOrigin ? ("kept" as const) : null;
    const writing = { ...doer, caseId: found.id, regionCode: region.code, seen, content, origin };
    const written = await writeDraft(db, writing);
    if (written.kind === "conflict" || doing === "save" || problems.length > 0) return { written, handed: null };
    if (refusals.length > 0) return { written, handed: null };
    if (values.publishAt !== "" && publishAt === null) return { written, handed: null };
    const { id, revision } = written.draft;
    const handing = { caseId: found.id, action: doing, seen: { id, revision }, publishAt };
    return { written, handed: await handOverDraft(db, { ...doer, ...handing, factsHash: textOf(form, "facts") }) };
  });
  if (result.written.kind === "conflict")
    return answerConflict(deps, c, { ...about, values, seen: readSeen(form), theirs: result.written.theirs });
  if (doing !== "save") {
    const faults = [
      ...wordProblems(problems, t),
      ...(refusals.length > 0 ? [{ field: "sv", problem: t.refusals.channel }] : []),
      ...listFaults({ values, publishAt, handed: result.handed, t }),
    ];
    if (faults.length > 0) return refuse(faults);
  }
  return c.redirect(linkTo(page.language, `/cases/${found.id}`, new URLSearchParams({ done: DONE[doing] })), 303);
}

function readDoing(form: FormValues): Doing {
  const doing = textOf(form, "do");
  return doing === "submit" || doing === "schedule" ? doing : "save";
}

/** No draft has this number: whoever does not say what they saw, saw nothing that is. */
const UNKNOWN: SeenDraft = { id: 0, revision: 0 };

/** Which draft, and which revision of it, the page showed when the form was filled in; null when it showed none. */
export function readSeen(form: FormValues): SeenDraft | null {
  const [id, revision] = [form["draft"], form["revision"]];
  if (id === "" && revision === "") return null;
  const [seenId, seenRevision] = [readNumber(id), readNumber(revision)];
  return seenId === null || seenRevision === null ? UNKNOWN : { id: seenId, revision: seenRevision };
}

function readNumber(value: FormValues[string] | undefined): number | null {
  return typeof value === "string" && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : null;
}

function listFaults(input: {
  values: EditorValues;
  publishAt: Date | null;
  handed: HandOverResult | null;
  t: EditorStrings;
}): FieldProblem[] {
  const { values, publishAt, handed, t } = input;
  if (values.publishAt !== "" && publishAt === null) return [{ field: "publishAt", problem: t.refusals["no-time"] }];
  return handed === null || handed.kind !== "refused" ? [] : wordHandOver(handed, t);
}

/** Why a draft was not handed over, at the place where it is mended. */
export function wordHandOver(result: HandOverRefusal, t: EditorStrings): FieldProblem[] {
  if (result.why === "content") return wordProblems(result.problems, t);
  return [{ field: result.why === "time" ? "publishAt" : "next", problem: t.refusals[result.why] }];
}
