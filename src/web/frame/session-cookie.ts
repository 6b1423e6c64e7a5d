import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";

export const SESSION_NAME = "restsignal_session";
/** Ties a form of the sign-in, and an answer of the provider, to the browser that asked for it. */
const SIGN_IN_NAME = "restsignal_signin";

/** The secret that the browser holds; undefined without one. */
export function readSessionCookie(c: Context, publicUrl: string): string | undefined {
  return readToken(c, publicUrl, SESSION_NAME);
}

/** What the browser holds while somebody is signing in; undefined without one. */
export function readSignInCookie(c: Context, publicUrl: string): string | undefined {
  return readToken(c, publicUrl, SIGN_IN_NAME);
}

export function writeSignInCookie(c: Context, publicUrl: string, token: string): void {
  setCookie(c, SIGN_IN_NAME, token, cookieOptions(publicUrl));
}

export function removeSignInCookie(c: Context, publicUrl: string): void {
  deleteCookie(c, SIGN_IN_NAME, cookieOptions(publicUrl));
}

function readToken(c: Context, publicUrl: string, name: string): string | undefined {
  const token = isSecure(publicUrl) ? getCookie(c, name, "host") : getCookie(c, name);
  return token !== undefined && /^[\w-]{20,200}$/.test(token) ? token : undefined;
}

/** Ends with the browser, and is never sent along by another site's form. */
export function writeSessionCookie(c: Context, publicUrl: string, token: string): void {
  setCookie(c, SESSION_NAME, token, cookieOptions(publicUrl));
}

export function removeSessionCookie(c: Context, publicUrl: string): void {
  deleteCookie(c, SESSION_NAME, cookieOptions(publicUrl));
}

function cookieOptions(publicUrl: string): CookieOptions {
  // Lax, since the way back from a sign-in provider is a visit from another site.
  const options = { path: "/", httpOnly: true, sameSite: "Lax" } as const;
  return isSecure(publicUrl) ? { ...options, secure: true, prefix: "host" } : options;
}

function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith("https:");
}
