import type { Context } from "hono";
import type { SignedIn, VisitContext } from "../../services/sessions.ts";
import { readClientAddress } from "../frame/client-address.ts";
import { rememberBrowser } from "../frame/known-browser.ts";
import type { WebEnv } from "../frame/page.ts";
import { removeSignInCookie, writeSessionCookie } from "../frame/session-cookie.ts";
import type { WebDeps } from "../web-deps.ts";
import { goOn } from "./sign-in-answer.tsx";

/** Whoever is at the door, before they have said who they are. */
export function actAsStranger({ db, now, secretKey, trustedProxies }: WebDeps, c: Context): VisitContext {
  return { db, now: now(), secretKey, address: readClientAddress(c, trustedProxies) };
}

/** Gives the browser its session and shows the way in; a browser where a password was typed is known from now on. */
export async function letIn(
  deps: WebDeps,
  c: Context<WebEnv>,
  { signedIn, by, returnTo }: { signedIn: SignedIn; by: "password" | "provider"; returnTo: string | null },
): Promise<Response> {
  const { account, token } = signedIn;
  if (by === "password") await rememberBrowser(deps, c, account.email);
  removeSignInCookie(c, deps.publicUrl);
  writeSessionCookie(c, deps.publicUrl, token);
  return goOn(c, account, returnTo);
}
