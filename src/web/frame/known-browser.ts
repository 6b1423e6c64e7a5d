import { createHmac } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { readInstallationKey } from "../../db/installation-key.ts";
import { createToken } from "../../secrets/token.ts";
import type { WebDeps } from "../web-deps.ts";
import { isSameSecret } from "./own-form.ts";

const NAME = "restsignal_known_";
const MAX_AGE_SECONDS = 365 * 86_400;

/**
 * A browser that an account has been signed in with before. Tries from it are counted apart, so that whoever fails in the
 * account's name from elsewhere does not keep its owner out; it opens nothing by itself:
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export async function rememberBrowser(deps: WebDeps, c: Context, email: string): Promise<void> {
  const key = await readInstallationKey(deps.db);
  const account = tagOf(key, email);
  const browser = createToken();
  const secure = deps.publicUrl.startsWith("https:");
  setCookie(c, `${NAME}${account}`, `${browser}.${sign(key, { account, browser })}`, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    maxAge: MAX_AGE_SECONDS,
    ...(secure ? { secure: true, prefix: "host" } : {}),
  });
}

/** What this browser is known by to the account; null when nobody has signed in to it here. */
export async function findKnownBrowser(deps: WebDeps, c: Context, email: string): Promise<string | null> {
  const key = await readInstallationKey(deps.db);
  return listKnown(c, key).get(tagOf(key, email)) ?? null;
}

/** What this browser is known by to whichever account; null when nobody has signed in here. */
export async function findAnyKnownBrowser(deps: WebDeps, c: Context): Promise<string | null> {
  if (!(c.req.header("cookie") ?? "").includes(NAME)) return null;
  const [first] = listKnown(c, await readInstallationKey(deps.db)).values();
  return first === undefined ? null : `browser ${first}`;
}

/** By account, the browser's own name where the signature holds. */
function listKnown(c: Context, key: string): Map<string, string> {
  const known = new Map<string, string>();
  for (const [name, value] of Object.entries(getCookie(c)).slice(0, MAX_COOKIES)) {
    const account = name.split(NAME, 2)[1];
    const [browser = "", signature = ""] = value.split(".", 2);
    if (account === undefined || !/^[\w-]{20,200}$/.test(browser)) continue;
    if (isSameSecret(signature, sign(key, { account, browser }))) known.set(account, browser);
  }
  return known;
}

const MAX_COOKIES = 50;

function sign(key: string, { account, browser }: { account: string; browser: string }): string {
  return createHmac("sha256", key).update(`known browser ${account} ${browser}`).digest("base64url");
}

function tagOf(key: string, email: string): string {
  return hashAccount(key, email).slice(0, 16);
}

/** What stands for an account where its address should not: the same each time, and nobody can guess back. */
export function hashAccount(key: string, email: string): string {
  return createHmac("sha256", key).update(`account ${email.toLowerCase()}`).digest("hex").slice(0, 32);
}
