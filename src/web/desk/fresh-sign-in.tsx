import { findStoredAccount } from "../../db/accounts.ts";
import { hasSecondFactor } from "../../db/second-factors.ts";
import { isFresh } from "../../domain/second-factor.ts";
import { confirmIdentity } from "../../services/identity.ts";
import { actAsVisitor, type DeskContext } from "./desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../frame/form.ts";
import { renderDocument } from "../frame/page.ts";
import { FreshSignInPage } from "./fresh-sign-in-page.tsx";
import { logRefusal } from "../frame/refusal-log.ts";
import { prepareSignInForm, passwordOf } from "../identity/sign-in-form.ts";
import { readSignInTry } from "../identity/sign-in-try.ts";
import type { WebDeps } from "../web-deps.ts";
import { signInWords } from "../identity/words.ts";

/** The fields of the page that asks; no form of ours has them. */
const PASSWORD = "confirm-password";
const CODE = "confirm-code";

/**
 * Before what is dangerous: null when the visitor has proved who they are a short while ago, or does so with this form;
 * otherwise the page that asks, which carries on what the form held.
 */
export async function askWhoItIs(deps: WebDeps, c: DeskContext): Promise<Response | null> {
  const { visitor, page } = c.var;
  if (isFresh(visitor.freshAt ?? null, deps.now())) return null;
  const values = await readForm(c);
  const { id: accountId, email } = visitor.account;
  const local = (await findStoredAccount(deps.db, { id: accountId }))?.local ?? false;
  const problems = local && PASSWORD in values ? await findProblems(deps, c, values) : null;
  if (problems?.length === 0) return null;
  if (problems !== null)
    await logRefusal(deps, c, { event: "confirmation refused", why: "wrong password or code", email });
  const props = {
    page,
    action: c.req.path,
    kept: listKept(values),
    way: local ? ("password" as const) : ("provider" as const),
    asksCode: await hasSecondFactor(deps.db, accountId),
    // The provider's way begins with a form of the sign-in.
    form: local ? "" : prepareSignInForm(c, deps.publicUrl),
    problems: problems ?? [],
  };
  return c.html(renderDocument(<FreshSignInPage {...props} />), 403);
}

async function findProblems(deps: WebDeps, c: DeskContext, values: FormValues): Promise<FieldProblem[]> {
  const t = signInWords[c.var.page.language];
  const { account, sessionHash } = c.var.visitor;
  const tried = await readSignInTry(deps, c, account.email);
  const typed = { password: passwordOf(values, PASSWORD), code: textOf(values, CODE) };
  const proof = await confirmIdentity(actAsVisitor(deps, c), { ...tried, ...typed, sessionHash });
  if (proof.kind === "proved") return [];
  const { asked, why } = proof;
  if (asked === "code") return [{ field: CODE, problem: t.code[why] }];
  return [{ field: PASSWORD, problem: why === "paused" ? t.local.paused : t.confirm.wrong }];
}

/** What the form held, to be sent once more; never a password. */
function listKept(values: FormValues): [string, string][] {
  return Object.entries(values).flatMap(([name, value]): [string, string][] => {
    if (name === "csrf" || name === PASSWORD || name === CODE || value instanceof File) return [];
    return (typeof value === "string" ? [value] : value).map((one) => [name, one]);
  });
}
