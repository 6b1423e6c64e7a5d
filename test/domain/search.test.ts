import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { search } from "../../src/domain/search.ts";
import { foldText, soundOf } from "../../src/domain/search-text.ts";
import { linesOf, LIST, makeBook, makeLine, REGION } from "../support/search-book.ts";

/** Whether every word is, or begins, a word of the name, as they sound. */
function begins(written: string, name: string): boolean {
  const sounds = (text: string) => foldText(text).split(" ").map(soundOf);
  const isRun = sounds(name).join("").startsWith(sounds(written).join(""));
  return isRun || sounds(written).every((word) => sounds(name).some((other) => other.startsWith(word)));
}

const book = makeBook({ entries: LIST });
const DRUG = fc.constantFrom(...LIST);

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
    const withFolate = makeBook({ entries: [...LIST, makeLine("Folsyra", "B03BB01")] });
    expect(linesOf(search(withFolate, asked))).not.toContain(other);
  });

  it("what only holds the word inside is asked about", () => {
    const found = search(makeBook({ entries: [makeLine("Hydrokortison", "H02AB09")] }), "kortison");
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
    expect(search(book, "1O1DH02").suggestions).toEqual([]);
    const letters = makeBook({ entries: [makeLine("Ett", "J01DL02"), makeLine("Två", "C10AO01")] });
    expect(search(letters, "JO1DLO2").suggestions).toEqual(["J01DL02"]);
    expect(search(letters, "CL0A0OI").suggestions).toEqual(["C10AO01"]);
    expect(search(letters, "JO1").suggestions).toEqual([]);
  });

  it("a code that nothing has is told as a code, and no name is guessed for it", () => {
    expect(search(book, "J01XX99").asked).toEqual({ kind: "code", code: "J01XX99" });
    const alike = makeBook({ entries: [makeLine("J01XX98", "A01AA01")] });
    expect(search(alike, "J01XX99").suggestions).toEqual([]);
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
