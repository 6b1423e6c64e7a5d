import { findStoredAccount, type StoredAccount } from "../../../db/accounts.ts";
import { changeOwnPassword } from "../../../services/own-password.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  replaceRecoveryCodes,
  turnOffSecondFactor,
} from "../../../services/second-factor.ts";
import { actAsVisitor, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem } from "../../frame/form.ts";
import { findPasswordProblems } from "../../identity/new-password.ts";
import { describeCodeSecret } from "../../../secrets/one-time-code.ts";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { OwnPasswordPage } from "./own-password-page.tsx";
import { RecoveryCodesPage, SecondFactorPage } from "./second-factor-page.tsx";
import { passwordOf } from "../../identity/sign-in-form.ts";
import { readSignInTry } from "../../identity/sign-in-try.ts";
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
  const { kind } = await changeOwnPassword(actAsVisitor(deps, c), {
    ...(await readSignInTry(deps, c, account.email)),
    current: passwordOf(values, "current"),
    password: passwordOf(values, "password"),
    sessionHash: c.var.visitor.sessionHash,
  });
  if (kind === "changed") return goBack(c, "password");
  return answerPassword(c, [
    { field: "current", problem: kind === "paused" ? signIn.local.paused : signIn.confirm.wrong },
  ]);
}

async function begin(deps: WebDeps, c: DeskContext, { account }: StoredAccount): Promise<Response> {
  const begun = await beginSecondFactor(actAsVisitor(deps, c));
  if (begun.kind === "unfit") return goBack(c, null);
  return showSecret(deps, c, { account, secret: begun.secret, problems: [] });
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

async function confirm(deps: WebDeps, c: DeskContext, { account }: StoredAccount): Promise<Response> {
  const result = await confirmSecondFactor(actAsVisitor(deps, c), await readCode(c));
  switch (result.kind) {
    case "done":
      return showCodes(c, result.codes);
    case "wrong": {
      const problem = signInWords[c.var.page.language].code.wrong;
      return showSecret(deps, c, { account, secret: result.secret, problems: [{ field: "code", problem }] });
    }
    case "unfit":
      return goBack(c, null);
  }
}

async function turnOff(deps: WebDeps, c: DeskContext): Promise<Response> {
  const { kind } = await turnOffSecondFactor(actAsVisitor(deps, c), await readCode(c));
  return goBack(c, kind === "unfit" ? null : kind === "done" ? "factor-off" : `code-${kind}`);
}

async function makeCodes(deps: WebDeps, c: DeskContext): Promise<Response> {
  const result = await replaceRecoveryCodes(actAsVisitor(deps, c), await readCode(c));
  if (result.kind === "done") return showCodes(c, result.codes);
  return goBack(c, result.kind === "unfit" ? null : `code-${result.kind}`);
}

async function readCode(c: DeskContext): Promise<{ typed: string }> {
  return { typed: textOf(await readForm(c), "code") };
}

function showCodes(c: DeskContext, codes: readonly string[]): Response | Promise<Response> {
  return c.html(renderDocument(<RecoveryCodesPage page={c.var.page} codes={codes} />));
}

function goBack(c: DeskContext, done: string | null): Response {
  const query = done === null ? undefined : new URLSearchParams({ done });
  return c.redirect(linkTo(c.var.page.language, "/account", query), 303);
}
