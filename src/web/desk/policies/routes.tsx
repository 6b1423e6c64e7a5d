import { isAllowed } from "../../../domain/account.ts";
import { parseContact } from "../../../domain/contact.ts";
import { findPersonnummer } from "../../../domain/personnummer.ts";
import { MAX_RULES, type PolicyRule } from "../../../domain/policy.ts";
import { POLICY_TRIAL_DAYS, tryPolicy } from "../../../domain/policy-trial.ts";
import type { Region } from "../../../domain/region.ts";
import { readActiveEntries } from "../../../db/lists.ts";
import { readDeskSubscription } from "../../../db/desk-subscriptions.ts";
import { readTrialUpdates } from "../../../db/policy-trial.ts";
import { readProposals } from "../../../db/policy-proposals.ts";
import { markRules, markSettings, readRegionSettings, type RegionSettings } from "../../../db/regions.ts";
import type { Forbidden } from "../../../services/context.ts";
import { saveRules, saveSettings, type SettingsOutcome } from "../../../services/policies.ts";
import { setDeskReminders } from "../../../services/desk-reminders.ts";
import { onRegion, actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { explainContact } from "../../desk-parts/contact-words.ts";
import { readForm, textOf, textsOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { askWhoItIs } from "../fresh-sign-in.tsx";
import { renderDocument } from "../../frame/page.ts";
import { PoliciesPage, type PoliciesPageProps } from "./policies-page.tsx";
import { PolicyTrialPage } from "./policy-trial-page.tsx";
import { RulePage } from "./rule-page.tsx";
import { EMPTY_RULE, fillRule, parseProposal, parseRule, ruleForm, type RuleFields } from "./policy-form.ts";
import type { WebDeps } from "../../web-deps.ts";
import type { PoliciesStrings } from "../../desk-parts/policies-words-sv.ts";
import { policiesWords } from "../../desk-parts/policies-words.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";

/** A region's rules, its settings and the visitor's own reminders. */
export function createPolicyRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    onRegion.get("/policies/:region", "read", async (c, of) => {
      const settings = await readRegionSettings(deps.db, of.code);
      return answerPolicies(deps, c, {
        region: of,
        settings,
        over: { done: readDone(c.var.page, policiesWords[c.var.page.language].done) },
      });
    }),
    // What follows a POST stands under its address; who comes back to it, or changes the language, begins at the rules.
    ...["proposal", "rules", "settings", "reminders"].map((step): DeskRoute => ({
      about: "region",
      method: "get",
      path: `/policies/:region/${step}`,
      needs: "read",
      handle: (c, of) => redirectDone(c, `/policies/${of.code}`, null),
    })),
    onRegion.post("/policies/:region/proposal", "administer", (c, of) => changeProposal(deps, c, of)),
    onRegion.post("/policies/:region/rules", "administer", (c, of) => answerRules(deps, c, of)),
    onRegion.post("/policies/:region/settings", "administer", (c, of) => answerSettings(deps, c, of)),
    onRegion.post("/policies/:region/reminders", "curate", async (c, of) => {
      const on = textOf(await readForm(c), "reminders") === "on";
      const result = await setDeskReminders(actAsVisitor(deps, c), { regionCode: of.code, on });
      return result.kind === "forbidden" ? result : redirectDone(c, `/policies/${of.code}`, `reminders-${result.kind}`);
    }),
  ];
}

async function answerPolicies(
  deps: WebDeps,
  c: DeskContext,
  input: { region: Region; settings: RegionSettings; over?: Partial<PoliciesPageProps>; status?: 200 | 422 },
): Promise<Response> {
  const { region, settings, over = {}, status = 200 } = input;
  const { policy, contact } = settings;
  const { account } = c.var.visitor;
  const about = { regionCode: region.code, accountId: account.id };
  const reminders = isAllowed(account, "curate", region.code)
    ? ((await readDeskSubscription(deps.db, about)) ?? "active")
    : "none";
  const props: PoliciesPageProps = {
    page: c.var.page,
    region,
    current: policy.rules,
    proposal: policy.rules,
    mark: markRules(policy),
    settings: {
      secondPerson: policy.secondPerson === true,
      resendUrgent: policy.resendUrgent === true,
      contact: contact ?? "",
      mark: markSettings(settings),
    },
    reminders,
    waits: (await readProposals(deps.db, region.code)).length > 0,
    ...over,
  };
  return c.html(renderDocument(<PoliciesPage {...props} />), status);
}

/** A proposal that is on its way, and the rules that it begins from. */
interface Proposal {
  readonly region: Region;
  readonly settings: RegionSettings;
  readonly rules: readonly PolicyRule[];
  readonly mark: string;
}

/** What the form holds, or the answer to one that holds no rules of ours. */
async function readProposal(deps: WebDeps, c: DeskContext, region: Region): Promise<Proposal | Response> {
  const values = await readForm(c);
  const settings = await readRegionSettings(deps.db, region.code);
  const rules = parseProposal(textOf(values, "rules"));
  if (rules !== null && !rules.some(hasPersonnummer)) return { region, settings, rules, mark: textOf(values, "mark") };
  const problems = [{ field: "rules", problem: policiesWords[c.var.page.language].broken }];
  return answerPolicies(deps, c, { region, settings, over: { problems }, status: 422 });
}

function hasPersonnummer(rule: PolicyRule): boolean {
  return findPersonnummer(`${rule.name ?? ""} ${rule.action === "ignore" ? rule.reason : ""}`) !== null;
}

/** Changes a proposal as the pressed button says. Nothing is saved, so there is nothing to redirect to. */
async function changeProposal(deps: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const read = await readProposal(deps, c, region);
  if (read instanceof Response) return read;
  const values = await readForm(c);
  const [what = "", at] = textOf(values, "do").split("-");
  const place = Number(at ?? textOf(values, "place"));
  const { rules } = read;
  const rule = rules[place];
  const t = policiesWords[c.var.page.language];
  const show = (over: Partial<PoliciesPageProps>) => showProposal(deps, c, { ...read, over });
  switch (what) {
    case "up":
    case "down":
      return show(moveRule(rules, { what, place, t }));
    case "remove":
      return rule === undefined
        ? show({})
        : show({ proposal: rules.toSpliced(place, 1), status: t.removed(place + 1) });
    case "edit":
      return rule === undefined ? show({}) : showRule(deps, c, { ...read, place, fields: fillRule(rule) });
    case "add":
      return showRule(deps, c, { ...read, place: rules.length, fields: EMPTY_RULE });
    case "apply":
      return applyRule(deps, c, { ...read, values, place });
    case "reset":
      return answerPolicies(deps, c, { region, settings: read.settings });
    case "preview":
      return showTrial(deps, c, read);
    default:
      return show({});
  }
}

/** A rule changes places with the one above or below it, where there is one. */
function moveRule(
  rules: readonly PolicyRule[],
  { what, place, t }: { what: "up" | "down"; place: number; t: PoliciesStrings },
): Partial<PoliciesPageProps> {
  const to = what === "up" ? place - 1 : place + 1;
  const [rule, other] = [rules[place], rules[to]];
  if (rule === undefined || other === undefined) return {};
  const atEnd = to === 0 || to === rules.length - 1;
  // The keyboard stays with the rule that it moved.
  const focus = `${atEnd ? (to === 0 ? "down" : "up") : what}-${to}`;
  return { proposal: rules.with(place, other).with(to, rule), focus, status: t.moved(place + 1, to + 1) };
}

async function showProposal(
  deps: WebDeps,
  c: DeskContext,
  input: Proposal & { over: Partial<PoliciesPageProps>; status?: 200 | 422 },
): Promise<Response> {
  const { region, settings, rules, mark, over, status = 200 } = input;
  return answerPolicies(deps, c, { region, settings, over: { proposal: rules, mark, ...over }, status });
}

/** Somebody else was first: both stand on the page, and the next try begins from what holds now. */
async function showOutdated(deps: WebDeps, c: DeskContext, proposal: Proposal): Promise<Response> {
  const settings = await readRegionSettings(deps.db, proposal.region.code);
  const mark = markRules(settings.policy);
  return showProposal(deps, c, { ...proposal, settings, mark, over: { outdated: true }, status: 422 });
}

async function showRule(
  deps: WebDeps,
  c: DeskContext,
  input: Proposal & { place: number; fields: RuleFields; problems?: readonly FieldProblem[] },
): Promise<Response> {
  const { region, rules, mark, place, fields, problems = [] } = input;
  const entries = await readActiveEntries(deps.db, region.code);
  const listed = entries.map(({ priority }) => priority).filter((priority) => priority !== null);
  const named = rules.flatMap(({ priorities = [] }) => priorities);
  const priorities = [...new Set([1, 2, 3, ...listed, ...named])].toSorted((a, b) => a - b);
  const props = { page: c.var.page, region, proposal: rules, mark, place, fields, priorities, problems };
  return c.html(renderDocument(<RulePage {...props} />), problems.length === 0 ? 200 : 422);
}

async function applyRule(
  deps: WebDeps,
  c: DeskContext,
  input: Proposal & { values: FormValues; place: number },
): Promise<Response> {
  const { rules, values } = input;
  const t = policiesWords[c.var.page.language];
  const place = Number.isInteger(input.place) && input.place >= 0 ? Math.min(input.place, rules.length) : rules.length;
  const fields = ruleForm.read(values);
  const reading = parseRule(fields, t);
  if (reading.kind === "faulty") return showRule(deps, c, { ...input, place, fields, problems: reading.problems });
  if (place >= MAX_RULES) return showProposal(deps, c, { ...input, over: { status: t.full } });
  const proposal = rules.toSpliced(place, 1, reading.rule);
  return showProposal(deps, c, {
    ...input,
    over: { proposal, focus: `edit-${place}`, status: t.applied(place + 1) },
  });
}

async function showTrial(deps: WebDeps, c: DeskContext, proposal: Proposal): Promise<Response> {
  const { region, settings, rules, mark } = proposal;
  if (mark !== markRules(settings.policy)) return showOutdated(deps, c, proposal);
  const since = new Date(deps.now().getTime() - POLICY_TRIAL_DAYS * 86_400_000);
  const updates = await readTrialUpdates(deps.db, { regionCode: region.code, since });
  const trial = tryPolicy({ proposed: { rules: [...rules] }, current: settings.policy, updates });
  const props = { page: c.var.page, region, proposal: rules, mark, trial, since };
  return c.html(renderDocument(<PolicyTrialPage {...props} />));
}

async function answerRules(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const read = await readProposal(deps, c, region);
  if (read instanceof Response) return read;
  const { rules, mark } = read;
  const result = await saveRules(actAsVisitor(deps, c), { regionCode: region.code, rules, mark });
  return answerOutcome(c, region, { result, saved: "rules", outdated: () => showOutdated(deps, c, read) });
}

async function answerSettings(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const values = await readForm(c);
  const t = policiesWords[c.var.page.language];
  const written = textOf(values, "contact");
  const read = parseContact(written);
  const secondPerson = textsOf(values, "secondPerson").includes("yes");
  const resendUrgent = textsOf(values, "resendUrgent").includes("yes");
  const again = async (problem: FieldProblem) => {
    const settings = await readRegionSettings(deps.db, region.code);
    const kept = { secondPerson, resendUrgent, contact: written, mark: markSettings(settings) };
    return answerPolicies(deps, c, { region, settings, over: { settings: kept, problems: [problem] }, status: 422 });
  };
  if (read.kind !== "read") return again({ field: "contact", problem: explainContact(read, t) });
  if (!secondPerson && (await readRegionSettings(deps.db, region.code)).policy.secondPerson === true) {
    const question = await askWhoItIs(deps, c);
    if (question !== null) return question;
  }
  const result = await saveSettings(actAsVisitor(deps, c), {
    regionCode: region.code,
    secondPerson,
    resendUrgent,
    contact: read.contact,
    mark: textOf(values, "mark"),
  });
  const outdated = () => again({ field: "contact", problem: t.outdated.settings });
  return answerOutcome(c, region, { result, saved: "settings", outdated });
}

function answerOutcome(
  c: DeskContext,
  region: Region,
  input: { result: SettingsOutcome | Forbidden; saved: string; outdated: () => Promise<Response> },
): Answer | Promise<Response> {
  const { result, saved, outdated } = input;
  if (result.kind === "forbidden") return result;
  if (result.kind === "outdated") return outdated();
  return redirectDone(c, `/policies/${region.code}`, result.kind === "saved" ? saved : result.kind);
}
