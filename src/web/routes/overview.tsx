import { Hono } from "hono";
import { readRegionsWithList } from "../../db/lists.ts";
import { countOpenCases } from "../../db/situation.ts";
import { renderDocument, type WebEnv } from "../page.ts";
import { OverviewPage } from "../pages/overview-page.tsx";
import type { WebDeps } from "../web-deps.ts";

export function createOverviewRoute({ db }: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get("/", async (c) => {
    const counts = await countOpenCases(db);
    const withList = new Set(await readRegionsWithList(db));
    return c.html(renderDocument(<OverviewPage page={c.var.page} counts={counts} withList={withList} />));
  });
  return app;
}
