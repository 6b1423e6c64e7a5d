import { createMiddleware } from "hono/factory";
import type { Assets } from "./assets.ts";
import { createPage, type WebEnv } from "./page.ts";
import { readSourceNote } from "./source-note.ts";
import { readLanguage, rememberLanguage, VISIT_HEADERS } from "./visit-cookies.ts";
import type { WebDeps } from "../web-deps.ts";

/** Gives every page its language and what is known of the source. */
export function preparePage(deps: WebDeps, assets: Assets) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const source = (await readSourceNote(deps.db, deps.now())) ?? "none";
    const { version, mode } = deps;
    const language = readLanguage(c);
    const url = new URL(c.req.url);
    // An address that is a key stands on no paper.
    const isSecret = /^\/+(preferences|login)/.test(url.pathname);
    const fetched = isSecret ? null : { url: `${deps.publicUrl}${url.pathname}${url.search}`, at: deps.now() };
    c.set("page", createPage({ url, source, assets: assets.paths, version, mode, language, fetched }));
    if (c.req.method === "GET") rememberLanguage(c, deps.publicUrl);
    await next();
    c.header("vary", VISIT_HEADERS, { append: true });
  });
}
