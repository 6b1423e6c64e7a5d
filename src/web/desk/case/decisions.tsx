import { parseRowId } from "../../../domain/row-id.ts";
import { nameEntry } from "../../../../templates/entry-name.ts";
import type { RegionCase } from "../../../db/cases.ts";
import { readAssignees } from "../../../db/decisions.ts";
import { assignCase, dismissCases, setCaseDue } from "../../../services/decisions.ts";
import { parseStockholmMinute, stockholmMinute } from "../../../domain/calendar.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FormValues } from "../../frame/form.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { linkBack } from "../../parts/link-back.ts";
import { renderDocument } from "../../frame/page.ts";
import { DecisionPage, type RefusedDecision } from "./decision-page.tsx";
import { parseMinutes } from "../../../domain/decision-minutes.ts";
import { MINUTES_FIELD, minutesWords } from "../../desk-parts/minutes-field.tsx";
import { MAX_REASON_CHARS } from "../../../domain/reason.ts";
import type { WebDeps } from "../../web-deps.ts";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

/** What is decided of one case, from wherever its form stands: each comes back to the form's `return`. */
export function createDecisionRoutes(deps: WebDeps): readonly DeskRoute[] {
  const decide = (path: string, handle: (decision: Decision) => Promise<Answer>): DeskRoute => ({
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

async function assign(decision: Decision): Promise<Answer> {
  const { deps, c, found, values } = decision;
  const inbox = inboxWords[c.var.page.language];
  const [chosen, seen] = [textOf(values, "assignee"), values["seen"]];
  const assignees = await readAssignees(deps.db, found.regionCode);
  const refused = { kind: "assign", value: chosen, assignees } as const;
  if (typeof seen !== "string" || (seen !== "" && parseRowId(seen) === null))
    return refuse(decision, { ...refused, seen: "", problem: inbox.dismiss.stale, status: 409 });
  const badAssignee = { ...refused, seen, problem: inbox.decision.badAssignee };
  const assigneeId = parseRowId(chosen);
  if (chosen !== "" && assigneeId === null) return refuse(decision, badAssignee);
  const result = await assignCase(actAsVisitor(deps, c), { found, seenId: parseRowId(seen), assigneeId });
  switch (result.kind) {
    case "forbidden":
      return result;
    case "assigned":
      return goBack(decision, { done: assigneeId === null ? "unassigned" : "assigned" });
    case "unable":
      return refuse(decision, badAssignee);
    case "changed": {
      const problem = inbox.decision.otherAssignee(result.to?.name ?? null);
      return refuse(decision, { ...refused, seen: String(result.to?.id ?? ""), problem, status: 409 });
    }
  }
}

async function setDue(decision: Decision): Promise<Answer> {
  const { deps, c, found, values } = decision;
  const inbox = inboxWords[c.var.page.language];
  const written = textOf(values, "due");
  const dueAt = written === "" ? null : parseStockholmMinute(written);
  const refused = { kind: "due", value: written } as const;
  const seen = readSeenDue(values);
  if (seen === null) return refuse(decision, { ...refused, seen: "", problem: inbox.dismiss.stale, status: 409 });
  const badDue = { ...refused, seen: textOf(values, "seen"), problem: inbox.decision.badDue };
  if (written !== "" && dueAt === null) return refuse(decision, badDue);
  const result = await setCaseDue(actAsVisitor(deps, c), { found, seenAt: seen.at, dueAt });
  switch (result.kind) {
    case "forbidden":
      return result;
    case "set":
      return goBack(decision, { done: "due" });
    case "past":
      return refuse(decision, badDue);
    case "changed": {
      const problem = inbox.decision.otherDue(result.to === null ? null : stockholmMinute(result.to));
      return refuse(decision, { ...refused, seen: result.to?.toISOString() ?? "", problem, status: 409 });
    }
  }
}

/** The due time that the page showed, which may be none; null when the form says no such thing. */
function readSeenDue(values: FormValues): { readonly at: Date | null } | null {
  const seen = values["seen"];
  if (typeof seen !== "string") return null;
  const at = seen === "" ? null : new Date(seen);
  return Number.isNaN(at?.getTime()) ? null : { at };
}

async function dismiss(decision: Decision): Promise<Answer> {
  const { deps, c, found, values } = decision;
  const { page } = c.var;
  const words = inboxWords[page.language].dismiss;
  const upTo = textOf(values, "upTo");
  const reason = readFreeText(values, { name: "reason", maxChars: MAX_REASON_CHARS });
  const written = textOf(values, MINUTES_FIELD);
  const refused = { kind: "dismiss", value: reason.text, upTo, minutes: written } as const;
  if (reason.kind === "refused") {
    const said = { field: "reason", personnummer: words.personnummer, other: words.noReason };
    const { problem, confirm } = wordFreeText(page, reason, said);
    return refuse(decision, { ...refused, problem, ...(confirm === undefined ? {} : { confirm }) });
  }
  const minutes = parseMinutes(written);
  if (minutes === "wrong")
    return refuse(decision, { ...refused, field: "minutes", problem: minutesWords[page.language].wrong });
  const seen = parseRowId(upTo);
  const stale = { ...refused, problem: words.stale, status: 409 } as const;
  if (seen === null) return refuse(decision, stale);
  const { id: caseId, regionCode } = found;
  const dismissal = { regionCode, cases: [{ caseId, upTo: seen }], reason: reason.text, minutes };
  const result = await dismissCases(actAsVisitor(deps, c), dismissal);
  switch (result.kind) {
    case "forbidden":
      return result;
    case "unseen":
      return refuse(decision, stale);
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
async function refuse(
  { c, found, values }: Decision,
  { status = 422, ...refused }: RefusedDecision & { status?: 409 | 422 },
): Promise<Response> {
  const { page } = c.var;
  const returnTo = textOf(values, "return");
  const props = {
    page,
    found,
    refused,
    returnTo,
    back: linkBack({ language: page.language, returnTo, fallback: `/inbox/${found.regionCode}`, done: {} }),
  };
  return c.html(renderDocument(<DecisionPage {...props} />), status);
}
