import { accountLinkPath } from "../addresses.ts";
import { findStoredAccount } from "../db/accounts.ts";
import { readPeople, type Person } from "../db/people.ts";
import type { Deps } from "../deps.ts";
import { fitsRegion, ROLES, type Account, type Grant } from "../domain/account.ts";
import { cleanLine } from "../domain/clean-text.ts";
import { parseEmailAddress } from "../domain/email-address.ts";
import { OPERATIONS } from "../domain/region.ts";
import { makeLink } from "../services/account-links.ts";
import { actAtCommandLine } from "../services/context.ts";
import { addAccount, setAccountState, setRole, type PeopleRefused, type PeopleRefusal } from "../services/people.ts";
import { resetSecondFactor } from "../services/second-factor.ts";
import {
  parseCall,
  parseRegion,
  runAction,
  UsageError,
  withDeps,
  type Command,
  type CommandContext,
} from "./command.ts";
import { renderTable } from "./table.ts";

const JSON_OPTION = { json: { type: "boolean" } } as const;

export const user: Command = {
  usage: [
    "user add EMAIL --name NAME --role REGION:ROLE… [--json]",
    "user list [--json]",
    "user role EMAIL REGION:ROLE|REGION:none [--json]",
    "user link EMAIL [--json]",
    "user reset-factor EMAIL [--json]",
    "user disable|enable EMAIL [--json]",
  ],
  summary: `Keeps the local accounts of the desk. ROLE is ${ROLES.join(", ")}; analyst and operator belong to REGION 00. A link lets its owner choose a password, once, within 24 hours.`,
  run: (context) =>
    runAction(context, "user", {
      add: runAdd,
      list: runList,
      role: runRole,
      disable: (given) => runState(given, "disabled"),
      enable: (given) => runState(given, "active"),
      link: runLink,
      "reset-factor": runResetFactor,
    }),
};

async function runAdd(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { ...JSON_OPTION, name: { type: "string" }, role: { type: "string", multiple: true } },
    words: ["EMAIL"],
  });
  const email = parseEmail(positionals[0]);
  const name = cleanLine(values.name ?? "");
  if (name === "" || name.length > 200) throw new UsageError("--name should be a name of at most 200 characters");
  const [first, ...others] = (values.role ?? []).map(parseGrant);
  if (first === undefined) throw new UsageError("--role is missing, such as --role 12:curator");
  const grants = [first, ...others] as const;
  return withDeps(context, async (deps) => {
    const added = await addAccount(actAtCommandLine(deps.publishing), { email, name, grants });
    if (added.kind !== "done") return tellRefusal(context, email, added);
    const text = `${email} is account ${added.accountId}. Run "user link ${email}" for the link to choose a password.`;
    tell(context, { json: values.json, answer: { account: added.accountId, email, name, roles: grants }, text });
    return 0;
  });
}

async function runList(context: CommandContext): Promise<number> {
  const { values } = parseCall(context.args, { options: JSON_OPTION, words: [] });
  return withDeps(context, async ({ database: { db } }) => {
    const people = await readPeople(db, null);
    if (values.json === true) context.out(JSON.stringify({ users: people.map(describePerson) }));
    else {
      const rows = people.map(describePerson).map(({ account, email, name, state, signsInBy, roles, waiting = [] }) => {
        const held = roles.map(({ regionCode, role }) => `${regionCode}:${role}`).join(" ");
        const offered = waiting.map(({ regionCode, role }) => `${regionCode}:${role}`).join(" ");
        return [account, email, name, state, signsInBy, held, offered];
      });
      context.out(renderTable([["account", "email", "name", "state", "signs in by", "roles", "waiting"], ...rows]));
    }
    return 0;
  });
}

function describePerson({ account, local, hasPassword, pending }: Person) {
  const { id, email, name, state, grants } = account;
  const signsInBy = local ? (hasPassword ? "password" : "no password yet") : "provider";
  const waiting = pending.length === 0 ? {} : { waiting: pending };
  return { account: id, email, name, state, signsInBy, roles: grants, ...waiting };
}

async function runRole(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: JSON_OPTION, words: ["EMAIL", "REGION:ROLE"] });
  const word = positionals[1] ?? "";
  const none = /^(\d{2}):none$/.exec(word);
  const wanted = none === null ? parseGrant(word) : { regionCode: parseCode(none[1]), role: null };
  return withAccount(context, positionals[0], async (deps, { id, email }) => {
    const set = await setRole(actAtCommandLine(deps.publishing), { accountId: id, ...wanted, isNew: null });
    if (set.kind !== "done") return tellRefusal(context, email, set);
    const text = set.waits
      ? `${email} will be ${wanted.role ?? "nothing"} in ${wanted.regionCode} when they have chosen a new password: the one they had was made elsewhere and holds no more. A link goes to them by e-mail; "user link ${email}" prints one to hand over instead.`
      : `${email} is ${wanted.role ?? "nothing"} in ${wanted.regionCode}.`;
    tell(context, {
      json: values.json,
      answer: { account: id, email, ...wanted, ...(set.waits ? { waits: true } : {}) },
      text,
    });
    return 0;
  });
}

function runState(context: CommandContext, state: Account["state"]): Promise<number> {
  return changeAccount(context, async (deps, { id, email }) => {
    const set = await setAccountState(actAtCommandLine(deps.publishing), { accountId: id, state });
    return set.kind === "done" ? { answer: { state }, text: `${email} is ${state}.` } : set;
  });
}

function runLink(context: CommandContext): Promise<number> {
  return changeAccount(context, async (deps, { id }) => {
    const made = await makeLink(actAtCommandLine(deps.publishing), { accountId: id, regionCode: null });
    if (made.kind !== "done") return made;
    if (made.token === null) throw new Error(`cli/user: unable to print the link of account ${id}: it goes by mail`);
    const link = `${deps.config.PUBLIC_URL}${accountLinkPath(made.token)}`;
    return { answer: { link }, text: link };
  });
}

function runResetFactor(context: CommandContext): Promise<number> {
  return changeAccount(context, async (deps, { id, email }) => {
    const reset = await resetSecondFactor(actAtCommandLine(deps.publishing), { accountId: id, regionCode: null });
    if (reset.kind !== "done") return reset;
    const text = `${email} signs in with the password alone until they turn two-step sign-in on again.`;
    return { answer: { secondFactor: false }, text };
  });
}

/** Does it to the account that the one word names, and tells what came of it. */
async function changeAccount(
  context: CommandContext,
  change: (deps: Deps, account: Account) => Promise<{ answer: object; text: string } | PeopleRefused>,
): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: JSON_OPTION, words: ["EMAIL"] });
  return withAccount(context, positionals[0], async (deps, account) => {
    const { id, email } = account;
    const said = await change(deps, account);
    if ("kind" in said) return tellRefusal(context, email, said);
    tell(context, { json: values.json, answer: { account: id, email, ...said.answer }, text: said.text });
    return 0;
  });
}

async function withAccount(
  context: CommandContext,
  word: string | undefined,
  work: (deps: Deps, account: Account) => Promise<number>,
): Promise<number> {
  const email = parseEmail(word);
  return withDeps(context, async (deps) => {
    const found = await findStoredAccount(deps.database.db, { email });
    if (found !== null) return work(deps, found.account);
    context.problem(`${email} is no account: "user list" shows them, "user add" makes one`);
    return 1;
  });
}

const REFUSALS: Record<PeopleRefusal | "forbidden", string> = {
  forbidden: "is not the command line's to change",
  unknown: "has no role there",
  provider: "signs in by the provider, which gives its roles; mend them there, or in OIDC_CLAIM_MAP",
  disabled: 'is disabled; "user enable" opens it again',
  "last-admin": "is the region's last administrator; make somebody else one first",
  "has-role": "has a role there already",
  elsewhere: "has roles elsewhere",
  "no-factor": "does not use two-step sign-in",
  nation: "has a role of the nation; only the command line gives it another",
  changed: "has another role there by now",
  taken: 'is an account already; "user role" changes its roles',
};

function tellRefusal(context: CommandContext, email: string, refused: PeopleRefused): number {
  context.problem(`${email} ${REFUSALS[refused.kind === "refused" ? refused.why : refused.kind]}`);
  return 1;
}

function tell(context: CommandContext, said: { json: boolean | undefined; answer: unknown; text: string }): void {
  context.out(said.json === true ? JSON.stringify(said.answer) : said.text);
}

function parseEmail(word: string | undefined): string {
  const email = parseEmailAddress(word ?? "");
  if (email === null) throw new UsageError("EMAIL should be an e-mail address, such as anna@region.example");
  return email;
}

function parseCode(code: string | undefined): string {
  return code === OPERATIONS.code ? code : parseRegion(code).code;
}

/** Such as `12:curator`. Throws UsageError. */
function parseGrant(word: string): Grant {
  const [code, name, ...more] = word.split(":");
  const role = ROLES.find((known) => known === name);
  if (role === undefined || more.length > 0)
    throw new UsageError(`"${word}" should be REGION:ROLE, such as 12:curator; the roles are ${ROLES.join(", ")}`);
  const grant = { regionCode: parseCode(code), role };
  if (!fitsRegion(grant)) throw new UsageError(`"${word}": analyst and operator belong to 00, all others to a region`);
  return grant;
}
