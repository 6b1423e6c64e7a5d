import { parseRowId } from "../../../domain/row-id.ts";
import { nameEntry } from "../../../../templates/entry-name.ts";
import { findCase, type RegionCase } from "../../../db/cases.ts";
import { readOpenDraft } from "../../../db/open-drafts.ts";
import type { Forbidden } from "../../../services/context.ts";
import { adviseCase } from "../../../services/hand-over.ts";
import { readPublication } from "../../../services/held-case.ts";
import { readPolicy } from "../../../db/regions.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import { beginContent, checkDraft, type DraftContent } from "../../../domain/draft.ts";
import type { Region } from "../../../domain/region.ts";
import { onRegion, actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import {
  parseEditor,
  readEditor,
  toEditorValues,
  wordProblems,
  type EditorValues,
} from "../../desk-parts/draft-form.ts";
import { readForm, textOf, textsOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { answerInbox } from "./inbox-answer.tsx";
import { parseInboxFilter } from "../../desk-parts/inbox-filter.ts";
import { readOutlook } from "../../desk-parts/outlook.ts";
import { renderDocument } from "../../frame/page.ts";
import { AdvisePage, type AdvisedCase } from "./advise-page.tsx";
import { AdvisedPage, type AdviceOutcome } from "./advised-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { adviseWords } from "./advise-words.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

/** So many messages are read by nobody before they are sent. */
const MAX_CASES = 50;

/** One advice for many cases: each becomes a message of its own, with what it was seen with and an outcome of its own. */
export function createInboxAdviseRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [onRegion.post("/inbox/:region/advise", "curate", (c, region) => advise(deps, c, region))];
}

async function advise(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const { page } = c.var;
  const form = await readForm(c);
  const ids = [...new Set(textsOf(form, "case"))].map(parseRowId).filter((id) => id !== null);
  const found = await Promise.all(ids.map((id) => findCase(deps.db, id)));
  const cases = found.filter((one) => one !== null).filter((one) => one.regionCode === region.code);
  const words = adviseWords[page.language];
  if (cases.length === 0 || cases.length < ids.length || cases.length > MAX_CASES) {
    const problem = cases.length > MAX_CASES ? words.tooMany(MAX_CASES) : inboxWords[page.language].dismiss.noCases;
    const filter = parseInboxFilter(new URLSearchParams(textOf(form, "return").split("?", 2)[1] ?? ""));
    const refused = { problems: [{ field: "cases", problem }], chosen: new Set(ids) };
    return answerInbox(deps, c, { region, filter, status: 422, form: refused });
  }
  const step = textOf(form, "do");
  const values = step === "" ? toEditorValues(EMPTY) : readEditor(form);
  if (step === "publish") return publishEach(deps, c, { region, cases, form, values });
  const { content, problems: unread } = parseEditor(values);
  const today = stockholmDate(deps.now());
  const faults = step === "" ? [] : [...unread, ...checkDraft(content, { last: null, messageKind: "new", today })];
  return show(deps, c, {
    region,
    cases,
    form,
    values,
    isAsking: step === "confirm" && faults.length === 0,
    problems: wordProblems(faults, editorWords[page.language]),
  });
}

const EMPTY: DraftContent = {
  kind: "auto",
  advice: null,
  audience: { areas: [], roles: [] },
  urgency: "normal",
  validUntil: null,
};

interface Advising {
  readonly region: Region;
  readonly cases: readonly RegionCase[];
  readonly form: FormValues;
  readonly values: EditorValues;
}

/** The cases as they stand, with what a decision about each must carry. */
async function show(
  deps: WebDeps,
  c: DeskContext,
  input: Advising & { isAsking: boolean; problems: readonly FieldProblem[] },
): Promise<Response> {
  const { region, cases, form, values, isAsking, problems } = input;
  const { content } = parseEditor(values);
  const advised: AdvisedCase[] = [];
  for (const found of cases) {
    const own = await contentFor(deps, { found, content });
    const prepared = await readPublication(deps.db, {
      caseId: found.id,
      kind: null,
      hasAdvice: content.advice !== null,
    });
    const outlook = { found, prepared, content: own, at: null, now: deps.now() };
    advised.push({
      found,
      // What was shown when the cases were chosen or last asked about stays what is decided about.
      prepared,
      draft: await readOpenDraft(deps.db, found.id),
      outlook: isAsking ? await readOutlook(deps, outlook) : [],
      audience: own.audience,
    });
  }
  const secondPerson = (await readPolicy(deps.db, region.code)).secondPerson === true;
  const props = {
    page: c.var.page,
    region,
    cases: advised,
    values,
    isAsking,
    problems,
    secondPerson,
    returnTo: textOf(form, "return"),
    today: stockholmDate(deps.now()),
  };
  return c.html(renderDocument(<AdvisePage {...props} />), problems.length === 0 ? 200 : 422);
}

/** The same words to each case's own readers, at once where much more is hit than they know. */
async function contentFor(
  { db, now }: WebDeps,
  { found, content }: { found: RegionCase; content: DraftContent },
): Promise<DraftContent> {
  const begun = beginContent({ entry: found.entry, last: null, nextKind: "new", today: stockholmDate(now()) });
  const hasAdvice = content.advice !== null;
  const prepared = await readPublication(db, { caseId: found.id, kind: null, hasAdvice });
  const isUrgent = prepared.kind === "prepared" && prepared.urgent !== null;
  return { ...content, kind: "auto", audience: begun.audience, urgency: isUrgent ? "high" : content.urgency };
}

/** Each in a transaction of its own: what one case refuses holds up no other, and every outcome is told. */
async function publishEach(deps: WebDeps, c: DeskContext, input: Advising): Promise<Answer> {
  const { region, cases, form, values } = input;
  const { content, problems } = parseEditor(values);
  const outcomes: AdviceOutcome[] = [];
  for (const found of cases) {
    const refusal =
      problems.length > 0
        ? (wordProblems(problems, editorWords[c.var.page.language])[0]?.problem ?? "")
        : await publishOne(deps, c, { found, form, content: await contentFor(deps, { found, content }) });
    if (refusal !== null && typeof refusal !== "string") return refusal;
    outcomes.push({ caseId: found.id, name: nameEntry(found.entry, c.var.page.words), refusal });
  }
  const props = {
    page: c.var.page,
    region,
    outcomes,
    returnTo: textOf(form, "return"),
    isReviewed: textOf(form, "step") === "submit",
  };
  return c.html(
    renderDocument(<AdvisedPage {...props} />),
    outcomes.every(({ refusal }) => refusal === null) ? 200 : 409,
  );
}

/** Why the case got no message; null when it did. */
async function publishOne(
  deps: WebDeps,
  c: DeskContext,
  input: { found: RegionCase; form: FormValues; content: DraftContent },
): Promise<string | null | Forbidden> {
  const { found, form, content } = input;
  const { page } = c.var;
  const words = adviseWords[page.language];
  const t = editorWords[page.language];
  const action = textOf(form, "step") === "submit" ? ("submit" as const) : ("schedule" as const);
  const factsHash = textOf(form, `facts-${found.id}`);
  const result = await adviseCase(actAsVisitor(deps, c), { found, content, action, factsHash });
  switch (result.kind) {
    case "done":
      return null;
    case "forbidden":
      return result;
    case "conflict":
      return words.drafted(result.theirs?.updatedBy.name ?? "");
    case "refused":
      return result.why === "content"
        ? (wordProblems(result.problems, t)[0]?.problem ?? "")
        : (words.refusals[result.why] ?? t.refusals[result.why]);
  }
}
