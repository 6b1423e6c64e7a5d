import type { Context } from "hono";
import type { SignInTry } from "../../db/sign-ins.ts";
import { readClientAddress } from "../frame/client-address.ts";
import { networksOf } from "../frame/client-network.ts";
import { findKnownBrowser } from "../frame/known-browser.ts";
import type { WebDeps } from "../web-deps.ts";

/** Whose password is tried, and from where. */
export async function readSignInTry(deps: WebDeps, c: Context, email: string): Promise<SignInTry> {
  const networks = networksOf(readClientAddress(c, deps.trustedProxies));
  return { email, networks, knownBrowser: await findKnownBrowser(deps, c, email) };
}
