import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../src/demo/catalogue.ts";
import { createExampleFiles, writeExampleFile } from "../../src/demo/example-files.ts";
import { addDays, parseInstant, parseIsoDate, type IsoDate } from "../../src/domain/calendar.ts";
import { CHANGE_KINDS, diffNotice, type ChangeKind } from "../../src/domain/change.ts";
import { createEntryIndex, readMatchSubject } from "../../src/domain/match.ts";
import { isOpen, MISSING, noticeStatus, type Field, type Notice, type Package } from "../../src/domain/notice.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";

const TODAY = "2026-11-21";
const NAMESPACE = "http://eservices.lakemedelsverket.se/opendata/medicineshortage/v3/";

type ExampleNotice = Pick<Notice, "reportId" | "nplId" | "type" | "rawType" | "productName" | "atc" | "lastUpdated"> & {
  readonly isParallelImport: boolean;
  readonly countryOfOrigin: string;
  readonly packages: readonly Package[];
};

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The whole document as elements; throws where it is not well-formed. */
function parseElements(chunks: Iterable<string>): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (cause) => {
    throw cause;
  });
  parser.on("opentag", (tag) => {
    if (tag.uri !== NAMESPACE) throw new Error(`unexpected namespace ${tag.uri}`);
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
    const element: Element = { name: tag.local, attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  for (const chunk of chunks) parser.write(chunk);
  parser.close();
  return root;
}

function listAll(element: Element): Element[] {
  return [element, ...element.children.flatMap(listAll)];
}

function findChild(element: Element, ...path: string[]): Element | null {
  return path.reduce<Element | null>(
    (parent, name) => parent?.children.find((child) => child.name === name) ?? null,
    element,
  );
}

function findAll(element: Element, name: string): Element[] {
  return listAll(element).filter((one) => one.name === name);
}

function readField(element: Element, ...path: string[]): Field<string> {
  const text = findChild(element, ...path)?.text.trim() ?? "";
  return { value: text === "" ? null : text };
}

function readText(element: Element, ...path: string[]): string {
  return readField(element, ...path).value ?? "";
}

function readPackage(element: Element): Package {
  return {
    nplPackId: readText(element, "NPLPackId"),
    description: readText(element, "PackageDescription"),
    nordicArticleNumber: readField(element, "NordicArticleNumber"),
    start: readField(element, "Interval", "ForecastedStartDate"),
    forecastEnd: readField(element, "Interval", "ForecastedEndDate"),
    actualEnd: readField(element, "Interval", "ActualEndDate"),
    duration: MISSING,
    lastUpdated: MISSING,
    isParallelDistribution: false,
    parallelDistributor: null,
    riskAssessment: MISSING,
    information: null,
  };
}

/** Notices by report and product, in the file's order. */
function readNotices(root: Element): Map<string, ExampleNotice> {
  const notices = findAll(root, "MedicineShortage").flatMap((report) =>
    findAll(report, "MedicinalProduct").map((product) => ({
      reportId: readText(report, "MedicineShortageId"),
      rawType: readText(report, "TypeOfShortage"),
      type: readText(report, "TypeOfShortage") === "CESSATION" ? ("cessation" as const) : ("shortage" as const),
      lastUpdated: readField(report, "LastUpdated"),
      nplId: readText(product, "NPLId"),
      productName: findChild(product, "ProductName")?.text ?? "",
      atc: readField(product, "ATC"),
      isParallelImport: readText(product, "IsParallelImport") === "true",
      countryOfOrigin: readText(product, "CountryOfOrigin"),
      packages: findAll(product, "PackagedMedicinalProduct").map(readPackage),
    })),
  );
  return new Map(notices.map((notice) => [`${notice.reportId} ${notice.nplId}`, notice]));
}

interface Told {
  readonly notice: ExampleNotice;
  readonly kinds: readonly ChangeKind[];
}

/** What the two days show, notice by notice, as an ingest of one after the other would. */
function tellChanges(today: IsoDate): Told[] {
  const [before, after] = createExampleFiles({ today }).days.map((day) => readNotices(parseElements([day.xml])));
  if (!before || !after) throw new Error("two days were expected");
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => {
    const [earlier, later] = [before.get(key), after.get(key)];
    const notice = later ?? earlier;
    if (!notice) throw new Error(`no notice ${key}`);
    const was = earlier ? { notice: earlier, on: addDays(today, -1), vanished: false } : null;
    const changes = diffNotice(was, { notice, on: today, vanished: later === undefined });
    return { notice, kinds: changes.map(({ kind }) => kind) };
  });
}

function readExampleList(): Extract<ReturnType<typeof parseRegionList>, { kind: "parsed" }> {
  const list = parseRegionList(new TextEncoder().encode(createExampleFiles({ today: TODAY }).list));
  if (list.kind === "refused") throw new Error(list.reason);
  return list;
}

function createListIndex(): ReturnType<typeof createEntryIndex> {
  return createEntryIndex(readExampleList().entries);
}

describe("the example's two national files", () => {
  const { days } = createExampleFiles({ today: TODAY });
  const roots = days.map((day) => parseElements([day.xml]));
  const [first, second] = roots;
  if (!first || !second) throw new Error("two days were expected");

  it("are well-formed, of about 300 reports each, and in the namespace and order of Läkemedelsverket's file", () => {
    for (const root of roots) {
      const reports = findAll(root, "MedicineShortage");
      expect(reports.length).toBeGreaterThan(285);
      expect(reports.length).toBeLessThan(315);
      expect(root.children.map(({ name }) => name)).toEqual(["OpenDataMedicineShortages"]);
      for (const report of reports)
        expect(report.children.map(({ name }) => name)).toEqual([
          "MedicineShortageId",
          "TypeOfShortage",
          "DateOfFirstNotification",
          "DateOfFirstPublication",
          "OrganisationPhoneNumber",
          "OrganisationEmail",
          "CauseOfShortageCategory",
          "CauseOfShortage",
          "LastUpdated",
          "MedicinalProducts",
        ]);
    }
  });

  it("are read by Läkemedelsverket's source to the last package, without a warning", async () => {
    const folder = await mkdtemp(join(tmpdir(), "restsignal-example-"));
    try {
      for (const [place, day] of days.entries()) {
        const file = join(folder, day.name);
        await writeFile(file, day.xml);
        const notices: Notice[] = [];
        const result = await lakemedelsverket.read({
          now: new Date(),
          file,
          maxBytes: 5_000_000,
          onNotices: (batch) => {
            notices.push(...batch);
          },
        });
        const root = place === 0 ? first : second;
        expect(result).toMatchObject({
          kind: "read",
          createdAt: day.createdAt,
          reports: findAll(root, "MedicineShortage").length,
          packages: findAll(root, "PackagedMedicinalProduct").length,
          skippedReports: 0,
          warningCount: 0,
        });
        expect(notices.map(({ reportId, nplId }) => `${reportId} ${nplId}`)).toEqual([...readNotices(root).keys()]);
        expect(notices.some(({ packages }) => packages.some(({ information }) => information !== null))).toBe(true);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("are the same at every call, and differ only in their dates from one day to another", () => {
    expect(createExampleFiles({ today: TODAY })).toEqual(createExampleFiles({ today: TODAY }));
    const undated = (today: IsoDate): string[] =>
      createExampleFiles({ today }).days.map(({ xml }) =>
        xml.replaceAll(/\d{4}-\d{2}-\d{2}(?:T[\d:.]+\+\d\d:\d\d)?(?=[<"])/g, "DATE"),
      );
    expect(undated("2027-01-01")).toEqual(undated(TODAY));
  });

  it("show every kind of change, each at least once on the example list", () => {
    const index = createListIndex();
    const told = tellChanges(TODAY);
    const onList = told.filter(({ notice }) => index.find(readMatchSubject({ ...notice, holder: "" })).length > 0);
    expect(new Set(onList.flatMap(({ kinds }) => kinds))).toEqual(new Set(CHANGE_KINDS));
    const changed = told.filter(({ kinds }) => kinds.length > 0);
    expect(changed.length).toBeGreaterThan(25);
    expect(changed.length).toBeLessThan(60);
  });

  it("tell on any day exactly what the catalogue's stories say, and nothing of the other products", () => {
    const expected = tellChanges(TODAY).map(({ notice, kinds }) => [notice.productName, kinds]);
    for (const today of ["2026-01-01", "2026-12-12", "2026-12-31", "2027-01-01", "2028-02-29"])
      expect(tellChanges(today).map(({ notice, kinds }) => [notice.productName, kinds])).toEqual(expected);
    const quiet = new Set(
      readCatalogue()
        .filter(({ story }) => ["", "touched", "ongoing"].includes(story))
        .map(({ index }) => `20990000${String(index + 1).padStart(6, "0")}`),
    );
    const loud = tellChanges(TODAY).filter(({ kinds }) => kinds.length > 0);
    expect(loud.filter(({ notice }) => quiet.has(notice.nplId))).toEqual([]);
  });

  it("hold reports where only LastUpdated moved", () => {
    const before = readNotices(first);
    const touched = tellChanges(TODAY).filter(({ notice, kinds }) => {
      const earlier = before.get(`${notice.reportId} ${notice.nplId}`);
      return kinds.length === 0 && earlier && earlier.lastUpdated.value !== notice.lastUpdated.value;
    });
    expect(touched.length).toBeGreaterThan(10);
  });

  it("hold every nullFlavor, several products and packages in a report, filled information blocks and 31 December", () => {
    const all = listAll(second);
    expect(new Set(all.flatMap(({ attributes }) => attributes["nullFlavor"] ?? []))).toEqual(
      new Set(["NA", "UNK", "MSK", "NI"]),
    );
    const ids = [...readNotices(second).values()].map(({ reportId }) => reportId);
    expect(new Set(ids).size).toBeLessThan(ids.length);
    expect(findAll(second, "PackagedMedicinalProducts").some(({ children }) => children.length > 1)).toBe(true);
    expect(findAll(second, "MedicineShortageInformations").some(({ children }) => children.length > 0)).toBe(true);
    expect(findAll(second, "ForecastedEndDate").some(({ text }) => text.endsWith("-12-31"))).toBe(true);
  });

  it("hold cessations that mostly have no end, parallel imports with their country, and veterinary medicines", () => {
    const notices = [...readNotices(second).values()];
    const cessations = notices.filter(({ rawType }) => rawType === "CESSATION");
    const endless = cessations.filter(({ packages }) =>
      packages.every(({ forecastEnd }) => forecastEnd.value === null),
    );
    expect(cessations.length).toBeGreaterThan(40);
    expect(endless.length / cessations.length).toBeGreaterThan(0.75);
    const imported = notices.filter(({ isParallelImport }) => isParallelImport);
    expect(imported.length).toBeGreaterThan(2);
    expect(imported.filter(({ countryOfOrigin }) => countryOfOrigin === "")).toEqual([]);
    expect(notices.filter(({ atc }) => atc.value?.startsWith("Q")).length).toBeGreaterThan(3);
  });

  it("cannot be taken for real news: ids begin with 2099 and addresses end in .example", () => {
    for (const notice of readNotices(second).values()) {
      expect(notice.reportId).toMatch(/^2099[0-9a-f]{4}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(notice.nplId).toMatch(/^2099\d{10}$/);
      for (const pack of notice.packages) expect(pack.nplPackId).toMatch(/^2099\d{10}$/);
    }
    const packs = [...readNotices(second).values()].flatMap(({ nplId, packages }) =>
      packages.map(({ nplPackId }) => [nplPackId, nplId] as const),
    );
    expect(new Map(packs).size).toBe(new Set(packs.map(([pack, product]) => `${pack} ${product}`)).size);
    for (const address of findAll(second, "OrganisationEmail"))
      expect(address.text).toMatch(/^$|^restanmalan@[a-z]+\.example$/);
  });

  it("hold only real dates, and no start after the end it forecasts", () => {
    const packs = [...readNotices(second).values()].flatMap(({ packages }) => packages);
    for (const { start, forecastEnd, actualEnd } of packs) {
      for (const { value } of [start, forecastEnd, actualEnd])
        if (value !== null) expect(parseIsoDate(value)).toBe(value);
      if (start.value !== null && forecastEnd.value !== null) expect(start.value <= forecastEnd.value).toBe(true);
    }
  });

  it.each([
    [TODAY, "2026-11-20T02:25:41.2078495+01:00", "2026-11-21T02:27:13.4358495+01:00"],
    ["2026-07-02", "2026-07-01T02:25:41.2078495+02:00", "2026-07-02T02:27:13.4358495+02:00"],
    ["2026-03-29", "2026-03-28T02:25:41.2078495+01:00", "2026-03-29T03:27:13.4358495+02:00"],
    ["2026-10-25", "2026-10-24T02:25:41.2078495+02:00", "2026-10-25T02:27:13.4358495+02:00"],
  ])("are dated yesterday and today in Stockholm's own offset when today is %s", (today, yesterdayText, todayText) => {
    const files = createExampleFiles({ today }).days;
    const dates = files.map((day) => parseElements([day.xml]).children[0]?.attributes["creationDate"]);
    expect(dates).toEqual([yesterdayText, todayText]);
    expect(files.map(({ createdAt }) => createdAt)).toEqual([yesterdayText, todayText].map(parseInstant));
    expect(files.map(({ name }) => name)).toEqual([`${addDays(today, -1)}.xml`, `${today}.xml`]);
  });
});

describe("the example's catalogue", () => {
  it("has more than 150 products, every one different, with ATC codes of a valid shape and one term to a code", () => {
    const catalogue = readCatalogue();
    expect(catalogue.length).toBeGreaterThan(150);
    const names = catalogue.map(({ name, holder, strength, form }) => [name, holder, strength, form].join("|"));
    expect(new Set(names).size).toBe(catalogue.length);
    for (const { atc } of catalogue) expect(atc).toMatch(/^Q?[ABCDGHJLMNPRSV]\d{2}[A-Z]{2}(?:\d{2})?$/);
    const terms = new Map(catalogue.map(({ atc, term }) => [atc, term]));
    for (const { atc, term } of catalogue) expect(terms.get(atc)).toBe(term);
  });
});

describe("the example's list", () => {
  it("is read without a refused row, and 25 to 45 of its about 60 entries are hit by open notices", () => {
    const list = readExampleList();
    expect(list.rejected).toEqual([]);
    expect(list.entries.length).toBeGreaterThan(55);
    const index = createListIndex();
    const second = createExampleFiles({ today: TODAY }).days[1];
    const open = [...readNotices(parseElements([second.xml])).values()].filter((one) =>
      isOpen(noticeStatus(one, TODAY)),
    );
    const matches = open.flatMap((notice) => index.find(readMatchSubject({ ...notice, holder: "" })));
    const hit = new Set(matches.map(({ entry }) => entry.key));
    expect(hit.size).toBeGreaterThanOrEqual(25);
    expect(hit.size).toBeLessThanOrEqual(45);
    expect(matches.filter(({ verdict }) => verdict === "possible")).toEqual([]);
  });

  it("asks for morphine by injection, so a shortage of morphine tablets is no news to it", () => {
    const index = createListIndex();
    const morphine = tellChanges(TODAY).filter(({ notice }) => notice.atc.value === "N02AA01");
    expect(morphine.flatMap(({ kinds }) => kinds)).toContain("announced");
    expect(morphine.flatMap(({ notice }) => index.find(readMatchSubject({ ...notice, holder: "" })))).toEqual([]);
  });
});

describe("an example file written for a benchmark", () => {
  const createdAt = new Date("2026-11-21T01:27:13.435Z");

  it("comes lazily in one chunk a report, so that its size does not matter to memory", () => {
    let chunks = 0;
    for (const chunk of writeExampleFile({ reports: 1_000_000_000, createdAt, seed: 1, informationBlocks: true })) {
      expect(chunk.length).toBeLessThan(60_000);
      chunks += 1;
      if (chunks === 50) break;
    }
    expect(chunks).toBe(50);
  });

  it("is well-formed, holds the reports asked for, and repeats no report or product", () => {
    const root = parseElements(writeExampleFile({ reports: 700, createdAt, seed: 7, informationBlocks: true }));
    const notices = [...readNotices(root).values()];
    expect(findAll(root, "MedicineShortage")).toHaveLength(700);
    expect(new Set(notices.map(({ reportId }) => reportId)).size).toBe(700);
    expect(new Set(notices.map(({ nplId }) => nplId)).size).toBe(700);
  });

  it("is as large as the real file with information blocks: about 8 KB a report, 5 KB a block", () => {
    const measure = (informationBlocks: boolean): number =>
      [...writeExampleFile({ reports: 500, createdAt, seed: 1, informationBlocks })].join("").length;
    expect(measure(true) / 500).toBeGreaterThan(7_000);
    expect(measure(true) / 500).toBeLessThan(9_500);
    expect(measure(false) / 500).toBeLessThan(3_000);
  });

  it("follows its seed: the same gives the same file, another gives another", () => {
    const write = (seed: number): string =>
      [...writeExampleFile({ reports: 20, createdAt, seed, informationBlocks: false })].join("");
    expect(write(3)).toBe(write(3));
    expect(write(3)).not.toBe(write(4));
  });
});
