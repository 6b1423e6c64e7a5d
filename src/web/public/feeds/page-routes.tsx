import { Hono, type Context } from "hono";
import { knowsFeedValues } from "../../../db/feed-entries.ts";
import { readActiveEntries, readRegionsWithList } from "../../../db/lists.ts";
import { findRegion, REGIONS, type Region } from "../../../domain/region.ts";
import { parseFeedQuery } from "../../frame/feed-query.ts";
import { feedWords } from "../../frame/feed-words.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument, type WebEnv } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import { readFeedContent } from "./feed-document.ts";
import { listFacets } from "./feed-facets.ts";
import { FeedPage, FeedsPage } from "./feed-page.tsx";

/** The pages that show and explain the feeds: one for each, and one of all. */
export function createFeedPageRoute(deps: WebDeps): Hono<WebEnv> {
  const { db, publicUrl } = deps;
  const app = new Hono<WebEnv>();

  const serve = async (c: Context<WebEnv>, region: Region | null) => {
    const { page, clock } = c.var;
    const t = feedWords[page.language];
    const parsed = parseFeedQuery(page.query);
    if (parsed.kind === "refused") return answerNotFound(c, parsed.reason(t));
    const query = { ...parsed.query, language: page.language };
    const content = await readFeedContent(deps, { region, query }, clock);
    if (content === null) return answerNotFound(c, t.noArchivePage);
    const choice = { regionCode: region?.code ?? null, filter: query.filter };
    // What only this reader asks for is kept by nobody.
    if (!(await knowsFeedValues(db, choice))) c.header("cache-control", "no-store");
    const isPlain = Object.keys(query.filter).length === 0;
    const facets = region !== null && isPlain ? listFacets(await readActiveEntries(db, region.code)) : [];
    const props = { page, publicUrl, region, query, content, facets };
    return c.html(renderDocument(<FeedPage {...props} />));
  };

  app.get("/feed", (c) => serve(c, null));
  app.get("/r/:region/feed", (c) => {
    const region = findRegion(c.req.param("region"));
    return region === undefined ? answerNotFound(c, c.var.page.t.notFound.region) : serve(c, region);
  });
  app.get("/feeds", async (c) => {
    const codes = new Set(await readRegionsWithList(db));
    const regions = REGIONS.toSorted((a, b) => a.name.localeCompare(b.name, "sv"));
    const [withList, others] = [true, false].map((has) => regions.filter(({ code }) => codes.has(code) === has));
    const props = { page: c.var.page, withList: withList ?? [], others: others ?? [] };
    return c.html(renderDocument(<FeedsPage {...props} />));
  });
  return app;
}
