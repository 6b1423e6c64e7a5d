import type { RegionCase } from "../../../db/cases.ts";
import { handOverDraft } from "../../../services/hand-over.ts";
import { readOpenDraft, type Draft } from "../../../db/open-drafts.ts";
import { parseStockholmMinute, stockholmDate } from "../../../domain/calendar.ts";
import { checkDraft, isPublishTime } from "../../../domain/draft.ts";
import { parseMinutes } from "../../../domain/decision-minutes.ts";
import type { Region } from "../../../domain/region.ts";
import { readCaseView, type CaseView } from "./case-view.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { wordProblems } from "../../desk-parts/draft-form.ts";
import { readForm, textOf, type FieldProblem } from "../../frame/form.ts";
import { MINUTES_FIELD } from "../../desk-parts/minutes-field.tsx";
import { linkBack } from "../../parts/link-back.ts";
import { allowOwnFrames } from "../../frame/security-headers.ts";
import { findNextCase } from "./next-case.ts";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { ConfirmPage } from "./confirm-page.tsx";
import { listRefusals } from "../../desk-parts/previews.ts";
import type { WebDeps } from "../../web-deps.ts";
import { answerConflict } from "./case-answer.tsx";
import { readSeen, wordHandOver } from "./case-draft.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";

interface About {
  readonly region: Region;
  readonly found: RegionCase;
}

/** The last step before a message is out of its writer's hands: what will happen is shown, and asked once. */
export function createCasePublishRoutes(deps: WebDeps): readonly DeskRoute[] {
  const base = { path: "/cases/:case/publish", about: "case", needs: "curate" } as const;
  return [
    { ...base, method: "get", handle: (c, region, found) => show(deps, c, { region, found }) },
    { ...base, method: "post", handle: (c, region, found) => publish(deps, c, { region, found }) },
  ];
}

async function show(deps: WebDeps, c: DeskContext, about: About): Promise<Response> {
  const { query } = c.var.page;
  const at = parseStockholmMinute(query.get("at") ?? "");
  return answer(deps, c, { ...about, at, returnTo: query.get("return") ?? "" });
}

async function answer(
  deps: WebDeps,
  c: DeskContext,
  input: About & {
    at: Date | null;
    returnTo: string;
    problems?: readonly FieldProblem[];
    wrongMinutes?: string;
    status?: 200 | 409 | 422;
  },
): Promise<Response> {
  const { region, found, at, returnTo, problems = [], wrongMinutes = null, status = 200 } = input;
  const { page, visitor } = c.var;
  const view = await readCaseView(deps, { region, found, account: visitor.account, at });
  const { draft } = view;
  if (draft === null || draft.state !== "draft") return c.redirect(linkTo(page.language, `/cases/${found.id}`), 303);
  const now = deps.now();
  const props = {
    page,
    view,
    draft,
    at,
    returnTo,
    wrongMinutes,
    problems: problems.length > 0 ? problems : listObstacles(c, { view, draft, at, now }),
  };
  if (view.previews.length > 0) allowOwnFrames(c);
  return c.html(renderDocument(<ConfirmPage {...props} />), status);
}

/** All that stands in the way of the draft as it is. */
function listObstacles(
  c: DeskContext,
  { view, draft, at, now }: { view: CaseView; draft: Draft; at: Date | null; now: Date },
): FieldProblem[] {
  const t = editorWords[c.var.page.language];
  const { prepared } = view;
  if (prepared.kind === "refused") return [{ field: "happens", problem: t.refusals[prepared.why] }];
  const problems = checkDraft(draft.content, { ...prepared, today: stockholmDate(at ?? now) });
  return [
    ...wordProblems(problems, t).map(({ problem }) => ({ field: "happens", problem })),
    ...(at !== null && !isPublishTime(at, now) ? [{ field: "happens", problem: t.refusals.time }] : []),
    ...(listRefusals(view.previews).length > 0 ? [{ field: "previews", problem: t.refusals.channel }] : []),
  ];
}

async function publish(deps: WebDeps, c: DeskContext, about: About): Promise<Answer> {
  const { page, visitor } = c.var;
  const { region, found } = about;
  const form = await readForm(c);
  const wish = textOf(form, "publishAt");
  const at = wish === "" ? null : parseStockholmMinute(wish);
  const returnTo = textOf(form, "return");
  const seen = readSeen(form);
  if (seen === null || (wish !== "" && at === null))
    return answerConflict(deps, c, { ...about, seen, theirs: await readOpenDraft(deps.db, found.id) });
  const written = textOf(form, MINUTES_FIELD);
  const minutes = parseMinutes(written);
  if (minutes === "wrong") return answer(deps, c, { ...about, at, returnTo, wrongMinutes: written, status: 422 });
  // Asked before the draft is handed over: afterwards it is no longer among what waits.
  const next =
    textOf(form, "next") === "yes"
      ? await findNextCase(deps, { region, accountId: visitor.account.id, caseId: found.id, returnTo })
      : undefined;
  const action = textOf(form, "do") === "submit" ? ("submit" as const) : ("schedule" as const);
  const handing = { found, action, seen, publishAt: at, factsHash: textOf(form, "facts"), minutes };
  const result = await handOverDraft(actAsVisitor(deps, c), handing);
  if (result.kind === "forbidden") return result;
  if (result.kind === "conflict") return answerConflict(deps, c, { ...about, seen, theirs: result.theirs });
  // The page itself says so, beside the preview of that channel.
  if (result.kind === "refused" && result.why === "channel")
    return answer(deps, c, { ...about, at, returnTo, status: 422 });
  if (result.kind === "refused") {
    const problems = wordHandOver(result, editorWords[page.language]).map(({ problem }) => ({
      field: "happens",
      problem,
    }));
    return answer(deps, c, { ...about, at, returnTo, problems, status: result.why === "facts-changed" ? 409 : 422 });
  }
  const done = action === "submit" ? "submitted" : "scheduled";
  return c.redirect(findWay(c, { region, found, returnTo, next, done }), 303);
}

/** The next case, or back to the list after the last one, with what was done; without a wish the case itself. */
function findWay(
  c: DeskContext,
  input: About & { returnTo: string; next: number | null | undefined; done: string },
): string {
  const { region, found, returnTo, next, done } = input;
  const { language } = c.var.page;
  const of = { done, of: String(found.id) };
  if (next === undefined) return linkTo(language, `/cases/${found.id}`, new URLSearchParams({ done }));
  if (next !== null) return linkTo(language, `/cases/${next}`, new URLSearchParams({ ...of, return: returnTo }));
  return linkBack({ language, returnTo, fallback: `/inbox/${region.code}`, done: { ...of, last: "1" } });
}
