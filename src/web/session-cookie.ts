import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";

const NAME = "restsignal_session";

/** The secret that the browser holds; undefined without one. */
export function readSessionCookie(c: Context, publicUrl: string): string | undefined {
  const token = isSecure(publicUrl) ? getCookie(c, NAME, "host") : getCookie(c, NAME);
  return token !== undefined && /^[\w-]{20,200}$/.test(token) ? token : undefined;
}

/** Ends with the browser, and is never sent along by another site's form. */
export function writeSessionCookie(c: Context, publicUrl: string, token: string): void {
  setCookie(c, NAME, token, cookieOptions(publicUrl));
}

export function removeSessionCookie(c: Context, publicUrl: string): void {
  deleteCookie(c, NAME, cookieOptions(publicUrl));
}

function cookieOptions(publicUrl: string): CookieOptions {
  // Lax, since the way back from a sign-in provider is a visit from another site.
  const options = { path: "/", httpOnly: true, sameSite: "Lax" } as const;
  return isSecure(publicUrl) ? { ...options, secure: true, prefix: "host" } : options;
}

function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith("https:");
}
