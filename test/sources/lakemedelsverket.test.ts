import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Notice } from "../../src/domain/notice.ts";
import { createSources } from "../../src/sources/index.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import {
  fixture,
  manyReports,
  plain,
  readContent,
  readPath,
  reasonOf,
  warningsOf,
  withFile,
} from "../support/lakemedelsverket-file.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";

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
    await withFile(manyReports(120), (file) =>
      lakemedelsverket.read({ file, maxBytes: 10_000_000, now: new Date(), onNotices }),
    );
    expect(batches).toBeGreaterThan(3);
    expect(reportIds).toHaveLength(240);
    expect(reportIds).toEqual(reportIds.toSorted());
  });

  test("passes on what its taker throws", async () => {
    const onNotices = () => Promise.reject(new Error("database: unable to write"));
    const reading = lakemedelsverket.read({ file: fixture("plain"), maxBytes: 100_000, now: new Date(), onNotices });
    await expect(reading).rejects.toThrow("database: unable to write");
  });

  test("that cannot be opened is broken infrastructure", async () => {
    await expect(readPath("/none.xml")).rejects.toThrow(/xml-stream: unable to read .*none\.xml: ENOENT/);
  });

  test("is in the registry without being added", () => {
    expect(createSources([])).toContain(lakemedelsverket);
  });
});

describe("a value that makes no sense", () => {
  test.each([
    ["<DateOfFirstNotification>2026-08-01<", "2026-02-31", 'line 7: DateOfFirstNotification "2026-02-31" is no date'],
    ["<DateOfFirstNotification>2026-08-01<", "1 augusti", 'line 7: DateOfFirstNotification "1 augusti" is no date'],
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

  test.each([
    ["ForecastedStartDate", "2026-08-15", "2026-13-01", 27],
    ["ForecastedEndDate", "2026-09-30", "2026-02-31", 28],
    ["ActualEndDate", "2026-08-19", "19 augusti", 50],
  ])("or whose %s is none is left out whole, so that no date reads as gone", async (element, from, to, line) => {
    const { result, warnings } = await warningsOf(plain.replace(`<${element}>${from}<`, `<${element}>${to}<`));
    const first = "00000000-0000-4000-8000-000000000001";
    expect(warnings).toEqual([`line ${line}: report ${first} left out: ${element} "${to}" is no date`]);
    expect(result).toMatchObject({ reports: 1, skippedReports: 1, skippedReportIds: [first] });
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
