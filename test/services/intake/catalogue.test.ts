import { describe, expect, it } from "vitest";
import { readOpenCases } from "../../../src/db/cases.ts";
import { readOpenMatches } from "../../../src/db/matches.ts";
import { readCatalogueDay } from "../../../src/db/products.ts";
import { readLineExtent } from "../../../src/services/extents.ts";
import { importCatalogue } from "../../../src/services/intake/import-catalogue.ts";
import { makeEntry, makeNotice, makePackage } from "../../support/builders.ts";
import { dumpTables, REGION, type Scene } from "../../support/scene.ts";
import { useScene } from "../../support/use-scene.ts";

const NPL_ID = "20990000000011";
const FORM = "Pulver till injektions-/infusionsvätska, lösning";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

interface Row {
  readonly name?: string;
  readonly atc?: string;
  readonly form?: string;
  readonly strength?: string;
  readonly nplId?: string;
  readonly species?: string;
  readonly status?: string;
}

/** A catalogue of those products, each a registered powder of meropenem 1 g unless told otherwise. */
function catalogueOf(...rows: readonly Row[]): string {
  const lines = rows.map(
    ({
      name = "Exempem",
      atc = "J01DH02",
      form = FORM,
      strength = "1 g",
      nplId = NPL_ID,
      species = "H",
      status = "Registrerad",
    }) => [name, "meropenem", atc, form, strength, nplId, species, status, "Exempelbolaget AB"].join(";"),
  );
  return ["Namn;Verksamt ämne;ATC-kod;Form;Styrka;NPL-id;H/V;Registreringsstatus;Innehavare", ...lines, ""].join("\n");
}

async function importText(text: string) {
  const deps = { db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() };
  return importCatalogue(deps, { file: await scene.writeFile(text), maxBytes: 1_000_000 });
}

/** Names of the products that nobody reported, as a region's case page finds them. */
async function readUnreported(regionCode = REGION): Promise<string[]> {
  const { extent } = await readLineExtent(scene.db, { regionCode, entry: makeEntry({ strength: null }) });
  return (extent?.products ?? []).filter(({ state }) => state === "unreported").map(({ name }) => name);
}

async function readVerdicts(): Promise<string[]> {
  return (await readOpenMatches(scene.db, REGION)).map(({ verdict }) => verdict);
}

describe("the form and strength of the catalogue", () => {
  it("make a certain match of a product whose name says nothing of them, and open its case for the pharmacist", async () => {
    await scene.takeList([makeEntry({ strength: "1 g" })]);
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice({ productName: "Exempem" })] });
    expect(await readVerdicts()).toEqual(["possible"]);
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);

    expect(await importText(catalogueOf({}))).toMatchObject({ kind: "ingested", products: { products: 1 } });
    expect(await readVerdicts()).toEqual(["certain"]);
    expect(await readOpenCases(scene.db, REGION)).toMatchObject([{ notices: 1, pendingUpdates: 1 }]);
    const updates = await scene.db.selectFrom("case_update").select(["kind", "decision"]).execute();
    expect(updates).toEqual([{ kind: "list", decision: "pending" }]);
  });

  it("are surer than a name that says something else", async () => {
    await scene.takeList([makeEntry()]);
    const tablet = makeNotice({ productName: "Exempem 1 g Filmdragerad tablett" });
    await scene.ingest({ at: "2026-08-20", notices: [tablet] });
    expect(await readVerdicts()).toEqual([]);
    await importText(catalogueOf({}));
    expect(await readVerdicts()).toEqual(["certain"]);
    await importText(catalogueOf({ form: "Filmdragerad tablett" }));
    expect(await readVerdicts()).toEqual([]);
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
  });

  it("count for what a later file tells, too", async () => {
    await scene.takeList([makeEntry()]);
    await importText(catalogueOf({}));
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice({ productName: "Exempem" })] });
    expect(await readVerdicts()).toEqual(["certain"]);
  });

  it("do not open a case for what has ended", async () => {
    await scene.takeList([makeEntry()]);
    const ended = makeNotice({ productName: "Exempem", packages: [makePackage({ ended: "2026-08-19" })] });
    await scene.ingest({ at: "2026-08-20", notices: [ended] });
    await importText(catalogueOf({}));
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
  });
});

describe("the products that nobody reported", () => {
  const catalogue = catalogueOf(
    { name: "Kort", nplId: NPL_ID },
    { name: "Kort utan kod", nplId: "20990000000028" },
    { name: "Finns", nplId: "20990000000035" },
    { name: "Åter", nplId: "20990000000042" },
    { name: "Avregistrerad", nplId: "20990000000059", status: "Avregistrerad" },
    { name: "Djur", nplId: "20990000000066", species: "V" },
    { name: "Tablett", nplId: "20990000000073", form: "Tablett" },
    { name: "Annan substans", nplId: "20990000000080", atc: "J01DH03" },
  );

  it("leave out what is reported short, whatever its notice says of ATC, and what is veterinary, deregistered or of another form", async () => {
    await importText(catalogue);
    await scene.ingest({
      at: "2026-08-20",
      notices: [
        makeNotice(),
        makeNotice({ reportId: "2", nplId: "20990000000028", atc: null }),
        makeNotice({ reportId: "3", nplId: "20990000000042", packages: [makePackage({ ended: "2026-08-19" })] }),
      ],
    });
    expect(await readUnreported()).toEqual(["Finns", "Åter"]);
  });

  it("leave out what the region itself reports short, and keep what another region does", async () => {
    const away = makeNotice({ reportId: "2", nplId: "20990000000028" });
    await importText(catalogue);
    await scene.ingest({ at: "2026-08-20", notices: [away, makeNotice({ regionCode: "14" })] });
    expect(await readUnreported(REGION)).toContain("Kort");
    expect(await readUnreported("14")).not.toContain("Kort");
  });

  it("are those of the newest catalogue: what it no longer has is gone, also when two come on one day", async () => {
    const reported = { name: "Kort", nplId: "20990000000059" };
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice({ nplId: reported.nplId })] });
    await importText(catalogueOf(reported, { name: "Gammal" }, { name: "Kvar", nplId: "20990000000028" }));
    await importText(catalogueOf(reported, { name: "Kvar", nplId: "20990000000028" }));
    expect(await readUnreported()).toEqual(["Kvar"]);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    await importText(catalogueOf(reported, { name: "Ny", nplId: "20990000000035" }));
    expect(await readUnreported()).toEqual(["Ny"]);
    expect(await readCatalogueDay(scene.db)).toBe("2026-08-21");
  });
});

it.each([
  ["without products", catalogueOf()],
  ["in which no row can be read", catalogueOf({ nplId: "abc" })],
  ["that is something else", "<html></html>"],
])("a catalogue %s is kept and leaves everything else as it was, and says why", async (_name, text) => {
  await scene.takeList([makeEntry()]);
  await scene.ingest({ at: "2026-08-20", notices: [makeNotice({ productName: "Exempem" })] });
  await importText(catalogueOf({}));
  const { snapshot: _, ...before } = await dumpTables(scene.db);
  const result = await importText(text);
  expect(result).toMatchObject({
    kind: "rejected",
    reason: expect.stringMatching(/^(row|none of the rows|the file) .*[:(]/),
  });
  const { snapshot, ...after } = await dumpTables(scene.db);
  expect(after).toEqual(before);
  expect(snapshot).toHaveLength(3);
});
