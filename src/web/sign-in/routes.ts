import { Hono, type Context } from "hono";
import { findStoredAccount, type StoredAccount } from "../../db/accounts.ts";
import { findVisitor } from "../../db/sessions.ts";
import { claimSignInTry, forgetSignInFailures, removeStaleSignIns } from "../../db/sign-ins.ts";
import { MAX_EMAIL_CHARS, parseEmailAddress } from "../../domain/email-address.ts";
import { parseReturnPath } from "../../domain/return-path.ts";
import { readClientAddress } from "../frame/client-address.ts";
import type { FormLimits } from "../frame/form-body.ts";
import { readForm, textOf } from "../frame/form.ts";
import type { WebEnv } from "../frame/page.ts";
import { isPassword } from "../../secrets/password-hash.ts";
import { acceptForm } from "../desk/refused-form.tsx";
import { readSessionCookie } from "../frame/session-cookie.ts";
import { goOn, showNotice, showSignIn } from "./sign-in-answer.tsx";
import { passwordOf, readSignInBrowser } from "../identity/sign-in-form.ts";
import { networksOf } from "../frame/client-network.ts";
import { findKnownBrowser } from "../frame/known-browser.ts";
import { logRefusal } from "../frame/refusal-log.ts";
import { limitSignIns } from "./sign-in-limit.ts";
import type { WebDeps } from "../web-deps.ts";
import { addCodeRoutes, finishSignIn } from "./code-routes.tsx";
import { addLinkRoutes } from "./link-routes.tsx";
import { addProviderRoutes } from "./provider-routes.tsx";
import { signInWords } from "../identity/words.ts";

/** A password, an address and where one was going. */
const SIGN_IN_FORM: FormLimits = { maxBytes: 16_000, maxFields: 20, maxFieldBytes: 8_000, maxFiles: 0 };

/** The ways in to the desk. */
export function createSignInRoute(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const limit = limitSignIns(deps);
  app.use("/login/*", async (c, next) => {
    c.header("cache-control", "no-store");
    c.header("x-robots-tag", "noindex");
    await next();
  });
  const accept = acceptForm(SIGN_IN_FORM);
  app.get("/login", (c) => answerSignInPage(deps, c));
  app.post("/login/local", limit, accept, (c) => signInLocally(deps, c));
  addProviderRoutes(app, { deps, limit, accept });
  addLinkRoutes(app, { deps, limit, accept });
  addCodeRoutes(app, { deps, limit, accept });
  return app;
}

async function answerSignInPage(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const { page } = c.var;
  const returnTo = parseReturnPath(page.query.get("return"));
  const token = readSessionCookie(c, deps.publicUrl);
  const visitor = token === undefined ? null : await findVisitor(deps.db, { token, now: deps.now() });
  if (visitor !== null) return goOn(c, visitor.account, returnTo);
  const texts = signInWords[page.language].done;
  const done = Object.entries(texts).find(([key]) => key === page.query.get("done"))?.[1];
  return showSignIn(deps, c, { status: 200, returnTo, done });
}

async function signInLocally(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const { db, now } = deps;
  const { language } = c.var.page;
  const t = signInWords[language];
  const values = await readForm(c);
  const returnTo = parseReturnPath(textOf(values, "return"));
  const typed = textOf(values, "email").slice(0, MAX_EMAIL_CHARS);
  // One spelling, so that tries for one account are counted together.
  const email = parseEmailAddress(typed) ?? typed.toLowerCase();
  const refused = (why: string) => logRefusal(deps, c, { what: "sign-in", why, email });
  const browser = readSignInBrowser(c, deps.publicUrl, values);
  if (browser === null) {
    await refused("not our own form");
    return showSignIn(deps, c, { status: 403, returnTo, email: typed, trouble: t.form });
  }
  await removeStaleSignIns(db, now());
  const networks = networksOf(readClientAddress(c, deps.trustedProxies));
  const tried = { email, networks, knownBrowser: await findKnownBrowser(deps, c, email) };
  if (!(await claimSignInTry(db, { ...tried, now: now() }))) {
    await refused("too many failures");
    return showSignIn(deps, c, { status: 429, returnTo, email: typed, problem: t.local.paused });
  }
  const known = await checkPassword(deps, { email, password: passwordOf(values, "password") });
  if (known === null) {
    await refused("wrong address or password");
    return showSignIn(deps, c, { status: 422, returnTo, email: typed, problem: t.local.wrong });
  }
  const { account } = known;
  await forgetSignInFailures(db, tried);
  if (account.grants.length === 0) {
    await refused("no role");
    return showNotice(c, { ...t.refusals["no-role"], status: 403 });
  }
  return finishSignIn(deps, c, { ...known, by: "password", browser, returnTo });
}

/** The open account that has this password; the work is the same whether there is an account or none. */
async function checkPassword(
  { db }: WebDeps,
  input: { email: string; password: string },
): Promise<StoredAccount | null> {
  const found = await findStoredAccount(db, { email: input.email });
  const passwordHash = found !== null && found.local ? found.passwordHash : null;
  const fits = await isPassword(input.password, passwordHash);
  return fits && found?.account.state === "active" ? found : null;
}
