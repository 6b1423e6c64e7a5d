import { Hono } from "hono";
import { readRegionsWithList } from "../../db/lists.ts";
import { readClosedCases, readSituations } from "../../db/situation.ts";
import { stockholmDate } from "../../domain/calendar.ts";
import { findRegion } from "../../domain/region.ts";
import { parseCaseFilter } from "../case-filter.ts";
import { summarizeCase } from "../case-line.ts";
import { answerNotFound } from "../not-found.tsx";
import { renderDocument, type WebEnv } from "../page.ts";
import { RegionPage } from "../pages/region-page.tsx";
import type { WebDeps } from "../web-deps.ts";

const CLOSED_SHOWN_DAYS = 14;

export function createRegionRoute({ db, now }: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get("/r/:region", async (c) => {
    const { page } = c.var;
    const region = findRegion(c.req.param("region"));
    if (region === undefined) return answerNotFound(c, page.t.notFound.region);
    const since = new Date(now().getTime() - CLOSED_SHOWN_DAYS * 86_400_000);
    const situations = await readSituations(db, region.code);
    const closed = await readClosedCases(db, { regionCode: region.code, since });
    const withList = await readRegionsWithList(db);
    const filter = parseCaseFilter(page.query);
    const today = stockholmDate(now());
    const props = {
      page,
      region,
      closed,
      filter,
      lines: situations.map((situation) => summarizeCase(situation, today)),
    };
    return c.html(renderDocument(<RegionPage {...props} hasList={withList.includes(region.code)} />));
  });
  return app;
}
