import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPersonnummer, listUnsurePersonnummer, mayHoldPersonnummer } from "../../src/domain/personnummer.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { expectLinear } from "../support/growth.ts";
import { readCases } from "../support/case-table.ts";

/** A date and three digits with the digit behind them that makes it right. */
function complete(nine: string): string {
  const sum = Array.from(nine.replace(/\D/g, "").slice(-9)).reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return `${nine}${(10 - (sum % 10)) % 10}`;
}

describe("a personnummer is found", () => {
  it.each([
    "19840229-123",
    "840229-123",
    "20000229-123",
    "19991231-123",
    "850731-123",
    "850130-123",
    "850161-123",
    "850791-123",
  ])("on a real day, a samordningsnummer's being sixty more: %s", (nine) => {
    expect(findPersonnummer(complete(nine))).toBe(complete(nine));
  });
  it.each([
    "19850229-123",
    "19000229-123",
    "850700-123",
    "850760-123",
    "850732-123",
    "850792-123",
    "850431-123",
    "850001-123",
    "851301-123",
  ])("and on none that is none: %s", (nine) => {
    expect(mayHoldPersonnummer(complete(nine))).toBe(false);
  });
  it("and before 2015, since later ones may be the times of a file: those are asked about", () => {
    expect(findPersonnummer(complete("20141231-123"))).not.toBeNull();
    expect(findPersonnummer(complete("20150101-123"))).toBeNull();
    expect(listUnsurePersonnummer(complete("20150101-123"))).toHaveLength(1);
    expect(findPersonnummer(complete("20150101-243"))).not.toBeNull();
    expect(findPersonnummer(complete("20150101-126"))).not.toBeNull();
  });

  it.each([
    "850709-9805",
    "850709+9805",
    "19850709-9805",
    "198507099805",
    "850709 9805",
    "850709 - 9805",
    "850709\u00a0-\u00a09805",
    "85\u200b0709-98\u200b05",
    "85\u00ad0709\u2060-9805",
    "850709\u20109805",
    "850709\u20119805",
    "850709\u20139805",
    "850709\u20149805",
    "850709\u22129805",
    "850709\ufe639805",
    "850709\uff0d9805",
    "８５０７０９－９８０５",
    "٨٥٠٧٠٩-٩٨٠٥",
    "८५०७०९-९८०५",
    "1985-07-09-9805",
    "1985-07-09 9805",
    "1985.07.09-9805",
    "85-07-09-9805",
    "85-07-099805",
    "Pnr-850709-9805",
    "pnr850709-9805",
    "Pnr-8507099805",
    "personnummer: 8507099805",
    "https://journal.example/?id=850709-9805&b=1",
    "patient850709-9805.",
    "😀850709-9805😀",
    "8 5 0 7 0 9 - 9 8 0 5",
    "850709-98 05",
    "850709 - 980 5",
    "pers nr 8507099805",
    "personnummer är 8507099805",
    "född 1985-07-09, 9805",
    // A samordningsnummer, whose day is 60 more.
    "850769-9802",
  ])("in %j", (text) => {
    expect(findPersonnummer(text)).not.toBeNull();
    expect(findPersonnummer(`Se ${text} i dag`)).not.toBeNull();
  });

  it("as it stands in the text", () => {
    expect(findPersonnummer("för 85\u200b0709–9805, akut")).toBe("85\u200b0709–9805");
  });

  it("however its parts are written", () => {
    const date = fc.date({ min: new Date("1900-01-01"), max: new Date("2014-12-31"), noInvalidDate: true });
    const dash = fc.constantFrom("-", "‐", "‑", "–", "—", "−", "﹣", "－", " - ", "+", "\u00a0-");
    const zero = fc.constantFrom(0x30, 0xff10, 0x660, 0x966);
    const around = fc.constantFrom("", " ", "pnr", "Pnr-", "(", "id=", "å");
    fc.assert(
      fc.property(
        date,
        fc.integer({ min: 0, max: 999 }),
        dash,
        zero,
        around,
        fc.boolean(),
        (born, number, sign, nought, before, full) => {
          const day = born.toISOString().slice(0, 10).replaceAll("-", "");
          const nine = `${day.slice(2)}${String(number).padStart(3, "0")}`;
          const sum = Array.from(nine).reduce((total, digit, index) => {
            const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
            return total + Math.floor(product / 10) + (product % 10);
          }, 0);
          const whole = `${full ? day : day.slice(2)}${sign}${nine.slice(6)}${(10 - (sum % 10)) % 10}`;
          const written = whole.replace(/\d/g, (digit) => String.fromCodePoint(nought + Number(digit)));
          expect(findPersonnummer(`x ${before}${written}`), written).toBe(written);
        },
      ),
    );
  });
});

describe("what may be one is asked about, and not refused", () => {
  it.each(
    readCases<[string]>(`
      "8507099805"
      850709:9805
      850709·9805
      850709, 9805
      850709 (9805)
      850709 98 05
      850709-9806
      lot 850709-9805
      ISBN 91-850709-9805
    `),
  )("%j", (text) => {
    expect(findPersonnummer(text)).toBeNull();
    expect(listUnsurePersonnummer(text)).toHaveLength(1);
    expect(mayHoldPersonnummer(text)).toBe(true);
  });
});

/** 850709-9805, each digit with the sign of a key around it. */
const KEYCAPS = Array.from("850709-9805", (sign) => (sign === "-" ? sign : `${sign}\ufe0f\u20e3`)).join("");

describe("ways around the usual spelling", () => {
  it.each(["850709\u207b9805", "850709\u208b9805", "850709\u28009805", KEYCAPS])(
    "a raised minus and digits in boxes hide nothing: %j",
    (text) => {
      expect(findPersonnummer(text)).not.toBeNull();
    },
  );

  it.each(["850709:9805", "850709~9805", "1985-0709-9805", "8507 09-9805", "85 07 09 98 05", "20 850709|9805"])(
    "parted in another way it is asked about, and refused behind a word that says what it is: %j",
    (text) => {
      expect(listUnsurePersonnummer(text)).toHaveLength(1);
      expect(findPersonnummer(`Pnr ${text.replace("20 ", "")}`)).not.toBeNull();
      expect(mayHoldPersonnummer(`lot ${text.replace("20 ", "")}`)).toBe(false);
    },
  );

  it("what can be read in two ways is asked about once", () => {
    expect(listUnsurePersonnummer("1901.01.0106 01")).toEqual(["1901.01.0106 01"]);
  });

  it("a year of four digits parted unevenly is asked about when what follows is no time", () => {
    expect(listUnsurePersonnummer(complete("2026-0821 243"))).toHaveLength(1);
    expect(listUnsurePersonnummer(complete("2014-0821 153"))).toHaveLength(1);
    expect(listUnsurePersonnummer(complete("1812-12 121"))).toHaveLength(1);
  });

  it("and no telephone number in pairs, and no date with a time behind a colon, is asked about", () => {
    const uneven = [complete("0812-12 121"), complete("2026-0821 153")];
    const texts = [
      ...uneven,
      "08-12 12 12 12",
      "070 12 12 12 12",
      "2026-08-21: 1530",
      "2026-08-21, 1500 st",
      "0411-12 12 34",
    ];
    expect(texts.flatMap(listUnsurePersonnummer)).toEqual([]);
  });
});

describe("what is none is left in peace", () => {
  it.each(
    readCases<[string]>(`
      2026-08-21
      "20260821"
      2026-08-20–2026-08-21
      20260820-20260827
      260820-260827
      2026-08-21 0830
      "202608210830"
      850231-1234
      851309-1234
      070-123 45 67
      08-123 456 78
      +46 70 123 45 67
      +46701234567
      tel 0701234567
      NPL 20180608100143
      "20180608100143"
      lot 260115-1234
      Batch: 8507099806
      varunr 012345
      J01DH02
      500 mg/5 ml
      ""
    `),
  )("%j", (text) => {
    expect(findPersonnummer(text)).toBeNull();
    expect(listUnsurePersonnummer(text)).toEqual([]);
  });

  it("no telephone number is refused, however it is written", () => {
    const areas = fc.constantFrom("08", "031", "040", "070", "072", "073", "076", "079", "0920", "010");
    const forms = fc.constantFrom<(area: string, rest: string) => string>(
      (area, rest) => area + rest,
      (area, rest) => `${area}-${rest}`,
      (area, rest) => `${area}-${rest.slice(0, 3)} ${rest.slice(3, 5)} ${rest.slice(5)}`,
      (area, rest) => `+46${area.slice(1)}${rest}`,
      (area, rest) => `+46 (0)${area.slice(1)} ${rest}`,
      (area, rest) => `0046 ${area.slice(1)}-${rest}`,
    );
    fc.assert(
      fc.property(areas, fc.integer({ min: 1_000_000, max: 9_999_999 }), forms, (area, rest, write) => {
        expect(findPersonnummer(`Ring ${write(area, String(rest))} vid frågor`)).toBeNull();
        expect(findPersonnummer(write(area, String(rest)))).toBeNull();
      }),
      { numRuns: 3000 },
    );
  });

  it.skipIf(sharedDataMissing !== null)("nothing in 9,064 real products is refused or asked about", () => {
    const rows: Record<string, string>[] = parse(readFileSync(sharedData("products/catalogue.csv"), "utf8"), {
      columns: true,
      bom: true,
    });
    const held = rows.flatMap((row) => Object.values(row)).filter(mayHoldPersonnummer);
    expect(rows.length).toBeGreaterThan(9_000);
    expect(held).toEqual([]);
  });

  it("and hostile text costs no time", () => {
    for (const part of ["8", "8 ", "85-", "850709", "850709-", "pnr ", "lot", "- ", "\u200b", "٨"])
      expectLinear({ name: part, repeats: 20_000, work: (repeats) => void findPersonnummer(part.repeat(repeats)) });
  });
});
