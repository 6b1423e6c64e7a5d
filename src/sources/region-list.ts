import { isEmdnCode } from "../domain/emdn.ts";
import { parseListForm } from "../domain/form.ts";
import { entryKey, type ListEntry, type RejectedRow } from "../domain/list.ts";
import { parseTable } from "./table-file.ts";

/** `refused`: the file as a whole cannot be a list; `parsed`: every row is either an entry or a named rejection. */
export type ParsedList =
  | { readonly kind: "parsed"; readonly entries: readonly ListEntry[]; readonly rejected: readonly RejectedRow[] }
  | { readonly kind: "refused"; readonly reason: string };

const COLUMNS = ["ATC", "Substans", "Beredningsform", "Styrka", "Prioritet", "Kategori", "Lagerdagar", "EMDN"] as const;
type Column = (typeof COLUMNS)[number];
const REQUIRED: readonly Column[] = ["ATC", "Substans"];

/** A list is some thousand lines; a file beyond this is something else. */
const MAX_BYTES = 20_000_000;
const MAX_TEXT_CHARS = 500;

/**
 * Reads a region's list from CSV or XLSX: the columns ATC, Substans, Beredningsform, Styrka, Prioritet, Kategori, Lagerdagar,
 * and EMDN for devices, in any order, comma, semicolon or tab between them, UTF-8 or Windows-1252 as Excel saves it.
 */
export function parseRegionList(bytes: Uint8Array): ParsedList {
  if (bytes.length > MAX_BYTES) return refuse(`the file is larger than ${MAX_BYTES / 1e6} MB: is it a medicine list?`);
  const table = parseTable(bytes);
  if (table.kind === "rejected") return refuse(table.reason);
  const [header, ...body] = table.rows;
  const columns = readHeader(header ?? []);
  if (columns.kind === "refused") return columns;
  return adaptRows(body, columns.columns);
}

function readHeader(
  cells: readonly string[],
): { kind: "columns"; columns: readonly Column[] } | { kind: "refused"; reason: string } {
  const columns: Column[] = [];
  for (const [index, cell] of cells.entries()) {
    const column = COLUMNS.find((name) => name.toLowerCase() === cell.toLowerCase());
    if (column === undefined)
      return refuse(
        `row 1, column ${index + 1}: unknown column "${clip(cell)}"; the columns are ${COLUMNS.join(", ")}`,
      );
    if (columns.includes(column))
      return refuse(`row 1, column ${index + 1}: the column ${column} stands twice; remove one`);
    columns.push(column);
  }
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    return refuse(`row 1: the column ${missing.join(" and ")} is missing; the columns are ${COLUMNS.join(", ")}`);
  return { kind: "columns", columns };
}

function adaptRows(body: readonly (readonly string[])[], columns: readonly Column[]): ParsedList {
  const entries: ListEntry[] = [];
  const rejected: RejectedRow[] = [];
  const rowByKey = new Map<string, number>();
  for (const [index, cells] of body.entries()) {
    const row = index + 2;
    if (cells.every((cell) => cell === "")) continue;
    const adapted = adaptRow({ row, cells, columns });
    if ("problem" in adapted) {
      rejected.push(adapted);
      continue;
    }
    const earlier = rowByKey.get(adapted.key);
    if (earlier !== undefined) {
      rejected.push({ row, column: "ATC", problem: `same ATC, form and strength as row ${earlier}; keep one of them` });
      continue;
    }
    rowByKey.set(adapted.key, row);
    entries.push(adapted);
  }
  if (entries.length === 0 && rejected.length === 0)
    return refuse("the file has a header but no rows; nothing to import");
  return { kind: "parsed", entries, rejected };
}

function adaptRow(input: {
  row: number;
  cells: readonly string[];
  columns: readonly Column[];
}): ListEntry | RejectedRow {
  const { row, cells, columns } = input;
  const reject = (column: string, problem: string): RejectedRow => ({ row, column, problem });
  if (cells.length > columns.length)
    return reject(
      "",
      `${cells.length} cells under ${columns.length} columns; put text that holds the separator in quotes`,
    );
  const cell = (column: Column): string | null => {
    const index = columns.indexOf(column);
    const text = index === -1 ? undefined : cells[index];
    return text === undefined || text === "" ? null : text;
  };
  const tooLong = columns.find((column) => (cell(column)?.length ?? 0) > MAX_TEXT_CHARS);
  if (tooLong !== undefined) return reject(tooLong, `longer than ${MAX_TEXT_CHARS} characters`);

  const atc = readCode(cell("ATC"));
  const emdn = readCode(cell("EMDN"));
  if (emdn !== "" && atc !== "") return reject("EMDN", "a row has either an ATC code or, for a device, an EMDN code");
  if (emdn !== "" && !isEmdnCode(emdn))
    return reject("EMDN", `"${clip(emdn)}" is no EMDN code; write a letter and pairs of digits such as A0101`);
  if (emdn === "" && !/^[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?$/.test(atc))
    return reject("ATC", `"${clip(atc)}" is no ATC code; write 1, 3, 4, 5 or 7 characters such as J01DH02`);
  if (atc.startsWith("Q")) return reject("ATC", `${atc} is veterinary; a list holds medicines for people`);
  const substance = cell("Substans");
  if (substance === null) return reject("Substans", "is empty; write the substance");
  const formText = cell("Beredningsform");
  const form = formText === null ? null : parseListForm(formText);
  if (formText !== null && form === null)
    return reject(
      "Beredningsform",
      `"${clip(formText)}" is no known form; write a group such as parenteral or oral, or leave it empty`,
    );
  const priority = parseWhole(cell("Prioritet"), { from: 1, to: 9 });
  if (priority === undefined)
    return reject("Prioritet", "must be a whole number from 1 (most important) to 9, or empty");
  const stockDays = parseWhole(cell("Lagerdagar"), { from: 0, to: 3650 });
  if (stockDays === undefined) return reject("Lagerdagar", "must be a whole number of days from 0 to 3650, or empty");

  const identity = { atc, emdn: emdn === "" ? null : emdn, formGroup: form?.group ?? null, strength: cell("Styrka") };
  return {
    ...identity,
    key: entryKey(identity),
    row,
    substance,
    priority,
    category: cell("Kategori"),
    stockDays,
    standingAdvice: null,
    areas: [],
    careSetting: null,
  };
}

function readCode(text: string | null): string {
  return text?.toUpperCase().replaceAll(" ", "") ?? "";
}

/** The whole number, null when empty, undefined when it is no whole number in the range. */
function parseWhole(text: string | null, range: { from: number; to: number }): number | null | undefined {
  if (text === null) return null;
  if (!/^\d{1,6}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= range.from && value <= range.to ? value : undefined;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function refuse(reason: string): { kind: "refused"; reason: string } {
  return { kind: "refused", reason };
}
