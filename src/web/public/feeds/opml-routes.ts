import { Hono, type Context } from "hono";
import { OPML_CONTENT_TYPE, renderOpml, type FeedOutline } from "../../../channels/index.ts";
import { readActiveEntries } from "../../../db/lists.ts";
import type { Language } from "../../../domain/message.ts";
import { findRegion, REGIONS, type Region } from "../../../domain/region.ts";
import type { SubscriptionFilter } from "../../../domain/subscription.ts";
import { writeFeedAddress } from "../../frame/feed-query.ts";
import { feedWords } from "../../frame/feed-words.ts";
import { parseLanguage } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import { titleOf } from "./feed-document.ts";
import { listFacets } from "./feed-facets.ts";
import { feedPageWords } from "./words.ts";

const MAX_AGE_SECONDS = 60;

/** Files that have a reader take in many feeds at once: those of all regions, and all of one region. */
export function createOpmlRoute(deps: WebDeps): Hono {
  const app = new Hono();

  const outline = (region: Region | null, filter: SubscriptionFilter, language: Language): FeedOutline => {
    const query = { filter, language, archive: null };
    const link = (format: "rss" | "page") =>
      deps.publicUrl + writeFeedAddress(query, { regionCode: region?.code ?? null, format });
    return { title: titleOf({ region, query }), feedUrl: link("rss"), pageUrl: link("page"), language };
  };
  const answer = (c: Context, title: string, outlines: readonly FeedOutline[]) =>
    c.body(renderOpml({ title, outlines }), 200, {
      "content-type": OPML_CONTENT_TYPE,
      "cache-control": `public, max-age=${MAX_AGE_SECONDS}`,
    });

  app.get("/feeds.opml", (c) => {
    const language = parseLanguage(c.req.query("lang"));
    const outlines = [null, ...REGIONS].map((region) => outline(region, {}, language));
    return answer(c, feedPageWords[language].feeds, outlines);
  });
  app.get("/r/:region/feeds.opml", async (c) => {
    const language = parseLanguage(c.req.query("lang"));
    const region = findRegion(c.req.param("region"));
    if (region === undefined)
      return c.text(`${feedWords[language].unknownRegion}\n`, 404, { "cache-control": "no-store" });
    const facets = listFacets(await readActiveEntries(deps.db, region.code));
    const filters = [{}, ...facets.flatMap(({ filters: narrower }) => narrower)];
    const outlines = filters.map((filter) => outline(region, filter, language));
    return answer(c, feedWords[language].region(region.name), outlines);
  });
  return app;
}
