import { nameEntry } from "../../../../templates/entry-name.ts";
import type { RegionCase } from "../../../db/cases.ts";
import { assignCase, dismissCases, readAssignees, setCaseDue } from "../../../db/decisions.ts";
import { parseStockholmMinute } from "../../../domain/calendar.ts";
import type { DeskContext, DeskRoute } from "../../desk-route.ts";
import { readForm, textOf, type FormValues } from "../../form.ts";
import { readFreeText } from "../../free-text.ts";
import { linkBack } from "../../link-back.ts";
import { renderDocument } from "../../page.ts";
import { DecisionPage, type RefusedDecision } from "../../pages/desk/decision-page.tsx";
import { MAX_REASON_CHARS } from "../../pages/desk/dismiss-form.tsx";
import type { WebDeps } from "../../web-deps.ts";

/** What is decided of one case, from wherever its form stands: each comes back to the form's `return`. */
export function createDecisionRoutes(deps: WebDeps): readonly DeskRoute[] {
  const decide = (path: string, handle: (decision: Decision) => Promise<Response>): DeskRoute => ({
    method: "post",
    path,
    about: "case",
    needs: "curate",
    handle: async (c, _region, found) => handle({ deps, c, found, values: await readForm(c) }),
  });
  return [
    decide("/cases/:case/assign", assign),
    decide("/cases/:case/due", setDue),
    decide("/cases/:case/dismiss", dismiss),
  ];
}

interface Decision {
  readonly deps: WebDeps;
  readonly c: DeskContext;
  readonly found: RegionCase;
  readonly values: FormValues;
}

async function assign(decision: Decision): Promise<Response> {
  const { deps, c, found, values } = decision;
  const chosen = textOf(values, "assignee");
  const assigneeId = /^[1-9]\d{0,14}$/.test(chosen) ? Number(chosen) : null;
  const assigned =
    (chosen === "" || assigneeId !== null) &&
    (await assignCase(deps.db, {
      regionCode: found.regionCode,
      caseId: found.id,
      assigneeId,
      actor: c.var.actor,
      now: deps.now(),
    }));
  if (assigned) return goBack(decision, { done: assigneeId === null ? "unassigned" : "assigned" });
  const assignees = await readAssignees(deps.db, found.regionCode);
  const problem = c.var.page.t.desk.inbox.decision.badAssignee;
  return refuse(decision, { kind: "assign", value: chosen, assignees, problem });
}

async function setDue(decision: Decision): Promise<Response> {
  const { deps, c, found, values } = decision;
  const written = textOf(values, "due");
  const now = deps.now();
  const dueAt = written === "" ? null : parseStockholmMinute(written);
  if (written !== "" && (dueAt === null || dueAt <= now))
    return refuse(decision, { kind: "due", value: written, problem: c.var.page.t.desk.inbox.decision.badDue });
  await setCaseDue(deps.db, { regionCode: found.regionCode, caseId: found.id, dueAt, actor: c.var.actor, now });
  return goBack(decision, { done: "due" });
}

async function dismiss(decision: Decision): Promise<Response> {
  const { deps, c, found, values } = decision;
  const { page, actor } = c.var;
  const words = page.t.desk.inbox.dismiss;
  const upTo = textOf(values, "upTo");
  const reason = readFreeText(values, { name: "reason", maxChars: MAX_REASON_CHARS });
  const refused = { kind: "dismiss", value: reason.text, upTo } as const;
  if (reason.kind === "refused") {
    const problem = reason.because === "personnummer" ? words.personnummer : words.noReason;
    return refuse(decision, { ...refused, problem });
  }
  if (!/^[1-9]\d{0,14}$/.test(upTo)) return refuse(decision, { ...refused, problem: words.stale });
  const result = await dismissCases(deps.db, {
    regionCode: found.regionCode,
    cases: [{ caseId: found.id, upTo: Number(upTo) }],
    reason: reason.text,
    actor,
    now: deps.now(),
  });
  switch (result.kind) {
    case "foreign":
      return refuse(decision, { ...refused, problem: words.foreign });
    case "drafted": {
      const by = result.drafts.map((draft) => draft.by).join(", ");
      return refuse(decision, { ...refused, problem: words.drafted(nameEntry(found.entry, page.words), by) });
    }
    case "dismissed":
      return goBack(decision, {
        done: "dismissed",
        count: String(result.cases),
        ...(result.newer.length === 0 ? {} : { newer: String(found.id) }),
        ...(result.already.length === 0 ? {} : { already: "1" }),
      });
  }
}

function goBack({ c, found, values }: Decision, done: Record<string, string>): Response {
  const { language } = c.var.page;
  const returnTo = textOf(values, "return");
  return c.redirect(linkBack({ language, returnTo, fallback: `/inbox/${found.regionCode}`, done }), 303);
}

/** The form again, on a page of its own, since it may have stood anywhere. */
async function refuse({ c, found, values }: Decision, refused: RefusedDecision): Promise<Response> {
  const { page } = c.var;
  const returnTo = textOf(values, "return");
  const props = {
    page,
    found,
    refused,
    returnTo,
    back: linkBack({ language: page.language, returnTo, fallback: `/inbox/${found.regionCode}`, done: {} }),
  };
  return c.html(renderDocument(<DecisionPage {...props} />), 422);
}
