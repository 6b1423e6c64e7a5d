import type { Context } from "hono";
import { listRegions, type Account } from "../domain/account.ts";
import { linkTo, renderDocument, type WebEnv } from "./page.ts";
import { SignInPage } from "./pages/sign-in-page.tsx";
import { prepareSignInForm } from "./sign-in-form.ts";
import type { WebDeps } from "./web-deps.ts";

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
  return c.html(renderDocument(<SignInPage page={c.var.page} form={form} provider={provider} {...rest} />), status);
}

/** After a sign-in: where the visitor was going, or where their day begins. */
export function goOn(c: Context<WebEnv>, account: Account, returnTo: string | null): Response {
  const path = returnTo ?? (listRegions(account, "read").length > 0 ? "/inbox" : "/account");
  const [pathname = "/", query = ""] = path.split("?", 2);
  const parameters = new URLSearchParams(query);
  parameters.delete("lang");
  return c.redirect(linkTo(c.var.page.language, pathname, parameters), 303);
}
