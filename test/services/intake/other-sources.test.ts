import { beforeEach, describe, expect, it } from "vitest";
import { readOpenCases } from "../../../src/db/cases.ts";
import { readOpenMatches, readUnmatched } from "../../../src/db/matches.ts";
import { readLastMessage } from "../../../src/db/messages.ts";
import { publishNow } from "../../support/publish-now.ts";
import { EVERYBODY } from "../../../src/domain/audience.ts";
import { readSavedSources, writeSavedSource } from "../../../src/db/saved-sources.ts";
import { readSignals } from "../../../src/db/signals.ts";
import { fimea } from "../../../src/sources/fimea.ts";
import { createSources, findSourceKind } from "../../../src/sources/index.ts";
import { lakemedelsverket } from "../../../src/sources/lakemedelsverket.ts";
import { manual } from "../../../src/sources/manual.ts";
import type { AnySource } from "../../../src/sources/source.ts";
import { makeEntry, makeNotice, makePackage } from "../../support/builders.ts";
import { plain } from "../../support/lakemedelsverket-file.ts";
import { dumpTables, REGION, type Scene } from "../../support/scene.ts";
import { useScene } from "../../support/use-scene.ts";

const OTHER_REGION = "14";
const PRODUCT = "Meropenem Exempel 1 g Pulver till injektions-/infusionsvätska, lösning";

let scene: Scene;
useScene(async (opened) => {
  scene = opened;
  await scene.takeList([makeEntry()]);
  await scene.takeList([makeEntry()], OTHER_REGION);
});

function write(over: object): string {
  return JSON.stringify({
    kind: "medicine",
    regionCode: REGION,
    productName: PRODUCT,
    atc: "J01DH02",
    type: "shortage",
    start: "2026-08-20",
    writtenAt: "2026-08-20T09:30:00+02:00",
    ...over,
  });
}

const device = {
  kind: "device",
  atc: undefined,
  productName: "Infusionsaggregat",
  emdn: "J0101",
  articleNumber: "EX-1",
  manufacturer: "Exempel Medical",
};

/** A region's case of a substance; there must be one. */
async function findOpenCase(regionCode = REGION): Promise<number> {
  const [open] = await readOpenCases(scene.db, regionCode);
  if (open === undefined) throw new Error(`test: region ${regionCode} has no open case`);
  return open.id;
}

async function readChangeKinds(): Promise<string[]> {
  const rows = await scene.db.selectFrom("notice_change").select("kind").orderBy("id").execute();
  return rows.map(({ kind }) => kind);
}

function readMatches(regionCode = REGION) {
  return readOpenMatches(scene.db, regionCode);
}

async function unmatchedNames(regionCode = REGION): Promise<string[]> {
  return (await readUnmatched(scene.db, regionCode)).map(({ productName }) => productName);
}

describe("a notice that a region's pharmacist writes", () => {
  it("opens a case in that region and nowhere else, and is told as new", async () => {
    await scene.subscribe();
    await scene.subscribe({ regionCode: OTHER_REGION });
    const result = await scene.ingestText(manual, write({}));
    expect(result).toMatchObject({ kind: "ingested", baseline: false, changes: { started: 1 } });
    expect(await readOpenCases(scene.db, OTHER_REGION)).toEqual([]);
    expect(await unmatchedNames(OTHER_REGION)).toEqual([]);
    expect(await readOpenCases(scene.db, REGION)).toMatchObject([{ notices: 1, pendingUpdates: 1 }]);

    const caseId = await findOpenCase();
    const told = await publishNow(scene.db, {
      caseId,
      kind: null,
      advice: null,
      audience: EVERYBODY,
      urgency: "normal",
      reviewed: true,
      publishedBy: "anna",
      now: scene.clock,
      digestChannels: new Set(),
    });
    expect(told).toMatchObject({ kind: "published", messageKind: "new", message: { deliveries: 1 } });
    const message = await readLastMessage(scene.db, caseId);
    expect(message?.facts.source).toMatchObject({ name: "manual", fileTime: "2026-08-20T07:30:00.000Z" });
    expect(await scene.db.selectFrom("message").select("region_code").execute()).toEqual([{ region_code: REGION }]);
  });

  it("is updated when it is written again under the same id, and ends when an end is written", async () => {
    await scene.ingestText(manual, write({ id: "m-1" }));
    await scene.ingestText(manual, write({ id: "m-1", forecastEnd: "2026-10-01" }));
    const ended = { forecastEnd: "2026-10-01", actualEnd: "2026-08-20", writtenAt: "2026-08-20T09:45:00+02:00" };
    await scene.ingestText(manual, write({ id: "m-1", ...ended }));
    expect(await scene.db.selectFrom("notice").select(["report_id", "status"]).execute()).toEqual([
      { report_id: "m-1", status: "ended" },
    ]);
    expect(await readChangeKinds()).toEqual(["started", "rescheduled-end", "ended"]);
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
  });

  it("leaves the region it was written for by mistake when it is written again for another", async () => {
    await scene.ingestText(manual, write({ id: "m-1", regionCode: OTHER_REGION }));
    await scene.ingestText(manual, write({ id: "m-1" }));
    expect(await readMatches(OTHER_REGION)).toEqual([]);
    expect(await readOpenCases(scene.db, OTHER_REGION)).toEqual([]);
    expect(await readOpenCases(scene.db, REGION)).toHaveLength(1);
  });

  it("about a device stays one notice when its article number is put right", async () => {
    await scene.ingestText(manual, write({ ...device, id: "m-1" }));
    await scene.ingestText(manual, write({ ...device, id: "m-1", articleNumber: "EX-2" }));
    expect(await scene.db.selectFrom("notice").select("report_id").execute()).toHaveLength(1);
  });

  it("about a device is found by the beginning of its EMDN code, and never by an ATC code with the same letters", async () => {
    const emdn = { atc: "", formGroup: null, substance: "Infusion" } as const;
    await scene.takeList([makeEntry({ ...emdn, emdn: "J01" }), makeEntry({ atc: "J01", formGroup: null })]);
    await scene.ingestText(manual, write(device));
    const found = await readMatches();
    expect(found).toMatchObject([{ entryKey: "EMDN J01//", verdict: "certain" }]);
    expect(found[0]?.why.atc).toEqual({ entry: "EMDN J01", notice: "EMDN J0101" });

    await scene.ingestText(manual, write({ id: "medicine" }));
    const medicine = (await readMatches()).filter(({ productName }) => productName === PRODUCT);
    expect(medicine.map(({ entryKey }) => entryKey)).toEqual(["J01//"]);
  });
});

describe("what hits nothing on a list", () => {
  it("stands among the unmatched, whichever source told it, but for signals, veterinary medicine and what is over", async () => {
    await scene.ingest({
      at: "2026-08-20",
      notices: [
        makeNotice(),
        makeNotice({ reportId: "2", productName: "Annat medel", atc: "A02BC01" }),
        makeNotice({ reportId: "3", productName: "Utan kod", atc: null }),
        makeNotice({ reportId: "4", productName: "Hästkur", atc: "QP54AA01" }),
        makeNotice({ reportId: "5", atc: "A02BC01", packages: [makePackage({ ended: "2026-08-19" })] }),
      ],
    });
    await scene.ingestText(manual, write({ ...device, emdn: undefined }));
    await scene.ingestText(fimea, finnish("012345;1;1.8.2026;"));
    expect(await unmatchedNames()).toEqual(["Annat medel", "Infusionsaggregat", "Utan kod"]);
    expect(await unmatchedNames(OTHER_REGION)).toEqual(["Annat medel", "Utan kod"]);
  });
});

const feed = addSource({ kind: "rss", name: "grannregion", options: {} });

/** A source of that kind as the registry makes it of what is saved. */
function addSource(saved: { kind: string; name: string; options: object }): AnySource {
  const options: unknown = findSourceKind(saved.kind)?.optionsSchema.parse(saved.options);
  const source = createSources([{ ...saved, title: saved.name, url: null, options }]).at(-1);
  if (source?.name !== saved.name) throw new Error(`test: unable to make a source of the kind ${saved.kind}`);
  return source;
}

function rssOf(...items: readonly { guid: string; title: string; text: string; date?: string }[]): string {
  const written = items.map(
    ({ guid, title, text, date = "Thu, 20 Aug 2026 08:00:00 +0200" }) =>
      `<item><guid isPermaLink="false">${guid}</guid><title>${title}</title><pubDate>${date}</pubDate><description>${text}</description></item>`,
  );
  return `<rss version="2.0"><channel><title>Nyheter</title>${written.join("")}</channel></rss>`;
}

describe("an item of a feed", () => {
  const item = { guid: "a", title: "Brist på injektionsvätska", text: "J01DH02 är slut." };

  it("is only ever a possible match: it owns nothing, opens no case and sends nothing", async () => {
    await scene.takeList([makeEntry({ formGroup: null })]);
    await scene.subscribe();
    expect(await scene.ingestText(feed, rssOf(item))).toMatchObject({ kind: "ingested", notices: 1, published: 0 });
    expect(await readMatches()).toMatchObject([{ verdict: "possible", why: { doubts: ["candidate"] } }]);
    expect(await scene.db.selectFrom("match").select("owns").where("owns", "=", true).execute()).toEqual([]);
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
    expect(await scene.db.selectFrom("message").select("id").execute()).toEqual([]);
  });

  it("does not become two when it is edited, and what its words name now is what counts", async () => {
    await scene.ingestText(feed, rssOf(item));
    const other = { guid: "b", title: "Brist på morfin", text: "N02AA01" };
    await scene.ingestText(feed, rssOf(other, { ...item, text: "Rättelse: det gäller N02BE01." }));
    const rows = await scene.db.selectFrom("notice").select(["report_id", "atc"]).orderBy("report_id").execute();
    expect(rows).toEqual([
      { report_id: "a", atc: "N02BE01" },
      { report_id: "b", atc: "N02AA01" },
    ]);
    expect(await readMatches()).toEqual([]);
    expect(await unmatchedNames()).toEqual(["Brist på injektionsvätska", "Brist på morfin"]);
  });

  it("is not gone when the feed no longer lists it", async () => {
    await scene.ingestText(feed, rssOf(item));
    await scene.ingestText(feed, rssOf({ guid: "b", title: "Annat", text: "Inget." }));
    expect(await readChangeKinds()).not.toContain("vanished");
    expect(await readMatches()).toHaveLength(1);
  });

  it("that names a substance is recognised once the national file has told its ATC code", async () => {
    const named = { guid: "c", title: "Regionen har slut på meropenem", text: "Ny leverans nästa vecka." };
    await scene.ingestText(feed, rssOf(named));
    expect(await readMatches()).toEqual([]);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    expect(await scene.ingestText(lakemedelsverket, plain)).toMatchObject({ kind: "ingested", baseline: true });
    await scene.ingestText(feed, rssOf(named, { ...item, guid: "d" }));
    const bySource = (await readMatches()).filter(({ reportId }) => reportId === "c");
    expect(bySource).toMatchObject([{ verdict: "possible", why: { atc: { notice: "J01DH02" } } }]);
  });
});

/** Rows of Fimea's file below its header: number, in force, from, to. */
function finnish(...rows: readonly string[]): string {
  return ["VNR;Voimassa;SaatavuushairioAlkupaiva;SaatavuushairioLoppupaiva", ...rows].join("\n");
}

describe("a Finnish notice", () => {
  beforeEach(async () => {
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
  });

  it("opens no case, sends no overview, and shows beside the article number it is about", async () => {
    const before = await dumpTables(scene.db);
    const result = await scene.ingestText(fimea, finnish("012345;1;1.8.2026;15.9.2026", "999999;1;1.8.2026;"));
    expect(result).toMatchObject({ kind: "ingested", baseline: true, published: 0 });
    const after = await dumpTables(scene.db);
    for (const table of ["message", "region_case", "case_update", "match", "delivery", "notice_change"])
      expect(after[table]).toEqual(before[table]);
    const signals = await readSignals(scene.db, ["012345", "000001"]);
    expect(signals).toMatchObject([{ source: "fimea", articleNumber: "012345" }]);
    expect(signals[0]?.notice.packages).toMatchObject([{ forecastEnd: { value: "2026-09-15" } }]);
  });

  it("that came last does not give its name to a region's overview", async () => {
    await scene.ingestText(fimea, finnish("012345;1;1.8.2026;"));
    await scene.importList([makeEntry()], "01");
    const row = scene.db.selectFrom("message").select("facts").where("region_code", "=", "01");
    expect((await row.executeTakeFirstOrThrow()).facts).toMatchObject({
      overview: [{ notices: 1 }],
      source: { name: "double", asOf: "2026-08-20" },
    });
  });

  it("is no signal any more once it is over, and none once the file no longer lists it", async () => {
    await scene.ingestText(fimea, finnish("012345;1;1.8.2026;", "345678;1;1.8.2026;"));
    await scene.ingestText(fimea, finnish("012345;0;1.8.2026;19.8.2026", "345678;1;1.8.2026;"));
    expect(await readSignals(scene.db, ["012345", "345678"])).toMatchObject([{ articleNumber: "345678" }]);
    await scene.ingestText(fimea, finnish("012345;0;1.8.2026;19.8.2026"));
    expect(await readSignals(scene.db, ["012345", "345678"])).toEqual([]);
  });
});

const spreadsheetOptions = {
  columns: { productName: "Läkemedel", atc: "ATC", nplId: "NPL-id", start: "Från", forecastEnd: "Åter" },
  constants: { type: "restsituation" },
  regionCode: REGION,
};

describe("a region's own spreadsheet", () => {
  it("is read through a saved source, and its notices are that region's only", async () => {
    const saved = { name: "skane-brist", kind: "spreadsheet", title: "Skånes bristlista", url: null };
    await writeSavedSource(scene.db, { source: { ...saved, options: spreadsheetOptions }, now: scene.clock });
    const source = createSources(await readSavedSources(scene.db)).find(({ name }) => name === saved.name);
    if (source === undefined) throw new Error("test: the saved source is not there");
    await scene.subscribe();
    await scene.subscribe({ regionCode: OTHER_REGION });
    const sheet = `Läkemedel;ATC;NPL-id;Från;Åter\n${PRODUCT};J01DH02;;2026-08-01;2026-09-15\n`;
    expect(await scene.ingestText(source, sheet)).toMatchObject({ kind: "ingested", notices: 1, published: 1 });
    expect(await readOpenCases(scene.db, REGION)).toMatchObject([{ notices: 1 }]);
    expect(await readOpenCases(scene.db, OTHER_REGION)).toEqual([]);
    const messages = await scene.db.selectFrom("message").select(["region_code", "kind"]).execute();
    expect(messages).toEqual([{ region_code: REGION, kind: "overview" }]);
  });

  it("whose options no longer fit is left out, and the other sources are read as before", async () => {
    const saved = { title: "x", url: "https://x.example/feed", kind: "rss" };
    const now = scene.clock;
    await writeSavedSource(scene.db, { source: { ...saved, name: "a-old", options: { maxAgeDays: "lång" } }, now });
    await writeSavedSource(scene.db, { source: { ...saved, name: "b-unknown", kind: "telex", options: {} }, now });
    await writeSavedSource(scene.db, { source: { ...saved, name: "c-good", options: {} }, now });
    const names = createSources(await readSavedSources(scene.db)).map(({ name }) => name);
    expect(names).toEqual([
      "lakemedelsverket",
      "lakemedelsverket-products",
      "lakemedelsverket-export",
      "fimea",
      "manual",
      "c-good",
    ]);
  });
});
