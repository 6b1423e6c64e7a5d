import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NameIndex } from "../../src/domain/search-names.ts";
import { search, type Found, type SearchBook } from "../../src/domain/search.ts";
import { cleanQuery, countSlips, foldText, MAX_QUERY_CHARS, soundOf } from "../../src/domain/search-text.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import { makeEntry } from "../support/builders.ts";

const REGION = "12";

interface Told {
  readonly id: number;
  readonly product: string;
  readonly substances?: readonly string[];
  readonly atc: string;
  readonly numbers?: readonly string[];
}

/** A book of a region's list, of notices and of products in the catalogue. */
function makeBook(over: {
  entries?: readonly ListEntry[];
  notices?: readonly Told[];
  products?: readonly { name: string; substance: string; atc: string; nplId?: string }[];
}): SearchBook {
  const [entries, notices, products] = [new NameIndex(), new NameIndex(), new NameIndex()];
  for (const { id, product, substances = [], atc, numbers = [] } of over.notices ?? []) {
    const name = notices.add(product, { kind: "product", codes: [atc], notice: id });
    for (const substance of substances) notices.add(substance, { kind: "substance", codes: [atc], notice: id });
    for (const digits of numbers) notices.addNumber(digits, name, id);
  }
  for (const { name, substance, atc, nplId } of over.products ?? []) {
    const product = products.add(name, { kind: "product", codes: [atc] });
    products.add(substance, { kind: "substance", codes: [atc] });
    if (nplId !== undefined) products.addNumber(nplId, product);
  }
  const lines = (over.entries ?? []).map((one) => ({
    entry: one,
    name: entries.add(one.substance, { kind: "entry" }),
  }));
  return { entries, notices, products, lists: [{ regionCode: REGION, lines }] };
}

function entry(substance: string, atc: string, over: Partial<ListEntry> = {}): ListEntry {
  return makeEntry({ substance, atc, key: `${atc}/${over.formGroup ?? "parenteral"}/`, ...over });
}

/** Whether every word is, or begins, a word of the name, as they sound. */
function begins(written: string, name: string): boolean {
  const sounds = (text: string) => foldText(text).split(" ").map(soundOf);
  const isRun = sounds(name).join("").startsWith(sounds(written).join(""));
  return isRun || sounds(written).every((word) => sounds(name).some((other) => other.startsWith(word)));
}

function linesOf(found: Found): string[] {
  return (found.entries.get(REGION) ?? []).map((line) => line.entry.substance);
}

const LIST = [
  entry("Morfin", "N02AA01"),
  entry("Morfin", "N02AA01", { formGroup: "oral" }),
  entry("Meropenem", "J01DH02"),
  entry("Adrenalin", "C01CA24"),
  entry("Noradrenalin", "C01CA03"),
  entry("Cefotaxim", "J01DD01"),
  entry("Ceftazidim", "J01DD02"),
  entry("Hydralazin", "C02DB02"),
  entry("Klonazepam", "N03AE01"),
  entry("Natriumklorid", "B05XA03"),
  entry("Valproinsyra", "N03AG01"),
  entry("Tranexamsyra", "B02AA02"),
  entry("Bensylpenicillin", "J01CE01"),
  entry("Piperacillin och tazobaktam", "J01CR05"),
  entry("Paracetamol", "N02BE01"),
  entry("Propofol", "N01AX10"),
  entry("Ketamin", "N01AX03"),
  entry("Esketamin", "N01AX14"),
  entry("Johexol", "V08AB02"),
  entry("Kolhydrater", "B05BA03"),
  entry("Prednisolon", "H02AB06"),
  entry("Fytomenadion", "B02BA01"),
  entry("Suxameton", "M03AB01"),
  entry("Acetylsalicylsyra", "B01AC06"),
  entry("Levotyroxinnatrium", "H03AA01"),
];
const book = makeBook({ entries: LIST });
const DRUG = fc.constantFrom(...LIST);

describe("text is folded so that it can be compared", () => {
  it("folding, cleaning and sounding twice is doing it once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
        expect(cleanQuery(cleanQuery(text))).toBe(cleanQuery(text));
        expect(cleanQuery(text).length).toBeLessThanOrEqual(MAX_QUERY_CHARS);
        expect(foldText(text)).toMatch(/^[\p{L}\p{N} ]*$/u);
      }),
    );
  });

  it.each([
    ["Järnsukros", "jarnsukros"],
    ["KÅVEPENIN", "kavepenin"],
    ["Ja\u0308rn", "jarn"],
    ["Solu‑Cortef®", "solu cortef"],
    ["ﬁlgrastim", "filgrastim"],
    ["piperacillin/tazobaktam", "piperacillin tazobaktam"],
  ])("%j is compared as %j", (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it.each([
    ["morphine", "morfin"],
    ["oxycodone", "oxikodon"],
    ["acyclovir", "aciklovir"],
    ["phenytoin", "fenytoin"],
    ["cyclophosphamide", "cyklofosfamid"],
    ["quetiapine", "kvetiapin"],
    ["iohexol", "johexol"],
    ["azithromycin", "azitromycin"],
    ["chlorpromazine", "klorpromazin"],
    ["jaern", "jarn"],
    ["haloperidol", "haloperidol"],
    ["oestradiol", "estradiol"],
    ["cholestyramine", "kolestyramin"],
    ["zuclopenthixol", "zuklopentixol"],
  ])("%s sounds as %s", (english, swedish) => {
    expect(soundOf(english)).toBe(soundOf(swedish));
  });

  it.each([
    ["meropenm", "meropenem", 1],
    ["morifn", "morfin", 1],
    ["metadno", "metadon", 1],
    ["morfin", "metadon", null],
    ["ab", "ac", null],
  ])("from %s to %s there are %s slips", (written, meant, slips) => {
    expect(countSlips(written, meant)).toBe(slips);
  });
});

describe("each line of a list is found", () => {
  it("by its own name, whatever the case and the accents", () => {
    fc.assert(
      fc.property(DRUG, fc.boolean(), ({ substance }, loud) => {
        expect(linesOf(search(book, loud ? substance.toUpperCase() : ` ${foldText(substance)} `))).toContain(substance);
      }),
    );
  });

  it("by its ATC code and by every beginning of it that names a group", () => {
    fc.assert(
      fc.property(
        DRUG,
        fc.constantFrom(1, 3, 4, 5, 7),
        fc.constantFrom("", " ", "-"),
        ({ substance, atc }, length, gap) => {
          const code = atc.slice(0, length);
          const written = [code.slice(0, 3), code.slice(3)].filter(Boolean).join(gap).toLowerCase();
          const found = search(book, written);
          expect(found.asked).toEqual({ kind: "code", code });
          expect(linesOf(found)).toContain(substance);
        },
      ),
    );
  });

  it("by the beginning of its name", () => {
    fc.assert(
      fc.property(DRUG, fc.integer({ min: 4, max: 9 }), ({ substance }, length) => {
        expect(linesOf(search(book, substance.slice(0, length)))).toContain(substance);
      }),
    );
  });

  it("with one slip it is asked about, and nothing is answered", () => {
    const slip = fc.tuple(DRUG, fc.nat(), fc.constantFrom("left out", "doubled", "swapped", "wrong"));
    fc.assert(
      fc.property(slip, ([{ substance }, place, kind]) => {
        const at = 1 + (place % (substance.length - 2));
        const [before, sign, after] = [substance.slice(0, at), substance[at] ?? "", substance.slice(at + 1)];
        const written =
          kind === "left out"
            ? before + after
            : kind === "doubled"
              ? before + sign + sign + after
              : kind === "wrong"
                ? `${before}q${after}`
                : `${before}${after[0] ?? ""}${sign}${after.slice(1)}`;
        const found = search(book, written);
        // A slip at the end leaves a beginning, and a double letter or a c for k may sound as the name itself.
        if (linesOf(found).includes(substance)) {
          // Or it sounds as another of its names, as "fytoenadion" does as phytonadione.
          expect(found.also.includes(substance) || begins(written, substance)).toBe(true);
          return;
        }
        expect(found.known).toBe(false);
        const names = new Set([foldText(substance), ...foldText(substance).split(" ")]);
        expect(found.suggestions.some((suggestion) => names.has(foldText(suggestion)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a name is found by what else it is called", () => {
  it.each([
    ["morphine", "Morfin"],
    ["Epinephrine", "Adrenalin"],
    ["norepinephrine", "Noradrenalin"],
    ["penicillin G", "Bensylpenicillin"],
    ["pc g", "Bensylpenicillin"],
    ["benzylpenicillin", "Bensylpenicillin"],
    ["sodium chloride", "Natriumklorid"],
    ["natrium klorid", "Natriumklorid"],
    ["NaCl", "Natriumklorid"],
    ["valproic acid", "Valproinsyra"],
    ["valproate", "Valproinsyra"],
    ["tranexamic acid", "Tranexamsyra"],
    ["piperacillin/tazobactam", "Piperacillin och tazobaktam"],
    ["piperacillin and tazobactam 4 g", "Piperacillin och tazobaktam"],
    ["pip-tazo", "Piperacillin och tazobaktam"],
    ["acetaminophen", "Paracetamol"],
    ["panodil", "Paracetamol"],
    ["ALVEDON 500 mg", "Paracetamol"],
    ["diprivan", "Propofol"],
    ["ketalar", "Ketamin"],
    ["iohexol", "Johexol"],
    ["omnipaque", "Johexol"],
    ["glucose", "Kolhydrater"],
    ["vitamin K", "Fytomenadion"],
    ["konakion", "Fytomenadion"],
    ["succinylcholine", "Suxameton"],
    ["celocurin", "Suxameton"],
    ["aspirin", "Acetylsalicylsyra"],
    ["acetylsalicylic acid", "Acetylsalicylsyra"],
    ["trombyl", "Acetylsalicylsyra"],
    ["levothyroxine", "Levotyroxinnatrium"],
    ["morphine sulphate", "Morfin"],
    ["normal saline", "Natriumklorid"],
    ["Panodil Junior", "Paracetamol"],
    ["Panodil forte 1 g", "Paracetamol"],
    ["morfinhydroklorid", "Morfin"],
    ["ketamine hydrochloride injection", "Ketamin"],
    ["levaxin", "Levotyroxinnatrium"],
    ["meronem", "Meropenem"],
  ])("%s is %s", (asked, substance) => {
    expect(linesOf(search(book, asked))).toContain(substance);
  });

  it("a brand of the catalogue leads to the line with its code, and says so", () => {
    const known = makeBook({ entries: LIST, products: [{ name: "Okändix", substance: "Meropenem", atc: "J01DH02" }] });
    expect(search(known, "okändix").entries.get(REGION)).toMatchObject([
      { entry: { substance: "Meropenem" }, via: "Okändix" },
    ]);
  });

  it("a known name that is neither on a list nor reported is known all the same", () => {
    expect(search(book, "tavegyl")).toMatchObject({ known: true, also: ["klemastin"], suggestions: [] });
    expect(search(book, "phenobarbital")).toMatchObject({ known: true, also: [], suggestions: [] });
    expect(search(book, "ascorbic acid")).toMatchObject({ known: true, suggestions: [] });
  });

  it("the other name that led there is told", () => {
    expect(search(book, "panodil").also).toEqual(["Paracetamol"]);
    expect(search(book, "morfin").also).toEqual([]);
  });
});

describe("one medicine is never answered for another", () => {
  it.each([
    ["adrenalin", "Noradrenalin"],
    ["ketamin", "Esketamin"],
    ["cefotaxim", "Ceftazidim"],
    ["hydroxizin", "Hydralazin"],
    ["hydroxyzine", "Hydralazin"],
    ["klonidin", "Klonazepam"],
    ["clonidine", "Klonazepam"],
    ["prednison", "Prednisolon"],
    ["penicillamin", "Bensylpenicillin"],
    ["folinic acid", "Folsyra"],
    ["potassium phosphate", "Natriumklorid"],
    ["sodium phosphate", "Natriumklorid"],
    ["vitamin C", "Fytomenadion"],
    ["ascorbic acid", "Fytomenadion"],
  ])("%s does not answer %s", (asked, other) => {
    const withFolate = makeBook({ entries: [...LIST, entry("Folsyra", "B03BB01")] });
    expect(linesOf(search(withFolate, asked))).not.toContain(other);
  });

  it("what only holds the word inside is asked about", () => {
    const found = search(makeBook({ entries: [entry("Hydrokortison", "H02AB09")] }), "kortison");
    expect(found).toMatchObject({ known: false, suggestions: expect.arrayContaining(["Hydrokortison"]) });
  });
});

describe("words beside the name", () => {
  it("tell form and strength apart from it", () => {
    expect(search(book, "morfin injektion 10 mg/ml")).toMatchObject({
      asked: { kind: "name", formGroup: "parenteral", strength: "10 mg/ml" },
    });
    expect(linesOf(search(book, "morfin injektion 10 mg/ml"))).toEqual(["Morfin", "Morfin"]);
  });

  it("are part of it where a name has them", () => {
    const named = makeBook({ notices: [{ id: 1, product: "Infanrix", atc: "J07AJ52" }] });
    expect(search(named, "infanrix")).toMatchObject({ notices: [1], asked: { formGroup: null } });
  });

  it("a code beside a name is no hindrance", () => {
    expect(linesOf(search(book, "ATC-kod: J01DH02"))).toEqual(["Meropenem"]);
    expect(linesOf(search(book, "atc j01dh02"))).toEqual(["Meropenem"]);
    expect(linesOf(search(book, "Meropenem J01DH02"))).toEqual(["Meropenem"]);
  });
});

describe("a number", () => {
  const numbered = makeBook({
    entries: LIST,
    notices: [{ id: 7, product: "Meropenem X", atc: "J01DH02", numbers: ["20180608100143", "008102"] }],
    products: [{ name: "Alvedon", substance: "Paracetamol", atc: "N02BE01", nplId: "19750613000031" }],
  });

  it.each(["20180608100143", "2018 0608 1001 43", "NPL-packid: 20180608100143", "008102", "00 81 02", "vnr 008102"])(
    "%s finds the notice and the line of its code",
    (asked) => {
      const found = search(numbered, asked);
      expect(found.notices).toEqual([7]);
      expect(linesOf(found)).toEqual(["Meropenem"]);
    },
  );

  it("of a product that is not reported finds its line", () => {
    const found = search(numbered, "19750613000031");
    expect(linesOf(found)).toEqual(["Paracetamol"]);
    expect(found.also).toEqual(["Alvedon"]);
  });

  it("that has lost its zeros is asked about", () => {
    expect(
      search(makeBook({ notices: [{ id: 1, product: "X", atc: "A01AA01", numbers: ["008102"] }] }), "08102"),
    ).toMatchObject({ known: false, suggestions: ["008102"] });
  });

  it("that nobody knows is no name", () => {
    expect(search(numbered, "12345678901234")).toMatchObject({
      asked: { kind: "number" },
      known: false,
      suggestions: [],
    });
  });
});

describe("what names nothing", () => {
  it.each([
    ["", "none"],
    ["   ", "none"],
    ["!?%_*", "none"],
    ["\0\0", "none"],
    ["😀🏥", "none"],
    ["10 mg", "none"],
    ["e", "short"],
    ["<b>", "short"],
  ])("%j is understood as %s", (asked, kind) => {
    expect(search(book, asked)).toMatchObject({ asked: { kind }, known: false });
  });

  it("a code with a letter for a digit is asked about", () => {
    expect(search(book, "JO1DHO2").suggestions).toEqual(["J01DH02"]);
  });

  it("a code that nothing has is told as a code", () => {
    expect(search(book, "J01XX99").asked).toEqual({ kind: "code", code: "J01XX99" });
  });

  it("no text makes it fail or take long", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
        const found = search(book, text);
        expect(found.suggestions.length).toBeLessThanOrEqual(6);
      }),
      { numRuns: 300 },
    );
  });
});
