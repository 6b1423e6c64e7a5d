import type { Context } from "hono";
import { renderDocument, type Page } from "./page.ts";
import { NotFoundPage } from "./error-page.tsx";

/** The context of any page, public or of the desk. */
type PageContext = Pick<Context, "html" | "header"> & { readonly var: { readonly page: Page } };

/** The 404 page, with what was looked for. */
export function answerNotFound(c: PageContext, what: string): Response | Promise<Response> {
  // Tomorrow it may be there.
  c.header("cache-control", "no-store");
  return c.html(renderDocument(<NotFoundPage page={c.var.page} what={what} />), 404);
}
