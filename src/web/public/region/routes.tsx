import { Hono } from "hono";
import { readRegionsWithList } from "../../../db/lists.ts";
import { readClosedCases, readSituations, type ClosedCase } from "../../../db/situation.ts";
import type { IsoDate } from "../../../domain/calendar.ts";
import { findRegion } from "../../../domain/region.ts";
import { search } from "../../../domain/search.ts";
import { cleanQuery } from "../../../domain/search-text.ts";
import { parseCaseFilter } from "../../case-parts/case-filter.ts";
import { summarizeCase } from "../../case-parts/case-line.ts";
import { pageForReader } from "../../frame/desk-readers.ts";
import { readNationSlice } from "../../search-parts/nation-slice.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import type { PageClock } from "../../frame/page-clock.ts";
import { renderDocument, type WebEnv } from "../../frame/page.ts";
import { RegionPage } from "./region-page.tsx";
import { readRegionAnswer } from "../../search-parts/search-answer.ts";
import type { OpenSearchBook } from "../../search-parts/search-book.ts";
import { rememberRegion } from "../../frame/visit-cookies.ts";
import type { WebDeps } from "../../web-deps.ts";

const CLOSED_SHOWN_MS = 14 * 86_400_000;

export function createRegionRoute(deps: WebDeps, openBook: OpenSearchBook): Hono<WebEnv> {
  const { db, publicUrl } = deps;
  const app = new Hono<WebEnv>();
  app.get("/r/:region", async (c) => {
    const page = await pageForReader(deps, c);
    const region = findRegion(c.req.param("region"));
    if (region === undefined) return answerNotFound(c, page.t.notFound.region);
    rememberRegion(c, publicUrl, region);
    const { code: regionCode } = region;
    const { clock } = c.var;
    const today = clock.today();
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
      closed: await readLatelyClosed(regionCode, clock),
      filter: parseCaseFilter(page.query),
      answer: text === "" ? null : await answer(text, { regionCode, today }),
      nation:
        text === "" && !hasList && lines.length === 0
          ? await readNationSlice(db, { regionCode, query: page.query })
          : null,
    };
    return c.html(renderDocument(<RegionPage {...props} />));
  });

  async function answer(text: string, where: { regionCode: string; today: IsoDate }) {
    const book = await openBook();
    return readRegionAnswer(db, { ...where, book, found: search(book, text) });
  }

  async function readLatelyClosed(regionCode: string, clock: PageClock): Promise<ClosedCase[]> {
    const since = new Date(clock.now.getTime() - CLOSED_SHOWN_MS);
    const closed = await readClosedCases(db, { regionCode, since });
    return closed.filter(({ closedAt }) => !clock.hasPassed(new Date(closedAt.getTime() + CLOSED_SHOWN_MS + 1)));
  }
  return app;
}
