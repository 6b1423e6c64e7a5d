import { createHash } from "node:crypto";
import { ATC_SHAPE } from "../domain/atc.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { isEmdnCode } from "../domain/emdn.ts";
import { MISSING, type Device, type Field, type Notice, type NoticeType, type Package } from "../domain/notice.ts";
import { readStatusWord, type StatusWord } from "../domain/status-word.ts";
import { foldCode } from "../domain/table-cell.ts";
import { parseWrittenDay } from "../domain/written-time.ts";
import { judgeDates } from "./table-dates.ts";

export const TABLE_FIELDS = [
  "reportId",
  "type",
  "status",
  "atc",
  "productName",
  "nplId",
  "nplPackId",
  "articleNumber",
  "package",
  "holder",
  "substance",
  "start",
  "forecastEnd",
  "end",
  "lastUpdated",
  "cause",
  "link",
  "note",
  "emdn",
  "manufacturer",
  "created",
] as const;
/**
 * What a column may say. `status` is whether it goes on, is over or is to come, and stands above the dates; `created` is
 * when the file was made; the rest is as in `Notice`, `Package` and `Device`.
 */
export type TableField = (typeof TABLE_FIELDS)[number];

export interface RowLayout {
  readonly source: string;
  /** 12/8 is the twelfth of August, or the eighth of December. */
  readonly dateOrder: "dmy" | "mdy";
  /** Statuses that begin so say that the shortage is over, or that it goes on, beside the words that are known anyway. */
  readonly overWords: readonly string[];
  readonly openWords: readonly string[];
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

export interface Problem {
  readonly field: TableField;
  readonly problem: string;
}

export type ReadRow =
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
  /** Empty when the cell is, or the column is missing. */
  readonly cell: (field: TableField) => string;
  /** What is wrong with the cells before they are looked at. */
  readonly faults: readonly Problem[];
}

/**
 * Reads one row as a notice of one package. Without a report id of its own it gets one from what it is about: product
 * or article and holder, but no date, so that it stays the same notice when a date moves.
 */
export function adaptRow({ cell, faults }: TableRow, layout: RowLayout): ReadRow {
  const problems = [...faults];
  const oddities: Problem[] = [];
  const cells = createCellReader({ cell, layout, problems, oddities });
  const type = readType(cell("type"));
  if (type === "unknown" && cell("type") !== "")
    oddities.push({ field: "type", problem: `${quote(cell("type"))} is no type that is known here` });
  const device = readDevice(cells, cell);
  const nplId = cells.shaped("nplId", /^\d{14}$/, "14 digits");
  const article = device?.articleNumber ?? cells.articleNumber();
  const productName = cell("productName") || (article === "" ? "" : `${layout.articleWord} ${article}`);
  if (productName === "") problems.push({ field: "productName", problem: "it names no product and no article number" });

  const about = nplId || (device !== null || layout.byArticle ? article : "") || fold(productName);
  const identity = [about, nplId === "" ? fold(cell("holder") || cell("manufacturer")) : ""];
  if (layout.onePerType) identity.push(type);
  const reportId = cell("reportId").slice(0, 200) || hashIdentity(identity);
  const packages = [readPackage(cells, { cell, article, layout })];
  const link = cell("link");
  const isLink = /^https?:\/\/\S{3,2000}$/i.test(link);
  if (link !== "" && !isLink) oddities.push({ field: "link", problem: `${quote(link)} is no web address, left out` });
  const notice = {
    ...NOTHING_SAID,
    source: layout.source,
    reportId,
    nplId: nplId || (device === null ? "" : article) || about,
    type,
    rawType: cell("type"),
    causeCategory: toField(cell("cause")),
    lastUpdated: toField(cell("lastUpdated")),
    productName,
    holder: cell("holder") || cell("manufacturer"),
    substances: cell("substance")
      .split(/[|;+]/)
      .map((substance) => substance.trim())
      .filter((substance) => substance !== ""),
    atc: device === null ? toField(cells.shaped("atc", ATC_SHAPE, "an ATC code")) : MISSING,
    packages,
    ...(device === null ? {} : { device }),
    ...(layout.regionCode === null ? {} : { regionCode: layout.regionCode }),
    ...(isLink ? { link } : {}),
    ...(cell("note") === "" ? {} : { text: cell("note") }),
  } satisfies Notice;
  if (problems.length === 0) return { kind: "row", notice, oddities };
  const isKnown = cell("reportId") !== "" || !problems.some(({ field }) => IDENTITY.has(field));
  return { kind: "unreadable", reportId: isKnown ? reportId : null, problems };
}

/** What no table says. */
const NOTHING_SAID = {
  firstNotified: MISSING,
  firstPublished: MISSING,
  organisationPhone: MISSING,
  organisationEmail: MISSING,
  cause: MISSING,
  atcTerm: null,
  isParallelImport: null,
  countryOfOrigin: MISSING,
} satisfies Partial<Notice>;

interface CellReaderInput {
  readonly cell: (field: TableField) => string;
  readonly layout: RowLayout;
  readonly problems: Problem[];
  readonly oddities: Problem[];
}

/** What stands in a date's cell when nobody knows the date. */
const NO_DATE =
  /^(?:[-–—−?.*/]+|okän[dt]|ej känt|ej känd|ej angiven|ej angivet|vet ej|oklart|saknas|ingen uppgift|uppgift saknas|tills vidare|tillsvidare|t\.?v\.?|n\/?a|unk(?:nown)?|tb[acd]|none|null|until further notice|toistaiseksi|ei tiedossa|ei tiedossa\.)$/u;
/** From here on a date stands for "no end": 9999-12-31 and its like. */
const OPEN_END = "2099";
/** Before this nobody reported shortages: a date is a slip, or an empty cell's number. */
const FIRST_YEAR = "1990";

/** Reads cells that must have a shape; a cell that has another is a problem, an empty one is not. */
function createCellReader({ cell, layout, problems, oddities }: CellReaderInput) {
  const shaped = (field: TableField, shape: RegExp, what: string): string => {
    const text = foldCode(cell(field));
    if (text === "" || shape.test(text)) return text;
    problems.push({ field, problem: `${quote(cell(field))} is not ${what}` });
    return "";
  };
  return {
    shaped,
    /** Spreadsheets drop the leading zeros of what looks like a number, so they are put back. */
    articleNumber(): string {
      const digits = shaped("articleNumber", /^\d{1,6}$/, "a six-digit article number");
      return digits === "" ? "" : digits.padStart(6, "0");
    },
    /** A text that is no date costs the date and not the notice; an end at the end of time is none. */
    date(field: TableField): Field<IsoDate> {
      const text = cell(field);
      if (text === "" || NO_DATE.test(fold(text))) return MISSING;
      const value = parseWrittenDay(text, layout.dateOrder);
      if (value !== null && value >= OPEN_END && field !== "start") return MISSING;
      if (value !== null && value >= FIRST_YEAR && value < OPEN_END) return { value };
      oddities.push({ field, problem: `${quote(text)} is no date, left out; write one such as 2026-08-21` });
      return MISSING;
    },
    status(): StatusWord | null {
      const text = fold(cell("status"));
      if (text === "") return null;
      const begins = (word: string): boolean => text.startsWith(fold(word));
      if (layout.overWords.some(begins)) return "over";
      if (layout.openWords.some(begins)) return "ongoing";
      const status = readStatusWord(text);
      if (status === null)
        oddities.push({
          field: "status",
          problem: `${quote(cell("status"))} is no status that is known here, the dates count`,
        });
      return status;
    },
    warn(field: TableField, problem: string): void {
      oddities.push({ field, problem });
    },
    fail(field: TableField, problem: string): void {
      problems.push({ field, problem });
    },
  };
}

type CellReader = ReturnType<typeof createCellReader>;

/** A row with an EMDN code is about a device, and so is one with a manufacturer and no ATC code. */
function readDevice(cells: CellReader, cell: CellReaderInput["cell"]): Device | null {
  const emdn = foldCode(cell("emdn"));
  if (emdn === "" && (cell("manufacturer") === "" || cell("atc") !== "")) return null;
  if (emdn !== "" && !isEmdnCode(emdn)) cells.fail("emdn", `${quote(emdn)} is no EMDN code, such as A0101`);
  // A device's article number is the manufacturer's own, of any shape.
  const articleNumber = cell("articleNumber");
  if (articleNumber === "") cells.fail("articleNumber", "a device needs an article number");
  return { emdn: emdn || null, articleNumber, manufacturer: cell("manufacturer") || cell("holder") };
}

function readPackage(
  cells: CellReader,
  { cell, article, layout }: { cell: CellReaderInput["cell"]; article: string; layout: RowLayout },
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
    nplPackId: nplPackId || article || fold(cell("package")),
    description: cell("package"),
    nordicArticleNumber: toField(/^\d{6}$/.test(article) ? article : ""),
    ...dates,
    duration: MISSING,
    lastUpdated: toField(cell("lastUpdated")),
    isParallelDistribution: null,
    parallelDistributor: null,
    riskAssessment: MISSING,
    information: null,
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

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
