import { describe, expect, it } from "vitest";
import { sql } from "kysely";
import { readOpenCases } from "../../src/db/cases.ts";
import { readUntoldUpdates } from "../../src/db/case-updates.ts";
import { readOpenMatches } from "../../src/db/matches.ts";
import { describeRemark } from "../../src/domain/list-remarks.ts";
import type { OwnProduct } from "../../src/domain/list.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { readListExtents } from "../../src/services/extents.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { checkOwnProducts } from "../../src/services/list-reading.ts";
import { makeEntry, makeNotice, makePackage, type NoticeOver } from "../support/builders.ts";
import { catalogueOf, type CatalogueRow } from "../support/catalogue-file.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const nplIdOf = (number: number): string => String(20_160_101_000_000 + number);
const NOTHING: OwnProduct = { nplId: null, nplPackId: null, articleNumber: null, name: null };

async function importProducts(...rows: readonly CatalogueRow[]): Promise<void> {
  const deps = { db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() };
  await importCatalogue(deps, { file: await scene.writeFile(catalogueOf(rows)), maxBytes: 10_000_000 });
}

/** Three products of meropenem by injection, and one of another substance. */
const CATALOGUE = [
  ...[1, 2, 3].map((number) => ({ nplId: nplIdOf(number), name: `Exempem ${number}` })),
  { nplId: nplIdOf(9), name: "Alvedon", substance: "paracetamol", atc: "N02BE01", form: "Tablett", strength: "500 mg" },
] as const;

function short(number: number, over: NoticeOver = {}): Notice {
  const productName = `Exempem ${number} 1 g Pulver till injektions-/infusionsvätska, lösning`;
  const packages = [makePackage({ nplPackId: nplIdOf(number + 100) })];
  return makeNotice({ reportId: `r${number}`, nplId: nplIdOf(number), productName, packages, ...over });
}

async function buy(...own: readonly Partial<OwnProduct>[]): Promise<void> {
  await scene.importList([makeEntry({ own: own.map((product) => ({ ...NOTHING, ...product })) })]);
}

async function measure() {
  const [line] = await readListExtents(scene.db, REGION);
  const { grade = "none", registered = null, short: away = 0 } = line?.extent ?? {};
  return { grade, registered, away, own: line?.own.map(({ name, state }) => `${name}: ${state}`) };
}

describe("what a region buys", () => {
  it("is hit while others are left, and another region with the same line has another grade", async () => {
    await importProducts(...CATALOGUE);
    await buy({ nplId: nplIdOf(1) }, { nplId: nplIdOf(2), name: "Vår andra" });
    await scene.importList([makeEntry()], "13");
    await scene.ingest({ at: "2026-08-20", notices: [short(1)] });
    expect(await measure()).toEqual({
      grade: "own",
      registered: 3,
      away: 1,
      own: ["Exempem 1 1 g: short", "Vår andra: unreported"],
    });
    const kept = async (code: string) => (await readOpenCases(scene.db, code)).map(({ extent }) => extent?.grade);
    expect(await kept(REGION)).toEqual(["own"]);
    expect(await kept("13")).toEqual(["part"]);
  });

  it("becomes news on the day it is hit, from part to own", async () => {
    await importProducts(...CATALOGUE);
    await buy({ nplId: nplIdOf(2) });
    await scene.ingest({ at: "2026-08-20", notices: [short(1)] });
    expect((await measure()).grade).toBe("part");
    await scene.ingest({ at: "2026-08-21", notices: [short(1), short(2)] });
    const [open] = await readOpenCases(scene.db, REGION);
    expect(await readUntoldUpdates(scene.db, open?.id ?? 0)).toMatchObject([{ moved: { from: "part", to: "own" } }]);
    await scene.ingest({ at: "2026-08-22", notices: [short(1), short(2), short(3)] });
    expect((await measure()).grade).toBe("whole");
  });

  it("becomes the case's when the list names it, without any file", async () => {
    await importProducts(...CATALOGUE);
    await buy();
    await scene.ingest({ at: "2026-08-20", notices: [short(1)] });
    await buy({ nplPackId: nplIdOf(101), name: "Vår meropenem" });
    expect(await measure()).toMatchObject({ grade: "own", own: ["Vår meropenem: short"] });
    const [found] = await readOpenMatches(scene.db, REGION);
    expect(found?.why.own).toEqual({ by: "package", id: nplIdOf(101), outside: false });
    const [open] = await readOpenCases(scene.db, REGION);
    expect(open?.entry.own).toMatchObject([{ name: "Vår meropenem" }]);
  });

  it("is told where nothing is reported, and what nobody knows is unknown", async () => {
    await importProducts(...CATALOGUE);
    await buy({ nplId: nplIdOf(1) }, { nplId: nplIdOf(7) });
    expect(await measure()).toMatchObject({
      grade: "none",
      own: ["Exempem 1 1 g: unreported", `${nplIdOf(7)}: unknown`],
    });
  });

  it("opens a case though its notice tells no code, and counts in the total as the catalogue says", async () => {
    await importProducts(...CATALOGUE);
    await buy({ nplId: nplIdOf(1) });
    await scene.ingest({ at: "2026-08-20", notices: [short(1, { atc: null, productName: "Okänd" })] });
    expect(await measure()).toMatchObject({ grade: "own", registered: 3, away: 1 });
  });

  it("counts as a reported product when it has left the register", async () => {
    await importProducts(...CATALOGUE);
    await buy({ nplId: nplIdOf(7) });
    await scene.ingest({ at: "2026-08-20", notices: [short(7)] });
    expect(await measure()).toMatchObject({ grade: "own", registered: 4, away: 1, own: ["Exempem 7 1 g: short"] });
  });

  it.each<[string, NoticeOver]>([
    ["its notice says", { atc: "N02BE01", productName: "Alvedon 500 mg Tablett" }],
    ["the catalogue says, where its notice tells no code", { atc: null, productName: "Alvedon 500 mg Tablett" }],
  ])("is told and not counted in the total when it is of another substance, as %s", async (_name, over) => {
    await importProducts(...CATALOGUE);
    await buy({ nplId: nplIdOf(9) });
    await scene.ingest({ at: "2026-08-20", notices: [short(9, over)] });
    expect(await measure()).toEqual({ grade: "own", registered: 3, away: 0, own: ["Alvedon 500 mg: short"] });
    expect((await readOpenCases(scene.db, REGION)).map(({ extent }) => extent?.grade)).toEqual(["own"]);
  });

  it("has no state but a notice's before there is a catalogue", async () => {
    await buy({ nplId: nplIdOf(1) }, { nplId: nplIdOf(2) });
    await scene.ingest({ at: "2026-08-20", notices: [short(1)] });
    expect(await measure()).toEqual({
      grade: "own",
      registered: null,
      away: 1,
      own: ["Exempem 1 1 g: short", `${nplIdOf(2)}: unknown`],
    });
  });

  it("is not hit by what another region has written for itself", async () => {
    await importProducts(...CATALOGUE);
    await buy({ nplId: nplIdOf(1) });
    await scene.ingest({ at: "2026-08-20", notices: [short(1, { regionCode: "13" }), short(2)] });
    expect(await measure()).toMatchObject({ grade: "part", own: ["Exempem 1 1 g: unreported"] });
  });

  it("was bought by nobody in what was stored before lists could tell", async () => {
    await buy({ nplId: nplIdOf(1) });
    await scene.ingest({ at: "2026-08-20", notices: [short(1)] });
    await sql`update region_case set entry = entry - 'own'`.execute(scene.db);
    await sql`update region_case set entry = entry || '{"own": []}' where not entry ? 'own'`.execute(scene.db);
    expect((await readOpenCases(scene.db, REGION))[0]?.entry.own).toEqual([]);
  });
});

describe("the report on a list", () => {
  async function remarks(own: readonly Partial<OwnProduct>[]): Promise<string[]> {
    const entry = makeEntry({ row: 7, own: own.map((product) => ({ ...NOTHING, ...product })) });
    return (await checkOwnProducts(scene.db, [entry])).map((remark) => `${remark.row} ${describeRemark(remark)}`);
  }

  it("points out what the catalogue does not know, or knows as something else", async () => {
    await importProducts(...CATALOGUE, { nplId: nplIdOf(4), name: "Gammal", status: "Avregistrerad" });
    expect(await remarks([{ nplId: nplIdOf(1) }])).toEqual([]);
    expect(await remarks([{ nplId: nplIdOf(7) }])).toEqual([
      `7 the catalogue does not know ${nplIdOf(7)}, so nobody can say that it is not reported; is the number right?`,
    ]);
    expect(await remarks([{ nplId: nplIdOf(9) }])).toEqual([
      `7 ${nplIdOf(9)} Alvedon 500 mg has another ATC code, N02BE01; is the number right?`,
    ]);
    expect(await remarks([{ nplId: nplIdOf(4) }])).toEqual([`7 ${nplIdOf(4)} Gammal 1 g is not registered any more`]);
    expect(await remarks([{ articleNumber: "012345", name: "Meronem" }, { nplPackId: nplIdOf(1) }])).toEqual([
      "7 Meronem has no NPL id, so it cannot be looked up in the catalogue; write it",
      `7 ${nplIdOf(1)} has no NPL id, so it cannot be looked up in the catalogue; write it`,
    ]);
  });

  it("says once that nothing could be looked up, before there is a catalogue", async () => {
    expect(await remarks([{ nplId: nplIdOf(1) }, { nplId: nplIdOf(7) }])).toEqual([
      "7 there is no catalogue yet, so the numbers have not been looked up",
    ]);
    expect(await remarks([])).toEqual([]);
  });
});
