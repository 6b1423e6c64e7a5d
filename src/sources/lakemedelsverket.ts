import { quoteText } from "../domain/clean-text.ts";
import { ATC_SHAPE } from "../domain/atc.ts";
import { parseInstant } from "../domain/calendar.ts";
import { mergePackages, type Notice, type NoticeType, type Package } from "../domain/notice.ts";
import { findPortalFile } from "./portal-address.ts";
import {
  attributeOf,
  childOf,
  childrenOf,
  isNamed,
  NAMESPACE,
  readBoolean,
  readDate,
  readField,
  readIntervalDate,
  readShaped,
  readText,
  type Judge,
  type Warn,
} from "./lakemedelsverket-xml.ts";
import { Warnings, type ReadInput, type ReadResult, type Source } from "./source.ts";
import { readXmlRecords, XmlFault, type XmlHead, type XmlNode } from "./xml-stream.ts";

const ROOT = "OpenDataMedicineShortages";
const DEFAULT_URL = "https://docetp.mpa.se/LMF/Reports/opendata-medicine-shortages-current-3-0.xml";
const METADATA_URL = "https://admin.dataportal.se/store/140/metadata/2136";

const REPORT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NPL_ID = /^\d{14}$/;
const ARTICLE_NUMBER = /^\d{6}$/;

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
  findUrl: (http) => findPortalFile(http, { metadataUrl: METADATA_URL, named: "current", ending: "xml" }),
  read: readShortages,
};

async function readShortages(input: ReadInput): Promise<ReadResult> {
  const reading = new ShortageReading();
  const outcome = await readXmlRecords({
    file: input.file,
    maxBytes: input.maxBytes,
    onRoot: (root) => reading.onRoot(root),
    isRecord: (head) => isNamed(head, "MedicineShortage"),
    isVerbatim: (head) => isNamed(head, "MedicineShortageInformations"),
    onRecord: (record) => reading.onRecord(record),
    onOther: (head) => reading.onOther(head),
    async afterChunk() {
      const notices = reading.drainPending();
      if (notices.length > 0) await input.onNotices(notices, reading.summarize().createdAt);
    },
  });
  const fault = outcome.kind === "rejected" ? outcome.fault : reading.findFault();
  if (outcome.kind === "rejected" || fault !== null) {
    return { kind: "rejected", reason: `${fault}; fetch the file again from ${DEFAULT_URL}` };
  }
  return { kind: "read", ...reading.summarize(), bytes: outcome.bytes, sha256: outcome.sha256 };
}

/** What is known so far about the file being read. */
class ShortageReading {
  #header = { createdAt: new Date(0), rawCreatedAt: "" };
  #pending: Notice[] = [];
  readonly #seen = new Set<string>();
  readonly #warnings = new Warnings();
  readonly #skippedReportIds: string[] = [];
  readonly #count = { reports: 0, notices: 0, packages: 0, skippedReports: 0 };

  onRoot(root: XmlHead): void {
    this.#header = readHeader(root);
  }

  onOther(head: XmlHead): void {
    if (!isNamed(head, "MedicineShortages")) this.#warn(head.line, `unknown element ${quoteText(head.local)} left out`);
  }

  onRecord(record: XmlNode): void {
    const report = adaptReport(record, (line, problem) => this.#warn(line, problem));
    if (report.kind === "unreadable") {
      this.#count.skippedReports += 1;
      if (report.reportId !== null) this.#skippedReportIds.push(report.reportId);
      const name = report.reportId ?? "without a readable id";
      return this.#warn(report.line, `report ${name} left out: ${report.problem}`);
    }
    this.#count.reports += 1;
    for (const notice of report.notices) this.#addNotice(notice, record.line);
  }

  drainPending(): Notice[] {
    const taken = this.#pending;
    this.#pending = [];
    return taken;
  }

  findFault(): string | null {
    if (this.#count.reports > 0) return null;
    const [first] = this.#warnings.kept;
    return this.#count.skippedReports > 0 && first !== undefined
      ? `none of the ${this.#count.skippedReports} reports could be read (${first.place}: ${first.problem})`
      : "the file holds no reports, which has never been so";
  }

  summarize() {
    const { kept: warnings, count: warningCount } = this.#warnings;
    return { ...this.#header, ...this.#count, skippedReportIds: this.#skippedReportIds, warnings, warningCount };
  }

  #warn(line: number, problem: string): void {
    this.#warnings.add(`line ${line}`, problem);
  }

  #addNotice(notice: Notice, line: number): void {
    // A string cut out of the file keeps its whole piece of the file in memory; one made from bytes does not.
    const key = Buffer.from(`${notice.reportId} ${notice.nplId}`).toString();
    if (this.#seen.has(key)) {
      const { reportId, nplId } = notice;
      return this.#warn(line, `report ${reportId} tells of product ${nplId} once more, the first one counts`);
    }
    this.#seen.add(key);
    this.#pending.push(notice);
    this.#count.notices += 1;
    this.#count.packages += notice.packages.length;
  }
}

function readHeader(root: XmlHead): { readonly createdAt: Date; readonly rawCreatedAt: string } {
  if (root.local !== ROOT) throw new XmlFault(`the file begins with ${quoteText(root.local)} where ${ROOT} belongs`);
  if (root.uri !== NAMESPACE) throw new XmlFault(`the file is of ${quoteText(root.uri)} where ${NAMESPACE} belongs`);
  const rawCreatedAt = root.attributes.find((attribute) => attribute.local === "creationDate")?.value;
  if (rawCreatedAt === undefined) throw new XmlFault(`${ROOT} has no creationDate`);
  const createdAt = parseInstant(rawCreatedAt);
  if (createdAt === null) throw new XmlFault(`creationDate ${quoteText(rawCreatedAt)} is no time with an offset`);
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
    const problem = `MedicineShortageId ${quoteText(id)} is no report id`;
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
    if (!NPL_ID.test(nplId)) return { line: product.line, problem: `NPLId ${quoteText(nplId)} is not 14 digits` };
    const packages = packagesOf(product);
    if (packages.length === 0) return { line: product.line, problem: `product ${nplId} has no package` };
    for (const pack of packages) {
      const packId = readText(childOf(pack, "NPLPackId"));
      if (!NPL_ID.test(packId)) return { line: pack.line, problem: `NPLPackId ${quoteText(packId)} is not 14 digits` };
    }
  }
  return null;
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
  warn(`TypeOfShortage ${quoteText(rawType)} is not known here, kept as unknown`);
  return "unknown";
}

function packagesOf(product: XmlNode): XmlNode[] {
  return childrenOf(product, "PackagedMedicinalProducts", "PackagedMedicinalProduct");
}
