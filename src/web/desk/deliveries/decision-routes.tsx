import { decideSendings, planDecision } from "../../../services/sending-decisions.ts";
import { MAX_DECISION_REASON_CHARS } from "../../../domain/sending-view.ts";
import { describeReceiver } from "../../desk-parts/shown-stops.ts";
import { readForm, textOf, type FieldProblem } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { sealTold } from "../../parts/notice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { DecisionPage } from "./decision-page.tsx";
import { parseDecisionQuery, toSelection, type DecisionQuery } from "./delivery-query.ts";
import { onBoth, type Place } from "./place.ts";
import { deliveriesWords } from "./words.ts";

/** What is to become of dead letters and of what nobody knows: shown first with how many and to whom, then done. */
export function createDecisionRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    ...onBoth("get", "/decide", { needs: "curate", handle: (c, place) => answerPlan(deps, c, place) }),
    ...onBoth("post", "/decide", { needs: "curate", handle: (c, place) => decide(deps, c, place) }),
  ];
}

async function answerPlan(deps: WebDeps, c: DeskContext, place: Place): Promise<Answer> {
  const { page } = c.var;
  const query = parseDecisionQuery(page.query);
  return query === null ? answerNotFound(c, page.t.notFound.text) : showPlan(deps, c, { place, query });
}

async function showPlan(
  deps: WebDeps,
  c: DeskContext,
  input: { place: Place; query: DecisionQuery; note?: string; problems?: readonly FieldProblem[] },
): Promise<Answer> {
  const { place, query, note = "", problems = [] } = input;
  const selection = toSelection(query, place.regionCode);
  const plan = await planDecision(actAsVisitor(deps, c), { decision: query.decision, selection });
  if (plan.kind === "forbidden") return plan;
  const receivers = plan.targets.map((target) => describeReceiver(deps.channels, target));
  const page = { ...c.var.page, path: `${place.path}/decide` };
  const props = { page, place, query, plan, receivers, note, problems };
  return c.html(renderDocument(<DecisionPage {...props} />), problems.length === 0 ? 200 : 422);
}

async function decide(deps: WebDeps, c: DeskContext, place: Place): Promise<Answer> {
  const { page } = c.var;
  const values = await readForm(c);
  const query = parseDecisionQuery(
    new URLSearchParams(
      ["do", "sending", "region", "channel", "reason", "from", "to", "upTo"].flatMap((name): [string, string][] =>
        typeof values[name] === "string" ? [[name, textOf(values, name)]] : [],
      ),
    ),
  );
  if (query === null) return answerNotFound(c, page.t.notFound.text);
  const said = readFreeText(values, { name: "note", maxChars: MAX_DECISION_REASON_CHARS });
  if (said.kind === "refused" && said.because !== "empty") {
    const { reason: other, personnummer } = deliveriesWords[page.language].stops.problems;
    const problem = wordFreeText(page, said, { field: "note", personnummer, other });
    return showPlan(deps, c, { place, query, note: said.text, problems: [problem] });
  }
  const decided = await decideSendings(actAsVisitor(deps, c), {
    decision: query.decision,
    selection: toSelection(query, place.regionCode),
    outdated: textOf(values, "outdated") === "yes",
    reason: said.kind === "text" ? said.text : null,
  });
  if (decided.kind === "forbidden") return decided;
  if (decided.kind === "refused") {
    const { reason, personnummer } = deliveriesWords[page.language].stops.problems;
    const problem = decided.because === "personnummer" ? personnummer : reason;
    return showPlan(deps, c, { place, query, note: said.text, problems: [{ field: "note", problem }] });
  }
  const { done, replayedAs, withdrawn, unreachable, outdated } = decided;
  const left = withdrawn + unreachable + outdated;
  const told = sealTold(page, { done: query.decision, count: String(done), left: String(left) });
  const sending = query.sending === null ? null : (replayedAs ?? query.sending);
  const path = sending === null ? place.path : `${place.path}/sendings/${sending}`;
  return c.redirect(linkTo(page.language, path, new URLSearchParams(told)), 303);
}
