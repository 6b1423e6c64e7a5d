import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { array, assert, asyncProperty, nat, tuple, uint8Array } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Notice } from "../../src/domain/notice.ts";
import { findSource } from "../../src/sources/index.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { XML_LIMITS } from "../../src/sources/xml-stream.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";

const MEND = `; fetch the file again from ${lakemedelsverket.defaultUrl}`;

let folder: string;
let plain: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "restsignal-lv-"));
  plain = await readFile(fixture("plain"), "utf8");
});

afterAll(() => rm(folder, { recursive: true }));

function fixture(name: string): string {
  return new URL(`../fixtures/lakemedelsverket/${name}.xml`, import.meta.url).pathname;
}

async function readPath(file: string, maxBytes = 50_000_000) {
  const notices: Notice[] = [];
  const result = await lakemedelsverket.read({ file, maxBytes, onNotices: (batch) => void notices.push(...batch) });
  return { result, notices };
}

async function readContent(content: string | Uint8Array, maxBytes?: number) {
  const file = join(folder, "content.xml");
  await writeFile(file, content);
  return readPath(file, maxBytes);
}

async function reasonOf(content: string | Uint8Array, maxBytes?: number): Promise<string> {
  const { result } = await readContent(content, maxBytes);
  if (result.kind !== "rejected") throw new Error("test: expected a rejected file");
  expect(result.reason.endsWith(MEND)).toBe(true);
  return result.reason.slice(0, -MEND.length);
}

async function warningsOf(content: string) {
  const { result, notices } = await readContent(content);
  if (result.kind !== "read") throw new Error(`test: expected a file that is read, but ${result.reason}`);
  return { result, notices, warnings: result.warnings.map(({ place, problem }) => `${place}: ${problem}`) };
}

/** A file of `count` reports with ids of their own, several pieces long when `count` is high. */
function manyReports(count: number): string {
  const start = plain.indexOf("<MedicineShortage>");
  const end = plain.indexOf("</MedicineShortage>") + "</MedicineShortage>".length;
  const report = plain.slice(start, end);
  const reports = Array.from({ length: count }, (_, index) =>
    report.replace("000000000001<", `${String(index).padStart(12, "0")}<`),
  );
  return `${plain.slice(0, start)}${reports.join("\n")}</MedicineShortages></OpenDataMedicineShortages>`;
}

describe("a file of Läkemedelsverket", () => {
  test("is told with its time, size and counts", async () => {
    const { result } = await readPath(fixture("plain"));
    expect(result).toEqual({
      kind: "read",
      createdAt: new Date("2026-08-21T00:27:13.435Z"),
      rawCreatedAt: "2026-08-21T02:27:13.4358495+02:00",
      reports: 2,
      notices: 3,
      packages: 4,
      skippedReports: 0,
      skippedReportIds: [],
      bytes: Buffer.byteLength(plain),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      warnings: [],
      warningCount: 0,
    });
  });

  test("gives every value of a report, its product and its package", async () => {
    const { notices } = await readPath(fixture("plain"));
    const [first] = notices;
    expect({ ...first, packages: first?.packages.slice(1) }).toEqual({
      source: "lakemedelsverket",
      reportId: "00000000-0000-4000-8000-000000000001",
      nplId: "20100101000011",
      type: "shortage",
      rawType: "SHORTAGE",
      firstNotified: { value: "2026-08-01" },
      firstPublished: { value: "2026-08-10" },
      organisationPhone: { value: "08-555 01 00" },
      organisationEmail: { value: "info@example.test" },
      causeCategory: { value: "MANUFACTURING" },
      cause: { value: "3" },
      lastUpdated: { value: "2026-08-20" },
      productName: "Meropenem Påhitt 1 g Pulver till injektions-/infusionsvätska, lösning",
      holder: "Påhitt & Söner AB",
      substances: ["meropenemtrihydrat"],
      atc: { value: "J01DH02" },
      atcTerm: "Meropenem",
      isParallelImport: false,
      countryOfOrigin: { value: "Danmark" },
      packages: [
        {
          nplPackId: "20100101100025",
          description: "Injektionsflaska, 1 x 1 g",
          nordicArticleNumber: { value: null, nullFlavor: "NI" },
          start: { value: "2026-08-20" },
          forecastEnd: { value: null, nullFlavor: "UNK" },
          actualEnd: { value: "2026-08-19" },
          duration: { value: null, nullFlavor: "NA" },
          lastUpdated: { value: null, nullFlavor: "NI" },
          isParallelDistribution: false,
          parallelDistributor: null,
          riskAssessment: { value: null, nullFlavor: "UNK" },
          information: null,
        },
      ],
    });
    expect(first?.packages[0]).toMatchObject({
      nordicArticleNumber: { value: "012345" },
      actualEnd: { value: null },
      isParallelDistribution: true,
      parallelDistributor: "Omvägen AB",
    });
  });

  test("keeps why each value is missing, also by a code nobody has seen yet", async () => {
    const { notices } = await readPath(fixture("plain"));
    const empty = notices[2];
    expect(empty).toMatchObject({
      type: "cessation",
      firstNotified: { value: null, nullFlavor: "NI" },
      firstPublished: { value: null, nullFlavor: "NA" },
      organisationPhone: { value: null, nullFlavor: "UNK" },
      causeCategory: { value: null, nullFlavor: "MSK" },
      cause: { value: null, nullFlavor: "MSK" },
      substances: ["hydrokortison", "mikonazolnitrat"],
      atc: { value: null, nullFlavor: "NI" },
      atcTerm: null,
      isParallelImport: null,
      countryOfOrigin: { value: null, nullFlavor: "NA" },
    });
    expect(empty?.packages[0]).toMatchObject({
      start: { value: null, nullFlavor: "UNK" },
      forecastEnd: { value: null, nullFlavor: "NA" },
      duration: { value: null, nullFlavor: "ASKU" },
      isParallelDistribution: null,
      parallelDistributor: null,
      information: null,
    });
  });

  test("gives one notice for each product of a report", async () => {
    const { notices } = await readPath(fixture("plain"));
    expect(notices.map((notice) => [notice.reportId.slice(-1), notice.nplId, notice.packages.length])).toEqual([
      ["1", "20100101000011", 2],
      ["1", "20100101000028", 1],
      ["2", "20100101000035", 1],
    ]);
  });

  test("keeps the information block as XML that can be read again, whatever its shape", async () => {
    const { notices } = await readPath(fixture("plain"));
    const information = notices[0]?.packages[0]?.information?.replace(/>\s+</g, "><");
    expect(information).toBe(
      '<MedicineShortageInformation lang="sv"><Heading>Utbytbara alternativ &lt;enligt lista&gt;</Heading>' +
        '<Text>A &amp; B &lt; C</Text><Note xmlns="urn:example:note" xmlns:n1="urn:example:note" n1:level="2"/>' +
        "</MedicineShortageInformation>",
    );
  });

  test("says the same with prefixed names and without the wrapper", async () => {
    const expected = (await readPath(fixture("plain"))).notices;
    expect((await readPath(fixture("prefixed-without-wrapper"))).notices).toEqual(expected);
  });

  test.each([
    ["UTF-8 with a byte order mark", (text: string) => Buffer.from(`\uFEFF${text}`)],
    ["UTF-16, little end first", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16, big end first", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
    ["UTF-16 without a byte order mark", (text: string) => Buffer.from(text.replace("utf-8", "utf-16"), "utf16le")],
    ["ISO-8859-1", (text: string) => Buffer.from(text.replace("utf-8", "ISO-8859-1"), "latin1")],
    ["windows-1252", (text: string) => Buffer.from(text.replace("utf-8", "Windows-1252"), "latin1")],
    ["CR LF line ends", (text: string) => Buffer.from(text.replaceAll("\n", "\r\n"))],
  ])("says the same in %s, however its pieces are cut", async (_title, encode) => {
    const text = manyReports(60);
    const expected = await readContent(text);
    const { result, notices } = await readContent(encode(text));
    expect(result).toMatchObject({ kind: "read", reports: 60, notices: 120, warningCount: 0 });
    expect(notices).toEqual(expected.notices);
  });

  test("is handed on in file order, piece by piece, and never faster than it is taken", async () => {
    const file = join(folder, "many.xml");
    await writeFile(file, manyReports(120));
    const reportIds: string[] = [];
    let busy = 0;
    let batches = 0;
    const onNotices = async (batch: Notice[]) => {
      busy += 1;
      batches += 1;
      await new Promise((resolve) => setImmediate(resolve));
      expect(busy).toBe(1);
      busy -= 1;
      reportIds.push(...batch.map((notice) => notice.reportId));
    };
    await lakemedelsverket.read({ file, maxBytes: 10_000_000, onNotices });
    expect(batches).toBeGreaterThan(3);
    expect(reportIds).toHaveLength(240);
    expect(reportIds).toEqual(reportIds.toSorted());
  });

  test("passes on what its taker throws", async () => {
    const onNotices = () => Promise.reject(new Error("database: unable to write"));
    const reading = lakemedelsverket.read({ file: fixture("plain"), maxBytes: 100_000, onNotices });
    await expect(reading).rejects.toThrow("database: unable to write");
  });

  test("that cannot be opened is broken infrastructure", async () => {
    await expect(readPath(join(folder, "none.xml"))).rejects.toThrow(/xml-stream: unable to read .*none\.xml: ENOENT/);
  });

  test("is found by its name in the registry", () => {
    expect(findSource("lakemedelsverket")).toBe(lakemedelsverket);
    expect(findSource("constructor")).toBeNull();
  });
});

describe("a value that makes no sense", () => {
  test.each([
    ["<DateOfFirstNotification>2026-08-01<", "2026-02-31", 'line 7: DateOfFirstNotification "2026-02-31" is no date'],
    ["<DateOfFirstNotification>2026-08-01<", "1 augusti", 'line 7: DateOfFirstNotification "1 augusti" is no date'],
    ["<ForecastedStartDate>2026-08-15<", "2026-13-01", 'line 27: ForecastedStartDate "2026-13-01" is no date'],
    ["<NordicArticleNumber>012345<", "12A45", 'line 33: NordicArticleNumber "12A45" is not a six-digit article number'],
    ['<ATC term="Meropenem"> j01dh02 <', "J01-DH", 'line 20: ATC "J01-DH" is not an ATC code'],
    ["<IsParallelImport>false<", "kanske", 'line 21: IsParallelImport "kanske" is neither true nor false'],
  ])("in %s is read as missing, with a warning that names the line", async (from, value, warning) => {
    const to = from.replace(/>[^<]*<$/, `>${value}<`);
    const { warnings, result } = await warningsOf(plain.replace(from, to));
    expect(warnings).toEqual([`${warning}, read as missing`]);
    expect(result).toMatchObject({ reports: 2, notices: 3, packages: 4 });
  });

  test("of a kind invented since is kept in the source's word", async () => {
    const { warnings, notices } = await warningsOf(plain.replace("SHORTAGE<", "RECALL<"));
    expect(warnings).toEqual(['line 4: TypeOfShortage "RECALL" is not known here, kept as unknown']);
    expect(notices[0]).toMatchObject({ type: "unknown", rawType: "RECALL" });
  });

  test("beside the mark that it is masked stays masked", async () => {
    const { warnings, notices } = await warningsOf(
      plain.replace('<CauseOfShortage nullFlavor="MSK" />', '<CauseOfShortage nullFlavor="MSK">7</CauseOfShortage>'),
    );
    expect(warnings).toEqual(['line 100: CauseOfShortage has a value beside nullFlavor "MSK", read as missing']);
    expect(notices[2]?.cause).toEqual({ value: null, nullFlavor: "MSK" });
  });

  test("is counted also beyond the first hundred warnings", async () => {
    const { result } = await warningsOf(
      manyReports(150).replaceAll("<NordicArticleNumber>012345<", "<NordicArticleNumber>x<"),
    );
    expect(result.warnings).toHaveLength(100);
    expect(result.warningCount).toBe(150);
  });
});

describe("a report that cannot be identified", () => {
  const second = "00000000-0000-4000-8000-000000000002";
  test.each([
    [
      `<MedicineShortageId>${second}<`,
      "<MedicineShortageId>4711<",
      'line 92: report without a readable id left out: MedicineShortageId "4711" is no report id',
      [],
    ],
    [
      `<MedicineShortageId>${second}<`,
      "<MedicineShortageId><",
      'line 92: report without a readable id left out: MedicineShortageId "" is no report id',
      [],
    ],
    [
      "<NPLId>20100101000035<",
      "<NPLId>2010010100003A<",
      `line 103: report ${second} left out: NPLId "2010010100003A" is not 14 digits`,
      [second],
    ],
    ["<NPLId>20100101000035</NPLId>", "", `line 103: report ${second} left out: NPLId "" is not 14 digits`, [second]],
    [
      "<NPLPackId>20100101100049<",
      "<NPLPackId>١<",
      `line 112: report ${second} left out: NPLPackId "١" is not 14 digits`,
      [second],
    ],
  ])("for %s → %s is left out whole, and said to be", async (from, to, warning, skippedReportIds) => {
    const { result, warnings, notices } = await warningsOf(plain.replace(from, to));
    expect(warnings).toEqual([warning]);
    expect(result).toMatchObject({ reports: 1, notices: 2, packages: 3, skippedReports: 1, skippedReportIds });
    expect(notices.map((notice) => notice.reportId)).not.toContain(second);
  });

  test("takes its sound products with it, for a notice without one of its packages would read as good news", async () => {
    const { result } = await warningsOf(plain.replace("<NPLPackId>20100101100025<", "<NPLPackId>?<"));
    expect(result).toMatchObject({ reports: 1, notices: 1, skippedReports: 1 });
  });

  test.each([
    ["product", /<MedicinalProducts>[^]*?<\/MedicinalProducts>/, "it has no product"],
    [
      "package",
      /<PackagedMedicinalProducts>[^]*?<\/PackagedMedicinalProducts>/,
      "product 20100101000011 has no package",
    ],
  ])("because it has no %s is left out too", async (_what, part, problem) => {
    const { result, warnings } = await warningsOf(plain.replace(part, ""));
    expect(result).toMatchObject({ reports: 1, skippedReports: 1 });
    expect(warnings[0]).toContain(problem);
  });

  test("rejects the file when no other report is left", async () => {
    expect(await reasonOf(plain.replaceAll("<MedicineShortageId>", "<MedicineShortageId>x"))).toBe(
      "none of the 2 reports could be read (line 4: report without a readable id left out: MedicineShortageId " +
        '"x00000000-0000-4000-8000-000000000001" is no report id)',
    );
  });
});

describe("what comes twice", () => {
  test("as a product of one report becomes one notice with all packages", async () => {
    const { notices, warnings } = await warningsOf(plain.replace("<NPLId>20100101000028<", "<NPLId>20100101000011<"));
    expect(notices[0]?.packages.map((pack) => pack.nplPackId)).toEqual([
      "20100101100018",
      "20100101100025",
      "20100101100032",
    ]);
    expect(notices).toHaveLength(2);
    expect(warnings).toEqual([]);
  });

  test("as a package of one notice keeps the one that starts last, and says so", async () => {
    const { notices, warnings } = await warningsOf(
      plain.replace("<NPLPackId>20100101100025<", "<NPLPackId>20100101100018<"),
    );
    expect(notices[0]?.packages.map((pack) => pack.start.value)).toEqual(["2026-08-20"]);
    expect(warnings[0]).toMatch(/tells of package 20100101100018 more than once, the latest start counts$/);
  });

  test("as a report keeps the first, and says so", async () => {
    const { notices, warnings, result } = await warningsOf(
      manyReports(1).replace(/<MedicineShortage>[^]*<\/MedicineShortage>/, "$&$&"),
    );
    expect(notices).toHaveLength(2);
    expect(result).toMatchObject({ notices: 2, packages: 3, warningCount: 2 });
    expect(warnings[0]).toMatch(/tells of product 20100101000011 once more, the first one counts$/);
  });
});

describe("a file that is not what it should be is rejected with line and reason", () => {
  const head = '<?xml version="1.0"?>\n';
  const nest = (depth: number) => `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;
  const inRoot = (text: string) => plain.replace("<MedicineShortages>", `<MedicineShortages>${text}`);
  const cases: [string, () => string | Uint8Array, string][] = [
    ["empty", () => "", "the file is empty"],
    [
      "only a byte order mark",
      () => "\uFEFF",
      "line 1: the file is cut short (not well-formed XML: document must contain a root element)",
    ],
    ["JSON", () => '{"reports": []}', "line 1: not well-formed XML: text data outside of root node"],
    ["a web page", () => "<!DOCTYPE html><html></html>", "line 1: the file has a DOCTYPE, which this source never has"],
    [
      "an entity bomb",
      () => `${head}<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`,
      "line 2: the file has a DOCTYPE, which this source never has",
    ],
    [
      "another root",
      () => `${head}<rss version="2.0"/>`,
      'line 2: the file begins with "rss" where OpenDataMedicineShortages belongs',
    ],
    [
      "another version",
      () => plain.replace("medicineshortage/v3/", "medicineshortage/v4/"),
      'line 2: the file is of "http://eservices.lakemedelsverket.se/opendata/medicineshortage/v4/" where http://eservices.lakemedelsverket.se/opendata/medicineshortage/v3/ belongs',
    ],
    [
      "no creation date",
      () => plain.replace(/ creationDate="[^"]*"/, ""),
      "line 2: OpenDataMedicineShortages has no creationDate",
    ],
    [
      "a creation date that is none",
      () => plain.replace(/ creationDate="[^"]*"/, ' creationDate="2026-02-31T00:00:00Z"'),
      'line 2: creationDate "2026-02-31T00:00:00Z" is no time with an offset',
    ],
    [
      "a creation date without an offset",
      () => plain.replace("+02:00", ""),
      'line 2: creationDate "2026-08-21T02:27:13.4358495" is no time with an offset',
    ],
    [
      "no reports",
      () => plain.replace(/<MedicineShortage>[^]*<\/MedicineShortage>/, ""),
      "the file holds no reports, which has never been so",
    ],
    ["a second root", () => `${plain}<b/>`, "line 134: not well-formed XML: documents may contain only one root"],
    ["text behind the root", () => `${plain}x`, "line 134: not well-formed XML: text data outside of root node"],
    [
      "a wrong end tag",
      () => plain.replace("</TypeOfShortage>", "</TypeOf>"),
      "line 6: not well-formed XML: unexpected close tag",
    ],
    [
      "a bare ampersand",
      () => plain.replace("&amp;", "& "),
      "line 18: not well-formed XML: disallowed character in entity name",
    ],
    [
      "an entity named like a JavaScript property",
      () => plain.replace("&amp;", "&constructor;"),
      "line 18: not well-formed XML: undefined entity",
    ],
    [
      "a control character",
      () => plain.replace("Omvägen", "Om\u0000vägen"),
      "line 35: not well-formed XML: disallowed character",
    ],
    ["a prefix nobody declared", () => inRoot("<y:a/>"), 'line 3: not well-formed XML: unbound namespace prefix: "y"'],
    ["a doubled attribute", () => inRoot('<a b="1" b="2"/>'), "line 3: not well-formed XML: duplicate attribute: b"],
    [
      "elements too deep inside each other",
      () => inRoot(nest(100_000)),
      "line 3: more than 64 elements inside each other",
    ],
    [
      "too many attributes",
      () => inRoot(`<a ${Array.from({ length: 33 }, (_, i) => `a${i}="1"`).join(" ")}/>`),
      "line 3: more than 32 attributes",
    ],
    ["endless space", () => inRoot(" \n".repeat(3_000_000)), "line 3: more than 1000000 characters without an element"],
    [
      "endless space before the root",
      () => " ".repeat(3_000_000),
      "line 1: more than 1000000 characters without an element",
    ],
    [
      "an endless attribute",
      () => inRoot(`<a b="${"x".repeat(3_000_000)}"/>`),
      "line 3: more than 1000000 characters without an element",
    ],
    [
      "an endless name",
      () => inRoot(`<${"x".repeat(3_000_000)}/>`),
      "line 3: more than 1000000 characters without an element",
    ],
    [
      "endless comments",
      () => inRoot("<!-- x -->".repeat(300_000)),
      "line 3: more than 1000000 characters without an element",
    ],
    [
      "an endless entity",
      () => inRoot(`&${"x".repeat(3_000_000)}`),
      "line 3: more than 1000000 characters without an element",
    ],
    [
      "endless text",
      () => plain.replace("Omvägen", "x".repeat(XML_LIMITS.charsBetweenTags)),
      "line 35: more than 1000000 characters without an element",
    ],
    [
      "an endless report",
      () => plain.replace("<Heading>", `${`<i>${"x".repeat(500_000)}</i>`.repeat(5)}<Heading>`),
      "line 39: one MedicineShortage is longer than 2000000 characters",
    ],
    ["an unknown encoding", () => plain.replace("utf-8", "utf-7"), 'line 1: the encoding "utf-7" is not known here'],
    [
      "an encoding that is not the one it names",
      () => plain.replace("utf-8", "utf-16"),
      'line 1: the encoding "utf-16" is not known here',
    ],
    [
      "UTF-32",
      () => Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]),
      "byte 1: the encoding looks like UTF-32, which is not known here",
    ],
    ["binary data", () => Buffer.from([0x1f, 0x8b, 8, 0, 0]), "byte 2: no character in utf-8 starts or continues so"],
  ];

  test.each(cases)("%s", async (_title, content, reason) => {
    expect(await reasonOf(content())).toBe(reason);
  });

  test("ISO-8859-1 under the name of UTF-8 names the very byte, also far into the file", async () => {
    for (const text of [plain, manyReports(60)]) {
      const bytes = Buffer.from(text);
      const at = bytes.lastIndexOf("ä");
      const broken = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xe4]), bytes.subarray(at + 2)]);
      // The byte itself may begin a character; the next one shows that it does not.
      expect(await reasonOf(broken)).toBe(`byte ${at + 2}: no character in utf-8 starts or continues so`);
    }
  });

  test("one byte more than allowed", async () => {
    const bytes = Buffer.byteLength(plain);
    expect(await reasonOf(plain, bytes - 1)).toBe(`the file is larger than the ${bytes - 1} bytes allowed`);
    expect((await readContent(plain, bytes)).result.kind).toBe("read");
  });

  test("one that is cut short, wherever the cut falls", async () => {
    const bytes = Buffer.from(plain);
    for (let length = 1; length < bytes.lastIndexOf(">"); length += 61) {
      expect(await reasonOf(bytes.subarray(0, length))).toMatch(
        /^(line \d+: the file is cut short|byte \d+: the file ends within)/,
      );
    }
  });
});

test("elements that nobody has seen beside the reports are left out and told", async () => {
  const { warnings, result } = await warningsOf(plain.replace("<MedicineShortages>", "<Notes><Note/></Notes>$&"));
  expect(warnings).toEqual(['line 3: unknown element "Notes" left out', 'line 3: unknown element "Note" left out']);
  expect(result.reports).toBe(2);
});

test("whatever bits flip in a file, it is read or rejected with a sentence, and never more", async () => {
  const flips = array(tuple(nat(), nat({ max: 7 })), { minLength: 1, maxLength: 6 });
  await assert(
    asyncProperty(flips, async (places) => {
      const bytes = Buffer.from(plain);
      for (const [place, bit] of places) {
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      }
      const { result, notices } = await readContent(bytes);
      if (result.kind === "read") expect(notices).toHaveLength(result.notices);
      else expect(result.reason).toMatch(/; fetch the file again from /);
    }),
    { numRuns: 300 },
  );
});

test("whatever bytes a file holds, it is read or rejected", async () => {
  await assert(
    asyncProperty(uint8Array({ maxLength: 200 }), async (bytes) => {
      expect((await readContent(bytes)).result.kind).toBe("rejected");
    }),
    { numRuns: 200 },
  );
});

const title = sharedDataMissing === null ? "the national file" : `the national file (skipped: ${sharedDataMissing})`;
describe.skipIf(sharedDataMissing)(title, () => {
  test.each([
    ["2026-08-20", { reports: 2_335, notices: 2_506, packages: 2_657 }],
    ["2026-08-21", { reports: 2_340, notices: 2_510, packages: 2_661 }],
  ])("of %s is read whole, without a warning", async (day, counts) => {
    const { result, notices } = await readPath(sharedData(`lakemedelsverket/${day}.xml`));
    expect(result).toMatchObject({ kind: "read", ...counts, skippedReports: 0, warningCount: 0 });
    expect(notices).toHaveLength(counts.notices);
    expect(new Set(notices.map((notice) => `${notice.reportId} ${notice.nplId}`)).size).toBe(counts.notices);
  });

  test("says the same with prefixes and without its wrapper", async () => {
    const file = sharedData("lakemedelsverket/2026-08-21.xml");
    const varied = (await readFile(file, "utf8"))
      .replaceAll(/<(\/?)([A-Z])/g, "<$1ns0:$2")
      .replace(' xmlns="', ' xmlns:ns0="')
      .replaceAll(/<\/?ns0:MedicineShortages>/g, "");
    expect((await readContent(varied)).notices).toEqual((await readPath(file)).notices);
  });
});
