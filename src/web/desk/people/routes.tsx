import { accountLinkPath } from "../../../addresses.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { z } from "zod";
import { findStoredAccount } from "../../../db/accounts.ts";
import {
  addAccount,
  makeLink,
  readPeople,
  resetSecondFactor,
  setRole,
  type PeopleRefusal,
} from "../../../services/people.ts";
import { listRegions, REGION_ROLES } from "../../../domain/account.ts";
import { cleanLine } from "../../../domain/clean-text.ts";
import { parseEmailAddress } from "../../../domain/email-address.ts";
import { findPersonnummer } from "../../../domain/personnummer.ts";
import type { Region } from "../../../domain/region.ts";
import type { DeskContext, DeskRoute } from "../desk-route.ts";
import { listProblems, readForm, textOf, type FieldProblem } from "../../frame/form.ts";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { LinkPage, PeoplePage, type NewPerson } from "./people-page.tsx";
import { createToken } from "../../../secrets/token.ts";
import type { WebDeps } from "../../web-deps.ts";
import { peopleWords } from "./words.ts";

const personSchema = z.object({
  email: z.string().refine((text) => parseEmailAddress(text) !== null),
  name: z.string().min(1).max(200),
  role: z.enum(REGION_ROLES),
});

/** A region's administrator gives and takes roles in that region, and no others. */
export function createPeopleRoutes(deps: WebDeps): readonly DeskRoute[] {
  const route = (
    method: DeskRoute["method"],
    path: string,
    handle: (deps: WebDeps, c: DeskContext, region: Region) => Promise<Response>,
  ): DeskRoute => ({
    method,
    path: `/people/:region${path}`,
    about: "region",
    needs: "administer",
    // What makes somebody able to do more is not done in a session that was left open.
    ...(method === "post" ? { fresh: true } : {}),
    handle: (c, region) => handle(deps, c, region),
  });
  return [
    route("get", "", (_deps, c, region) => answerPeople(deps, c, { region })),
    route("post", "/add", addPerson),
    route("post", "/:account/role", changeRole),
    route("post", "/:account/remove", takeAway),
    route("post", "/:account/link", renewLink),
    route("post", "/:account/reset-factor", resetFactor),
  ];
}

const NOBODY: NewPerson = { email: "", name: "", role: "" };

async function answerPeople(
  { db }: WebDeps,
  c: DeskContext,
  shown: { region: Region; person?: NewPerson; problems?: readonly FieldProblem[] },
): Promise<Response> {
  const { region, person = NOBODY, problems = [] } = shown;
  const people = await readPeople(db, region.code);
  // An answer to a form has no address to come back to, which its link to the other language needs.
  const page = { ...c.var.page, path: `/people/${region.code}` };
  const props = { page, visitor: c.var.visitor, region, people, person, problems };
  return c.html(renderDocument(<PeoplePage {...props} />), problems.length === 0 ? 200 : 422);
}

async function addPerson(deps: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const strings = peopleWords[c.var.page.language];
  const values = await readForm(c);
  const person = {
    email: parseEmailAddress(textOf(values, "email")) ?? textOf(values, "email"),
    name: cleanLine(textOf(values, "name")),
    role: textOf(values, "role"),
  };
  const parsed = personSchema.safeParse(person);
  if (!parsed.success) {
    const words: Readonly<Record<string, string>> = strings.problems;
    return answerPeople(deps, c, {
      region,
      person,
      problems: listProblems(parsed.error, (field) => words[field] ?? ""),
    });
  }
  if (findPersonnummer(person.name) !== null)
    return answerPeople(deps, c, {
      region,
      person,
      problems: [{ field: "name", problem: strings.problems.nameNumber }],
    });
  const { email, name, role } = parsed.data;
  const change = { actor: c.var.actor, now: deps.now() };
  const known = await findStoredAccount(deps.db, { email });
  if (known !== null) {
    const accountId = known.account.id;
    const given = await setRole(deps.db, { ...change, accountId, regionCode: region.code, role, isNew: true });
    if (given.kind === "done") return goBack(c, region, given.waits ? offeredKey(deps) : "given");
    return answerPeople(deps, c, {
      region,
      person,
      problems: [{ field: "email", problem: strings.refusals[given.why] }],
    });
  }
  const added = await addAccount(deps.db, {
    ...change,
    email,
    name,
    grants: [{ regionCode: region.code, role }],
    vouchedBy: region.code,
  });
  if (added.kind === "refused")
    return answerPeople(deps, c, {
      region,
      person,
      problems: [{ field: "email", problem: strings.refusals[added.why] }],
    });
  return answerLink(deps, c, { region, accountId: added.accountId });
}

async function changeRole(deps: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const values = await readForm(c);
  const role = z.enum(REGION_ROLES).safeParse(textOf(values, "role"));
  const accountId = readAccountId(c);
  if (!role.success) {
    const problem = peopleWords[c.var.page.language].problems.role;
    return answerPeople(deps, c, { region, problems: [{ field: `role-${accountId}`, problem }] });
  }
  const seen = textOf(values, "seen");
  const change = { actor: c.var.actor, now: deps.now(), accountId, regionCode: region.code, role: role.data, seen };
  const changed = await setRole(deps.db, change);
  if (changed.kind === "refused") return answerRefusal(deps, c, { region, why: changed.why });
  return goBack(c, region, changed.waits ? offeredKey(deps) : "changed");
}

/** Which words tell that a role waits for its owner: with the mail, or without while none is sent. */
function offeredKey({ mode }: WebDeps): string {
  return mode === "live" ? "offered" : "offered-unsent";
}

async function takeAway(deps: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const accountId = readAccountId(c);
  const seen = textOf(await readForm(c), "seen");
  const change = { actor: c.var.actor, now: deps.now(), accountId, regionCode: region.code, role: null, seen };
  const changed = await setRole(deps.db, change);
  return changed.kind === "done" ? goBack(c, region, "taken") : answerRefusal(deps, c, { region, why: changed.why });
}

async function resetFactor(deps: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const within = listRegions(c.var.visitor.account, "administer");
  const change = { actor: c.var.actor, now: deps.now(), accountId: readAccountId(c), regionCode: region.code, within };
  const reset = await resetSecondFactor(deps.db, change);
  return reset.kind === "done" ? goBack(c, region, "reset") : answerRefusal(deps, c, { region, why: reset.why });
}

function renewLink(deps: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  return answerLink(deps, c, { region, accountId: readAccountId(c) });
}

/** Shows a new link, here and now: it stands in no address, no log and no audit, and cannot be shown again. */
async function answerLink(
  deps: WebDeps,
  c: DeskContext,
  { region, accountId }: { region: Region; accountId: number },
): Promise<Response> {
  const token = createToken();
  const made = await makeLink(deps.db, {
    actor: c.var.actor,
    now: deps.now(),
    accountId,
    token,
    regionCode: region.code,
    within: listRegions(c.var.visitor.account, "administer"),
  });
  if (made.kind === "refused") return answerRefusal(deps, c, { region, why: made.why });
  if (made.mailed) return goBack(c, region, offeredKey(deps));
  const url = `${deps.publicUrl}${accountLinkPath(token)}`;
  const page = { ...c.var.page, path: `/people/${region.code}` };
  return c.html(renderDocument(<LinkPage page={page} region={region} email={made.email} url={url} />));
}

function answerRefusal(
  deps: WebDeps,
  c: DeskContext,
  { region, why }: { region: Region; why: PeopleRefusal },
): Promise<Response> {
  const accountId = readAccountId(c);
  const problem = peopleWords[c.var.page.language].refusals[why];
  return answerPeople(deps, c, { region, problems: [{ field: `person-${accountId}`, problem }] });
}

/** 0 when the path holds none, and nobody has that number. */
function readAccountId(c: DeskContext): number {
  return parseRowId(c.req.param("account")) ?? 0;
}

function goBack(c: DeskContext, region: Region, done: string): Response {
  return c.redirect(linkTo(c.var.page.language, `/people/${region.code}`, new URLSearchParams({ done })), 303);
}
