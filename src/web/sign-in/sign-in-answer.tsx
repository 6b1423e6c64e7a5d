import type { Context } from "hono";
import { listRegions, type Account } from "../../domain/account.ts";
import { linkTo, renderDocument, type Page, type WebEnv } from "../frame/page.ts";
import { SignInNotice, SignInPage } from "./sign-in-page.tsx";
import { prepareSignInForm } from "../identity/sign-in-form.ts";
import type { WebDeps } from "../web-deps.ts";

/** The sign-in page, with what was typed and what went wrong. */
export async function showSignIn(
  deps: WebDeps,
  c: Context<WebEnv>,
  shown: {
    status: 200 | 403 | 422 | 429 | 503;
    returnTo: string | null;
    email?: string;
    done?: string | undefined;
    trouble?: string;
    problem?: string;
  },
): Promise<Response> {
  const { status, returnTo, email = "", ...rest } = shown;
  const form = { token: prepareSignInForm(c, deps.publicUrl), returnTo: returnTo ?? "", email };
  const provider = deps.identityProvider !== null;
  const page = placeAtSignIn(c.var.page, returnTo);
  return c.html(renderDocument(<SignInPage page={page} form={form} provider={provider} {...rest} />), status);
}

/** A sign-in that came to nothing, for good. */
export function showNotice(
  c: Context<WebEnv>,
  { title, text, status }: { title: string; text: string; status: 403 | 404 | 429 },
): Response | Promise<Response> {
  const page = placeAtSignIn(c.var.page, null);
  return c.html(renderDocument(<SignInNotice page={page} title={title} text={text} />), status);
}

/** An answer to a form has no address to come back to, which its link to the other language needs. */
function placeAtSignIn(page: Page, returnTo: string | null): Page {
  return { ...page, path: "/login", query: new URLSearchParams(returnTo === null ? {} : { return: returnTo }) };
}

/** After a sign-in: where the visitor was going, or where their day begins. */
export function goOn(c: Context<WebEnv>, account: Account, returnTo: string | null): Response {
  const path = returnTo ?? (listRegions(account, "read").length > 0 ? "/inbox" : "/account");
  const [pathname = "/", query = ""] = path.split("?", 2);
  const parameters = new URLSearchParams(query);
  parameters.delete("lang");
  return c.redirect(linkTo(c.var.page.language, pathname, parameters), 303);
}
