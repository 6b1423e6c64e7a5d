import { Temporal } from "temporal-polyfill";
import { addDays, TIME_ZONE, type IsoDate } from "../domain/calendar.ts";
import type { CatalogueProduct } from "./catalogue.ts";
import type { Course, ExampleReport, ReportedPackage } from "./example-report.ts";

const NAMESPACE = "http://eservices.lakemedelsverket.se/opendata/medicineshortage/v3/";
/** Below a millisecond, so that the 7 decimals of `creationDate` are as full as in the real file. */
const NANOSECONDS = 849_500;

/**
 * A file in Läkemedelsverket's v3 shape, one chunk a report; `today` is the day that the reports' dates count from.
 * Made up throughout: ids begin with 2099, telephone numbers are of those that PTS keeps for fiction, addresses end
 * in `.example`.
 */
export function* renderExampleXml(args: {
  reports: Iterable<ExampleReport>;
  createdAt: Date;
  today: IsoDate;
}): Generator<string> {
  const renderOne = createReportRenderer(args.today);
  yield `<?xml version="1.0" encoding="utf-8"?>
<OpenDataMedicineShortages xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" creationDate="${renderInstant(args.createdAt)}" xmlns="${NAMESPACE}">
  <MedicineShortages>
`;
  for (const report of args.reports) yield renderOne(report);
  yield `  </MedicineShortages>
</OpenDataMedicineShortages>
`;
}

function renderInstant(instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .add({ nanoseconds: NANOSECONDS })
    .toZonedDateTimeISO(TIME_ZONE)
    .toString({ fractionalSecondDigits: 7, timeZoneName: "never" });
}

function createReportRenderer(today: IsoDate): (report: ExampleReport) => string {
  // A file holds a few hundred different dates many times over, and calendar arithmetic is what costs here.
  const dates = new Map<number, IsoDate>();
  const dateOf = (offset: number): IsoDate => {
    const known = dates.get(offset) ?? addDays(today, offset);
    dates.set(offset, known);
    return known;
  };
  return (report) => renderReport(report, dateOf);
}

type DateOf = (offset: number) => IsoDate;

function renderReport(report: ExampleReport, dateOf: DateOf): string {
  const [first] = report.products;
  const place = first?.product.index ?? 0;
  const products = report.products.map((of) => renderProduct({ ...of, report, dateOf }));
  return `    <MedicineShortage>
      <MedicineShortageId>${report.id}</MedicineShortageId>
      <TypeOfShortage>${report.type}</TypeOfShortage>
      ${renderField("DateOfFirstNotification", place % 9 === 0 ? null : dateOf(report.published - (place % 5)), "UNK")}
      <DateOfFirstPublication>${dateOf(report.published)}</DateOfFirstPublication>
      ${renderField("OrganisationPhoneNumber", place % 3 === 0 ? null : `08-465 004 ${pad(place % 100, 2)}`, "NI")}
      ${renderField("OrganisationEmail", place % 3 === 0 ? null : renderAddress(first?.product.holder ?? ""), "NI")}
      ${renderField("CauseOfShortageCategory", report.cause.category, "MSK")}
      ${renderField("CauseOfShortage", report.cause.code, "MSK")}
      <LastUpdated>${dateOf(report.updated)}</LastUpdated>
      <MedicinalProducts>
${products.join("")}      </MedicinalProducts>
    </MedicineShortage>
`;
}

interface ProductToRender {
  readonly product: CatalogueProduct;
  readonly packages: readonly ReportedPackage[];
  readonly report: ExampleReport;
  readonly dateOf: DateOf;
}

function renderProduct({ product, packages, report, dateOf }: ProductToRender): string {
  const packs = packages.map((pack) => renderPackage({ product, pack, report, dateOf }));
  return `        <MedicinalProduct>
          <NPLId>${nplIdOf(product, report.edition)}</NPLId>
          <ProductName>${escapeXml(productNameOf(product))}</ProductName>
          <MarketAuthorisationHolderName>${escapeXml(product.holder)}</MarketAuthorisationHolderName>
          <ActiveSubstances>${escapeXml(product.substances)}</ActiveSubstances>
          <ATC term="${escapeXml(product.term)}">${product.atc}</ATC>
          <IsParallelImport>${product.origin !== ""}</IsParallelImport>
          ${product.origin === "" ? "<CountryOfOrigin />" : `<CountryOfOrigin>${escapeXml(product.origin)}</CountryOfOrigin>`}
          <PackagedMedicinalProducts>
${packs.join("")}          </PackagedMedicinalProducts>
        </MedicinalProduct>
`;
}

interface PackageToRender {
  readonly product: CatalogueProduct;
  readonly pack: ReportedPackage;
  readonly report: ExampleReport;
  readonly dateOf: DateOf;
}

function renderPackage({ product, pack, report, dateOf }: PackageToRender): string {
  const { course } = pack;
  const actual =
    course.actual === undefined
      ? ""
      : `
                <ActualEndDate>${dateOf(course.actual)}</ActualEndDate>`;
  return `            <PackagedMedicinalProduct>
              <NPLPackId>${packIdOf(product, { edition: report.edition, place: pack.place })}</NPLPackId>
              <Interval>
                <ForecastedStartDate>${dateOf(course.start)}</ForecastedStartDate>
                ${renderField("ForecastedEndDate", endDateOf(course, dateOf), "UNK")}${actual}
                <Duration nullFlavor="NA"></Duration>
                ${renderField("LastUpdated", product.index % 4 === 0 ? null : dateOf(report.updated), "NI")}
              </Interval>
              <PackageDescription>${escapeXml(pack.description)}</PackageDescription>
              ${renderField("NordicArticleNumber", articleNumberOf(product, pack.place), "NI")}
              <IsParallelDistribution>false</IsParallelDistribution>
              <ParallelDistributorName />
              <RiskAssessment nullFlavor="UNK"></RiskAssessment>
${renderInformation(pack.alternatives, report.edition)}            </PackagedMedicinalProduct>
`;
}

/** The inner shape is published nowhere, so this one is made up; it repeats names from outside it on purpose. */
function renderInformation(alternatives: readonly CatalogueProduct[], edition: number): string {
  if (alternatives.length === 0) return `              <MedicineShortageInformations />\n`;
  const rows = alternatives.map(
    (product) => `                  <AlternativeProduct>
                    <NPLId>${nplIdOf(product, edition)}</NPLId>
                    <ProductName>${escapeXml(productNameOf(product))}</ProductName>
                    <MarketAuthorisationHolderName>${escapeXml(product.holder)}</MarketAuthorisationHolderName>
                    <PackageDescription>${escapeXml(product.packages.join("; "))}</PackageDescription>
                  </AlternativeProduct>
`,
  );
  return `              <MedicineShortageInformations>
                <MedicineShortageInformation>
                  <Heading>Påhittat exempel: andra läkemedel med samma substans</Heading>
                  <Text>Uppgifterna är påhittade och gäller inga verkliga läkemedel &amp; förpackningar.</Text>
${rows.join("")}                </MedicineShortageInformation>
              </MedicineShortageInformations>
`;
}

/** `31 Dec` of the year that the course or today, whichever is later, is well inside. */
function endDateOf(course: Course, dateOf: DateOf): IsoDate | null {
  if (course.end === null) return null;
  if (course.end !== "31 Dec") return dateOf(course.end);
  return `${dateOf(Math.max(course.start, 0) + 20).slice(0, 4)}-12-31`;
}

/** Exactly `<name> <strength> <form>`, as in the real file: two spaces where there is no strength. */
function productNameOf(product: CatalogueProduct): string {
  return `${shortNameOf(product)} ${product.strength} ${product.form}`;
}

export function shortNameOf({ name, holder }: CatalogueProduct): string {
  const [company = ""] = holder.split(" ");
  return `${name} ${company}`;
}

export function nplIdOf(product: CatalogueProduct, edition: number): string {
  return `2099${pad(edition, 4)}${pad(product.index + 1, 6)}`;
}

function packIdOf(product: CatalogueProduct, of: { edition: number; place: number }): string {
  return `2099${pad(of.edition, 4)}${100_000 + (product.index + 1) * 10 + of.place}`;
}

/** Some are missing, some begin with zeros, and some are shared: as in the real file, no key to match on. */
function articleNumberOf(product: CatalogueProduct, place: number): string | null {
  if (product.index % 5 === 0) return null;
  return product.index % 2 === 0 ? pad((product.index % 50) + 10, 6) : `99${pad(product.index * 2 + place, 4)}`;
}

function renderAddress(holder: string): string {
  const [company = ""] = holder.split(" ");
  return `restanmalan@${company
    .normalize("NFD")
    .replaceAll(/\P{ASCII}/gu, "")
    .toLowerCase()}.example`;
}

function renderField(name: string, value: string | null, nullFlavor: string): string {
  return value === null ? `<${name} nullFlavor="${nullFlavor}" />` : `<${name}>${escapeXml(value)}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, "0");
}
