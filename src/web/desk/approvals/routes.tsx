import { parseRowId } from "../../../domain/row-id.ts";
import { readProposals } from "../../../db/policy-proposals.ts";
import { readRegionSettings } from "../../../db/regions.ts";
import { nameLook, readUnlookedItems } from "../../../db/second-look.ts";
import { readLookWriters } from "../../../db/second-look-approval.ts";
import { decideProposal } from "../../../services/policy-proposals.ts";
import { approveLooks } from "../../../services/second-look.ts";
import { isAllowed } from "../../../domain/account.ts";
import type { Region } from "../../../domain/region.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textsOf, type FieldProblem } from "../../frame/form.ts";
import { renderDocument } from "../../frame/page.ts";
import { ApprovalsPage } from "./approvals-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { approvalsWords } from "./words.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";

/** Read at a time, as one reads before one approves. */
const ITEMS_SHOWN = 50;

/** What waits for a second person beside drafts: what rules would send, and changes of the rules themselves. */
export function createApprovalRoutes(deps: WebDeps): readonly DeskRoute[] {
  const path = "/approvals/:region";
  const about = "region" as const;
  return [
    { about, method: "get", path, needs: "read", handle: (c, of) => answerApprovals(deps, c, { region: of }) },
    { about, method: "post", path, needs: "approve", handle: (c, of) => approve(deps, c, of) },
    ...(["approve", "refuse"] as const).map((verdict): DeskRoute => ({
      about,
      method: "post",
      path: `${path}/:proposal/${verdict}`,
      needs: "approve",
      handle: (c, of) => decide(deps, c, { region: of, verdict }),
    })),
  ];
}

async function answerApprovals(
  deps: WebDeps,
  c: DeskContext,
  { region, problems = [] }: { region: Region; problems?: readonly FieldProblem[] },
): Promise<Response> {
  const { visitor, page } = c.var;
  const items = await readUnlookedItems(deps.db, region.code);
  const shown = items.slice(0, ITEMS_SHOWN);
  const writers = await readLookWriters(deps.db, { regionCode: region.code, items: shown });
  const props = {
    // An answer to a form has no address to come back to, which its link to the other language needs.
    page: { ...page, path: `/approvals/${region.code}` },
    region,
    policy: (await readRegionSettings(deps.db, region.code)).policy,
    proposals: await readProposals(deps.db, region.code),
    items: shown.map((item) => ({
      item,
      name: nameLook(item),
      own: writers.get(nameLook(item))?.has(visitor.account.id) === true,
    })),
    more: items.length - shown.length,
    mayApprove: isAllowed(visitor.account, "approve", region.code),
    problems,
    done: readDone(page, approvalsWords[page.language].done),
  };
  return c.html(renderDocument(<ApprovalsPage {...props} />), problems.length === 0 ? 200 : 409);
}

async function approve(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const words = approvalsWords[c.var.page.language].problems;
  const chosen = textsOf(await readForm(c), "item");
  const refuse = (problem: string) => answerApprovals(deps, c, { region, problems: [{ field: "looks", problem }] });
  if (chosen.length === 0) return refuse(words.none);
  const result = await approveLooks(actAsVisitor(deps, c), { regionCode: region.code, chosen });
  if (result.kind === "forbidden") return result;
  return result.kind === "approved"
    ? redirectDone(c, `/approvals/${region.code}`, "approved")
    : refuse(words[result.why]);
}

async function decide(
  deps: WebDeps,
  c: DeskContext,
  { region, verdict }: { region: Region; verdict: "approve" | "refuse" },
): Promise<Answer> {
  const id = parseRowId(c.req.param("proposal")) ?? 0;
  const result = await decideProposal(actAsVisitor(deps, c), { regionCode: region.code, id, verdict });
  if (result.kind === "forbidden") return result;
  if (result.kind === "done")
    return redirectDone(c, `/approvals/${region.code}`, verdict === "approve" ? "taken" : "refused");
  const problem = approvalsWords[c.var.page.language].problems[result.why];
  return answerApprovals(deps, c, { region, problems: [{ field: "proposals", problem }] });
}
