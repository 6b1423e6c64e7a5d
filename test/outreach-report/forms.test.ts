import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { readXlsx } from "hucre/xlsx";
import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";
import { beforeAll, describe, expect, it } from "vitest";
import type { ShownFigure } from "../../src/domain/outreach/disclose.ts";
import { writeDocument, type OutreachDocument } from "../../src/domain/outreach/document.ts";
import { parsePeriod } from "../../src/domain/outreach/period.ts";
import { PLACES } from "../../src/domain/outreach/place.ts";
import { REGIONS } from "../../src/domain/region.ts";
import { FIGURES } from "../../src/domain/outreach/report.ts";
import type { Shortage } from "../../src/domain/outreach/shortages.ts";
import { FORMATS } from "../../src/outreach-report/formats.ts";
import { writeNumber, writeValue } from "../../templates/outreach/write-number.ts";
import { QUESTIONS } from "../../templates/outreach/questions.ts";
import { wordsOf } from "../../templates/outreach/words.ts";

/** What a region may have called a category: markup of every kind, and signs that no font of ours has. */
const HOSTILE = '=1+1 #import "x" $a$ *b* <l> @r </td><script>x</script> \u{202E}åäö 😀 \u{0007}';

const SHORTAGE: Shortage = {
  reportId: "report-1",
  product: `Meropenem Test ${HOSTILE}`,
  atc: "J01DH02",
  type: "shortage",
  firstPublished: "2026-08-03",
  start: "2026-08-20",
  answers: [
    { regionCode: "12", outcome: "told", on: "2026-08-05", warning: 15, advice: "other-form" },
    { regionCode: "13", outcome: "told", on: "2026-08-25", warning: -5, advice: null },
    { regionCode: "14", outcome: "unhandled", on: null, warning: null, advice: null },
  ],
};

function makeDocument(over: Partial<Pick<OutreachDocument, "figures" | "shortages">> = {}): OutreachDocument {
  const period = parsePeriod("2026-08");
  if (typeof period === "string") throw new Error(period);
  const figures: ShownFigure[] = FIGURES.flatMap(({ id, unit }, index) =>
    PLACES.flatMap((place): ShownFigure[] => [
      index % 5 === 4 && place === "13"
        ? { id, place, cut: {}, hidden: true }
        : {
            id,
            place,
            cut: {},
            value: unit === "share" ? 0.25 : index,
            n: 8,
            ...(unit === "share" ? { part: 2, pending: 1 } : {}),
            excluded: [{ reason: "baseline", n: 3 }],
          },
      { id, place, cut: { category: HOSTILE }, value: null, n: 0, excluded: [] },
    ]),
  );
  const lists = REGIONS.map(({ code }, id) => ({ id, regionCode: code, takenOn: "2026-08-10" }));
  const versions = { snapshots: [], lists };
  const dates = { period, dataFrom: "2026-08-10", followedTo: "2026-09-30" };
  return writeDocument({ ...dates, places: PLACES, figures, shortages: [SHORTAGE], versions, ...over });
}

const around = {
  checksum: "ab".repeat(32),
  edition: { number: 2, frozenOn: "2026-10-15" },
  isClosed: true,
  command: "restsignal outreach --from 2026-08-01 --to 2026-08-31",
};
type Form = keyof typeof FORMATS;
async function write(form: Form, document = makeDocument(), language: "sv" | "en" = "sv"): Promise<Uint8Array> {
  const content = await FORMATS[form].write({ document, around, language });
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

function readPdf(pdf: Uint8Array, tool: string, args: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "restsignal-pdf-"));
  try {
    writeFileSync(join(folder, "report.pdf"), pdf);
    const target = tool === "pdftotext" ? ["-"] : [];
    return execFileSync(
      join(dirname(process.env["TEST_PDFINFO"] ?? ""), tool),
      [...args, join(folder, "report.pdf"), ...target],
      { encoding: "utf8", stdio: "pipe" },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("every form of a report", () => {
  it("is the same to the byte when it is written again later", async () => {
    const forms = Object.keys(FORMATS) as Form[];
    const first = await Promise.all(forms.map((form) => write(form)));
    // Times in files are counted in whole seconds, in archives in pairs of them.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    for (const [index, form] of forms.entries())
      expect(Buffer.from(await write(form)).equals(Buffer.from(first[index] ?? []))).toBe(true);
  });

  it("can be written of nothing, and of a report of which all is hidden", async () => {
    const hidden = makeDocument().figures.map(({ id, place, cut }) => ({ id, place, cut, hidden: true as const }));
    for (const document of [makeDocument({ figures: [], shortages: [] }), makeDocument({ figures: hidden })])
      for (const form of ["json", "zip", "xlsx", "docx", "pdf", "html"] as const)
        expect((await write(form, document, "en")).length).toBeGreaterThan(0);
  });
});

describe("the PDF", () => {
  let pdf: Uint8Array = new Uint8Array();
  beforeAll(async () => {
    pdf = await write("pdf");
  });

  it("tells whoever cannot see it the same: headings in order, words for each drawing, headers of tables, its language", () => {
    const structure = readPdf(pdf, "pdfinfo", ["-struct-text"]);
    const levels = [...structure.matchAll(/^\s*H(\d)\b/gmu)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 1)).toBeLessThanOrEqual(1);
    const tree = readPdf(pdf, "pdfinfo", ["-struct"]);
    const headers = tree.split(/^\s*TH\b/mu).slice(1);
    expect(headers.length).toBeGreaterThan(20);
    for (const header of headers) expect(header.split("\n").slice(0, 3).join(" ")).toContain("/Scope /Column");
    const drawings = [...tree.matchAll(/^\s*Figure\b/gmu)];
    expect(drawings.length).toBeGreaterThan(0);
    // Poppler does not print the words for who cannot see: they stand in the file itself.
    const file = Buffer.from(pdf).toString("latin1");
    expect([...file.matchAll(/\/S \/Figure\s+\/P \d+ 0 R\s+\/Alt </gu)]).toHaveLength(drawings.length);
    expect(file).toMatch(/\/Lang \(sv/u);
    expect(file).toContain("pdfuaid");
  });

  it("has no font but those that come with it, whatever a region has written", () => {
    const fonts = readPdf(pdf, "pdffonts")
      .split("\n")
      .slice(2)
      .filter((line) => line !== "");
    expect(new Set(fonts.map((line) => /\+(\S+?)[-\s]/u.exec(line)?.[1]))).toEqual(
      new Set(["SourceSans3", "LibertinusSerif"]),
    );
  });

  it("shows markup as the text that it is", () => {
    expect(readPdf(pdf, "pdftotext", ["-layout"])).toContain('=1+1 #import "x" $a$');
  });
});

describe("the sheets", () => {
  it("hold numbers as numbers, and text as text whatever it begins with", async () => {
    const { sheets } = await readXlsx(await write("xlsx"));
    expect(sheets.map(({ name }) => name)).toEqual([
      "Om rapporten",
      "Mått",
      "Inte med",
      "Samma brist i regionerna",
      "Vad måtten är",
    ]);
    const rows = sheets[1]?.rows ?? [];
    expect(rows.find((row) => row[0] === "share-told" && row[2] === "SE")?.[5]).toBe(0.25);
    expect(Buffer.from(await write("xlsx")).toString("latin1")).not.toContain("<f>");
    expect(sheets[3]?.rows[1]?.[8]).toBe(15);
  });

  it("are told as CSV without a cell that a sheet takes for a formula", async () => {
    const text = strFromU8(await write("csv"));
    const cells = text.replace("\u{FEFF}", "").split(/;|\r\n/u);
    expect(cells.filter((cell) => /^"?[=+@]/u.test(cell))).toEqual([]);
  });

  it("lie in the data pack, a file each, with what they are and how they are made again", async () => {
    const files = unzipSync(await write("zip"));
    expect(Object.keys(files)).toEqual([
      "LÄSMIG.txt",
      "report.json",
      "report.schema.json",
      "mått.csv",
      "inte-med.csv",
      "samma-brist-i-regionerna.csv",
      "vad-måtten-är.csv",
    ]);
    const about = strFromU8(files["LÄSMIG.txt"] ?? new Uint8Array());
    for (const word of [around.checksum, around.command, "Uppgifter finns först från 2026-08-10"])
      expect(about).toContain(word);
    const parsed: unknown = JSON.parse(strFromU8(files["report.json"] ?? new Uint8Array()));
    expect(parsed).toMatchObject({ checksum: around.checksum, format: "restsignal-outreach/1" });
  });
});

it("the Word document says what language it is in, repeats the heads of its tables, and shows markup as text", async () => {
  const text = strFromU8(unzipSync(await write("docx"))["word/document.xml"] ?? new Uint8Array());
  expect(strFromU8(unzipSync(await write("docx"))["word/styles.xml"] ?? new Uint8Array())).toContain('w:val="sv-SE"');
  expect(text.split("<w:tblHeader").length).toBe(text.split("<w:tbl>").length);
  expect(text).toContain("&lt;script&gt;");
});

it("the JSON is of the schema that lies beside it, and what is not is refused", async () => {
  const files = unzipSync(await write("zip"));
  const read = (name: string): Record<string, unknown> =>
    z.record(z.string(), z.unknown()).parse(JSON.parse(strFromU8(files[name] ?? new Uint8Array())));
  const ajv = new Ajv2020({ formats: { date: /^\d{4}-\d\d-\d\d$/u } });
  const isReport = ajv.compile(read("report.schema.json"));
  expect(isReport(read("report.json"))).toBe(true);
  for (const broken of [{ checksum: "x" }, { figures: [{ id: "x" }] }, { extra: 1 }, { dataFrom: "yesterday" }])
    expect(isReport({ ...read("report.json"), ...broken })).toBe(false);
});

it("the page fetches nothing, runs nothing, and shows markup as text", async () => {
  const html = strFromU8(await write("html"));
  expect(html).not.toMatch(/<script|<link|src=|https?:\/\/(?!www\.w3\.org)/u);
  expect(html).toContain("&lt;script&gt;");
});

it("every figure answers a question, and every breakdown has a name in both languages", () => {
  for (const { id } of FIGURES) expect(Object.values(QUESTIONS).filter((fits) => fits(id))).toHaveLength(1);
  for (const name of FIGURES.flatMap(({ by = [] }) => by.flat()))
    for (const language of ["sv", "en"] as const) {
      expect(wordsOf(language).dimensions[name]).toBeDefined();
      expect(wordsOf(language).dimensionTitles[name]).toBeDefined();
    }
});

it.each([
  [1234.56, "1\u{a0}234,6"],
  [-3, "\u{2212}3"],
  [-0.04, "0"],
  [12, "12"],
  [1_000_000, "1\u{a0}000\u{a0}000"],
])("%s is written %s", (value, text) => {
  expect(writeNumber(value, wordsOf("sv"))).toBe(text);
});

it("a share is written as a percentage, and one day is no days", () => {
  expect(writeValue(0.5236, "share", wordsOf("sv"))).toBe("52,4\u{a0}%");
  expect([1, -1, 2, 0].map((days) => writeValue(days, "days", wordsOf("sv")))).toEqual([
    "1 dag",
    "\u{2212}1 dag",
    "2 dagar",
    "0 dagar",
  ]);
});
