import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { beforeEach, describe, expect, it } from "vitest";
import { readOpenCases } from "../../src/db/cases.ts";
import { readUntoldUpdates } from "../../src/db/case-updates.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { entryFact } from "../../src/domain/case.ts";
import { sayExtent } from "../../templates/extent-sentence.ts";
import { stringsOf } from "../../templates/language.ts";
import { readListExtents } from "../../src/services/extents.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { catalogueOf, type CatalogueRow } from "../support/catalogue-file.ts";
import { NO_GUARDS, REGION, type Scene } from "../support/scene.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const nplIdOf = (number: number): string => String(20_990_000_000_000 + number);

async function importProducts(rows: readonly CatalogueRow[] | string) {
  const deps = { db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() };
  const text = typeof rows === "string" ? rows : catalogueOf(rows);
  return importCatalogue(deps, { file: await scene.writeFile(text), maxBytes: 10_000_000 });
}

function short(number: number, start = "2026-08-01"): Notice {
  const nplId = nplIdOf(number);
  const productName = `Exempem ${number} 1 g Pulver till injektions-/infusionsvätska, lösning`;
  return makeNotice({
    reportId: `r${number}`,
    nplId,
    productName,
    packages: [makePackage({ nplPackId: nplId, start })],
  });
}

async function grades(): Promise<(string | undefined)[]> {
  return (await readOpenCases(scene.db, REGION)).map(({ extent }) => extent?.grade);
}

describe("the extents of a region's cases", () => {
  const two = [1, 2].map((number) => ({ nplId: nplIdOf(number), name: `Exempem ${number}` }));

  beforeEach(async () => {
    await scene.importList([makeEntry({ atc: "J01DH02", formGroup: "parenteral", strength: null })]);
  });

  it("claim nothing before there is a catalogue, and the first one is no news", async () => {
    await scene.ingest({ at: "2026-08-20", notices: [short(1)] });
    expect(await grades()).toEqual(["unknown"]);
    await importProducts(two);
    expect(await grades()).toEqual(["part"]);
    const [open] = await readOpenCases(scene.db, REGION);
    expect(open?.pendingUpdates).toBe(0);
  });

  it("move with the notices, and a worse grade waits for a person together with the change", async () => {
    await importProducts(two);
    await scene.ingest({ at: "2026-08-20", notices: [short(1)] });
    await scene.ingest({ at: "2026-08-21", notices: [short(1), short(2)] });
    expect(await grades()).toEqual(["whole"]);
    const [open] = await readOpenCases(scene.db, REGION);
    expect(open?.pendingUpdates).toBe(1);
    expect(await readUntoldUpdates(scene.db, open?.id ?? 0)).toMatchObject([{ moved: { from: "part", to: "whole" } }]);
  });

  it("move with the catalogue, which is news on a day without any other", async () => {
    await importProducts(two);
    await scene.ingest({ at: "2026-08-20", notices: [short(1)] });
    await importProducts(two.slice(0, 1));
    expect(await grades()).toEqual(["whole"]);
    const [open] = await readOpenCases(scene.db, REGION);
    expect(open?.pendingUpdates).toBe(1);
  });

  it("count a region's own notice for that region alone", async () => {
    await scene.importList([makeEntry({ atc: "J01DH02", formGroup: "parenteral", strength: null })], "13");
    await importProducts(two);
    await scene.ingest({ at: "2026-08-20", notices: [short(1), { ...short(2), regionCode: "13" }] });
    expect(await grades()).toEqual(["part"]);
    expect((await readOpenCases(scene.db, "13")).map(({ extent }) => extent?.grade)).toEqual(["whole"]);
  });

  it("end with the case, and begin anew when it opens again", async () => {
    await importProducts(two);
    await scene.ingest({ at: "2026-08-20", notices: [short(1), short(2)] });
    const over = makePackage({ nplPackId: nplIdOf(1), ended: "2026-08-21" });
    await scene.ingest({
      at: "2026-08-21",
      notices: [
        { ...short(1), packages: [over] },
        { ...short(2), packages: [over] },
      ],
    });
    expect(await grades()).toEqual([]);
    await scene.ingest({ at: "2026-08-22", notices: [short(1)] });
    expect(await grades()).toEqual(["part"]);
  });
});

describe.skipIf(sharedDataMissing)(`on the real file, list and catalogue (${sharedDataMissing ?? "here"})`, () => {
  it("every line has the extent that a reading of its own counts", async () => {
    const list = parseRegionList(readFileSync(sharedData("lists/prioriterade-exempel.csv")));
    if (list.kind !== "parsed") throw new Error("the example list could not be read");
    await scene.importList(list.entries);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    await importProducts(readFileSync(sharedData("products/catalogue.csv"), "utf8"));
    const file = sharedData("lakemedelsverket/2026-08-21.xml");
    await scene.ingestFrom(lakemedelsverket, { file, guards: NO_GUARDS });

    const measured = (await readListExtents(scene.db, REGION)).map(({ entry, extent, registered: all }) => {
      const none = { ...NOTHING, registered: all, unreported: all };
      const { grade, registered, short: away, coming, ceasing, unreported } = extent ?? none;
      return { key: entry.key, grade, registered, short: away, coming, ceasing, unreported };
    });
    expect(measured).toEqual(readNaively());
    const count = (grade: string) => measured.filter((line) => line.grade === grade).length;
    expect([measured.length - count("none"), count("whole")]).toEqual([63, 2]);

    const told = (await readListExtents(scene.db, REGION)).flatMap(({ entry, extent }) =>
      extent === null ? [] : [sayExtent(extent, entryFact(entry), { on: DAY, t: stringsOf("sv") })],
    );
    expect(told).toEqual(expect.arrayContaining(TOLD));
    expect(told.filter((text) => text.length > 260 || !/^[A-ZÅÄÖ].*: .*[^.]\.$/.test(text))).toEqual([]);
  });
});

const NOTHING = { grade: "none", registered: null, short: 0, coming: 0, ceasing: 0, unreported: null };

/** What some of them are told as. */
const TOLD = [
  "Meropenem, injektion: 3 av 16 preparat slutar säljas. 13 är inte anmälda som bristande.",
  "Remifentanil, injektion: 1 av 9 preparat är anmält som bristande. 8 är inte anmälda som bristande.",
  "Bensylpenicillin, injektion: alla 3 registrerade preparat är anmälda. 1 har brist nu, 1 väntas få brist, 1 slutar säljas. Från 15 september är alla 3 drabbade.",
  "Aminofyllin, injektion: det enda registrerade preparatet är anmält som bristande.",
  "Vätskor för spädning och lösning, injektion: 1 preparat slutar säljas. Vi vet inte hur många andra preparat som finns.",
];

// ---------------------------------------------------------------------------------------------------------------------
// The same counted in another way: by regular expressions over the files, with none of the product's own readers.

const DAY = "2026-08-21";
/** Every form of the catalogue and of product names that the entries ask for, by words in it. */
const FORMS: Readonly<Record<string, RegExp>> = {
  parenteral: /inj|inf|implant|emuls|subk|depotsusp|parenteral/i,
  oral: /tabl|kaps|oral|granul|brus|drop|dosgranul|mixtur|pulver i dos|lösning i/i,
  inhalation: /inhal|nebul/i,
  ögon: /ögon/i,
};

function isForm(group: string, form: string): boolean {
  if (group === "") return true;
  if (group === "oral" && /inj|inf|inhal|nebul|ögon|(?<!oral\/)rekt|kutan|munhåle|munsk/i.test(form)) return false;
  if (group === "parenteral" && /inhal|oral|ögon|kräm|salva|munsk|nebul|sköljv/i.test(form)) return false;
  return FORMS[group]?.test(form) ?? false;
}

interface NaiveReport {
  readonly id: string;
  readonly name: string;
  readonly atc: string;
  readonly state: "short" | "coming" | "ceasing";
}

function readReports(): NaiveReport[] {
  const xml = readFileSync(sharedData("lakemedelsverket/2026-08-21.xml"), "utf8");
  const value = (text: string, tag: string) => new RegExp(`<(?:\\w+:)?${tag}>([^<]*)<`).exec(text)?.[1] ?? "";
  const parts = (text: string, tag: string) => text.split(new RegExp(`<(?:\\w+:)?${tag}(?:\\s[^>]*)?>`)).slice(1);
  return parts(xml, "MedicineShortage").flatMap((one) =>
    parts(one, "MedicinalProduct").flatMap((product): NaiveReport[] => {
      const open = parts(product, "PackagedMedicinalProduct").filter((pack) => {
        const end = value(pack, "ActualEndDate").slice(0, 10);
        return end === "" || end > DAY;
      });
      if (open.length === 0) return [];
      const begun = open.some((pack) => value(pack, "ForecastedStartDate").slice(0, 10) <= DAY);
      const state = value(one, "TypeOfShortage") === "CESSATION" ? "ceasing" : begun ? "short" : "coming";
      const [id, name, atc] = ["NPLId", "ProductName", "ATC"].map((tag) => readTag(product, tag));
      return [{ id: id ?? "", name: name ?? "", atc: atc ?? "", state }];
    }),
  );
}

function readTag(text: string, tag: string): string {
  return new RegExp(`<(?:\\w+:)?${tag}(?:\\s[^>]*)?>([^<]*)<`).exec(text)?.[1]?.trim() ?? "";
}

function readNaively() {
  const rows = (path: string) =>
    parse<Record<string, string>>(readFileSync(sharedData(path)), { columns: true, bom: true });
  const catalogue = rows("products/catalogue.csv");
  const known = new Map(catalogue.map((row) => [row["NPL-id"], row]));
  const reports = readReports();
  return rows("lists/prioriterade-exempel.csv").map((line) => {
    const [atc = "", form = "", strength = ""] = [line["ATC"], line["Beredningsform"], line["Styrka"]];
    const states = new Map<string, { state: string; strength: string }>();
    for (const row of catalogue)
      if (row["ATC-kod"]?.startsWith(atc) === true && isForm(form, row["Form"] ?? ""))
        states.set(row["NPL-id"] ?? "", { state: "unreported", strength: row["Styrka"] ?? "" });
    const rank = ["short", "coming", "ceasing", "unreported"];
    for (const { id, name, atc: code, state } of reports) {
      const row = known.get(id);
      if (!(states.has(id) || (code.startsWith(atc) && isForm(form, row?.["Form"] ?? name)))) continue;
      const before = states.get(id);
      if (before !== undefined && rank.indexOf(before.state) <= rank.indexOf(state)) continue;
      states.set(id, { state, strength: before?.strength ?? strengthOf(name) });
    }
    const found = [...states.values()];
    const count = (state: string) => found.filter((one) => one.state === state).length;
    const away = { short: count("short"), coming: count("coming"), ceasing: count("ceasing") };
    const key = `${atc}/${form}/${strength}`;
    const all = atc.length === 7 ? found.length : null;
    if (found.length === count("unreported")) return { key, ...NOTHING, registered: all, unreported: all };
    if (atc.length < 7) return { key, ...NOTHING, ...away, grade: "unknown" };
    const groups = Map.groupBy(found, (one) => foldStrength(one.strength));
    const isGone = [...groups].some(([text, ones]) => text !== "" && ones.every(({ state }) => state !== "unreported"));
    const left = count("unreported");
    const grade = left === 0 ? "whole" : isGone ? "strength" : away.short + away.coming > 0 ? "part" : "ceasing";
    return { key, grade, registered: found.length, ...away, unreported: left };
  });
}

/** The first amount in a product's name and what follows up to the form. */
function strengthOf(name: string): string {
  return /(?<= )\d[\d ,.]*(?: ?(?:mg|g|mikrogram|mmol|IE|ml|%|milj)[^ ]*)+(?: ?I\/ml)?/.exec(name)?.[0] ?? "";
}

function foldStrength(text: string): string {
  return text
    .toLowerCase()
    .replace(/\(.*\)|\s/g, "")
    .replace(/^(\d+(?:,\d+)?)g$/, (_all, grams: string) => `${Number(grams.replace(",", ".")) * 1000}mg`);
}
