import { Hono } from "hono";
import { readRegionsWithList } from "../../../db/lists.ts";
import { countCasesByRegion } from "../../../db/situation.ts";
import { findRegion } from "../../../domain/region.ts";
import { search } from "../../../domain/search.ts";
import { cleanQuery } from "../../../domain/search-text.ts";
import { readNationSlice, SHOW_ALL } from "../../search-parts/nation-slice.ts";
import { linkTo, renderDocument, type WebEnv } from "../../frame/page.ts";
import { OverviewPage, type NationSearch } from "./overview-page.tsx";
import { countRegions, readNationAnswer } from "../../search-parts/search-answer.ts";
import type { OpenSearchBook } from "../../search-parts/search-book.ts";
import { readLastRegion } from "../../frame/visit-cookies.ts";
import type { WebDeps } from "../../web-deps.ts";

export function createOverviewRoute({ db }: WebDeps, openBook: OpenSearchBook): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get("/", async (c) => {
    const { page, clock } = c.var;
    const text = cleanQuery(page.query.get("q") ?? "");
    const region = findRegion(page.query.get("region") ?? "");
    // The field asks where to look: a region answers on its own page.
    if (region !== undefined)
      return c.redirect(
        linkTo(page.language, `/r/${region.code}`, new URLSearchParams(text === "" ? {} : { q: text })),
      );
    const counts = await countCasesByRegion(db);
    const withList = new Set(await readRegionsWithList(db));
    const found = text === "" ? null : await readSearch(text);
    const isAll = found === null && (withList.size === 0 || page.query.get(SHOW_ALL) === "all");
    const all = isAll ? await readNationSlice(db, { regionCode: null, query: page.query }) : null;
    const props = {
      page,
      last: readLastRegion(c.req.header("cookie")) ?? null,
      counts,
      withList,
      search: found,
      all,
      today: clock.today(),
    };
    return c.html(renderDocument(<OverviewPage {...props} />));
  });

  async function readSearch(text: string): Promise<NationSearch> {
    const found = search(await openBook(), text);
    const nation = await readNationAnswer(db, { regionCode: null, found, without: new Set() });
    return { found, regions: await countRegions(db, found), nation };
  }
  return app;
}
