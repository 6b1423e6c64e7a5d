import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { BRANDS } from "../../src/domain/medicine-brands.ts";
import { search, type Found, type SearchBook } from "../../src/domain/search.ts";
import { foldText, soundOf } from "../../src/domain/search-text.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { createApp } from "../../src/web/app.ts";
import { createSearchBook } from "../../src/web/search-parts/search-book.ts";
import { createScene, NO_GUARDS } from "../support/scene.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { createWebDeps } from "./site.ts";

const CATALOGUE = "products/catalogue.csv";

describe.skipIf(sharedDataMissing !== null)("on a real file and a hospital's list", async () => {
  const scene = await createScene();
  scene.clock = new Date("2026-08-21T06:00:00Z");
  const app = createApp(createWebDeps(scene.db, { now: () => scene.clock }));
  let book: SearchBook;

  beforeAll(async () => {
    const list = parseRegionList(await readFile(sharedData("lists/prioriterade-exempel.csv")));
    if (list.kind !== "parsed") throw new Error(`test: the list was not read: ${list.reason}`);
    await scene.importList(list.entries);
    const file = sharedData("lakemedelsverket/2026-08-21.xml");
    const result = await scene.ingestFrom(lakemedelsverket, { file, guards: NO_GUARDS });
    if (result.kind !== "ingested") throw new Error(`test: the file was not taken in: ${result.kind}`);
    book = await createSearchBook(scene.db)();
  });
  afterAll(() => scene.close());

  const linesOf = (found: Found): string[] =>
    (found.entries.get("12") ?? []).map(({ entry }) => `${entry.substance}, ${entry.formGroup ?? ""}`);

  async function ask(question: string): Promise<string> {
    const response = await app.request(`/r/12?q=${encodeURIComponent(question)}`);
    const [main = ""] = /<main[\s\S]*<\/main>/.exec(await response.text()) ?? [];
    return main
      .replace(/<form[\s\S]*?<\/form>/g, "")
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ");
  }

  it("each of the list's lines is found by its name, its code and its name in capitals without accents", () => {
    for (const { entry } of book.lists[0]?.lines ?? [])
      for (const question of [entry.substance, entry.atc.toLowerCase(), foldText(entry.substance).toUpperCase()])
        expect(linesOf(search(book, question)), question).toContain(`${entry.substance}, ${entry.formGroup ?? ""}`);
  });

  it("with a letter left out in the middle each is asked about, or sounds as itself", () => {
    const lines = book.lists[0]?.lines ?? [];
    for (const { entry } of lines) {
      const [word = ""] = foldText(entry.substance).split(" ");
      const at = Math.floor(word.length / 2);
      const written = word.slice(0, at) + word.slice(at + 1);
      // Without its c, kalcium is kalium.
      if (lines.some((other) => foldText(other.entry.substance).startsWith(written))) continue;
      const found = search(book, written);
      const names = found.known ? linesOf(found).join(" ") : found.suggestions.join(" ");
      expect(foldText(names), `${word} → ${names}`).toContain(word);
    }
  });

  it.each([
    ["morfin", "Morfin, injektion/infusion står på regionens lista. Ingen brist"],
    ["Meropenm", "Menade du Meropenem"],
    ["J01DH02", "Meropenem , injektion/infusion"],
    ["j01 dh 02", "Meropenem , injektion/infusion"],
    ["panodil", "Vi sökte också på Paracetamol"],
    ["morphine", "Morfin, injektion/infusion står på regionens lista"],
    ["Morphine sulphate", "Morfin, injektion/infusion står på regionens lista"],
    ["diprivan", "Propofol , injektion/infusion"],
    ["klexane", "Enoxaparin , injektion/infusion"],
    ["tazocin", "Piperacillin och tazobaktam , injektion/infusion"],
    ["betapred", "Inget på regionens lista passar"],
    ["solu-cortef", "Hydrokortison, injektion/infusion står på regionens lista"],
    ["epinephrine", "Adrenalin , injektion/infusion"],
    ["glyceryl trinitrate", "Glyceryltrinitrat"],
    ["penicillin G", "Bensylpenicillin , injektion/infusion"],
    ["co-trimoxazole", "Sulfametoxazol och trimetoprim"],
    ["lidocaine", "Lidokain"],
    ["rocuronium", "Rokuronium"],
    ["hydrocortisone", "Hydrokortison"],
    ["potassium chloride", "Kaliumklorid"],
    ["tranexamic acid", "Tranexamsyra"],
    ["B05XA01", "Kaliumklorid"],
    ["bondil", "Bondil 1000 mikrogram Uretralstift"],
    ["20180608100143", "Bondil 1000 mikrogram Uretralstift"],
    ["creon", "Creon"],
    ["amoxcillin", "Amoxicillin"],
    ["cefotaxin", "Menade du Cefotaxim"],
    ["vancomycine", "Vankomycin"],
    ["noradrenalinn", "Menade du Noradrenalin"],
    ["hydroxizin", "Inget på regionens lista passar"],
    ["qwertyuiop", "Vi känner inte igen ”qwertyuiop”"],
  ])("%s: %s", async (question, answer) => {
    const text = await ask(question);
    expect(text).toContain(answer);
    expect(text).not.toContain("Inget läkemedel passar");
  });

  it("English names of the list's substances lead to them", () => {
    for (const [english, swedish] of ENGLISH) {
      const found = linesOf(search(book, english)).join("; ");
      expect(found.includes(swedish), `${english} is ${swedish}, found ${found}`).toBe(true);
    }
  });

  it("with the product catalogue a brand and a product's NPL id lead to the list's line", async () => {
    const deps = { db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() };
    const result = await importCatalogue(deps, { file: sharedData(CATALOGUE), maxBytes: 50_000_000 });
    expect(result.kind).toBe("ingested");
    expect(await ask("respinal")).toMatch(/Naloxon/);
    expect(await ask("19750613000031")).toMatch(/Paracetamol/);
    expect(await ask("okändbrand")).toContain("Vi känner inte igen");
  });
});

describe.skipIf(sharedDataMissing !== null)("of all products that are registered", async () => {
  const row = z.object({ Namn: z.string(), "Verksamt ämne": z.string() });
  const readRows = async () =>
    z.array(row).parse(parse(await readFile(sharedData(CATALOGUE)), { columns: true, bom: true }));

  it("no two substances sound the same", async () => {
    const substances = new Set((await readRows()).flatMap((product) => product["Verksamt ämne"].split(/, |: /)));
    const sounds = Map.groupBy(substances, (name) => foldText(name).split(" ").map(soundOf).join(""));
    const same = [...sounds.values()]
      .map((names) => [...new Set(names.map(foldText))])
      .filter((names) => names.length > 1);
    expect(same).toEqual([]);
  });

  it("the brands that are known by heart hold what is said of them", async () => {
    const rows = await readRows();
    // The catalogue calls these by other names than lists do: vitamins, human insulin, iodine, calcium.
    const otherwise = new Set(["konakion", "betolvex", "humulin", "insuman", "omnipaque", "visipaque", "kalcipos"]);
    for (const [brand, substances] of BRANDS) {
      const products = rows.filter(({ Namn }) => ` ${foldText(Namn)} `.startsWith(` ${brand} `));
      if (products.length === 0 || otherwise.has(brand)) continue;
      const held = products.map((product) => foldText(product["Verksamt ämne"]));
      const isHeld = substances.some((substance) =>
        held.some((all) =>
          foldText(substance)
            .split(" och ")
            .every((part) => all.includes(part)),
        ),
      );
      expect(isHeld, `${brand} is said to hold ${substances.join(" or ")}; it holds ${held.join("; ")}`).toBe(true);
    }
  });
});

/** English INN, BAN or common names beside the list's Swedish ones. */
const ENGLISH: readonly (readonly [string, string])[] = `
pantoprazole=Pantoprazol esomeprazole=Esomeprazol atropine=Atropin lactulose=Laktulos thiamine=Tiamin
dalteparin=Dalteparin enoxaparin=Enoxaparin alteplase=Alteplas tenecteplase=Tenekteplas phytomenadione=Fytomenadion
hydroxocobalamin=Hydroxokobalamin mannitol=Mannitol amiodarone=Amiodaron norepinephrine=Noradrenalin dopamine=Dopamin
dobutamine=Dobutamin epinephrine=Adrenalin ephedrine=Efedrin nitroglycerin=Glyceryltrinitrat adenosine=Adenosin
hydralazine=Hydralazin furosemide=Furosemid captopril=Kaptopril methylergometrine=Metylergometrin oxytocin=Oxytocin
octreotide=Oktreotid dexamethasone=Dexametason prednisolone=Prednisolon levothyroxine=Levotyroxinnatrium
glucagon=Glukagon benzylpenicillin=Bensylpenicillin dicloxacillin=Dikloxacillin flucloxacillin=Flukloxacillin
cephalexin=Cefalexin cefuroxime=Cefuroxim cefotaxime=Cefotaxim ceftazidime=Ceftazidim ceftriaxone=Ceftriaxon
erythromycin=Erytromycin azithromycin=Azitromycin clindamycin=Klindamycin gentamycin=Gentamicin vancomycin=Vankomycin
metronidazole=Metronidazol fluconazole=Flukonazol acyclovir=Aciklovir methotrexate=Metotrexat diclofenac=Diklofenak
succinylcholine=Suxameton suxamethonium=Suxameton rocuronium=Rokuronium dantrolene=Dantrolen isoflurane=Isofluran
sevoflurane=Sevofluran ketamine=Ketamin etomidate=Etomidat esketamine=Esketamin bupivacaine=Bupivakain
ropivacaine=Ropivakain levobupivacaine=Levobupivakain morphine=Morfin oxycodone=Oxikodon aspirin=Acetylsalicylsyra
acetaminophen=Paracetamol phenytoin=Fenytoin clonazepam=Klonazepam valproate=Valproinsyra dexmedetomidine=Dexmedetomidin
neostigmine=Neostigmin methadone=Metadon albuterol=Salbutamol terbutaline=Terbutalin ipratropium=Ipratropiumbromid
aminophylline=Aminofyllin promethazine=Prometazin tropicamide=Tropikamid proxymetacaine=Proximetakain
edetate=Edetater protamine=Protamin naloxone=Naloxon acetylcysteine=Acetylcystein iohexol=Johexol`
  .trim()
  .split(/\s+/)
  .map((pair) => {
    const [english = "", swedish = ""] = pair.split("=");
    return [english, swedish] as const;
  });
