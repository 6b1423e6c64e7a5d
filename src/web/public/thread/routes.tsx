import { parseRowId } from "../../../domain/row-id.ts";
import { Hono } from "hono";
import { readContact } from "../../../db/case-desk.ts";
import { findCase, type RegionCase } from "../../../db/cases.ts";
import { readThread } from "../../../db/messages.ts";
import type { Db } from "../../../db/schema.ts";
import { findRegion } from "../../../domain/region.ts";
import { readCaseFacts, readCaseSignals } from "../../case-parts/case-facts.ts";
import { readAdviceStanding, renewAlternatives } from "../../../services/alternatives.ts";
import { pageForReader } from "../../frame/desk-readers.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { linkTo, renderDocument, type WebEnv } from "../../frame/page.ts";
import { CasePage } from "./case-page.tsx";
import type { WebDeps } from "../../web-deps.ts";

export function createCaseRoute(deps: WebDeps): Hono<WebEnv> {
  const { db, publicUrl } = deps;
  const app = new Hono<WebEnv>();
  app.get("/r/:region/:case", async (c) => {
    const page = await pageForReader(deps, c);
    const region = findRegion(c.req.param("region"));
    if (region === undefined) return answerNotFound(c, page.t.notFound.region);
    const found = await findRegionCase(db, { regionCode: region.code, id: c.req.param("case") });
    if (found === null) return answerNotFound(c, page.t.notFound.thread);
    const thread = await renewAlternatives(db, await readThread(db, found.id));
    const { notices, ...current } = await readCaseFacts(db, found, c.var.clock.today());
    const props = {
      page,
      region,
      caseId: found.id,
      entry: found.entry,
      thread,
      link: (path: string) => publicUrl + linkTo(page.language, path),
      ...current,
      contact: await readContact(db, region.code),
      standing: await readAdviceStanding(db, found),
      signals: await readCaseSignals(db, notices),
    };
    return c.html(renderDocument(<CasePage {...props} />));
  });
  return app;
}

/** The case with that id in that region; nothing but an id finds one. */
async function findRegionCase(db: Db, wanted: { regionCode: string; id: string }): Promise<RegionCase | null> {
  const id = parseRowId(wanted.id);
  const found = id === null ? null : await findCase(db, id);
  return found?.regionCode === wanted.regionCode ? found : null;
}
