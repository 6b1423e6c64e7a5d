import { accountLinkPath } from "../../../addresses.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { z } from "zod";
import { findStoredAccount } from "../../../db/accounts.ts";
import { readPeople } from "../../../db/people.ts";
import { REGION_ROLES } from "../../../domain/account.ts";
import { findPersonnummer } from "../../../domain/personnummer.ts";
import type { Region } from "../../../domain/region.ts";
import { makeLink } from "../../../services/account-links.ts";
import { addAccount, setRole, type PeopleRefused } from "../../../services/people.ts";
import { resetSecondFactor } from "../../../services/second-factor.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem } from "../../frame/form.ts";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { personForm, personSchema, type NewPerson } from "./form.ts";
import { LinkPage, PeoplePage } from "./people-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { peopleWords } from "./words.ts";

/** A region's administrator gives and takes roles in that region, and no others. */
export function createPeopleRoutes(deps: WebDeps): readonly DeskRoute[] {
  const route = (
    method: DeskRoute["method"],
    path: string,
    handle: (deps: WebDeps, c: DeskContext, region: Region) => Promise<Answer>,
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
    route("post", "/:account/remove", removePerson),
    route("post", "/:account/link", renewLink),
    route("post", "/:account/reset-factor", resetFactor),
  ];
}

async function answerPeople(
  { db }: WebDeps,
  c: DeskContext,
  shown: { region: Region; person?: NewPerson; problems?: readonly FieldProblem[] },
): Promise<Response> {
  const { region, person = personForm.empty, problems = [] } = shown;
  const people = await readPeople(db, region.code);
  // An answer to a form has no address to come back to, which its link to the other language needs.
  const page = { ...c.var.page, path: `/people/${region.code}` };
  const props = { page, visitor: c.var.visitor, region, people, person, problems };
  return c.html(renderDocument(<PeoplePage {...props} />), problems.length === 0 ? 200 : 422);
}

async function addPerson(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const strings = peopleWords[c.var.page.language];
  const person = personForm.read(await readForm(c));
  const parsed = personSchema.safeParse(person);
  if (!parsed.success) {
    const problems = personForm.problems(parsed.error, { ...strings.add, problems: strings.problems });
    return answerPeople(deps, c, { region, person, problems });
  }
  if (findPersonnummer(person.name) !== null)
    return answerPeople(deps, c, {
      region,
      person,
      problems: [{ field: "name", problem: strings.problems.nameNumber }],
    });
  const { email, name, role } = parsed.data;
  const ctx = actAsVisitor(deps, c);
  const grant = { regionCode: region.code, role };
  const known = await findStoredAccount(deps.db, { email });
  if (known !== null) {
    const given = await setRole(ctx, { ...grant, accountId: known.account.id, isNew: true });
    return given.kind === "done"
      ? goBack(c, region, given.waits ? offeredKey(deps) : "given")
      : answerRefused(deps, c, { region, person, field: "email", refused: given });
  }
  const added = await addAccount(ctx, { email, name, grants: [grant] });
  return added.kind === "done"
    ? answerLink(deps, c, { region, accountId: added.accountId })
    : answerRefused(deps, c, { region, person, field: "email", refused: added });
}

async function changeRole(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const values = await readForm(c);
  const role = z.enum(REGION_ROLES).safeParse(textOf(values, "role"));
  const accountId = readAccountId(c);
  if (!role.success) {
    const problem = peopleWords[c.var.page.language].problems.role;
    return answerPeople(deps, c, { region, problems: [{ field: `role-${accountId}`, problem }] });
  }
  const seen = textOf(values, "seen");
  const change = { accountId, regionCode: region.code, role: role.data, seen };
  const changed = await setRole(actAsVisitor(deps, c), change);
  return changed.kind === "done"
    ? goBack(c, region, changed.waits ? offeredKey(deps) : "changed")
    : answerRefused(deps, c, { region, refused: changed });
}

/** Which words tell that a role waits for its owner: with the mail, or without while none is sent. */
function offeredKey({ mode }: WebDeps): string {
  return mode === "live" ? "offered" : "offered-unsent";
}

async function removePerson(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const seen = textOf(await readForm(c), "seen");
  const change = { accountId: readAccountId(c), regionCode: region.code, role: null, seen };
  const changed = await setRole(actAsVisitor(deps, c), change);
  return changed.kind === "done" ? goBack(c, region, "taken") : answerRefused(deps, c, { region, refused: changed });
}

async function resetFactor(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const of = { accountId: readAccountId(c), regionCode: region.code };
  const reset = await resetSecondFactor(actAsVisitor(deps, c), of);
  return reset.kind === "done" ? goBack(c, region, "reset") : answerRefused(deps, c, { region, refused: reset });
}

function renewLink(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  return answerLink(deps, c, { region, accountId: readAccountId(c) });
}

/** Shows a new link, here and now: it stands in no address, no log and no audit, and cannot be shown again. */
async function answerLink(
  deps: WebDeps,
  c: DeskContext,
  { region, accountId }: { region: Region; accountId: number },
): Promise<Answer> {
  const made = await makeLink(actAsVisitor(deps, c), { accountId, regionCode: region.code });
  if (made.kind !== "done") return answerRefused(deps, c, { region, refused: made });
  if (made.token === null) return goBack(c, region, offeredKey(deps));
  const url = `${deps.publicUrl}${accountLinkPath(made.token)}`;
  const page = { ...c.var.page, path: `/people/${region.code}` };
  return c.html(renderDocument(<LinkPage page={page} region={region} email={made.email} url={url} />));
}

/** What is not done is told at the field, or at the person, that it is about. */
async function answerRefused(
  deps: WebDeps,
  c: DeskContext,
  shown: { region: Region; refused: PeopleRefused; person?: NewPerson; field?: string },
): Promise<Answer> {
  const { refused, field = `person-${readAccountId(c)}`, ...page } = shown;
  if (refused.kind === "forbidden") return refused;
  const problem = peopleWords[c.var.page.language].refusals[refused.why];
  return answerPeople(deps, c, { ...page, problems: [{ field, problem }] });
}

/** 0 when the path holds none, and nobody has that number. */
function readAccountId(c: DeskContext): number {
  return parseRowId(c.req.param("account")) ?? 0;
}

function goBack(c: DeskContext, region: Region, done: string): Response {
  return c.redirect(linkTo(c.var.page.language, `/people/${region.code}`, new URLSearchParams({ done })), 303);
}
