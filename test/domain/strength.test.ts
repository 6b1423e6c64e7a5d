import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseProductName } from "../../src/domain/product-name.ts";
import { isStrength, normaliseStrength, sameStrength } from "../../src/domain/strength.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { expectLinear } from "../support/growth.ts";
import { readCases } from "../support/case-table.ts";

/** Texts made of what strengths are made of, so that most runs reach the grammar and not only the fallback. */
const strengthLike = fc
  .array(
    fc.constantFrom(
      ..."1|0,5|12.50|1 000|0|240|mg|g|µg|mikrogram|ml|l|IE|E|enheter|milj.|anti-Xa|ELISA|U|%|I|Fe|kg|mmol|dos|puff".split(
        "|",
      ),
      ..."timme|24 timmar|dygn|per|/|/|/|+|-|(|)| ".split("|"),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(" "));

describe("normaliseStrength", () => {
  it.each(
    readCases(`
      1000 mg → 1 g
      1 000 mg → 1 g
      1\u00a0000 mg → 1 g
      0.5 mg → 0,5 mg
      0,50 mg → 0,5 mg
      10mg → 10 mg
      10 MG → 10 mg
      50 µg → 50 mikrogram
      50 \u03bcg → 50 mcg
      50 milligram → 0,05 g
      0,05 mg/ml → 50 mikrogram/ml
      10mg/1 ml → 10 mg/ml
      1 g/l → 1 mg/ml
      10 mg/2 mg/ml → 10 mg/ml + 2 mg/ml
      (80 mg + 20 mg) /ml → 80 mg/ml + 20 mg/ml
      75/12,5 mg → 75 mg/12,5 mg
      1 g / 60 mg → 1000 mg + 60 mg
      0,5 milj. IE → 500 000 IE
      2 miljoner IE → 2000000 enheter
      100 E/ml → 100 enheter/ml
      100 I.E./ml → 100 IU/ml
      10 000 anti-Xa IE/ml → 10000 IE anti-Xa/ml
      12 mikrogram/timme → 0,012 mg/h
      9,5 mg/24 timmar → 9,5 mg per dygn
      0,1 mg/puff → 100 mikrogram/dos
      50 mgFE/ml → 50 mg Fe/ml
      5% → 5 %
      0,5 mg/2,5 mg per 2,5 ml → 500 mikrogram/2500 mikrogram/2,5 ml
    `),
  )("reads %j and %j as one strength", (a, b) => {
    expect(normaliseStrength(a)).toBe(normaliseStrength(b));
    expect(sameStrength(a, b)).toBe(true);
  });

  it.each(
    readCases(`
      1 % v/v → 10 mg/ml
      1 % → 1 mg/ml
      10 mg/ml → 10 mg/g
      12 mg/0,6 ml → 20 mg/ml
      10⁸ CFU → 108 CFU
      100 mg Fe2+ → 100 mg
      2 mmol/l kalium → 2 mmol/l fosfat
      1400 anti-heparin IE/ml → 1400 IE/ml
      10000 KIE/ml → 10000 IE/ml
      10.000 IE → 10 IE
      1.000 mg → 1 mg
      1.000 mg → 1 g
      10,000 IE → 10 IE
      5 mg, 10 mg → 15 mg
      5-10 mg → 12 mg
      5-10 mg → 2 mg
      5-10 mg → 7 IE
      5-10 mg → 5-9 mg
      5-10 mg → 7 mg/ml
      10 mg/20 mg → 20 mg/10 mg
      350 mg I/ml → 350 mg/ml
      10 mg → 10 mg/ml
      10 mg → 100 mg
      5 mg → 5 mikrogram
      200 Allergan-enheter → 200 enheter
      1 000 IE → 1 milj. IE
      25 mikrogram/timme → 25 mikrogram/24 timmar
    `),
  )("keeps %j and %j apart", (a, b) => {
    expect(sameStrength(a, b)).toBe(false);
  });

  it("counts exactly, so that tenths never drift", () => {
    expect(normaliseStrength("0,3 g")).toBe("300 mg");
    expect(normaliseStrength("0,1 mikrogram")).toBe("0,0001 mg");
    expect(normaliseStrength("1234567890123456789,1 mg")).toBe("1234567890123456789,1 mg");
    expect(normaliseStrength("1,0005 g")).toBe("1000,5 mg");
  });

  it("gives null for a text with nothing in it, and no strength equals nothing", () => {
    expect(normaliseStrength("")).toBeNull();
    expect(normaliseStrength(" \u00a0 ")).toBeNull();
    expect(sameStrength("", "")).toBe(false);
  });

  it("compares what it cannot read by its folded text", () => {
    expect(normaliseStrength("Enligt  Ordination")).toBe("enligt ordination");
    expect(sameStrength("STYRKESERIE", "Styrkeserie")).toBe(true);
    expect(sameStrength("stark", "svag")).toBe(false);
  });

  it("gives an own reading to a strength said twice, and finds it by either way of saying it", () => {
    expect(normaliseStrength("4 000 IE (40 mg)/0,4 ml")).toBe("4000 IE (40 mg)/0,4 ml");
    expect(sameStrength("4 000 IE (40 mg)/0,4 ml", "40 mg/0,4 ml")).toBe(true);
    expect(sameStrength("4000 IE/0,4 ml", "4 000 IE (40 mg)/0,4 ml")).toBe(true);
    expect(sameStrength("0,2 % (2 mg/ml)", "2 mg/ml")).toBe(true);
    expect(sameStrength("75 mg/ml (50 mgFE/ml)", "50 mg Fe/ml")).toBe(true);
    expect(sameStrength("4 000 IE (40 mg)/0,4 ml", "60 mg/0,4 ml")).toBe(false);
  });

  it.each([
    "mg",
    "12",
    "2-5 kg",
    "10 mg 20 mg",
    "10 mg/",
    "(10 mg",
    "10 mg)",
    "10 mg/5-6 ml",
    "5 tablett",
    "10 mg/mg/%",
    "10 mg till 20 mg",
    "10 mg/5/ml/20 mg",
    "10 mg (5 mg (2 mg))",
    "5 mg, %",
    "5 timmar",
    "5 min",
    "10 m2",
    "5 dygn",
    `${"1".repeat(31)} mg`,
    "100000 mg" + ", 1 mg".repeat(32),
  ])("does not take %j for a strength", (text) => {
    expect(isStrength(text)).toBe(false);
  });

  it("takes a series of two hundred signs for one, and none that is longer", () => {
    expect(isStrength(`${"1".repeat(30)} mg`)).toBe(true);
    expect(isStrength("10000 mg" + ", 1 mg".repeat(32))).toBe(true);
  });

  it("never throws and changes nothing the second time, on any text", () => {
    fc.assert(
      fc.property(fc.oneof(strengthLike, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })), (text) => {
        const once = normaliseStrength(text);
        if (once !== null) expect(normaliseStrength(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it("calls a text the same strength as itself, and two texts the same whichever comes first", () => {
    fc.assert(
      fc.property(strengthLike, strengthLike, (a, b) => {
        expect(sameStrength(a, a)).toBe(normaliseStrength(a) !== null);
        expect(sameStrength(a, b)).toBe(sameStrength(b, a));
      }),
    );
  });

  it("reads any mass the same in mikrogram, mg and g", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), (micrograms) => {
        const milligrams = `${micrograms / 1000n},${String(micrograms % 1000n).padStart(3, "0")} mg`;
        const grams = `${micrograms / 1_000_000n}.${String(micrograms % 1_000_000n).padStart(6, "0")} g`;
        expect(normaliseStrength(milligrams)).toBe(normaliseStrength(`${micrograms} µg`));
        expect(normaliseStrength(grams)).toBe(normaliseStrength(`${micrograms} mikrogram`));
      }),
    );
  });
});

describe("sameStrength", () => {
  it.each(
    readCases(`
      1 % → 10 mg/ml
      1 % → 10 mg/g
      0,9 % → 9 mg/ml
      1 ‰ → 1 mg/ml
      10.000 IE/ml → 10 000 IE/ml
      10\u202f000 IE/ml → 10000 E/ml
      1.000.000 IE → 1 milj. IE
      0.125 mg → 125 mikrogram
      1 ME → 1 000 000 E
      2,5 MIE → 2,5 miljoner IE
      100 milj. E → 100 000 000 IE
      30 ME/0,5 ml → 30 milj. IE/0,5 ml
      10 mEq → 10 mekv
      5 tusen IE → 5000 IE
      2 mmol/l kalium → 2 mmol kalium/l
      33 mg (0,85 mmol) K+/ml → 33 mg kalium/ml
      5 mg/kg fosfor → 5 mg fosfor/kg
      10 mikrogram/avgiven dos → 10 mikrogram/dos
      10.000 Allergan-enheter → 10 000 Allerganenheter
      5–10 mg → 5 mg
      5–10 mg → 10 mg
      100 mg Fe2+ → 100 mg järn
      45 mg Zn 2+ → 45 mg Zn²⁺
      2 x 10E13 vektorgenom/ml → 2×10¹³ vektorgenom/ml
      1e6 PFU → 1 miljon PFU
      125 Speywoodenheter → 125 Speywood-enheter
      100% V/V → 100 vol-%
      27,5 mikrogram/spraydos → 27,5 mikrogram/dos
      8 mikrol/ml → 8 μl/ml
      1000 kBq → 1 MBq
      5 mg, 10 mg → 10 mg
      5 mg och 10 mg → 5 mg
      5, 10 och 20 mg/ml → 10 mg/ml
      5–10 mg → 7,5 mg
      63 mikrogram → 63 mikrogram och 94 mikrogram
    `),
  )("holds %j and %j for the same", (a, b) => {
    expect(sameStrength(a, b)).toBe(true);
    expect(sameStrength(b, a)).toBe(true);
  });

  it("takes no time to speak of for hostile text", () => {
    for (const part of ["1", "1 ", "1 mg/", "(", "1 mg, ", "10^", "1.000", "anti-", "µ", "mg+", "x 10 "]) {
      const work = (repeats: number) => {
        expect(isStrength(part.repeat(repeats))).toBe(false);
        normaliseStrength(part.repeat(repeats));
      };
      expectLinear({ name: part, repeats: 10_000, work });
    }
  });

  it("reads what it prints, and prints what it reads the same", () => {
    const unit = fc.constantFrom("mg", "g", "mikrogram", "IE", "mmol", "%", "MBq", "mg Fe", "milj. IE", "kie", "mekv");
    const per = fc.constantFrom("", "/ml", "/dos", "/24 timmar", "/0,5 ml", "/tablett");
    const amount = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 7n }), unit).map(([value, name]) => `${value} ${name}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, per), { minLength: 1, maxLength: 3 }), (parts) => {
        const text = parts.map(([value, by]) => value + (value.endsWith("%") ? "" : by)).join(" + ");
        expect(isStrength(text), text).toBe(true);
        const printed = normaliseStrength(text) ?? "";
        expect(sameStrength(text, printed)).toBe(true);
        expect(normaliseStrength(printed)).toBe(printed);
      }),
    );
  });
});

describe.skipIf(sharedDataMissing !== null)(`strengths of real packs (${sharedDataMissing ?? "552 packs"})`, () => {
  it("reads every strength that Läkemedelsverket's search gives", () => {
    const rows: { strength: string }[] = parse(readFileSync(sharedData("products/product-names.csv"), "utf8"), {
      columns: true,
    });
    const strengths = [...new Set(rows.map(({ strength }) => strength.trim()))].filter((strength) => strength !== "");
    const unread = strengths.filter((strength) => !isStrength(strength));
    expect(unread, `${strengths.length - unread.length} of ${strengths.length} strengths read`).toEqual([]);
  });
});

describe.skipIf(sharedDataMissing !== null)(`the real catalogue (${sharedDataMissing ?? "9,064 products"})`, () => {
  const rows: { Namn: string; Styrka: string; Form: string }[] =
    sharedDataMissing === null
      ? parse(readFileSync(sharedData("products/catalogue.csv"), "utf8"), { columns: true, bom: true })
      : [];
  const tidy = (text: string): string => text.replace(/\s+/g, " ").trim();

  it("has no strength that is not read", () => {
    const unread = rows
      .map(({ Styrka }) => tidy(Styrka))
      .filter((strength) => strength !== "" && !isStrength(strength));
    expect(rows.length).toBeGreaterThan(9_000);
    expect([...new Set(unread)]).toEqual([]);
  });

  it("has no strength that a name put together of its parts does not give back", () => {
    const missed = rows.flatMap(({ Namn, Styrka, Form }) => {
      const name = `${Namn} ${tidy(Styrka)} ${Form}`;
      return tidy(Styrka) === "" || parseProductName(name).strength === tidy(Styrka) ? [] : [name];
    });
    expect(missed).toEqual([]);
  });
});
