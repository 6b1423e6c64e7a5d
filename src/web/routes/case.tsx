import { Hono } from "hono";
import { findCase, readCaseNotices, type RegionCase } from "../../db/cases.ts";
import { readProducts, readShortNplIds } from "../../db/products.ts";
import { readThread } from "../../db/messages.ts";
import type { Db } from "../../db/schema.ts";
import { readSignals, type Signal } from "../../db/signals.ts";
import { readSourceFacts, readSourceState } from "../../db/snapshots.ts";
import { buildFacts } from "../../domain/case.ts";
import { stockholmDate } from "../../domain/calendar.ts";
import { NATIONAL_SOURCE } from "../../domain/source-health.ts";
import { findUnaffected } from "../../domain/product.ts";
import { messagePath, type MessageFacts } from "../../domain/message.ts";
import { isOpen } from "../../domain/notice.ts";
import { findRegion } from "../../domain/region.ts";
import { answerNotFound } from "../not-found.tsx";
import { linkTo, renderDocument, type WebEnv } from "../page.ts";
import { CasePage } from "../pages/case-page.tsx";
import type { EndedNotice } from "../pages/current-notices.tsx";
import type { Unaffected } from "../pages/unaffected-products.tsx";
import type { WebDeps } from "../web-deps.ts";

export function createCaseRoute({ db, publicUrl }: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get("/r/:region/:case", async (c) => {
    const { page } = c.var;
    const region = findRegion(c.req.param("region"));
    if (region === undefined) return answerNotFound(c, page.t.notFound.region);
    const found = await findRegionCase(db, { regionCode: region.code, id: c.req.param("case") });
    if (found === null) return answerNotFound(c, page.t.notFound.thread);
    const thread = await readThread(db, found.id);
    const url = publicUrl + linkTo(page.language, messagePath({ regionCode: region.code, caseId: found.id }));
    const props = {
      page,
      region,
      entry: found.entry,
      thread,
      url,
      ...(await readNow(db, found)),
      unaffected: await readUnaffected(db, found),
      signals: await readCaseSignals(db, found),
    };
    return c.html(renderDocument(<CasePage {...props} />));
  });
  return app;
}

/** The case with that id in that region; nothing but an id finds one. */
async function findRegionCase(db: Db, wanted: { regionCode: string; id: string }): Promise<RegionCase | null> {
  if (!/^[1-9]\d{0,14}$/.test(wanted.id)) return null;
  const found = await findCase(db, Number(wanted.id));
  return found?.regionCode === wanted.regionCode ? found : null;
}

async function readCaseSignals(db: Db, found: RegionCase): Promise<Signal[]> {
  const notices = await readCaseNotices(db, found.id);
  const numbers = notices.flatMap(({ notice }) => notice.packages.map((pack) => pack.nordicArticleNumber.value));
  return readSignals(db, [...new Set(numbers.filter((number) => number !== null))]);
}

/**
 * The products of the case's substance and form that the national file does not report short; null without a catalogue or
 * without that file.
 */
async function readUnaffected(db: Db, { entry, regionCode }: RegionCase): Promise<Unaffected | null> {
  if (entry.formGroup === null) return null;
  const known = await readProducts(db, entry.atc);
  const national = await readSourceState(db, NATIONAL_SOURCE);
  if (known === null || national === null) return null;
  const shortNplIds = await readShortNplIds(db, { atc: entry.atc, regionCode });
  const { atc, formGroup, strength } = entry;
  const query = { products: known.products, atc, formGroup, shortNplIds, ...(strength === null ? {} : { strength }) };
  // It says no more than the older of the two: what is registered, and what is reported short.
  const fileDate = stockholmDate(new Date(national.fileTime));
  return { asOf: fileDate < known.asOf ? fileDate : known.asOf, products: findUnaffected(query) };
}

/** What the sources say of a case now: what is open in full, the rest by name. */
async function readNow(db: Db, found: RegionCase): Promise<{ facts: MessageFacts | null; ended: EndedNotice[] }> {
  const notices = await readCaseNotices(db, found.id);
  const sources = await readSourceFacts(
    db,
    notices.map(({ notice }) => notice.source),
  );
  if (sources === null) return { facts: null, ended: [] };
  const facts = buildFacts({ entry: found.entry, notices, changes: [], sources });
  const ended = notices
    .filter(({ status }) => !isOpen(status))
    .map(({ notice, status }) => {
      const ends = notice.packages.map((pack) => pack.actualEnd.value).filter((date) => date !== null);
      return { productName: notice.productName, status, endedOn: ends.toSorted().at(-1) ?? null };
    });
  return { facts, ended };
}
