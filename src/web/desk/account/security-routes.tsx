import { findStoredAccount, type StoredAccount } from "../../../db/accounts.ts";
import { changeOwnPassword } from "../../../services/own-password.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  findSecondFactor,
  hasSecondFactor,
  replaceRecoveryCodes,
} from "../../../db/second-factors.ts";
import { spellCode } from "../../../domain/second-factor.ts";
import type { DeskContext, DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { findPasswordProblems } from "../../identity/new-password.ts";
import { createCodeSecret, createRecoveryCodes, describeCodeSecret } from "../../../secrets/one-time-code.ts";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { OwnPasswordPage } from "./own-password-page.tsx";
import { RecoveryCodesPage, SecondFactorPage } from "./second-factor-page.tsx";
import { hashPassword } from "../../../secrets/password-hash.ts";
import { isCodeOf, proveCode, provePassword } from "../../identity/prove-identity.ts";
import { openSecret, sealSecret } from "../../../secrets/seal.ts";
import { passwordOf } from "../../identity/sign-in-form.ts";
import type { WebDeps } from "../../web-deps.ts";
import { signInWords } from "../../identity/words.ts";

/** What a local account signs in with: its owner changes the password, and turns the second step on and off. */
export function createAccountSecurityRoutes(deps: WebDeps): readonly DeskRoute[] {
  const self = { about: "self" } as const;
  const fresh = { ...self, method: "post", fresh: true } as const;
  const path = "/account/second-factor";
  const onLocal =
    (work: (deps: WebDeps, c: DeskContext, stored: StoredAccount) => Promise<Response>) => async (c: DeskContext) => {
      const stored = await findStoredAccount(deps.db, { id: c.var.visitor.account.id });
      // Whoever signs in with their organisation has both there.
      return stored === null || !stored.local ? goBack(c, null) : work(deps, c, stored);
    };
  return [
    {
      ...self,
      method: "get",
      path: "/account/password",
      handle: onLocal((_deps, c: DeskContext) => answerPassword(c, [])),
    },
    { ...self, method: "post", path: "/account/password", handle: onLocal(changePassword) },
    // What follows a POST stands under its address; who comes back to it begins at the account.
    ...["begin", "confirm", "off", "codes"].map((step): DeskRoute => ({
      ...self,
      method: "get",
      path: `${path}/${step}`,
      handle: (c: DeskContext) => goBack(c, null),
    })),
    { ...fresh, path: `${path}/begin`, handle: onLocal(begin) },
    { ...fresh, path: `${path}/confirm`, handle: onLocal(confirm) },
    { ...fresh, path: `${path}/off`, handle: onLocal(turnOff) },
    { ...fresh, path: `${path}/codes`, handle: onLocal(makeCodes) },
  ];
}

function answerPassword(c: DeskContext, problems: readonly FieldProblem[]): Promise<Response> {
  const { page, visitor } = c.var;
  const document = <OwnPasswordPage page={page} visitor={visitor} problems={problems} />;
  return Promise.resolve(c.html(renderDocument(document), problems.length === 0 ? 200 : 422));
}

async function changePassword(deps: WebDeps, c: DeskContext, { account }: StoredAccount): Promise<Response> {
  const signIn = signInWords[c.var.page.language];
  const values = await readForm(c);
  const problems = await findPasswordProblems(values, { account, words: signIn.link });
  if (problems.length > 0) return answerPassword(c, problems);
  const proof = await provePassword(deps, c, { email: account.email, password: passwordOf(values, "current") });
  if (proof.kind !== "proved") {
    const problem = proof.kind === "paused" ? signIn.local.paused : signIn.confirm.wrong;
    return answerPassword(c, [{ field: "current", problem }]);
  }
  const changed = await changeOwnPassword(deps.db, {
    accountId: account.id,
    credential: proof.stored.credential,
    passwordHash: await hashPassword(passwordOf(values, "password")),
    sessionHash: c.var.visitor.sessionHash,
    actor: c.var.actor,
    now: deps.now(),
  });
  return changed ? goBack(c, "password") : answerPassword(c, [{ field: "current", problem: signIn.confirm.wrong }]);
}

async function begin(deps: WebDeps, c: DeskContext, { account }: StoredAccount): Promise<Response> {
  const secret = createCodeSecret();
  const sealed = await sealSecret(deps, { secret, about: `account ${account.id}` });
  if (!(await beginSecondFactor(deps.db, { accountId: account.id, sealed }))) return goBack(c, null);
  return showSecret(deps, c, { account, secret, problems: [] });
}

function showSecret(
  deps: WebDeps,
  c: DeskContext,
  shown: { account: StoredAccount["account"]; secret: Uint8Array; problems: readonly FieldProblem[] },
): Response | Promise<Response> {
  const { account, secret, problems } = shown;
  const site = new URL(deps.publicUrl).host;
  const described = describeCodeSecret(secret, { email: account.email, site });
  const document = <SecondFactorPage page={c.var.page} {...described} problems={problems} />;
  return c.html(renderDocument(document), problems.length === 0 ? 200 : 422);
}

/** A code of it shows that the authenticator has it: nobody locks themselves out. */
async function confirm(deps: WebDeps, c: DeskContext, { account }: StoredAccount): Promise<Response> {
  const { id: accountId } = account;
  const now = deps.now();
  const factor = await findSecondFactor(deps.db, { accountId, now });
  const about = `account ${accountId}`;
  const secret = factor === null ? null : await openSecret(deps, { sealed: factor.sealed, about });
  if (factor === null || secret === null || factor.confirmed) return goBack(c, null);
  const code = spellCode(textOf(await readForm(c), "code"));
  if (!(await isCodeOf(deps, { accountId, sealed: factor.sealed, code }))) {
    const problem = signInWords[c.var.page.language].code.wrong;
    return showSecret(deps, c, { account, secret, problems: [{ field: "code", problem }] });
  }
  const codes = createRecoveryCodes();
  await deps.db
    .transaction()
    .execute((db) => confirmSecondFactor(db, { accountId, actor: c.var.actor, now, codes: codes.map(spellCode) }));
  return c.html(renderDocument(<RecoveryCodesPage page={c.var.page} codes={codes} />));
}

/** The code is asked for as well: a session that was left open is not enough. */
async function withCode(
  deps: WebDeps,
  c: DeskContext,
  accountId: number,
  work: (values: FormValues) => Promise<Response>,
): Promise<Response> {
  if (!(await hasSecondFactor(deps.db, accountId))) return goBack(c, null);
  const values = await readForm(c);
  const proof = await proveCode(deps, { accountId, typed: textOf(values, "code"), recovery: true });
  return proof === "proved" ? work(values) : goBack(c, `code-${proof}`);
}

function turnOff(deps: WebDeps, c: DeskContext, { account: { id: accountId } }: StoredAccount): Promise<Response> {
  return withCode(deps, c, accountId, async () => {
    const change = { accountId, actor: c.var.actor, now: deps.now(), what: "off" as const };
    await deps.db.transaction().execute((db) => endSecondFactor(db, change));
    return goBack(c, "factor-off");
  });
}

function makeCodes(deps: WebDeps, c: DeskContext, { account: { id: accountId } }: StoredAccount): Promise<Response> {
  return withCode(deps, c, accountId, async () => {
    const codes = createRecoveryCodes();
    const change = { accountId, actor: c.var.actor, now: deps.now(), codes: codes.map(spellCode) };
    await deps.db.transaction().execute((db) => replaceRecoveryCodes(db, change));
    return c.html(renderDocument(<RecoveryCodesPage page={c.var.page} codes={codes} />));
  });
}

function goBack(c: DeskContext, done: string | null): Response {
  const query = done === null ? undefined : new URLSearchParams({ done });
  return c.redirect(linkTo(c.var.page.language, "/account", query), 303);
}
