import { parseRowId } from "../../../domain/row-id.ts";
import { nameEntry } from "../../../../templates/entry-name.ts";
import type { SeenCase } from "../../../db/decisions.ts";
import { dismissCases, type DismissResult } from "../../../services/decisions.ts";
import { countInboxes } from "../../../db/inbox.ts";
import { listRegions } from "../../../domain/account.ts";
import type { Region } from "../../../domain/region.ts";
import { parseReturnPath } from "../../../domain/return-path.ts";
import { onRegion, onRegions, actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, textsOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { answerInbox } from "./inbox-answer.tsx";
import { parseInboxFilter, type InboxFilter } from "../../desk-parts/inbox-filter.ts";
import { linkBack } from "../../parts/link-back.ts";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { MAX_REASON_CHARS } from "../../../domain/reason.ts";
import { InboxRegionsPage } from "./inbox-regions-page.tsx";
import { createInboxAdviseRoutes } from "./advise-routes.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

export function createInboxRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    onRegions.get("/inbox", "read", (c) => chooseInbox(deps, c)),
    onRegion.get("/inbox/:region", "read", (c, region) => openInbox(deps, c, region)),
    onRegion.post("/inbox/:region/dismiss", "curate", (c, region) => dismiss(deps, c, region)),
    ...createInboxAdviseRoutes(deps),
  ];
}

async function chooseInbox(deps: WebDeps, c: DeskContext): Promise<Response> {
  const { page, visitor } = c.var;
  const regionCodes = listRegions(visitor.account, "read");
  const [only] = regionCodes;
  if (only !== undefined && regionCodes.length === 1) return c.redirect(linkTo(page.language, `/inbox/${only}`), 303);
  const counts = await countInboxes(deps.db, { regionCodes, now: deps.now() });
  const props = { page, regionCodes, counts };
  return c.html(renderDocument(<InboxRegionsPage {...props} />));
}

/** Without a word on which view: what waits, or where nothing does, what is open without advice. */
async function openInbox(deps: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const { query } = c.var.page;
  const filter = parseInboxFilter(query);
  if (query.has("view")) return answerInbox(deps, c, { region, filter });
  const counts = (await countInboxes(deps.db, { regionCodes: [region.code], now: deps.now() })).get(region.code);
  const isQuiet = counts?.waiting === 0 && counts.untold > 0;
  return answerInbox(deps, c, { region, filter: isQuiet ? { ...filter, view: "untold" } : filter });
}

/** So many boxes has no page of ours. */
const MAX_CASES = 500;

/** "Ingen åtgärd" for several cases, all or none; what was not shown stays. */
async function dismiss(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const { page } = c.var;
  const words = inboxWords[page.language].dismiss;
  const values = await readForm(c);
  const cases = readSeenCases(values);
  const reason = readFreeText(values, { name: "reason", maxChars: MAX_REASON_CHARS });
  const problems: FieldProblem[] = [];
  if (cases === null) problems.push({ field: "cases", problem: words.stale });
  else if (cases.length === 0) problems.push({ field: "cases", problem: words.noCases });
  if (reason.kind === "refused")
    problems.push(
      wordFreeText(page, reason, { field: "reason", personnummer: words.personnummer, other: words.noReason }),
    );
  const refuse = (found: readonly FieldProblem[], status: 409 | 422): Promise<Response> =>
    answerInbox(deps, c, {
      region,
      filter: readFilter(values),
      status,
      form: { problems: found, chosen: new Set(cases?.map(({ caseId }) => caseId)), reason: reason.text },
    });
  if (problems.length > 0 || cases === null || reason.kind === "refused") return refuse(problems, 422);
  const dismissal = { regionCode: region.code, cases, reason: reason.text };
  const result = await dismissCases(actAsVisitor(deps, c), dismissal);
  if (result.kind === "forbidden") return result;
  if (result.kind === "dismissed") {
    const returnTo = textOf(values, "return");
    const back = { language: page.language, returnTo, fallback: `/inbox/${region.code}` };
    return c.redirect(linkBack({ ...back, done: tellDismissed(result) }), 303);
  }
  if (result.kind === "unseen") return refuse([{ field: "cases", problem: words.stale }], 409);
  if (result.kind === "foreign") return refuse([{ field: "cases", problem: words.foreign }], 422);
  const drafted = result.drafts.map(({ entry, by }) => words.drafted(nameEntry(entry, page.words), by));
  return refuse(
    drafted.map((problem) => ({ field: "cases", problem })),
    409,
  );
}

function tellDismissed(result: Extract<DismissResult, { kind: "dismissed" }>): Record<string, string> {
  return {
    done: "dismissed",
    count: String(result.cases),
    ...(result.ended.length === 0 ? {} : { ended: result.ended.join("-") }),
    ...(result.newer.length === 0 ? {} : { newer: result.newer.map(({ caseId }) => caseId).join("-") }),
    ...(result.already.length === 0 ? {} : { already: String(result.already.length) }),
  };
}

/** The ticked cases, each with the newest update that was shown; null when a box came without it. */
function readSeenCases(values: FormValues): SeenCase[] | null {
  const ids = [...new Set(textsOf(values, "case"))];
  const cases = ids.map((id) => ({ caseId: parseRowId(id), upTo: parseRowId(textOf(values, `upTo-${id}`)) }));
  const seen = cases.flatMap(({ caseId, upTo }) => (caseId === null || upTo === null ? [] : [{ caseId, upTo }]));
  return seen.length < cases.length || cases.length > MAX_CASES ? null : seen;
}

/** The view that the form stood on, by the address it comes back to. */
function readFilter(values: FormValues): InboxFilter {
  const path = parseReturnPath(textOf(values, "return")) ?? "";
  return parseInboxFilter(new URLSearchParams(path.split("?", 2)[1] ?? ""));
}
