import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { getCookie, setCookie } from "hono/cookie";
import { LANGUAGES, type Language } from "../../domain/message.ts";
import { findRegion, type Region } from "../../domain/region.ts";

const LANGUAGE = "restsignal_language";
const REGION = "restsignal_region";
const YEAR_SECONDS = 365 * 86_400;

/** The answers to these depend on what the browser remembers and prefers, which caches must know. */
export const VISIT_HEADERS = "Accept-Language, Cookie";

/** The language that was chosen: in this address, else on an earlier visit; else what the browser asks for, else Swedish. */
export function readLanguage(c: Context): Language {
  return findLanguage(c.req.query("lang")) ?? findLanguage(getCookie(c, LANGUAGE)) ?? preferLanguage(c);
}

/** Remembers the language where the address chooses one. */
export function rememberLanguage(c: Context, publicUrl: string): void {
  const chosen = findLanguage(c.req.query("lang"));
  if (chosen !== undefined && chosen !== getCookie(c, LANGUAGE)) remember(c, publicUrl, [LANGUAGE, chosen]);
}

/** The region that was looked at last; undefined before the first. */
export function readLastRegion(c: Context): Region | undefined {
  return findRegion(getCookie(c, REGION) ?? "");
}

export function rememberRegion(c: Context, publicUrl: string, { code }: Region): void {
  if (code !== getCookie(c, REGION)) remember(c, publicUrl, [REGION, code]);
}

function findLanguage(text: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text);
}

function preferLanguage(c: Context): Language {
  const preferred = accepts(c, {
    header: "Accept-Language",
    supports: [...LANGUAGES],
    default: "sv",
    match: (wanted, { default: none }) => {
      const ranked = wanted.filter(({ q }) => q > 0).toSorted((a, b) => b.q - a.q);
      const found = ranked.map(({ type }) => findLanguage(type.toLowerCase().split("-")[0]));
      return found.find((language) => language !== undefined) ?? none;
    },
  });
  return findLanguage(preferred) ?? "sv";
}

/** A language or a region's code and nothing else: the same for everybody who chose the same. */
function remember(c: Context, publicUrl: string, [name, value]: readonly [string, string]): void {
  const secure = publicUrl.startsWith("https:");
  setCookie(c, name, value, { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge: YEAR_SECONDS });
}
