import type { Context } from "hono";
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
