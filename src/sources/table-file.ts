import { createHash } from "node:crypto";
import { CsvError, parse } from "csv-parse/sync";
import type { ListMapping } from "../domain/list-import.ts";
import { scoreHeader, type WantedColumn } from "./table-header.ts";
import { findListHeader } from "./table-list-header.ts";
import { RowCollector, MAX_ROWS_ABOVE, TABLE_LIMITS, TableFault, type RowMarks } from "./table-rows.ts";
import { decodeText, EncodingDoubt, type TextEncoding, type TextReading } from "./table-text.ts";
import { readXlsxRows } from "./table-xlsx.ts";

export interface Table {
  readonly kind: "table";
  /** Row 1 of the file is `rows[0]`; cells are clean and trimmed, empty ones at the end of a row are left off. */
  readonly rows: readonly (readonly string[])[];
  readonly marks: RowMarks;
  /** The sheet that was read, of a workbook. */
  readonly sheet: string | null;
  /** The workbook's sheets that are seen. */
  readonly sheets: readonly string[];
  /** Sheets that look as much like what is wanted as the one that was read. */
  readonly rivals: readonly string[];
}

/** How a table is to be read; what is left out is found out. */
export interface TableChoice {
  /** The sheet's name. */
  readonly sheet?: string | undefined;
  /** Chooses among a workbook's sheets that are seen, by their first rows; the first one without it. */
  readonly wanted?: WantedTable | undefined;
  /** Of a file of text that is neither UTF-8 nor marked. */
  readonly encoding?: TextEncoding | undefined;
  /** A file with more rows than this is another file; as many as any table may have without it. */
  readonly maxRows?: number | undefined;
}

/** What a table is known by: a region's list, or the columns that it must have. */
export type WantedTable =
  | { readonly kind: "list"; readonly mapping: ListMapping }
  | { readonly kind: "columns"; readonly columns: ReadonlyMap<string, WantedColumn> };

function scoreRows(rows: Table["rows"], wanted: WantedTable): number {
  return wanted.kind === "list" ? findListHeader(rows, wanted.mapping).score : scoreHeader(rows, wanted.columns);
}

/** `reason` is a sentence that names the place and what mends it. */
export interface RejectedTable {
  readonly kind: "rejected";
  readonly reason: string;
  /** Set when somebody has to say in which of these ways the text is to be read. */
  readonly readings?: readonly TextReading[];
}

export interface TableFile extends Table {
  readonly bytes: number;
  /** Hexadecimal, of the file as it lies on disk. */
  readonly sha256: string;
  readonly modifiedAt: Date;
}

/**
 * Reads a table from bytes, CSV or XLSX, told apart by content and never by name. Never throws for what they hold. It may
 * take its time: what others wait for reads tables in a thread, as `table-thread.ts` does.
 */
export function parseTable(bytes: Uint8Array, choice: TableChoice = {}): Table | RejectedTable {
  const { wanted } = choice;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const read = startsWith(buffer, "PK\u0003\u0004")
      ? readXlsxRows(buffer, { ...choice, score: wanted && ((rows) => scoreRows(rows, wanted)) })
      : { ...readCsvRows(buffer, choice), sheet: null, sheets: [], rivals: [] };
    return read.rows.length === 0
      ? reject(
          read.sheet === null
            ? "the file is empty: the first row must name the columns"
            : `the file is empty: the sheet "${read.sheet}" has no rows; the first row must name the columns`,
        )
      : { kind: "table", ...read };
  } catch (error) {
    if (error instanceof EncodingDoubt) return { ...reject(error.message), readings: error.readings };
    if (error instanceof TableFault) return reject(error.message);
    throw error;
  }
}

export interface FileBytes {
  readonly bytes: Uint8Array;
  readonly modifiedAt: Date;
}

/** The same for a file's bytes, told with what the file is known by. */
export function readFileBytes({ bytes, modifiedAt }: FileBytes, choice: TableChoice): TableFile | RejectedTable {
  const table = parseTable(bytes, choice);
  if (table.kind === "rejected") return table;
  return { ...table, modifiedAt, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

const NOT_TABLES: readonly (readonly [start: string, what: string])[] = [
  ["%PDF", "a PDF"],
  ["\u001f\u008b", "packed with gzip"],
  ["PK\u0005\u0006", "an empty archive"],
];

function readCsvRows(bytes: Buffer, { encoding, maxRows }: TableChoice): Pick<RowCollector, "rows" | "marks"> {
  // Excel 97 and every password-protected workbook are such a container, and the latter names what is in it.
  if (startsWith(bytes, "\u00d0\u00cf\u0011\u00e0"))
    throw new TableFault(
      bytes.includes(Buffer.from("EncryptedPackage", "utf16le"))
        ? "the workbook is protected by a password: save it without one"
        : "the file is an old Excel workbook (.xls): save it as .xlsx or CSV",
    );
  const other = NOT_TABLES.find(([start]) => startsWith(bytes, start));
  if (other !== undefined) throw new TableFault(`the file is ${other[1]}: save the table as .xlsx or CSV`);
  const text = decodeText(bytes, encoding);
  if (text.includes("\0")) throw new TableFault("the file is not text: save the table as .xlsx or as CSV (UTF-8)");
  if (/^\s*<[!?a-z]/i.test(text)) throw new TableFault("the file is a web page or XML: save the table as .xlsx or CSV");
  // Excel's own line on what stands between the cells: sep=;
  const said = /^\s*"?sep=([;,\t|])"?[^\S\r\n\t]*(\r\n|\r|\n)/i.exec(text);
  const delimiter = said?.[1] ?? findDelimiter(text);
  refuseEndlessLine(text, delimiter);
  const collector = new RowCollector(maxRows);
  let at = said === null ? 0 : 1;
  let linesRead = at;
  try {
    parse(said === null ? text : text.slice(said[0].length), {
      delimiter,
      // Left to itself the parser takes the first line's end for all, and joins rows that another program added.
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
      max_record_size: MAX_RECORD_CHARS,
      on_record(record: string[], { lines }) {
        collector.add({ values: record, at });
        at += 1;
        linesRead = lines + (said === null ? 0 : 1);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser would name the file's last line, where it gave up, not the row that the quotation mark stands in.
    if (error.code === "CSV_QUOTE_NOT_CLOSED")
      throw new TableFault(`line ${linesRead + 1}: a quotation mark is opened and never closed; close it or remove it`);
    if (error.code === "CSV_MAX_RECORD_SIZE")
      throw new TableFault(
        `line ${linesRead + 1}: a row is longer than ${MAX_RECORD_CHARS} characters; a quotation mark may be opened there and never closed`,
      );
    throw new TableFault(`${error.message}: save the table as CSV again`);
  }
  return { rows: collector.rows, marks: collector.marks };
}

/** A line of a million empty cells would cost time and memory before anybody counts its columns. */
function refuseEndlessLine(text: string, delimiter: string): void {
  const sign = delimiter.charCodeAt(0);
  let [line, cells] = [1, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === sign) cells += 1;
    else if (code === 0x0a || code === 0x0d) [line, cells] = [code === 0x0a ? line + 1 : line, 0];
    if (cells > MAX_LINE_CELLS)
      throw new TableFault(
        `line ${line}: more than ${TABLE_LIMITS.columns} columns are too many; is it the right file?`,
      );
  }
}

/** Far more than the columns that a table may have: some of them may be text within quotes. */
const MAX_LINE_CELLS = 30_000;

/**
 * Whichever divides most of the first lines into equally many cells, outside quotes, so that a title above the table or a
 * comma in a cell decides nothing; Excel's own in Sweden when none does.
 */
function findDelimiter(text: string): string {
  const head = text.slice(0, MAX_HEAD_CHARS).replace(/"[^"]*"/g, "");
  const lines = head.split(/\r\n|\n|\r/, 2 * MAX_ROWS_ABOVE).filter((line) => line.trim() !== "");
  const rate = (delimiter: string): number => {
    const lineCounts = new Map<number, number>();
    for (const line of lines) {
      const cells = line.split(delimiter).length;
      if (cells > 1) lineCounts.set(cells, (lineCounts.get(cells) ?? 0) + 1);
    }
    return Math.max(0, ...Array.from(lineCounts, ([cells, count]) => count * 1000 + Math.min(cells, 999)));
  };
  return [";", "\t", ",", "|"].reduce((best, next) => (rate(next) > rate(best) ? next : best));
}

/** A row of a table; what is longer is no row, and would cost memory before it is looked at. */
const MAX_RECORD_CHARS = 1_000_000;
const MAX_HEAD_CHARS = 100_000;

function startsWith(bytes: Buffer, start: string): boolean {
  return bytes.subarray(0, start.length).equals(Buffer.from(start, "latin1"));
}

function reject(reason: string): RejectedTable {
  return { kind: "rejected", reason };
}
