import { createMiddleware } from "hono/factory";
import { hasPublicEdition } from "../../db/outreach-editions.ts";
import { stockholmMinute } from "../../domain/calendar.ts";
import type { Assets } from "./assets.ts";
import { createPageClock } from "./page-clock.ts";
import { createPage, linkTo, type WebEnv } from "./page.ts";
import { readSourceNote } from "./source-note.ts";
import { readLanguage, rememberLanguage, VISIT_HEADERS } from "./visit-cookies.ts";
import type { WebDeps } from "../web-deps.ts";

/** Gives every page its time, its language and what is known of the source. */
export function preparePage(deps: WebDeps, assets: Assets) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const clock = c.env?.keeping?.clock ?? createPageClock(deps.now());
    const source = (await readSourceNote(deps.db, clock)) ?? "none";
    const { version, mode } = deps;
    const page = createPage({
      url: new URL(c.req.url),
      source,
      assets: assets.paths,
      version,
      mode,
      language: readLanguage(c),
    });
    // An address that is a key stands on no paper.
    const isSecret = /^\/+(preferences|login|prenumerera\/+\w+\/)/.test(page.path);
    const url = deps.publicUrl + linkTo(page.language, page.path, page.query);
    const at = c.env?.keeping?.minute ?? stockholmMinute(clock.now);
    c.set("clock", clock);
    const hasReport = await hasPublicEdition(deps.db);
    c.set("page", { ...page, hasReport, fetched: isSecret ? null : { url, at } });
    if (c.req.method === "GET") rememberLanguage(c, deps.publicUrl);
    await next();
    c.header("vary", VISIT_HEADERS, { append: true });
  });
}
