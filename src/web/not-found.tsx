import type { Context } from "hono";
import { renderDocument, type WebEnv } from "./page.ts";
import { NotFoundPage } from "./pages/error-page.tsx";

/** The 404 page, with what was looked for. */
export function answerNotFound(c: Context<WebEnv>, what: string): Response | Promise<Response> {
  return c.html(renderDocument(<NotFoundPage page={c.var.page} what={what} />), 404);
}
