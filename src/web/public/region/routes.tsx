import { Hono } from "hono";
import { readRegionsWithList } from "../../../db/lists.ts";
import { readClosedCases, readSituations } from "../../../db/situation.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import { findRegion } from "../../../domain/region.ts";
import { search } from "../../../domain/search.ts";
import { cleanQuery } from "../../../domain/search-text.ts";
import { parseCaseFilter } from "../../case-parts/case-filter.ts";
import { summarizeCase } from "../../case-parts/case-line.ts";
import { pageForReader } from "../../frame/desk-readers.ts";
import { readNationSlice } from "../../search-parts/nation-slice.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument, type WebEnv } from "../../frame/page.ts";
import { RegionPage } from "./region-page.tsx";
import { readRegionAnswer } from "../../search-parts/search-answer.ts";
import type { OpenSearchBook } from "../../search-parts/search-book.ts";
import { rememberRegion } from "../../frame/visit-cookies.ts";
import type { WebDeps } from "../../web-deps.ts";

const CLOSED_SHOWN_DAYS = 14;

export function createRegionRoute(deps: WebDeps, openBook: OpenSearchBook): Hono<WebEnv> {
  const { db, now, publicUrl } = deps;
  const app = new Hono<WebEnv>();
  app.get("/r/:region", async (c) => {
    const page = await pageForReader(deps, c);
    const region = findRegion(c.req.param("region"));
    if (region === undefined) return answerNotFound(c, page.t.notFound.region);
    rememberRegion(c, publicUrl, region);
    const { code: regionCode } = region;
    const since = new Date(now().getTime() - CLOSED_SHOWN_DAYS * 86_400_000);
    const today = stockholmDate(now());
    const situations = await readSituations(db, regionCode);
    const lines = situations.map((situation) => summarizeCase(situation, today));
    const hasList = (await readRegionsWithList(db)).includes(regionCode);
    const text = cleanQuery(page.query.get("q") ?? "");
    const props = {
      page,
      region,
      lines,
      hasList,
      today,
      closed: await readClosedCases(db, { regionCode, since }),
      filter: parseCaseFilter(page.query),
      answer: text === "" ? null : await answer(text, regionCode),
      nation:
        text === "" && !hasList && lines.length === 0
          ? await readNationSlice(db, { regionCode, query: page.query })
          : null,
    };
    return c.html(renderDocument(<RegionPage {...props} />));
  });

  async function answer(text: string, regionCode: string) {
    const book = await openBook();
    return readRegionAnswer(db, { regionCode, today: stockholmDate(now()), book, found: search(book, text) });
  }
  return app;
}
