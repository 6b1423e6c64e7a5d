import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { parseAccept } from "hono/utils/accept";
import { parse as parseCookies, serialize as writeCookie } from "hono/utils/cookie";
import { LANGUAGES, type Language } from "../../domain/message.ts";
import { findRegion, type Region } from "../../domain/region.ts";
import { SESSION_NAME } from "./session-cookie.ts";

const LANGUAGE = "restsignal_language";
const REGION = "restsignal_region";
const YEAR_SECONDS = 365 * 86_400;

/** The answers to these depend on what the browser remembers and prefers, which caches must know. */
export const VISIT_HEADERS = "Accept-Language, Cookie";

/** What the language of an answer hangs on. */
export interface Visit {
  /** What the address asks for. */
  readonly lang: string | null | undefined;
  /** Headers as they came. */
  readonly cookie: string | null | undefined;
  readonly acceptLanguage: string | null | undefined;
}

/** The language that was chosen: in this address, else on an earlier visit; else what the browser asks for, else Swedish. */
export function chooseVisitLanguage({ lang, cookie, acceptLanguage }: Visit): Language {
  return findLanguage(lang) ?? findLanguage(readCookie(cookie, LANGUAGE)) ?? preferLanguage(acceptLanguage);
}

export function readLanguage(c: Context): Language {
  const { req } = c;
  return chooseVisitLanguage({
    lang: req.query("lang"),
    cookie: req.header("cookie"),
    acceptLanguage: req.header("accept-language"),
  });
}

/** What remembers the language where the address chooses one; null where nothing is to be remembered. */
export function writeLanguageCookie({ lang, cookie }: Visit, publicUrl: string): string | null {
  const chosen = findLanguage(lang);
  if (chosen === undefined || chosen === readCookie(cookie, LANGUAGE)) return null;
  return writeCookie(LANGUAGE, chosen, cookieOptions(publicUrl));
}

/** Remembers the language where the address chooses one. */
export function rememberLanguage(c: Context, publicUrl: string): void {
  const chosen = findLanguage(c.req.query("lang"));
  if (chosen !== undefined && chosen !== getCookie(c, LANGUAGE)) remember(c, publicUrl, [LANGUAGE, chosen]);
}

/** The region that was looked at last; undefined before the first. */
export function readLastRegion(cookie: string | null | undefined): Region | undefined {
  return findRegion(readCookie(cookie, REGION) ?? "");
}

/** Whether the browser holds a session's cookie, valid or not. */
export function mayBeSignedIn(cookie: string | null | undefined): boolean {
  return cookie?.includes(SESSION_NAME) === true;
}

/** The cookie that says so. */
export function lastRegionCookie({ code }: Region): string {
  return `${REGION}=${code}`;
}

export function rememberRegion(c: Context, publicUrl: string, { code }: Region): void {
  if (code !== getCookie(c, REGION)) remember(c, publicUrl, [REGION, code]);
}

/** Whether the browser holds that cookie with that value already, both as in `name=value; …`. */
export function holdsCookie(cookie: string | null | undefined, written: string): boolean {
  const [name = "", value] = (written.split(";", 1)[0] ?? "").split("=", 2);
  return readCookie(cookie, name) === value;
}

function readCookie(cookie: string | null | undefined, name: string): string | undefined {
  return cookie == null ? undefined : parseCookies(cookie, name)[name];
}

function findLanguage(text: string | null | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text);
}

function preferLanguage(header: string | null | undefined): Language {
  const wanted = parseAccept(header ?? "")
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q);
  const found = wanted.map(({ type }) => findLanguage(type.toLowerCase().split("-")[0]));
  return found.find((language) => language !== undefined) ?? "sv";
}

/** A language or a region's code and nothing else: the same for everybody who chose the same. */
function remember(c: Context, publicUrl: string, [name, value]: readonly [string, string]): void {
  setCookie(c, name, value, cookieOptions(publicUrl));
}

function cookieOptions(publicUrl: string) {
  const secure = publicUrl.startsWith("https:");
  return { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge: YEAR_SECONDS } as const;
}
