import { quoteText } from "../domain/clean-text.ts";
import { createHash } from "node:crypto";
import { ATC_SHAPE } from "../domain/atc.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { isEmdnCode } from "../domain/emdn.ts";
import {
  MISSING,
  NOTHING_SAID,
  NOTHING_SAID_OF_PACKAGE,
  type Device,
  type Field,
  type Notice,
  type NoticeType,
  type Package,
} from "../domain/notice.ts";
import { foldCode } from "../domain/table-cell.ts";
import { parseWrittenDay } from "../domain/written-time.ts";
import { judgeDates } from "./table-dates.ts";
import {
  createCellReader,
  fold,
  type CellText,
  type CellLayout,
  type CellReader,
  type Problem,
  type TableField,
} from "./table-row-cells.ts";

export interface RowLayout extends CellLayout {
  readonly source: string;
  /** The last day that the file can tell of. */
  readonly writtenOn: IsoDate;
  /** What an article number is called, for rows without a product's name. */
  readonly articleWord: string;
  /** Rows are about articles, with names at best: then the article is what a notice is about, and not its name. */
  readonly byArticle: boolean;
  /** A shortage and a cessation of one product are two notices; else its notice is one, whose type may turn. */
  readonly onePerType: boolean;
  readonly regionCode: string | null;
}

export type ReadTableRow =
  /** `oddities` are worth a warning. */
  | { readonly kind: "row"; readonly notice: Notice; readonly oddities: readonly Problem[] }
  | { readonly kind: "unreadable"; readonly reportId: string | null; readonly problems: readonly Problem[] };

/** A report id that is made from these is not the notice's own when one of them could not be read. */
const IDENTITY: ReadonlySet<TableField> = new Set([
  "reportId",
  "nplId",
  "articleNumber",
  "productName",
  "holder",
  "manufacturer",
  "emdn",
  "atc",
  "type",
]);

export interface TableRow {
  readonly cell: CellText;
  /** What is wrong with the cells before they are looked at. */
  readonly faults: readonly Problem[];
}

/**
 * Reads one row as a notice of one package. Without a report id of its own it gets one from what it is about: product
 * or article and holder, but no date, so that it stays the same notice when a date moves.
 */
export function adaptRow({ cell, faults }: TableRow, layout: RowLayout): ReadTableRow {
  const problems = [...faults];
  const oddities: Problem[] = [];
  const cells = createCellReader({ cell, layout, problems, oddities });
  const type = readType(cell("type"));
  if (type === "unknown" && cell("type") !== "")
    cells.warn("type", `${quoteText(cell("type"))} is no type that is known here`);
  const device = readDevice(cells, cell);
  const names = readNames(cells, { cell, layout, device });
  const identity = [names.about, names.isNumbered ? "" : fold(readHolder(cell))];
  if (layout.onePerType) identity.push(type);
  const reportId = cell("reportId").slice(0, 200) || hashIdentity(identity);
  const packages = [readPackage(cells, { cell, article: names.article, layout })];
  const link = readLink(cells, cell);
  const notice: Notice = {
    ...NOTHING_SAID,
    source: layout.source,
    reportId,
    nplId: names.nplId,
    type,
    rawType: cell("type"),
    causeCategory: toField(cell("cause")),
    lastUpdated: toField(cell("lastUpdated")),
    productName: names.productName,
    holder: readHolder(cell),
    substances: splitSubstances(cell("substance")),
    atc: device === null ? toField(cells.shaped("atc", ATC_SHAPE, "an ATC code")) : MISSING,
    packages,
    ...(device === null ? {} : { device }),
    ...(layout.regionCode === null ? {} : { regionCode: layout.regionCode }),
    ...link,
    ...(cell("note") === "" ? {} : { text: cell("note") }),
  };
  if (problems.length === 0) return { kind: "row", notice, oddities };
  const isKnown = cell("reportId") !== "" || !problems.some(({ field }) => IDENTITY.has(field));
  return { kind: "unreadable", reportId: isKnown ? reportId : null, problems };
}

interface Names {
  readonly nplId: string;
  /** Its number; empty when it has none. */
  readonly article: string;
  readonly productName: string;
  /** What the row is about, by its product's number, its article or its name. */
  readonly about: string;
  /** The product's own number tells it from others, whoever holds it. */
  readonly isNumbered: boolean;
}

function readNames(
  cells: CellReader,
  { cell, layout, device }: { cell: CellText; layout: RowLayout; device: Device | null },
): Names {
  const nplId = cells.shaped("nplId", /^\d{14}$/, "14 digits");
  const article = device?.articleNumber ?? cells.articleNumber();
  const productName = cell("productName") || (article === "" ? "" : `${layout.articleWord} ${article}`);
  if (productName === "") cells.fail("productName", "it names no product and no article number");
  const isByArticle = device !== null || layout.byArticle;
  const about = nplId || (isByArticle ? article : "") || fold(productName);
  const id = nplId || (device === null ? "" : article) || about;
  return { nplId: id, article, productName, about, isNumbered: nplId !== "" };
}

function readHolder(cell: CellText): string {
  return cell("holder") || cell("manufacturer");
}

function readLink(cells: CellReader, cell: CellText): { readonly link?: string } {
  const link = cell("link");
  if (/^https?:\/\/\S{3,2000}$/i.test(link)) return { link };
  if (link !== "") cells.warn("link", `${quoteText(link)} is no web address, left out`);
  return {};
}

function splitSubstances(text: string): string[] {
  const substances = text.split(/[|;+]/).map((substance) => substance.trim());
  return substances.filter((substance) => substance !== "");
}

/** A row with an EMDN code is about a device, and so is one with a manufacturer and no ATC code. */
function readDevice(cells: CellReader, cell: CellText): Device | null {
  const emdn = foldCode(cell("emdn"));
  if (emdn === "" && (cell("manufacturer") === "" || cell("atc") !== "")) return null;
  if (emdn !== "" && !isEmdnCode(emdn)) cells.fail("emdn", `${quoteText(emdn)} is no EMDN code, such as A0101`);
  // A device's article number is the manufacturer's own, of any shape.
  const articleNumber = cell("articleNumber");
  if (articleNumber === "") cells.fail("articleNumber", "a device needs an article number");
  return { emdn: emdn || null, articleNumber, manufacturer: cell("manufacturer") || cell("holder") };
}

function readPackage(
  cells: CellReader,
  { cell, article, layout }: { cell: CellText; article: string; layout: RowLayout },
): Package {
  const dates = judgeDates(
    {
      status: cells.status(),
      statusText: cell("status"),
      start: cells.date("start").value,
      forecastEnd: cells.date("forecastEnd").value,
      end: cells.date("end").value,
      updated: parseWrittenDay(cell("lastUpdated"), layout.dateOrder),
      writtenOn: layout.writtenOn,
    },
    (field, problem) => cells.warn(field, problem),
  );
  const nplPackId = cells.shaped("nplPackId", /^\d{14}$/, "14 digits");
  return {
    ...NOTHING_SAID_OF_PACKAGE,
    nplPackId: nplPackId || article || fold(cell("package")),
    description: cell("package"),
    nordicArticleNumber: toField(/^\d{6}$/.test(article) ? article : ""),
    ...dates,
    lastUpdated: toField(cell("lastUpdated")),
  };
}

/** Läkemedelsverket's words and those that lists use for them, by how they begin. */
const TYPE_WORDS: readonly (readonly [NoticeType, RegExp])[] = [
  ["cessation", /^(upphör|slutar|permanent|utgå|avslutad försäljning|cessation|discontinu)/],
  ["shortage", /^(rest|tillfällig|brist|slut hos|shortage|temporary|out of stock)/],
];

function readType(text: string): NoticeType {
  return TYPE_WORDS.find(([, word]) => word.test(fold(text)))?.[0] ?? "unknown";
}

function toField(text: string): Field<string> {
  return text === "" ? MISSING : { value: text };
}

function hashIdentity(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
