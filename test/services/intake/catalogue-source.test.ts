import { utimes } from "node:fs/promises";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { readOpenNotices } from "../../../src/db/notices.ts";
import { readCatalogueDay } from "../../../src/db/products.ts";
import { DEFAULT_GUARDS } from "../../../src/domain/guard.ts";
import { actAtCommandLine } from "../../../src/services/context.ts";
import { readListExtents } from "../../../src/services/extents.ts";
import { acceptSnapshot } from "../../../src/services/intake/accept-snapshot.ts";
import { advanceClock } from "../../../src/services/intake/advance-clock.ts";
import { importCatalogue } from "../../../src/services/intake/import-catalogue.ts";
import { ingestFile } from "../../../src/services/intake/ingest-file.ts";
import type { IngestInput } from "../../../src/services/intake/intake.ts";
import { retractFile } from "../../../src/services/intake/retract-file.ts";
import { lakemedelsverketProducts as source } from "../../../src/sources/lakemedelsverket-products.ts";
import { makeEntry, makeNotice } from "../../support/builders.ts";
import { catalogueOf, workbookOf, workbookRows, type CatalogueRow } from "../../support/catalogue-file.ts";
import { dumpTables, REGION, type Scene } from "../../support/scene.ts";
import { useScene } from "../../support/use-scene.ts";
import { makeXlsx } from "../../support/xlsx-file.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const deps = () => ({ db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() });

/** That many registered powders of meropenem; the first one is `20990000000000`. */
function products(count: number, over: (place: number) => Partial<CatalogueRow> = () => ({})): CatalogueRow[] {
  return Array.from({ length: count }, (_, place) => ({
    nplId: String(20_990_000_000_000 + place),
    name: `Exempem ${place}`,
    ...over(place),
  }));
}

async function take(content: string | Buffer, over: Partial<IngestInput> = {}) {
  const file = await scene.writeFile(content);
  const given = { source, file, maxBytes: 50_000_000, at: null, etag: null, lastModified: null };
  return ingestFile({ ...deps(), guards: { ...DEFAULT_GUARDS, minProducts: 1 } }, { ...given, trust: "poll", ...over });
}

const wordOf = (snapshot: number) => ({
  snapshot,
  reason: "Läkemedelsverket bekräftar",
  findSource: () => Promise.resolve(source),
});
const context = () => ({ ...actAtCommandLine(deps()), maxBytes: 50_000_000 });

/** All but what is kept of the files themselves. */
async function readState(): Promise<Record<string, string[]>> {
  const { snapshot: _, ...tables } = await dumpTables(scene.db);
  return tables;
}

async function readGrade() {
  const [line] = await readListExtents(scene.db, REGION);
  const extent = line?.extent ?? null;
  return extent === null ? null : { grade: extent.grade, registered: extent.registered, unreported: extent.unreported };
}

/** Meropenem on the list, with one product reported short. */
async function reportOne(): Promise<void> {
  await scene.importList([makeEntry()]);
  await scene.ingest({ at: "2026-08-20", notices: [makeNotice({ nplId: "20990000000000" })] });
}

describe("a catalogue is taken in", () => {
  it("from the sheet that is named by a date, beside Filter and Information, and holds on that day", async () => {
    scene.clock = new Date("2026-08-27T08:00:00Z");
    expect(await take(workbookOf(products(3), { sheet: "2026-08-25" }))).toMatchObject({
      kind: "ingested",
      baseline: true,
      products: { products: 3, added: 3, asOf: "2026-08-25", sheet: "2026-08-25", headerRow: 1, skippedRows: 0 },
    });
    expect(await readCatalogueDay(scene.db)).toBe("2026-08-25");
  });

  it("and its day is its own, however the days pass", async () => {
    await take(workbookOf(products(1), { sheet: "2026-08-19" }));
    scene.clock = new Date("2026-08-23T08:00:00Z");
    expect((await advanceClock(deps())).map((moved) => moved.source)).not.toContain(source.name);
    expect(await readCatalogueDay(scene.db)).toBe("2026-08-19");
  });

  it("once: the same bytes again change nothing at all", async () => {
    const file = workbookOf(products(3));
    await take(file);
    const before = await dumpTables(scene.db);
    expect(await take(file)).toMatchObject({ kind: "ingested", known: true, products: { products: 3, added: 0 } });
    expect(await dumpTables(scene.db)).toEqual(before);
  });

  it("and writes only the products that differ from the day before", async () => {
    await take(workbookOf(products(4)));
    const readRows = async () => {
      const { rows } = await sql<{ id: string; xmin: string }>`
        select npl_id as id, xmin::text as xmin from product order by 1`.execute(scene.db);
      return rows;
    };
    const [before, , third] = await readRows();
    const next = products(5, (place) => (place === 2 ? { strength: "2 g" } : {})).filter((_, place) => place !== 1);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    expect(await take(workbookOf(next, { sheet: "2026-08-21" }))).toMatchObject({
      products: { products: 4, added: 1, altered: 1, removed: 1 },
    });
    const after = await readRows();
    expect(after.map(({ id }) => id.slice(-1))).toEqual(["0", "2", "3", "4"]);
    expect(after[0]).toEqual(before);
    expect(after[1]).not.toEqual(third);
  });

  it("with every extent measured again: a product that leaves the register makes news of what is worse, once", async () => {
    await reportOne();
    await take(workbookOf(products(2)));
    expect(await readGrade()).toEqual({ grade: "part", registered: 2, unreported: 1 });
    await scene.db.deleteFrom("case_update").execute();
    scene.clock = new Date("2026-08-21T08:00:00Z");
    await take(workbookOf(products(1), { sheet: "2026-08-21" }));
    expect(await readGrade()).toEqual({ grade: "whole", registered: 1, unreported: 0 });
    const moves = scene.db.selectFrom("case_update").select("moved");
    expect(await moves.execute()).toEqual([{ moved: { from: "part", to: "whole" } }]);
    scene.clock = new Date("2026-08-22T08:00:00Z");
    await take(
      workbookOf(
        products(1, () => ({ holder: "Ny innehavare" })),
        { sheet: "2026-08-22" },
      ),
    );
    expect(await moves.execute()).toHaveLength(1);
  });
});

describe("the day of a catalogue", () => {
  it("is that of the newest sheet, where a workbook has several days", async () => {
    const [old, next] = [workbookRows(products(2)), workbookRows(products(3))];
    const book = makeXlsx({ "2026-08-18": old, "2026-08-19": next, "2026-08-17": old, "2026-08-29": old });
    expect(await take(book)).toMatchObject({ products: { products: 3, asOf: "2026-08-19", sheet: "2026-08-19" } });
  });

  it.each([
    ["2026-08-19", "2026-08-19"],
    ["20260819", "2026-08-19"],
    ["Läkemedelsprodukter 2026-08-19", "2026-08-19"],
    ["Lakemedelsprodukter_20260819", "2026-08-19"],
    ["19.8.2026", "2026-08-19"],
    ["19 augusti 2026", "2026-08-19"],
    ["2026_08_19 0225", "2026-08-19"],
    // When the file was written.
    ["Data", "2026-08-20"],
    ["Blad 3", "2026-08-20"],
    ["2026-13-45", "2026-08-20"],
  ])("that is in a sheet named %j is %s", async (sheet, day) => {
    expect(await take(workbookOf(products(1), { sheet }))).toMatchObject({ products: { asOf: day, sheet } });
  });

  it("is never one to come: the file's own time holds, with a warning", async () => {
    const result = await take(workbookOf(products(1), { sheet: "2026-08-21" }));
    expect(result).toMatchObject({
      products: { asOf: "2026-08-20" },
      warnings: [
        { place: 'sheet "2026-08-21"', problem: "2026-08-21 has not come: the file is taken as of 2026-08-20" },
      ],
    });
  });

  it("of a CSV file is when the file was written, and today when that has not come", async () => {
    const file = await scene.writeFile(catalogueOf(products(1)));
    await utimes(file, new Date("2026-08-12T08:00:00Z"), new Date("2026-08-12T08:00:00Z"));
    expect(await importCatalogue(deps(), { file, maxBytes: 1e6 })).toMatchObject({ products: { asOf: "2026-08-12" } });
    const other = await scene.writeFile(catalogueOf(products(2)));
    await utimes(other, new Date("2027-01-01T08:00:00Z"), new Date("2027-01-01T08:00:00Z"));
    expect(await importCatalogue(deps(), { file: other, maxBytes: 1e6 })).toMatchObject({
      products: { asOf: "2026-08-20" },
    });
  });
});

describe("a catalogue that a guard does not believe", () => {
  it.each<[string, () => ReturnType<typeof take>, string]>([
    [
      "shrank",
      () => take(workbookOf(products(90), { sheet: "2026-08-20" })),
      "the file has 90 products, 25 % fewer than the last one's 120",
    ],
    [
      "changed in much at once",
      () => take(workbookOf(products(120, (place) => (place < 40 ? { form: "Tablett" } : {})))),
      "40 products came, left or changed at once, against 120 in the last file",
    ],
    [
      "grew by more than a register does",
      () => take(workbookOf(products(180))),
      "60 products came, left or changed at once, against 120 in the last file",
    ],
    [
      "has lost the column that tells of homeopathic products",
      () => take(workbookOf(products(120), { without: ["Produktkategori"] })),
      "the column Produktkategori, which the last file had, is missing",
    ],
    [
      "is older than the last one",
      () => take(workbookOf(products(121), { sheet: "2026-08-18" })),
      'the file was made 2026-08-18, before the last accepted one (2026-08-19); if that one is wrong, undo it with "ingest retract',
    ],
  ])("since it %s is held with the reason, and changes nothing", async (_what, takeDoubtful, reason) => {
    await reportOne();
    await take(workbookOf(products(120), { sheet: "2026-08-19" }));
    const before = await readState();
    const result = await takeDoubtful();
    expect(result).toMatchObject({ kind: "held", reason: expect.stringContaining(reason) });
    expect(await readState()).toEqual(before);
    // Every poll brings it again: it is kept once.
    const again = await takeDoubtful();
    expect("snapshot" in again && "snapshot" in result && again.snapshot === result.snapshot).toBe(true);
  });

  it("since it was fetched and has too few products is held, while one that is handed in is a person's word", async () => {
    const file = await scene.writeFile(workbookOf(products(120)));
    const given = { source, file, maxBytes: 1e7, at: null, etag: null, lastModified: null };
    expect(await ingestFile(deps(), { ...given, trust: "poll" })).toMatchObject({
      kind: "held",
      reason: "the file has 120 products, fewer than the 5000 expected",
    });
    expect(await ingestFile(deps(), { ...given, trust: "file" })).toMatchObject({ kind: "ingested" });
  });

  it("is taken in on somebody's word, from the sheet that they named, and with its own day", async () => {
    await take(workbookOf(products(120), { sheet: "2026-08-18" }));
    const file = await scene.writeFile(workbookOf(products(60), { sheet: "Mitt urval" }));
    await utimes(file, new Date("2026-08-19T08:00:00Z"), new Date("2026-08-19T08:00:00Z"));
    const held = await importCatalogue(deps(), { file, maxBytes: 1e7, sheet: "Mitt urval", headerRow: 1 });
    expect(held.kind).toBe("held");
    scene.clock = new Date("2026-08-24T08:00:00Z");
    const accepted = await acceptSnapshot(context(), wordOf("snapshot" in held ? held.snapshot : 0));
    expect(accepted).toMatchObject({
      kind: "ingested",
      products: { products: 60, removed: 60, asOf: "2026-08-19", sheet: "Mitt urval" },
    });
    const log = scene.db.selectFrom("audit").select(["deed", "reason"]);
    expect(await log.execute()).toContainEqual({ deed: "snapshot-accepted", reason: "Läkemedelsverket bekräftar" });
  });

  it("was believed and is taken back: the one before it holds again, on its own day, and so do extents", async () => {
    await reportOne();
    await take(workbookOf(products(3), { sheet: "2026-08-18" }));
    const wrong = await take(workbookOf(products(1), { sheet: "2026-08-19" }));
    expect(await readGrade()).toMatchObject({ grade: "whole" });
    scene.clock = new Date("2026-08-21T08:00:00Z");
    const snapshot = "snapshot" in wrong ? wrong.snapshot : 0;
    expect(await retractFile(context(), wordOf(snapshot))).toMatchObject({
      kind: "retracted",
      holds: { snapshot: snapshot - 1 },
    });
    expect(await readCatalogueDay(scene.db)).toBe("2026-08-18");
    expect(await readGrade()).toEqual({ grade: "part", registered: 3, unreported: 2 });
  });

  it("was the only one and is taken back: then nothing claims an extent", async () => {
    await reportOne();
    const only = await take(workbookOf(products(1)));
    expect(await retractFile(context(), wordOf("snapshot" in only ? only.snapshot : 0))).toMatchObject({ holds: null });
    expect(await readCatalogueDay(scene.db)).toBeNull();
    expect(await readGrade()).toEqual({ grade: "unknown", registered: null, unreported: null });
    expect(await readOpenNotices(scene.db)).toHaveLength(1);
  });
});

describe("what nobody can place never makes a grade better: the one product that is reported stays all there is", () => {
  it.each<[string, Partial<CatalogueRow>]>([
    ["two forms in one package", { form: "Injektionsvätska, lösning + tablett" }],
    ["two forms in one cell", { form: "Injektionsvätska, lösning; Tablett" }],
    ["a combination package", { form: "Kombinationsförpackning" }],
    ["a combination package that names one form", { form: "Injektionsvätska, lösning (kombinationsförpackning)" }],
    ["no form", { form: "" }],
    ["no ATC code", { atc: "" }],
    ["a shorter ATC code", { atc: "J01D" }],
    ["a veterinary product", { species: "VET" }],
    ["a veterinary ATC code", { atc: "QJ01DH02" }],
    ["neither people nor animals", { species: "" }],
    ["a deregistered product", { status: "Avregistrerad" }],
    ["a product that is suspended", { status: "Tillfälligt återkallad" }],
    ["a status nobody knows", { status: "Registrerad?" }],
    ["a longer status that begins as a known one", { status: "Registrerad t.o.m. 2024" }],
    ["a homeopathic product", { status: "Registrerad", category: "Homeopatiskt läkemedel" }],
    ["an anthroposophic product", { status: "Registrerad", category: "Antroposofiska medel" }],
  ])("%s", async (_what, odd) => {
    await reportOne();
    const rows = [...products(1), { nplId: "20990000000999", name: "Annan", ...odd }];
    expect(await take(workbookOf(rows))).toMatchObject({ kind: "ingested" });
    expect(await readGrade()).toEqual({ grade: "whole", registered: 1, unreported: 0 });
  });

  it.each<[string, Partial<CatalogueRow>]>([
    ["status", { status: "Avregistrerad" }],
    ["form", { form: "Tablett" }],
    ["ATC code", { atc: "J01DH51" }],
    ["kind of patient", { species: "VET" }],
    ["category", { category: "Homeopatiskt läkemedel" }],
  ])("one product in two rows that differ in %s", async (_what, other) => {
    await reportOne();
    const twice = { nplId: "20990000000999", name: "Annan" };
    const rows = [...products(1), twice, { ...twice, ...other }];
    const result = await take(workbookOf(rows));
    expect(result).toMatchObject({
      products: { products: 2, skippedRows: 0 },
      warnings: [{ place: 'row 4, column "NPL-id"' }],
    });
    expect(await readGrade()).toEqual({ grade: "whole", registered: 1, unreported: 0 });
  });

  it("but one product in two rows that say the same is one product, and counted once", async () => {
    await reportOne();
    const twice = { nplId: "20990000000999", name: "Annan" };
    const rows = [...products(1), twice, { ...twice, substance: "meropenemtrihydrat" }];
    expect(await take(workbookOf(rows))).toMatchObject({ products: { products: 2 }, warnings: [] });
    expect(await readGrade()).toEqual({ grade: "part", registered: 2, unreported: 1 });
  });

  it("and every status that means registered counts, whatever the letters' size", async () => {
    await reportOne();
    const statuses = ["Godkänd", "Registrerad", "GODKÄND", "registrerad "];
    const rows = products(4, (place) => ({ status: statuses[place] ?? "" }));
    await take(workbookOf(rows));
    expect(await readGrade()).toEqual({ grade: "part", registered: 4, unreported: 3 });
  });
});

it.each([
  ["a column", ["Registrerings-status"], 'the column "Registreringsstatus" or "Status" is missing'],
  ["two columns", ["Form", "H/V"], 'the column "Form" or "Läkemedelsform" or "Beredningsform" and "H/V" or'],
])(
  "a catalogue that lost %s it cannot do without is kept as rejected and changes nothing",
  async (_w, without, reason) => {
    await reportOne();
    await take(workbookOf(products(3), { sheet: "2026-08-19" }));
    const before = await readState();
    expect(await take(workbookOf(products(3), { without }))).toMatchObject({
      kind: "rejected",
      reason: expect.stringContaining(reason),
    });
    expect(await readState()).toEqual(before);
  },
);

it.each<[string, Partial<CatalogueRow>, string]>([
  ["forms", { form: "" }, 'the column "Form" is empty in every row'],
  ["codes", { atc: "" }, 'the column "ATC-kod" is empty in every row'],
  ["registered products", { status: "Avregistrerad" }, "none of the 3 products is a registered one for people"],
  ["statuses anybody knows", { status: "A" }, 'the first one\'s status is "A"'],
])("a catalogue without any %s is no catalogue: nothing would be left of anything", async (_w, over, reason) => {
  expect(await take(workbookOf(products(3, () => over)))).toMatchObject({
    kind: "rejected",
    reason: expect.stringContaining(reason),
  });
});
