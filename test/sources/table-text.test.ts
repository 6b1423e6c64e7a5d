import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { parseTable } from "../../src/sources/table-file.ts";
import { TEXT_ENCODINGS, decodeText, EncodingDoubt, type TextEncoding } from "../../src/sources/table-text.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";

const ENCODINGS = [...TEXT_ENCODINGS, "iso-8859-1"] as const;

/** Lines as lists hold them, also with what Swedish borrows. */
const OWN = [
  "B03AC;Järnsukros;20 mg/ml;Blodbildning",
  "N02BE01;Paracetamol;500 mg;Smärta och åldrande",
  "S01ED01;Ögondroppar;5 mg/ml;Öron|Näsa|Hals",
  "R03AC02;Salbutamol;0,1 mg/dos;Övrigt",
  "N01;Bedövning;10 mg;Läkemedelsförsörjning",
  "L01;Cytostatika;5 µg;Barn – vuxna, 25 °C",
  "N03;FENYTOIN;50 mg;SMÄRTLINDRING FÖR ÄLDRE",
  "N07;Betahistin;8 mg;Ménières sjukdom",
  "G02;Prostaglandin;½ tablett × 2;≥ 18 år",
  "J01;Kräm Grünenthal;1 %;Hud, sår",
  "A11;Alvedon™ och Panodil®;10–20 mg;”Citat”",
  "C01;Adrenalin;1 mg;å",
  "H02;Sjögren’s;2 à 3 st;é",
  "V03;Crème Hašek;1 g;Ørsted",
  "V04;Ägg;1 g;Ålesund",
  "V05;öron;5\u00A0mg;Théa… nej",
];

/** What a file of those lines was read as: each line right or refused; the test names the line that is wrong. */
function judge(lines: readonly string[], bytes: Buffer): "exact" | "refused" | `wrong: ${string}` {
  try {
    const read = decodeText(bytes).replace("\uFEFF", "").split("\n");
    const wrong = read.find((line, at) => line !== lines[at] && !line.includes("\uFFFD"));
    if (wrong !== undefined) return `wrong: ${wrong}`;
    return read.join("\n") === lines.join("\n") ? "exact" : "refused";
  } catch (error) {
    if (error instanceof EncodingDoubt) return "refused";
    throw error;
  }
}

/** Lines that the encoding has no letters for are left out. */
function holds(encoding: string) {
  return (line: string): boolean => iconv.decode(iconv.encode(line, encoding), encoding) === line;
}

const HEADER = "ATC;Substans;Styrka;Områden";

describe("no encoding makes a name that nobody wrote", () => {
  it.each(ENCODINGS)("a whole list in %s is read letter by letter", (encoding) => {
    const lines = [HEADER, ...OWN].filter(holds(encoding));
    expect(judge(lines, iconv.encode(lines.join("\n"), encoding))).toBe("exact");
  });

  it.each(ENCODINGS)("any few lines in %s are read right or refused", (encoding) => {
    const known = OWN.filter(holds(encoding));
    fc.assert(
      fc.property(fc.subarray(known, { minLength: 1, maxLength: 4 }), (lines) => {
        expect(judge(lines, iconv.encode(lines.join("\n"), encoding))).toMatch(/^(exact|refused)$/);
      }),
      { numRuns: 300 },
    );
  });

  it("and so are rows from several files in one", () => {
    const row = fc
      .tuple(fc.constantFrom(...OWN), fc.constantFrom(...ENCODINGS.filter((name) => !name.startsWith("utf-16"))))
      .filter(([line, encoding]) => holds(encoding)(line));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
        const bytes = rows.flatMap(([line, encoding], at) => [
          ...(at === 0 ? [] : [Buffer.from("\n")]),
          iconv.encode(line, encoding),
        ]);
        const lines = rows.map(([line]) => line);
        expect(judge(lines, Buffer.concat(bytes))).toMatch(/^(exact|refused)$/);
      }),
      { numRuns: 500 },
    );
  });

  it("a row of Windows-1252 in a file of UTF-8 is read as what it is", () => {
    const lines = [HEADER, ...OWN.slice(0, 4)];
    const bytes = lines.map((line, at) => iconv.encode(`${line}\n`, at === 2 ? "windows-1252" : "utf-8"));
    expect(decodeText(Buffer.concat(bytes))).toBe(`${lines.join("\n")}\n`);
  });

  it.each(["utf-16le", "utf-16be", "utf-8"])("%s with its mark, also when nearly all is ASCII", (encoding) => {
    const text = "a;b\nå;1\n";
    expect(decodeText(iconv.encode(text, encoding, { addBOM: true })).replace("\uFEFF", "")).toBe(text);
    expect(decodeText(iconv.encode(text, encoding))).toBe(text);
  });
});

describe("a list whose letters cannot be told", () => {
  const doubtful = iconv.encode("ATC;Substans\nB03AC;Järnsukros\n", "macintosh");

  it("is asked about, with its lines read in each way", () => {
    const refused = parseRegionList(doubtful);
    expect(refused).toMatchObject({
      kind: "refused",
      fault: { kind: "encoding" },
      encodings: [
        { encoding: "macintosh", sample: ["B03AC;Järnsukros"] },
        { encoding: "cp850", sample: ["B03AC;Jèrnsukros"] },
      ],
    });
  });

  it.each<[TextEncoding, string]>([
    ["macintosh", "Järnsukros"],
    ["cp850", "Jèrnsukros"],
  ])("is read in the way that somebody says: %s", (encoding, substance) => {
    expect(parseRegionList(doubtful, undefined, { encoding })).toMatchObject({ entries: [{ substance }] });
  });

  it("UTF-8 stays UTF-8 whatever is said of files before it", () => {
    const table = parseTable(Buffer.from("Läkemedel\nJärn"), { encoding: "macintosh" });
    expect(table).toMatchObject({ rows: [["Läkemedel"], ["Järn"]] });
  });

  it.each(["JÃ¤rnsukros", "JŠrnsukros", "J‰rnsukros", "J√§rnsukros", "J\uFFFDrnsukros", "J?rnsukros", "Br÷st", "J„rn"])(
    "a name that was read wrongly before it was saved is refused: %s",
    (name) => {
      const list = parseRegionList(Buffer.from(`ATC;Substans\nB03AC;${name}\n`));
      expect(list).toMatchObject({ entries: [], rejected: [{ column: "Substans", fault: { kind: "misread" } }] });
    },
  );

  it.each(["β-blockerare", "Ménière", "Grünenthal", "Fråga? Ring.", "Citroën", "α-tokoferol", "Łódź", "5 ‰", "Hašek"])(
    "a name that is only unusual is not: %s",
    (name) => {
      expect(parseRegionList(Buffer.from(`ATC;Substans\nB03AC;${name}\n`))).toMatchObject({
        entries: [{ substance: name }],
      });
    },
  );
});

describe.skipIf(sharedDataMissing !== null)("real text", () => {
  const lines =
    sharedDataMissing === null
      ? readFileSync(sharedData("lists/prioriterade-exempel.csv"), "utf8").trim().split(/\r?\n/)
      : [];

  it.each(ENCODINGS)(
    "of the example list in %s is read letter by letter, and any rows of it right or refused",
    (encoding) => {
      const known = lines.filter(holds(encoding));
      expect(judge(known, iconv.encode(known.join("\n"), encoding))).toBe("exact");
      fc.assert(
        fc.property(fc.subarray(known, { minLength: 1, maxLength: 8 }), (some) => {
          expect(judge(some, iconv.encode(some.join("\n"), encoding))).toMatch(/^(exact|refused)$/);
        }),
        { numRuns: 200 },
      );
    },
  );

  it("of a list saved on a Mac", () => {
    expect(parseRegionList(readFileSync(sharedData("field-cases/mac-roman.csv")))).toMatchObject({
      entries: [{ substance: "Järnsukros" }, { category: "Smärta och åldrande" }],
      rejected: [],
    });
  });
});
