import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formGroupOf } from "../../src/domain/form.ts";
import { parseProductName } from "../../src/domain/product-name.ts";
import { isStrength } from "../../src/domain/strength.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { readCases } from "../support/case-table.ts";

describe("parseProductName", () => {
  it.each(
    readCases<[string, string, string | null, string | null]>(`
      Alvedon forte 1 g Filmdragerad tablett → Alvedon forte → 1 g → Filmdragerad tablett
      Creon 25000  Enterokapsel, hård → Creon 25000 → null → Enterokapsel, hård
      Alvedon 500 mg tablett → Alvedon → 500 mg → tablett
      Alvedon tablett → Alvedon tablett → null → null
      Nova Gelfoam Xa Tablett → Nova Gelfoam Xa → null → Tablett
      Nova 28 500 mg Tablett → Nova → 28 500 mg → Tablett
      Nova 1 250 mg Tablett → Nova → 1 250 mg → Tablett
      Nova x28 250 mg Tablett → Nova x28 → 250 mg → Tablett
      Anti 5 % Kräm → Anti → 5 % → Kräm
      Amorest 28 250 mikrogram/35 mikrogram Tablett → Amorest 28 → 250 mikrogram/35 mikrogram → Tablett
      Humalog Mix 25 100 E/ml Injektionsvätska, suspension → Humalog Mix 25 → 100 E/ml → Injektionsvätska, suspension
      Acetylcystein 1A Farma 200 mg Brustablett → Acetylcystein 1A Farma → 200 mg → Brustablett
      Gardasil 9  Injektionsvätska, suspension, förfylld spruta → Gardasil 9 → null → Injektionsvätska, suspension, förfylld spruta
      Nutriflex Omega 32/64/40 perifer  Infusionsvätska, emulsion → Nutriflex Omega 32/64/40 perifer → null → Infusionsvätska, emulsion
      Calcibel 240/60/60 mg/ml Infusionsvätska, lösning → Calcibel → 240/60/60 mg/ml → Infusionsvätska, lösning
      Frontect 2-5 kg  Spot-on, lösning → Frontect 2-5 kg → null → Spot-on, lösning
      Chanhold för katter 2,6 - 7,5 kg 45 mg Spot-on, lösning → Chanhold för katter 2,6 - 7,5 kg → 45 mg → Spot-on, lösning
      Omnipaque 350 mg I/ml Injektionsvätska, lösning → Omnipaque → 350 mg I/ml → Injektionsvätska, lösning
      Testopen 0,5 milj. IE Pulver till injektionsvätska, lösning → Testopen → 0,5 milj. IE → Pulver till injektionsvätska, lösning
      Kaletra (80 mg + 20 mg) /ml Oral lösning → Kaletra → (80 mg + 20 mg) /ml → Oral lösning
      Apidra (SoloStar) 100 enheter/ml Injektionsvätska, lösning i förf. injektionspenna → Apidra (SoloStar) → 100 enheter/ml → Injektionsvätska, lösning i förf. injektionspenna
      Innohep 10 000 anti-Xa IE/ml Injektionsvätska, lösning → Innohep → 10 000 anti-Xa IE/ml → Injektionsvätska, lösning
      Havrix 1440 ELISA U/ml Injektionsvätska, suspension → Havrix → 1440 ELISA U/ml → Injektionsvätska, suspension
      Palmeux 50 mg Injektionsv., depotsusp. i förf. spruta → Palmeux → 50 mg → Injektionsv., depotsusp. i förf. spruta
      Ultiva 2 mg Pulv. t. konc. t. inj.-/inf.-vätska, lösning → Ultiva → 2 mg → Pulv. t. konc. t. inj.-/inf.-vätska, lösning
      Ondansetron X 4 mg Inj.- / inf.vätska, lösning i förfylld spruta → Ondansetron X → 4 mg → Inj.- / inf.vätska, lösning i förfylld spruta
      Toilax 5 mg + 10 mg/5 ml Enterotablett + rektalsuspension → Toilax → 5 mg + 10 mg/5 ml → Enterotablett + rektalsuspension
      Visudyne 15 mg  Pulver till infusionsvätska, lösning → Visudyne → 15 mg → Pulver till infusionsvätska, lösning
      Alutard SQ Kvalster Styrkeserie Injektionsvätska, suspension → Alutard SQ Kvalster → Styrkeserie → Injektionsvätska, suspension
      balance 4.25 % glucose 1.25 mmol/l calcium  Peritonealdialysvätska → balance 4.25 % glucose 1.25 mmol/l calcium → null → Peritonealdialysvätska
    `),
  )("reads %j", (text, name, strength, form) => {
    expect(parseProductName(text)).toEqual({ name, strength, form });
  });

  it("reads a form nobody has listed when it stands after a strength or a double space", () => {
    expect(parseProductName("Nytt 5 mg Zebraform")).toEqual({ name: "Nytt", strength: "5 mg", form: "Zebraform" });
    expect(parseProductName("Nytt  Zebraform, ny")).toEqual({ name: "Nytt", strength: null, form: "Zebraform, ny" });
  });

  it("keeps the form apart from a name that holds a word of a form", () => {
    expect(parseProductName("Klobetasol Gel  Gel")).toEqual({ name: "Klobetasol Gel", strength: null, form: "Gel" });
    expect(parseProductName("Absenor Depot 300 mg Depottablett").name).toBe("Absenor Depot");
  });

  it("says null for the parts that are not there", () => {
    expect(parseProductName("Alvedon")).toEqual({ name: "Alvedon", strength: null, form: null });
    expect(parseProductName("Alvedon 500 mg")).toEqual({ name: "Alvedon", strength: "500 mg", form: null });
    expect(parseProductName("  ")).toEqual({ name: "", strength: null, form: null });
  });

  it("never throws, never loses the name and gives back only what the text says, on any text", () => {
    const words = fc.constantFrom(
      "Alvedon",
      "28",
      "250",
      "000",
      "mg",
      "mg/ml",
      "5 %",
      "(",
      ")",
      "  ",
      "i",
      "förf.",
      "Oral",
      "lösning",
      "Tablett",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(words).map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(text, (productName) => {
        const { name, strength, form } = parseProductName(productName);
        const tidy = productName.replace(/\s+/g, " ").trim();
        expect(name === "").toBe(tidy === "");
        const whole = [name, strength, form].filter((part) => part !== null).join(" ");
        expect(whole === tidy || name === tidy).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["1 ", "1/", "(", "1 000 ", "Tablett ", "lösning", "5 mg Tablett  ", "a", "\u0301", "mg mg ", "Oral-", " "])(
    "comes to an end with 200 000 signs of %j",
    (part) => {
      const text = part.repeat(200_000 / part.length);
      expect(() => parseProductName(text)).not.toThrow();
      expect(() => parseProductName(`Alvedon ${text}  Tablett`)).not.toThrow();
    },
  );
});

describe.skipIf(sharedDataMissing !== null)(`product names of real packs (${sharedDataMissing ?? "552 packs"})`, () => {
  const tidy = (text: string): string | null => text.replace(/\s+/g, " ").trim() || null;

  it("reads strength and form right in every row of Läkemedelsverket's search", () => {
    const rows: { product_name: string; strength: string; pharmaceutical_form: string }[] = parse(
      readFileSync(sharedData("products/product-names.csv"), "utf8"),
      { columns: true },
    );
    const wrong = rows.filter((row) => {
      const { strength, form } = parseProductName(row.product_name);
      return strength !== tidy(row.strength) || form !== tidy(row.pharmaceutical_form);
    });
    expect(rows.length).toBe(552);
    expect(wrong, `${rows.length - wrong.length} of ${rows.length} rows right`).toEqual([]);
  });

  it.each(["2026-08-20.xml", "2026-08-21.xml"])(
    "finds in each product of %s a form with a group, and no strength left in a name",
    (file) => {
      const xml = readFileSync(sharedData(`lakemedelsverket/${file}`), "utf8");
      const names = Array.from(xml.matchAll(/<ProductName>([^<]*)</g), ([, text = ""]) =>
        text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
      );
      const readings = names.map((text) => ({ text, ...parseProductName(text) }));
      const formless = readings.filter(({ form }) => form === null || formGroupOf(form) === null);
      expect(formless, `${names.length - formless.length} of ${names.length} names have a form with a group`).toEqual(
        [],
      );
      const strengthless = readings.filter(({ text, strength }) => strength === null && !/\S {2,}\S/.test(text));
      expect(strengthless, `of ${names.length} names, all without strength show it by two spaces`).toEqual([]);
      expect(readings.filter(({ strength }) => strength !== null && !isStrength(strength))).toEqual([]);
      expect(readings.filter(({ name }) => /\d (?:mg|g|mikrogram|IE)$/.test(name))).toEqual([]);
      expect(names.length).toBeGreaterThan(2000);
    },
  );
});
