import { Hono, type Context } from "hono";
import { findVisitor } from "../../db/sessions.ts";
import { MAX_EMAIL_CHARS, parseEmailAddress } from "../../domain/email-address.ts";
import { parseReturnPath } from "../../domain/return-path.ts";
import { signInByPassword } from "../../services/sign-in.ts";
import type { FormLimits } from "../frame/form-body.ts";
import { readForm, textOf } from "../frame/form.ts";
import type { WebEnv } from "../frame/page.ts";
import { acceptForm } from "../desk/refused-form.tsx";
import { readSessionCookie } from "../frame/session-cookie.ts";
import { goOn, showSignIn } from "./sign-in-answer.tsx";
import { passwordOf, readSignInBrowser } from "../identity/sign-in-form.ts";
import { readSignInTry } from "../identity/sign-in-try.ts";
import { actAsStranger } from "./let-in.ts";
import { logRefusal } from "../frame/refusal-log.ts";
import { limitSignIns } from "./sign-in-limit.ts";
import type { WebDeps } from "../web-deps.ts";
import { addCodeRoutes, answerSignIn } from "./code-routes.tsx";
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
  const t = signInWords[c.var.page.language];
  const values = await readForm(c);
  const returnTo = parseReturnPath(textOf(values, "return"));
  const typed = textOf(values, "email").slice(0, MAX_EMAIL_CHARS);
  // One spelling, so that tries for one account are counted together.
  const email = parseEmailAddress(typed) ?? typed.toLowerCase();
  const refused = (why: string) => logRefusal(deps, c, { event: "sign-in refused", why, email });
  const browser = readSignInBrowser(c, deps.publicUrl, values);
  if (browser === null) {
    await refused("not our own form");
    return showSignIn(deps, c, { status: 403, returnTo, email: typed, trouble: t.form });
  }
  const password = passwordOf(values, "password");
  const earlier = readSessionCookie(c, deps.publicUrl);
  const tried = await readSignInTry(deps, c, email);
  const signIn = await signInByPassword(actAsStranger(deps, c), { ...tried, password, browser, earlier, returnTo });
  if (signIn.kind !== "refused") return answerSignIn(deps, c, { signIn, returnTo });
  const { why } = signIn;
  if (why !== "changed") await refused(REFUSALS[why]);
  if (why !== "paused" && why !== "wrong") return answerSignIn(deps, c, { signIn: { ...signIn, why }, returnTo });
  const status = why === "paused" ? 429 : 422;
  return showSignIn(deps, c, { status, returnTo, email: typed, problem: t.local[why] });
}

/** For the log. */
const REFUSALS = { paused: "too many failures", wrong: "wrong address or password", "no-role": "no role" } as const;
