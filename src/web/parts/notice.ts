import { createHmac } from "node:crypto";
import type { Context } from "hono";
import { isSameSecret } from "../frame/own-form.ts";
import { linkTo, type Page } from "../frame/page.ts";

/** The context of any page, public or of the desk. */
type PageContext = Pick<Context, "redirect"> & { readonly var: { readonly page: Page } };

/** After a form: goes to a page that tells what was done, by a key of that page's own words; null tells nothing. */
export function redirectDone(c: PageContext, path: string, done: string | null): Response {
  const query = done === null ? undefined : new URLSearchParams({ done });
  return c.redirect(linkTo(c.var.page.language, path, query), 303);
}

/** What was just done, from `?done=`, in the page's words; what it does not know it does not tell. */
export function readDone(page: Page, words: Readonly<Record<string, string>>): string | undefined {
  const key = page.query.get("done") ?? "";
  return Object.hasOwn(words, key) ? words[key] : undefined;
}

/**
 * What an address tells of what was done where somebody relies on it, such as that all is stopped: with a seal that only
 * whoever is signed in can have got from us, so that no address that somebody else wrote says that it was done.
 */
export function sealTold({ visitor }: Page, told: Readonly<Record<string, string>>): Record<string, string> {
  return { ...told, seal: visitor === null ? "" : computeSeal(visitor.csrf, told) };
}

/** What a sealed address tells, by these names; null when it tells nothing, or the seal is not ours. */
export function readTold<N extends string>(
  { visitor, query }: Page,
  names: readonly N[],
): Readonly<Partial<Record<N, string>>> | null {
  const told: Partial<Record<N, string>> = {};
  for (const name of names) {
    const value = query.get(name);
    if (value !== null) told[name] = value;
  }
  if (visitor === null || !isSameSecret(query.get("seal") ?? "", computeSeal(visitor.csrf, told))) return null;
  return told;
}

function computeSeal(secret: string, told: Readonly<Partial<Record<string, string>>>): string {
  const query = new URLSearchParams(Object.entries(told).map(([name, value = ""]): [string, string] => [name, value]));
  query.sort();
  return createHmac("sha256", secret).update(`told ${query.toString()}`).digest("base64url").slice(0, 22);
}
