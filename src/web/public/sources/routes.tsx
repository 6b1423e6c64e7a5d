import { Hono } from "hono";
import { readOpenAlerts } from "../../../db/alerts.ts";
import { readSourceStandings } from "../../../db/source-health.ts";
import { SOURCES_PATH } from "../../../addresses.ts";
import { renderDocument, type WebEnv } from "../../frame/page.ts";
import { SourcesPage } from "./sources-page.tsx";
import type { WebDeps } from "../../web-deps.ts";

export function createSourcesRoute({ db }: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get(SOURCES_PATH, async (c) => {
    const [standings, alerts] = [await readSourceStandings(db), await readOpenAlerts(db)];
    const { page, clock } = c.var;
    return c.html(renderDocument(<SourcesPage page={page} standings={standings} alerts={alerts} clock={clock} />));
  });
  return app;
}
