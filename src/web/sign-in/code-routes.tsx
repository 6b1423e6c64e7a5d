import type { Context, Hono, MiddlewareHandler } from "hono";
import { signInByCode, type SignIn } from "../../services/sign-in.ts";
import { readForm, textOf } from "../frame/form.ts";
import { renderDocument, type WebEnv } from "../frame/page.ts";
import { logRefusal } from "../frame/refusal-log.ts";
import { readSessionCookie } from "../frame/session-cookie.ts";
import { prepareSignInForm, readSignInBrowser } from "../identity/sign-in-form.ts";
import { signInWords } from "../identity/words.ts";
import type { WebDeps } from "../web-deps.ts";
import { actAsStranger, letIn } from "./let-in.ts";
import { showNotice, showSignIn } from "./sign-in-answer.tsx";
import { CodePage } from "./sign-in-page.tsx";

interface RouteInput {
  readonly deps: WebDeps;
  readonly limit: MiddlewareHandler<WebEnv>;
  readonly accept: MiddlewareHandler<WebEnv>;
}

/** The second step of a sign-in, for those who have one. */
export function addCodeRoutes(app: Hono<WebEnv>, { deps, limit, accept }: RouteInput): void {
  app.post("/login/code", limit, accept, (c) => answerCode(deps, c));
}

/** After a right password: in, or to the code first. */
export async function answerSignIn(
  deps: WebDeps,
  c: Context<WebEnv>,
  { signIn, returnTo }: { signIn: SignIn; returnTo: string | null },
): Promise<Response> {
  const t = signInWords[c.var.page.language];
  if (signIn.kind === "signed-in") return letIn(deps, c, { signedIn: signIn, by: "password", returnTo });
  if (signIn.kind === "code-asked") return showCode(deps, c, { wait: signIn.wait });
  if (signIn.why === "no-role") return showNotice(c, { ...t.refusals["no-role"], status: 403 });
  return showSignIn(deps, c, { status: 422, returnTo, trouble: t.form });
}

async function answerCode(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const t = signInWords[c.var.page.language];
  const values = await readForm(c);
  const browser = readSignInBrowser(c, deps.publicUrl, values);
  if (browser === null) return showSignIn(deps, c, { status: 403, returnTo: null, trouble: t.form });
  const wait = textOf(values, "wait");
  const earlier = readSessionCookie(c, deps.publicUrl);
  const typed = textOf(values, "code");
  const signIn = await signInByCode(actAsStranger(deps, c), { wait, typed, browser, earlier });
  if (signIn.kind === "signed-in")
    return letIn(deps, c, { signedIn: signIn, by: "password", returnTo: signIn.returnTo });
  const { why } = signIn;
  if (why === "gone") return showSignIn(deps, c, { status: 422, returnTo: signIn.returnTo, trouble: t.code.gone });
  await logRefusal(deps, c, { event: "sign-in refused", why: `${why} code`, email: signIn.email });
  return showCode(deps, c, { wait, problem: t.code[why], status: why === "paused" ? 429 : 422 });
}

function showCode(
  deps: WebDeps,
  c: Context<WebEnv>,
  { wait, problem, status = 200 }: { wait: string; problem?: string; status?: 200 | 422 | 429 },
): Response | Promise<Response> {
  const form = prepareSignInForm(c, deps.publicUrl);
  const page = { ...c.var.page, path: "/login", query: new URLSearchParams() };
  return c.html(renderDocument(<CodePage page={page} form={form} wait={wait} problem={problem} />), status);
}
