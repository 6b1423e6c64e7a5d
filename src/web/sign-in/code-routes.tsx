import type { Context, Hono, MiddlewareHandler } from "hono";
import { findStoredAccount } from "../../db/accounts.ts";
import { claimWaitTry, hasSecondFactor, insertSignInWait, removeSignInWait } from "../../db/second-factors.ts";
import type { StoredAccount } from "../../db/accounts.ts";
import { parseReturnPath } from "../../domain/return-path.ts";
import { readForm, textOf } from "../frame/form.ts";
import { renderDocument, type WebEnv } from "../frame/page.ts";
import { CodePage } from "./sign-in-page.tsx";
import { proveCode } from "../identity/prove-identity.ts";
import { logRefusal } from "../frame/refusal-log.ts";
import { goOn, showSignIn } from "./sign-in-answer.tsx";
import { prepareSignInForm, readSignInBrowser } from "../identity/sign-in-form.ts";
import { startSession } from "./start-session.ts";
import { createToken } from "../../secrets/token.ts";
import type { WebDeps } from "../web-deps.ts";
import { signInWords } from "../identity/words.ts";

interface RouteInput {
  readonly deps: WebDeps;
  readonly limit: MiddlewareHandler<WebEnv>;
  readonly accept: MiddlewareHandler<WebEnv>;
}

/** The second step of a sign-in, for those who have one. */
export function addCodeRoutes(app: Hono<WebEnv>, { deps, limit, accept }: RouteInput): void {
  app.post("/login/code", limit, accept, (c) => takeCode(deps, c));
}

/**
 * Signs in somebody whose password was right, or asks for their code first. `browser` is the secret of the browser whose
 * form it was.
 */
export async function finishSignIn(
  deps: WebDeps,
  c: Context<WebEnv>,
  input: {
    account: StoredAccount["account"];
    credential: number;
    by: "password" | "link";
    browser: string;
    returnTo: string | null;
  },
): Promise<Response> {
  const { account, credential, by, browser, returnTo } = input;
  if (await hasSecondFactor(deps.db, account.id)) {
    const token = createToken();
    const wait = { accountId: account.id, credential, by, returnTo: returnTo ?? "" };
    await insertSignInWait(deps.db, { ...wait, token, browser, now: deps.now() });
    return showCode(deps, c, { token });
  }
  if (await startSession(deps, c, { account, credential, by })) return goOn(c, account, returnTo);
  return showSignIn(deps, c, { status: 422, returnTo, trouble: signInWords[c.var.page.language].form });
}

async function takeCode(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const { db, now } = deps;
  const strings = signInWords[c.var.page.language];
  const values = await readForm(c);
  const browser = readSignInBrowser(c, deps.publicUrl, values);
  if (browser === null) return showSignIn(deps, c, { status: 403, returnTo: null, trouble: strings.form });
  const token = textOf(values, "wait");
  const wait = await claimWaitTry(db, { token, browser, now: now() });
  const stored = wait === null ? null : await findStoredAccount(db, { id: wait.accountId });
  if (wait === null || stored === null)
    return showSignIn(deps, c, { status: 422, returnTo: null, trouble: strings.code.gone });
  const { account } = stored;
  const proof = await proveCode(deps, { accountId: account.id, typed: textOf(values, "code"), recovery: true });
  if (proof !== "proved") {
    await logRefusal(deps, c, { what: "sign-in", why: `${proof} code`, email: account.email });
    return showCode(deps, c, { token, problem: strings.code[proof], status: proof === "paused" ? 429 : 422 });
  }
  await removeSignInWait(db, { token, browser });
  const { credential, by } = wait;
  const returnTo = parseReturnPath(wait.returnTo);
  if (await startSession(deps, c, { account, credential, by })) return goOn(c, account, returnTo);
  return showSignIn(deps, c, { status: 422, returnTo, trouble: strings.code.gone });
}

function showCode(
  deps: WebDeps,
  c: Context<WebEnv>,
  { token, problem, status = 200 }: { token: string; problem?: string; status?: 200 | 422 | 429 },
): Response | Promise<Response> {
  const form = prepareSignInForm(c, deps.publicUrl);
  const page = { ...c.var.page, path: "/login", query: new URLSearchParams() };
  return c.html(renderDocument(<CodePage page={page} form={form} wait={token} problem={problem} />), status);
}
