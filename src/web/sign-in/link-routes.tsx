import type { Context, Hono, MiddlewareHandler } from "hono";
import { findLink } from "../../db/account-links.ts";
import { signInByLink } from "../../services/sign-in.ts";
import { readForm, type FieldProblem, type FormValues } from "../frame/form.ts";
import { renderDocument, type WebEnv } from "../frame/page.ts";
import { PasswordPage } from "./sign-in-page.tsx";
import { findPasswordProblems } from "../identity/new-password.ts";
import { readSessionCookie } from "../frame/session-cookie.ts";
import { showNotice, showSignIn } from "./sign-in-answer.tsx";
import { passwordOf, prepareSignInForm, readSignInBrowser } from "../identity/sign-in-form.ts";
import { answerSignIn } from "./code-routes.tsx";
import { actAsStranger } from "./let-in.ts";
import type { WebDeps } from "../web-deps.ts";
import { signInWords } from "../identity/words.ts";

interface RouteInput {
  readonly deps: WebDeps;
  readonly limit: MiddlewareHandler<WebEnv>;
  /** Takes the form in. */
  readonly accept: MiddlewareHandler<WebEnv>;
}

/** A one-time link: looking at it uses nothing up, only a password that is saved does. */
export function addLinkRoutes(app: Hono<WebEnv>, { deps, limit, accept }: RouteInput): void {
  app.get("/login/link/:token", limit, async (c) => {
    const account = await findAccount(deps, c);
    return account === null ? answerGone(c) : showForm(deps, c, { account, problems: [] });
  });
  app.post("/login/link/:token", limit, accept, async (c) => {
    const account = await findAccount(deps, c);
    if (account === null) return answerGone(c);
    const values = await readForm(c);
    const browser = readSignInBrowser(c, deps.publicUrl, values);
    if (browser === null)
      return showSignIn(deps, c, { status: 403, returnTo: null, trouble: signInWords[c.var.page.language].form });
    const problems = await findProblems(c, account, values);
    if (problems.length > 0) return showForm(deps, c, { account, problems });
    const signIn = await signInByLink(actAsStranger(deps, c), {
      token: c.req.param("token"),
      password: passwordOf(values, "password"),
      browser,
      earlier: readSessionCookie(c, deps.publicUrl),
    });
    if (signIn.kind === "refused" && signIn.why === "gone") return answerGone(c);
    return answerSignIn(deps, c, { signIn, returnTo: null });
  });
}

interface LinkAccount {
  readonly email: string;
  readonly name: string;
}

async function findAccount({ db, now }: WebDeps, c: Context<WebEnv>): Promise<LinkAccount | null> {
  const token = c.req.param("token") ?? "";
  return /^[\w-]{20,200}$/.test(token) ? findLink(db, { token, now: now() }) : null;
}

async function findProblems(c: Context<WebEnv>, account: LinkAccount, values: FormValues): Promise<FieldProblem[]> {
  return findPasswordProblems(values, { account, words: signInWords[c.var.page.language].link });
}

function showForm(
  deps: WebDeps,
  c: Context<WebEnv>,
  { account, problems }: { account: LinkAccount; problems: readonly FieldProblem[] },
): Response | Promise<Response> {
  const form = prepareSignInForm(c, deps.publicUrl);
  const document = <PasswordPage page={c.var.page} form={form} account={account} problems={problems} />;
  return c.html(renderDocument(document), problems.length === 0 ? 200 : 422);
}

function answerGone(c: Context<WebEnv>): Response | Promise<Response> {
  return showNotice(c, { ...signInWords[c.var.page.language].link.gone, status: 404 });
}
