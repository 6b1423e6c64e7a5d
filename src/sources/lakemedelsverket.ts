import { ATC_SHAPE } from "../domain/atc.ts";
import { parseInstant, parseIsoDate, type IsoDate } from "../domain/calendar.ts";
import { MISSING, type Field, type Notice, type NoticeType, type Package } from "../domain/notice.ts";
import { parseWrittenDay } from "../domain/written-time.ts";
import { findShortagesAddress } from "./lakemedelsverket-address.ts";
import type { ReadInput, ReadResult, Source, Warning } from "./source.ts";
import { readXmlRecords, XmlFault, type XmlHead, type XmlNode } from "./xml-stream.ts";

const NAMESPACE = "http://eservices.lakemedelsverket.se/opendata/medicineshortage/v3/";
const ROOT = "OpenDataMedicineShortages";
const DEFAULT_URL = "https://docetp.mpa.se/LMF/Reports/opendata-medicine-shortages-current-3-0.xml";
const MAX_WARNINGS_KEPT = 100;

const REPORT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NPL_ID = /^\d{14}$/;
const ARTICLE_NUMBER = /^\d{6}$/;

type Warn = (line: number, problem: string) => void;

/**
 * Läkemedelsverket's open data on reported sales suspensions, dataset 140_2136, version 3 (CC BY 4.0, "Källa:
 * Läkemedelsverket"): https://www.dataportal.se/datasets/140_2136. The host answers 406 to user agents that do not
 * begin with `Mozilla/5.0 (compatible; …`.
 */
export const lakemedelsverket: Source = {
  name: "lakemedelsverket",
  title: "Läkemedelsverket, anmälda försäljningsuppehåll",
  defaultUrl: DEFAULT_URL,
  complete: true,
  use: "facts",
  findUrl: (http) => findShortagesAddress(http),
  read: readShortages,
};

async function readShortages(input: ReadInput): Promise<ReadResult> {
  const reading = createReading();
  const outcome = await readXmlRecords({
    file: input.file,
    maxBytes: input.maxBytes,
    onRoot: (root) => reading.onRoot(root),
    isRecord: (head) => isNamed(head, "MedicineShortage"),
    isVerbatim: (head) => isNamed(head, "MedicineShortageInformations"),
    onRecord: (record) => reading.onRecord(record),
    onOther: (head) => reading.onOther(head),
    async afterChunk() {
      const notices = reading.takePending();
      if (notices.length > 0) await input.onNotices(notices, reading.summary().createdAt);
    },
  });
  const fault = outcome.kind === "rejected" ? outcome.fault : reading.findFault();
  if (outcome.kind === "rejected" || fault !== null) {
    return { kind: "rejected", reason: `${fault}; fetch the file again from ${DEFAULT_URL}` };
  }
  return { kind: "read", ...reading.summary(), bytes: outcome.bytes, sha256: outcome.sha256 };
}

/** What is known so far about the file being read. */
function createReading() {
  let header = { createdAt: new Date(0), rawCreatedAt: "" };
  let pending: Notice[] = [];
  const seen = new Set<string>();
  const warnings: Warning[] = [];
  const skippedReportIds: string[] = [];
  const count = { reports: 0, notices: 0, packages: 0, skippedReports: 0, warningCount: 0 };

  const warn: Warn = (line, problem) => {
    count.warningCount += 1;
    if (warnings.length < MAX_WARNINGS_KEPT) warnings.push({ place: `line ${line}`, problem });
  };

  return {
    onRoot(root: XmlHead): void {
      header = readHeader(root);
    },
    onOther(head: XmlHead): void {
      if (!isNamed(head, "MedicineShortages")) warn(head.line, `unknown element ${quote(head.local)} left out`);
    },
    onRecord(record: XmlNode): void {
      const report = adaptReport(record, warn);
      if (report.kind === "unreadable") {
        count.skippedReports += 1;
        if (report.reportId !== null) skippedReportIds.push(report.reportId);
        return warn(report.line, `report ${report.reportId ?? "without a readable id"} left out: ${report.problem}`);
      }
      count.reports += 1;
      for (const notice of report.notices) {
        // A string cut out of the file keeps its whole piece of the file in memory; one made from bytes does not.
        const key = Buffer.from(`${notice.reportId} ${notice.nplId}`).toString();
        if (seen.has(key)) {
          warn(
            record.line,
            `report ${notice.reportId} tells of product ${notice.nplId} once more, the first one counts`,
          );
          continue;
        }
        seen.add(key);
        pending.push(notice);
        count.notices += 1;
        count.packages += notice.packages.length;
      }
    },
    takePending(): Notice[] {
      const taken = pending;
      pending = [];
      return taken;
    },
    findFault(): string | null {
      if (count.reports > 0) return null;
      const first = warnings[0];
      return count.skippedReports > 0 && first !== undefined
        ? `none of the ${count.skippedReports} reports could be read (${first.place}: ${first.problem})`
        : "the file holds no reports, which has never been so";
    },
    summary: () => ({ ...header, ...count, skippedReportIds, warnings }),
  };
}

function readHeader(root: XmlHead): { readonly createdAt: Date; readonly rawCreatedAt: string } {
  if (root.local !== ROOT) throw new XmlFault(`the file begins with ${quote(root.local)} where ${ROOT} belongs`);
  if (root.uri !== NAMESPACE) throw new XmlFault(`the file is of ${quote(root.uri)} where ${NAMESPACE} belongs`);
  const rawCreatedAt = root.attributes.find((attribute) => attribute.local === "creationDate")?.value;
  if (rawCreatedAt === undefined) throw new XmlFault(`${ROOT} has no creationDate`);
  const createdAt = parseInstant(rawCreatedAt);
  if (createdAt === null) throw new XmlFault(`creationDate ${quote(rawCreatedAt)} is no time with an offset`);
  return { createdAt, rawCreatedAt };
}

/** What makes a report worthless, and where it stands. */
interface Fault {
  readonly line: number;
  readonly problem: string;
}

type Adapted =
  | { readonly kind: "report"; readonly notices: Notice[] }
  | ({ readonly kind: "unreadable"; readonly reportId: string | null } & Fault);

/**
 * A report with anything unidentified in it, or with a date from when or till when that is none, is left out whole:
 * without one of its packages it would read as if that package were back, and without a date as if nobody knew it.
 */
function adaptReport(report: XmlNode, warn: Warn): Adapted {
  const id = readText(childOf(report, "MedicineShortageId"));
  const reportId = REPORT_ID.test(id.toLowerCase()) ? id.toLowerCase() : null;
  if (reportId === null) {
    const problem = `MedicineShortageId ${quote(id)} is no report id`;
    return { kind: "unreadable", reportId, line: report.line, problem };
  }
  const products = childrenOf(report, "MedicinalProducts", "MedicinalProduct");
  const fault = products.length === 0 ? { line: report.line, problem: "it has no product" } : findIdFault(products);
  if (fault !== null) return { kind: "unreadable", reportId, ...fault };
  const shared = adaptShared({ reportId, report, warn });
  const merged = new Map<string, Notice>();
  const faults: Fault[] = [];
  const refuse: Warn = (line, problem) => faults.push({ line, problem });
  for (const product of products) {
    const notice = { ...shared, ...adaptProduct(product, { warn, refuse }) };
    const earlier = merged.get(notice.nplId);
    const packages = mergePackages([...(earlier?.packages ?? []), ...notice.packages], (packId) => {
      warn(product.line, `report ${reportId} tells of package ${packId} more than once, the latest start counts`);
    });
    merged.set(notice.nplId, { ...(earlier ?? notice), packages });
  }
  const [first] = faults;
  if (first !== undefined) return { kind: "unreadable", reportId, ...first };
  return { kind: "report", notices: [...merged.values()] };
}

function findIdFault(products: readonly XmlNode[]): Fault | null {
  for (const product of products) {
    const nplId = readText(childOf(product, "NPLId"));
    if (!NPL_ID.test(nplId)) return { line: product.line, problem: `NPLId ${quote(nplId)} is not 14 digits` };
    const packages = packagesOf(product);
    if (packages.length === 0) return { line: product.line, problem: `product ${nplId} has no package` };
    for (const pack of packages) {
      const packId = readText(childOf(pack, "NPLPackId"));
      if (!NPL_ID.test(packId)) return { line: pack.line, problem: `NPLPackId ${quote(packId)} is not 14 digits` };
    }
  }
  return null;
}

function mergePackages(packages: readonly Package[], onRepeated: (nplPackId: string) => void): Package[] {
  const byId = new Map<string, Package>();
  for (const pack of packages) {
    const earlier = byId.get(pack.nplPackId);
    if (earlier !== undefined) onRepeated(pack.nplPackId);
    if (earlier === undefined || (pack.start.value ?? "") >= (earlier.start.value ?? ""))
      byId.set(pack.nplPackId, pack);
  }
  return [...byId.values()];
}

/** What a report says once, for all of its products. */
function adaptShared(input: { readonly reportId: string; readonly report: XmlNode; readonly warn: Warn }) {
  const { reportId, report, warn } = input;
  const rawType = readText(childOf(report, "TypeOfShortage"));
  return {
    source: "lakemedelsverket",
    reportId,
    type: readType(rawType, (problem) => warn(report.line, problem)),
    rawType,
    firstNotified: readDate(childOf(report, "DateOfFirstNotification"), warn),
    firstPublished: readDate(childOf(report, "DateOfFirstPublication"), warn),
    organisationPhone: readField(childOf(report, "OrganisationPhoneNumber"), warn),
    organisationEmail: readField(childOf(report, "OrganisationEmail"), warn),
    causeCategory: readField(childOf(report, "CauseOfShortageCategory"), warn),
    cause: readField(childOf(report, "CauseOfShortage"), warn),
    lastUpdated: readField(childOf(report, "LastUpdated"), warn),
  } satisfies Partial<Notice>;
}

/** `warn` tells of what is odd, `refuse` of what makes the whole report worthless. */
interface Judge {
  readonly warn: Warn;
  readonly refuse: Warn;
}

function adaptProduct(product: XmlNode, judge: Judge) {
  const { warn } = judge;
  const atc = childOf(product, "ATC");
  const productName = readText(childOf(product, "ProductName"));
  if (productName === "") warn(product.line, "a product has no ProductName");
  return {
    nplId: readText(childOf(product, "NPLId")),
    productName,
    holder: readText(childOf(product, "MarketAuthorisationHolderName")),
    substances: readText(childOf(product, "ActiveSubstances"))
      .split("|")
      .map((substance) => substance.trim())
      .filter((substance) => substance !== ""),
    atc: readShaped({ node: atc, shape: ATC_SHAPE, what: "an ATC code", warn }),
    atcTerm: attributeOf(atc, "term")?.trim() || null,
    isParallelImport: readBoolean(childOf(product, "IsParallelImport"), warn),
    countryOfOrigin: readField(childOf(product, "CountryOfOrigin"), warn),
    packages: packagesOf(product).map((pack) => adaptPackage(pack, judge)),
  } satisfies Partial<Notice>;
}

function adaptPackage(pack: XmlNode, judge: Judge): Package {
  const { warn } = judge;
  const interval = childOf(pack, "Interval");
  return {
    nplPackId: readText(childOf(pack, "NPLPackId")),
    description: readText(childOf(pack, "PackageDescription")),
    nordicArticleNumber: readShaped({
      node: childOf(pack, "NordicArticleNumber"),
      shape: ARTICLE_NUMBER,
      what: "a six-digit article number",
      warn,
    }),
    start: readIntervalDate(childOf(interval, "ForecastedStartDate"), judge),
    forecastEnd: readIntervalDate(childOf(interval, "ForecastedEndDate"), judge),
    actualEnd: readIntervalDate(childOf(interval, "ActualEndDate"), judge),
    duration: readField(childOf(interval, "Duration"), warn),
    lastUpdated: readField(childOf(interval, "LastUpdated"), warn),
    isParallelDistribution: readBoolean(childOf(pack, "IsParallelDistribution"), warn),
    parallelDistributor: readText(childOf(pack, "ParallelDistributorName")) || null,
    riskAssessment: readField(childOf(pack, "RiskAssessment"), warn),
    information: readText(childOf(pack, "MedicineShortageInformations")) || null,
  };
}

function readType(rawType: string, warn: (problem: string) => void): NoticeType {
  if (rawType === "SHORTAGE") return "shortage";
  if (rawType === "CESSATION") return "cessation";
  warn(`TypeOfShortage ${quote(rawType)} is not known here, kept as unknown`);
  return "unknown";
}

/** A text, or why there is none. A `nullFlavor` wins over a text beside it: what is masked must not be shown. */
function readField(node: XmlNode | null, warn: Warn): Field<string> {
  if (node === null) return MISSING;
  const text = readText(node);
  const nullFlavor = attributeOf(node, "nullFlavor")?.trim() || null;
  if (nullFlavor === null) return text === "" ? MISSING : { value: text };
  if (text !== "") warn(node.line, `${node.local} has a value beside nullFlavor ${quote(nullFlavor)}, read as missing`);
  return { value: null, nullFlavor };
}

function readShaped(input: {
  readonly node: XmlNode | null;
  readonly shape: RegExp;
  readonly what: string;
  readonly warn: Warn;
}): Field<string> {
  const field = readField(input.node, input.warn);
  if (field.value === null) return field;
  const value = field.value.toUpperCase();
  if (input.shape.test(value)) return { value };
  input.warn(input.node?.line ?? 0, `${input.node?.local} ${quote(field.value)} is not ${input.what}, read as missing`);
  return MISSING;
}

function readDate(node: XmlNode | null, warn: Warn): Field<IsoDate> {
  const refuse: Warn = (line, problem) => warn(line, `${problem}, read as missing`);
  return readIntervalDate(node, { warn, refuse });
}

/** From here on a date stands for "no end". */
const OPEN_END = "2099";

/** Dates come as `2026-08-20`; a time with an offset is read in Stockholm's day, since that is where the day is meant. */
function readIntervalDate(node: XmlNode | null, { warn, refuse }: Judge): Field<IsoDate> {
  const field = readField(node, warn);
  if (field.value === null) return field;
  const value =
    parseIsoDate(field.value) ?? (/^\d{4}-\d{2}-\d{2}/.test(field.value) ? parseWrittenDay(field.value) : null);
  if (value !== null && value >= OPEN_END && node?.local.endsWith("EndDate") === true) return MISSING;
  if (value !== null) return { value };
  refuse(node?.line ?? 0, `${node?.local} ${quote(field.value)} is no date`);
  return MISSING;
}

function readBoolean(node: XmlNode | null, warn: Warn): boolean | null {
  const { value } = readField(node, warn);
  if (value === null) return null;
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  warn(node?.line ?? 0, `${node?.local} ${quote(value)} is neither true nor false, read as missing`);
  return null;
}

function packagesOf(product: XmlNode): XmlNode[] {
  return childrenOf(product, "PackagedMedicinalProducts", "PackagedMedicinalProduct");
}

function childrenOf(node: XmlNode, wrapper: string, local: string): XmlNode[] {
  return elementsOf(node, wrapper).flatMap((child) => elementsOf(child, local));
}

function elementsOf(node: XmlNode, local: string): XmlNode[] {
  return node.content.filter((part): part is XmlNode => typeof part !== "string" && isNamed(part, local));
}

/** The first one; a loop, since a national file asks for a hundred thousand. */
function childOf(node: XmlNode | null, local: string): XmlNode | null {
  if (node === null) return null;
  for (const part of node.content) if (typeof part !== "string" && isNamed(part, local)) return part;
  return null;
}

/** Prefixes vary between files (`ns0:` occurs), so elements go by namespace and local name. */
function isNamed(head: XmlHead, local: string): boolean {
  return head.local === local && head.uri === NAMESPACE;
}

function attributeOf(node: XmlNode | null, local: string): string | null {
  return node?.attributes.find((attribute) => attribute.local === local)?.value ?? null;
}

/** The element's own text, trimmed; empty when the element is missing. */
function readText(node: XmlNode | null): string {
  if (node === null) return "";
  const { content } = node;
  const only = content.length === 1 ? content[0] : undefined;
  const text = typeof only === "string" ? only : content.filter((part) => typeof part === "string").join("");
  return text.trim();
}

/** Foreign text for a message: short, and with nothing in it that could act on a terminal. */
function quote(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return JSON.stringify(short).replace(/[\u007f-\u009f]/g, "?");
}
