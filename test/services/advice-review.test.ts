import { beforeEach, describe, expect, it } from "vitest";
import { viewMessage } from "../../src/addresses.ts";
import { readCaseExport } from "../../src/db/case-export.ts";
import { findCase } from "../../src/db/cases.ts";
import { caseExportSchema } from "../../src/domain/case-export.ts";
import { findRegion } from "../../src/domain/region.ts";
import { readFalls } from "../../src/db/advice-falls.ts";
import { readThread } from "../../src/db/messages.ts";
import { readFallRows } from "../../src/db/outreach-messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import type { Alternative } from "../../src/domain/alternative.ts";
import type { Message } from "../../src/domain/message.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { readAdviceStanding } from "../../src/services/alternatives.ts";
import { dismissCases } from "../../src/services/decisions.ts";
import { advanceClock } from "../../src/services/intake/advance-clock.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { listAnswer } from "../../templates/plain-answer.ts";
import { describeMessage } from "../../templates/message-content.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { catalogueOf, type CatalogueRow } from "../support/catalogue-file.ts";
import { factsOf } from "../support/message-facts.ts";
import { publishNow } from "../support/publish-now.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const MEROPENEM = "20990000000011";
const CEFOTAXIM = ["20990000000101", "20990000000102"] as const;
const cefotaxim = (nplId: string, over: Partial<CatalogueRow> = {}): CatalogueRow => ({
  nplId,
  name: "Cefexem",
  substance: "cefotaxim",
  atc: "J01DD01",
  ...over,
});
const catalogue = [{ nplId: MEROPENEM }, { nplId: "20990000000012" }, ...CEFOTAXIM.map((id) => cefotaxim(id))];

const substance: Alternative = {
  kind: "substance",
  atc: "J01DD01",
  formGroup: "parenteral",
  strength: null,
  name: "cefotaxim",
};
const product: Alternative = { kind: "product", nplId: CEFOTAXIM[0], name: "Cefexem 1 g" };

function away(nplId: string, over: { start?: string; ended?: string } = {}): Notice {
  return makeNotice({
    reportId: `r-${nplId}`,
    nplId,
    atc: "J01DD01",
    productName: "Cefexem 1 g Pulver till injektionsvätska, lösning",
    packages: [makePackage({ nplPackId: nplId, ...over })],
  });
}

const deps = () => ({ db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() });

async function importProducts(rows: readonly CatalogueRow[]) {
  return importCatalogue(deps(), { file: await scene.writeFile(catalogueOf(rows)), maxBytes: 1_000_000 });
}

/** The case of meropenem, with an advice that names these alternatives. */
async function tell(alternatives: readonly Alternative[]): Promise<void> {
  const advice = { type: "other-substance" as const, text: { sv: "Ge cefotaxim." }, alternatives };
  const published = await publishNow(scene.db, {
    caseId: 1,
    kind: null,
    advice,
    audience: { areas: ["Intensivvård"], roles: [] },
    urgency: "normal",
    reviewed: true,
    publishedBy: "Anna",
    now: scene.clock,
    digestChannels: new Set(),
  });
  expect(published.kind).toBe("published");
}

const pending = () =>
  scene.db.selectFrom("case_update").select(["kind"]).where("decision", "=", "pending").orderBy("id").execute();
const kinds = async () => (await pending()).map(({ kind }) => kind);
const falls = async () =>
  (await readFalls(scene.db, [1])).map(({ state, mended }) => [state.kind, mended === null ? null : mended.kind]);

async function newest(): Promise<Message> {
  const [message] = await readThread(scene.db, 1);
  if (message === undefined) throw new Error("test: the case has no message");
  return message;
}

/** What a Swedish reader of the newest message is told to do. */
async function read(): Promise<string> {
  const content = describeMessage(
    viewMessage(await newest(), (path) => path),
    "sv",
  );
  return [content.headline, ...listAnswer(content)].join("\n");
}

const dueAt = async () =>
  (await scene.db.selectFrom("region_case").select("due_at").where("id", "=", 1).executeTakeFirst())?.due_at ?? null;

beforeEach(async () => {
  scene.clock = new Date("2026-08-20T08:00:00Z");
  await scene.importList([makeEntry()]);
  await importProducts(catalogue);
  await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
});

describe("an alternative that is told", () => {
  it("stands in the message with what is known of it, apart from the advice", async () => {
    await tell([substance, product]);
    expect(factsOf("case", await newest()).alternatives).toEqual([
      { alternative: substance, state: { kind: "substance", registered: 2, extent: null }, on: "2026-08-20" },
      { alternative: product, state: { kind: "product", state: "unreported", from: null }, on: "2026-08-20" },
    ]);
    expect(await read()).toContain("Cefotaxim, injektion: inte anmält per 20 augusti (2 registrerade preparat)");
    expect(await read()).toContain("Cefexem 1 g: inte anmält per 20 augusti");
  });

  it("brings its case back when it falls, due at once and once, and says what happened", async () => {
    await tell([substance]);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    expect(await kinds()).toEqual([]);
    scene.clock = new Date("2026-08-22T08:00:00Z");
    await scene.ingest({ at: "2026-08-22", notices: [makeNotice(), ...CEFOTAXIM.map((id) => away(id))] });
    expect(await kinds()).toEqual(["fallen"]);
    expect(await dueAt()).toEqual(scene.clock);
    scene.clock = new Date("2026-08-23T08:00:00Z");
    await scene.ingest({ at: "2026-08-23", notices: [makeNotice(), ...CEFOTAXIM.map((id) => away(id))] });
    expect(await kinds()).toEqual(["fallen"]);
    expect(await falls()).toEqual([["substance", null]]);
  });

  it("is counted by the outreach report from when it fell to the next message, or until somebody stands by it", async () => {
    await tell([product]);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    const span = { from: new Date("2026-08-01T00:00:00Z"), to: new Date("2026-09-01T00:00:00Z") };
    const count = async () => (await readFallRows(scene.db, { ...span, until: new Date("2026-10-01T00:00:00Z") }))[0];
    expect(await count()).toMatchObject({
      regionCode: REGION,
      caseId: 1,
      fellAt: scene.clock,
      toldAt: null,
      mendedAt: null,
    });
    scene.clock = new Date("2026-08-23T08:00:00Z");
    await tell([substance]);
    expect(await count()).toMatchObject({ toldAt: scene.clock, mendedAt: scene.clock, mendedBy: "message" });
    expect((await readFallRows(scene.db, { ...span, until: scene.clock }))[0]).toMatchObject({
      toldAt: null,
      mendedAt: null,
    });
    expect(await readFallRows(scene.db, { from: span.to, to: span.to, until: span.to })).toEqual([]);
  });

  it("falls when it is reported for a day to come, and again when that day comes only if somebody has stood by it", async () => {
    await tell([product]);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0], { start: "2026-08-23" })] });
    expect(await falls()).toEqual([["product", null]]);
    const [update] = await scene.db.selectFrom("case_update").select("id").where("kind", "=", "fallen").execute();
    const cases = [{ caseId: 1, upTo: update?.id ?? 0 }];
    await dismissCases(actAtCommandLine({ ...deps() }), { regionCode: REGION, cases, reason: "Räcker till dess" });
    expect(await falls()).toEqual([["product", "kept"]]);
    scene.clock = new Date("2026-08-23T08:00:00Z");
    await advanceClock(deps());
    expect(await falls()).toEqual([
      ["product", "kept"],
      ["product", null],
    ]);
  });

  it("that somebody stood by, that came back and goes again as it went before, falls anew", async () => {
    await tell([product]);
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    const [update] = await scene.db.selectFrom("case_update").select("id").where("kind", "=", "fallen").execute();
    const cases = [{ caseId: 1, upTo: update?.id ?? 0 }];
    await dismissCases(actAtCommandLine({ ...deps() }), { regionCode: REGION, cases, reason: "Vi har lager" });
    await scene.ingest({ at: "2026-08-22", notices: [makeNotice(), away(CEFOTAXIM[0], { ended: "2026-08-22" })] });
    expect(await falls()).toEqual([["product", "returned"]]);
    await scene.ingest({ at: "2026-08-23", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    expect(await falls()).toEqual([
      ["product", "returned"],
      ["product", null],
    ]);
    expect(await kinds()).toEqual(["fallen"]);
    const found = await findCase(scene.db, 1);
    const region = findRegion(REGION);
    if (found === null || region === undefined) throw new Error("test: the case is not there");
    const told = caseExportSchema.parse(await readCaseExport(scene.db, { region, found, now: scene.clock })).falls;
    expect(told.map(({ version, mended }) => [version, mended?.kind ?? null])).toEqual([
      [1, "returned"],
      [1, null],
    ]);
  });

  it("falls when the catalogue says that it is registered no more, and when the catalogue has it no more", async () => {
    await tell([product, { ...product, nplId: CEFOTAXIM[1] }]);
    await importProducts([{ nplId: MEROPENEM }, cefotaxim(CEFOTAXIM[0], { status: "Avregistrerad" })]);
    expect(await falls()).toEqual([
      ["deregistered", null],
      ["unlisted", null],
    ]);
    expect(await kinds()).toContain("fallen");
  });

  it("that was down when it was told falls only when it becomes worse", async () => {
    await scene.ingest({
      at: "2026-08-21",
      notices: [makeNotice(), { ...away(CEFOTAXIM[0], { start: "2026-09-01" }), type: "cessation" }],
    });
    await tell([product]);
    await scene.ingest({
      at: "2026-08-22",
      notices: [makeNotice(), { ...away(CEFOTAXIM[0], { start: "2026-09-01" }), type: "cessation" }],
    });
    expect(await falls()).toEqual([]);
    await scene.ingest({ at: "2026-08-23", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    expect(await falls()).toEqual([["product", null]]);
  });

  it("that comes back is written down as that, and falls anew when it goes again", async () => {
    await tell([product]);
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    await scene.ingest({ at: "2026-08-22", notices: [makeNotice(), away(CEFOTAXIM[0], { ended: "2026-08-22" })] });
    expect(await falls()).toEqual([["product", "returned"]]);
    await scene.ingest({ at: "2026-08-23", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    expect(await falls()).toEqual([
      ["product", "returned"],
      ["product", null],
    ]);
  });

  it("is mended by the next message that somebody stands for", async () => {
    await tell([product]);
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    await tell([{ ...product, nplId: CEFOTAXIM[1] }]);
    expect(await falls()).toEqual([["product", "message"]]);
    expect(await kinds()).toEqual([]);
    await scene.ingest({ at: "2026-08-22", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    expect(await kinds()).toEqual([]);
  });

  it("of another region is no matter when only a region's own notice says that it is short", async () => {
    await tell([product]);
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), { ...away(CEFOTAXIM[0]), regionCode: "13" }] });
    expect(await falls()).toEqual([]);
  });
});

describe("a rule", () => {
  const moved = makeNotice({ packages: [makePackage({ end: "2026-11-01" })] });

  it("that sends newer facts says that a fallen advice is being reviewed, and does not repeat it", async () => {
    await tell([product]);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
    await scene.ingest({ at: "2026-08-21", notices: [moved, away(CEFOTAXIM[0])] });
    const message = await newest();
    expect(message).toMatchObject({ version: 2, advice: null, reviewed: false, audience: { areas: ["Intensivvård"] } });
    expect(await read()).toContain("Rådet håller inte längre");
    expect(await read()).toContain("Cefexem 1 g: anmält som bristande (per 21 augusti)");
    expect(await read()).not.toContain("Ge cefotaxim.");
    expect(await kinds()).toEqual(["fallen"]);
    expect(await falls()).toEqual([["product", null]]);
    expect(await dueAt()).not.toBeNull();
  });

  it("that does not name fallen advice tells nothing of it by itself", async () => {
    await tell([product]);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    expect((await newest()).version).toBe(1);
  });

  it("that names fallen advice tells of it at once, urgently and once", async () => {
    await tell([product]);
    const rules = [
      { action: "auto" as const, priorities: [1] as [number], changes: ["advice-fallen"] as ["advice-fallen"] },
    ];
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules } });
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    expect(await newest()).toMatchObject({ version: 2, urgency: "high", advice: null, kind: "update" });
    await scene.ingest({ at: "2026-08-22", notices: [makeNotice(), away(CEFOTAXIM[0])] });
    expect((await newest()).version).toBe(2);
    expect(await kinds()).toEqual(["fallen"]);
    await scene.ingest({ at: "2026-08-23", notices: [makeNotice(), away(CEFOTAXIM[0], { ended: "2026-08-23" })] });
    expect((await newest()).version).toBe(2);
    expect(await falls()).toEqual([["product", "returned"]]);
  });

  describe("after it has told readers that the advice is in review", () => {
    const fallRule = { action: "auto" as const, changes: ["advice-fallen"] as ["advice-fallen"] };
    const both = [product, { ...product, nplId: CEFOTAXIM[1] }];
    const standing = () => readAdviceStanding(scene.db, { id: 1, regionCode: REGION });

    beforeEach(async () => {
      await tell(both);
      await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [fallRule] } });
      await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0])] });
      expect((await newest()).version).toBe(2);
    });

    it("follows the other alternatives too, and those that came back and go again", async () => {
      const back = away(CEFOTAXIM[0], { ended: "2026-08-22" });
      await scene.ingest({ at: "2026-08-22", notices: [makeNotice(), back, away(CEFOTAXIM[1])] });
      expect(await falls()).toEqual([
        ["product", "returned"],
        ["product", null],
      ]);
      await scene.ingest({ at: "2026-08-23", notices: [makeNotice(), ...CEFOTAXIM.map((id) => away(id))] });
      expect((await falls()).map(([, mended]) => mended)).toEqual(["returned", null, null]);
      expect(await read()).toContain("nämner 2 alternativ som har fallit bort");
    });

    it("sends the advice again with newer facts once it holds, and once somebody has decided that it stands", async () => {
      await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
      const back = away(CEFOTAXIM[0], { ended: "2026-08-22" });
      await scene.ingest({ at: "2026-08-22", notices: [moved, back] });
      expect(await newest()).toMatchObject({ version: 3, advice: { text: { sv: "Ge cefotaxim." }, fromVersion: 1 } });
      expect(await read()).not.toContain("har inte lämnat något råd");
    });

    it("does not call back what somebody decided to stand by", async () => {
      const [update] = await scene.db.selectFrom("case_update").select("id").where("kind", "=", "fallen").execute();
      const cases = [{ caseId: 1, upTo: update?.id ?? 0 }];
      await dismissCases(actAtCommandLine({ ...deps() }), { regionCode: REGION, cases, reason: "Räcker" });
      expect(await standing()).toMatchObject({ falls: [], keptVersions: [1] });
      await scene.ingest({ at: "2026-08-22", notices: [makeNotice(), away(CEFOTAXIM[0])] });
      expect(await falls()).toEqual([["product", "kept"]]);
    });
  });
});

it("of a case that closes while its advice is down, what comes back is written down too, and nothing falls anew", async () => {
  await tell([product, { ...product, nplId: CEFOTAXIM[1] }]);
  await scene.ingest({ at: "2026-08-21", notices: [makeNotice(), away(CEFOTAXIM[0])] });
  const over = makeNotice({ packages: [makePackage({ ended: "2026-08-22" })] });
  await scene.ingest({ at: "2026-08-22", notices: [over, ...CEFOTAXIM.map((id) => away(id))] });
  expect(await falls()).toEqual([["product", null]]);
  const back = away(CEFOTAXIM[0], { ended: "2026-08-23" });
  await scene.ingest({ at: "2026-08-23", notices: [over, back, away(CEFOTAXIM[1])] });
  expect(await falls()).toEqual([["product", "returned"]]);
});
