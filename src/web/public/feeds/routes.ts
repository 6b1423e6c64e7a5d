import { Hono, type Context } from "hono";
import { FEED_CONTENT_TYPES } from "../../../channels/index.ts";
import { knowsFeedValues } from "../../../db/feed-entries.ts";
import { FEED_FORMATS, type FeedFormat } from "../../../domain/feed-format.ts";
import { findRegion, type Region } from "../../../domain/region.ts";
import { parseFeedQuery } from "../../frame/feed-query.ts";
import { feedWords } from "../../frame/feed-words.ts";
import { createPageClock } from "../../frame/page-clock.ts";
import { parseLanguage, type WebEnv } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import { readFeedContent, writeFeed } from "./feed-document.ts";

const MAX_AGE_SECONDS = 60;

/** The feeds of each region and of the nation. */
export function createFeedRoute(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const serve = async (c: Context<WebEnv>, format: FeedFormat, region: Region | null) => {
    const { searchParams } = new URL(c.req.url);
    const t = feedWords[parseLanguage(searchParams.get("lang"))];
    const parsed = parseFeedQuery(searchParams);
    if (parsed.kind === "refused") return refuse(c, 400, parsed.reason(t));
    const clock = c.env?.keeping?.clock ?? createPageClock(deps.now());
    const { query } = parsed;
    const request = { region, query };
    const content = await readFeedContent(deps, request, clock);
    if (content === null) return refuse(c, 404, t.noArchivePage);
    const { body, updatedAt } = writeFeed(deps, request, { format, content });
    // What only this reader asks for is kept by nobody.
    const known = await knowsFeedValues(deps.db, { regionCode: region?.code ?? null, filter: query.filter });
    c.header("content-type", FEED_CONTENT_TYPES[format]);
    c.header("cache-control", known ? `public, max-age=${MAX_AGE_SECONDS}` : "no-store");
    if (updatedAt !== null) c.header("last-modified", updatedAt.toUTCString());
    return c.body(body);
  };

  for (const format of FEED_FORMATS) {
    app.get(`/feed.${format}`, (c) => serve(c, format, null));
    app.get(`/r/:region/feed.${format}`, (c) => {
      const region = findRegion(c.req.param("region"));
      if (region !== undefined) return serve(c, format, region);
      return refuse(c, 404, feedWords[parseLanguage(c.req.query("lang"))].unknownRegion);
    });
  }
  return app;
}

function refuse(c: Context, status: 400 | 404, reason: string): Response {
  return c.text(`${reason}\n`, status, { "cache-control": "no-store" });
}
