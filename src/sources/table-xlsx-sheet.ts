import type { OddCell } from "../domain/table-cell.ts";
import { TABLE_LIMITS, TableFault, type RowCollector } from "./table-rows.ts";
import type { Archive } from "./table-zip.ts";
import { showNumber, type CellFormat, type ShownCell } from "./table-xlsx-format.ts";
import { readAttribute, elementsOf, readPart, readRichText, ownTextOf, unescapeText } from "./table-xlsx-part.ts";
import type { XmlNode } from "./xml-stream.ts";

export interface SheetReading {
  readonly path: string;
  readonly texts: readonly string[];
  readonly formats: ReadonlyMap<number, CellFormat>;
  /** Days are counted from 1904 instead of 1900. */
  readonly from1904: boolean;
  readonly collector: RowCollector;
  /** Reads no further: for a look at how a sheet begins. */
  readonly maxRows?: number;
}

/** Ends the reading of a sheet that has been looked at enough. */
class Enough extends Error {}

/** Reads a sheet's rows, with what is hidden and what is merged. Throws `TableFault`. */
export function readSheet(archive: Archive, sheet: SheetReading): void {
  const { collector, maxRows = Infinity } = sheet;
  let next = 0;
  let elements = 0;
  let filled = 0;
  let hiddenUnlessSaid = false;
  const onRow = (record: XmlNode): void => {
    elements += 1;
    if (elements > TABLE_LIMITS.emptyRows)
      throw new TableFault(`more than ${TABLE_LIMITS.emptyRows} rows; is it real?`);
    const named = readAttribute(record, "r");
    const at = /^\d{1,7}$/.test(named) ? Math.max(0, Number(named) - 1) : next;
    if (at >= maxRows) throw new Enough();
    next = at + 1;
    const said = readAttribute(record, "hidden");
    const hidden = said === "" ? hiddenUnlessSaid || isZero(record, "ht") : isTrue(said);
    collector.add({ ...readCells(record, { ...sheet, row: at }), at, hidden });
  };
  const onMerge = (record: XmlNode): void => {
    const [first = "", last = ""] = readAttribute(record, "ref").split(":");
    const [column, from, to] = [readColumn(first), readRow(first), readRow(last)];
    if (column === null || from === null || to === null || to <= from) return;
    filled += Math.min(to, collector.rows.length) - from;
    if (filled > TABLE_LIMITS.cells) throw new TableFault("the sheet merges too many cells; is it real?");
    collector.fillDown({ column, from, to });
  };
  const read: Readonly<Record<string, (record: XmlNode) => void>> = {
    row: onRow,
    mergeCell: onMerge,
    col: (record) => hideColumns(record, collector),
    sheetFormatPr(record) {
      hiddenUnlessSaid = isTrue(readAttribute(record, "zeroHeight"));
    },
  };
  try {
    readPart(archive, {
      path: sheet.path,
      isRecord: ({ local }) => Object.hasOwn(read, local),
      onRecord: (record) => read[record.local]?.(record),
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
}

function hideColumns(record: XmlNode, collector: RowCollector): void {
  if (!isTrue(readAttribute(record, "hidden")) && !isZero(record, "width")) return;
  const [first, last] = [Number(readAttribute(record, "min")), Number(readAttribute(record, "max"))];
  for (let at = first; at >= 1 && at <= Math.min(last, TABLE_LIMITS.columns); at += 1) collector.hideColumn(at - 1);
}

function isTrue(text: string): boolean {
  return text === "1" || text === "true";
}

function isZero(record: XmlNode, size: "ht" | "width"): boolean {
  const text = readAttribute(record, size);
  return text !== "" && Number(text) === 0;
}

function readCells(row: XmlNode, sheet: SheetReading & { readonly row: number }) {
  const values: string[] = [];
  const odd = new Map<number, OddCell>();
  let next = 0;
  for (const cell of elementsOf(row)) {
    if (cell.local !== "c") continue;
    const at = readColumn(readAttribute(cell, "r")) ?? next;
    next = at + 1;
    const shown = readCell(cell, sheet);
    if (shown.text === "" && shown.odd === null) continue;
    if (at >= TABLE_LIMITS.columns)
      throw new TableFault(
        `cell ${readAttribute(cell, "r") || at + 1}: more than ${TABLE_LIMITS.columns} columns are too many; is it the right file?`,
      );
    while (values.length < at) values.push("");
    values[at] = shown.text;
    if (shown.odd !== null) odd.set(at, shown.odd);
  }
  return { values, odd };
}

/** The column that a place such as `AB12` names, from 0. */
function readColumn(place: string): number | null {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(place)?.[1];
  if (letters === undefined) return null;
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Its row, from 0. */
function readRow(place: string): number | null {
  const digits = /^[A-Z]{1,3}(\d{1,7})$/.exec(place)?.[1];
  return digits === undefined ? null : Number(digits) - 1;
}

function readCell(cell: XmlNode, sheet: SheetReading & { readonly row: number }): ShownCell {
  const elements = elementsOf(cell);
  const value = elements.find(({ local }) => local === "v");
  const text = value === undefined ? "" : ownTextOf(value);
  const type = readAttribute(cell, "t");
  // An empty text is a value of its own; a number that is not there was never calculated.
  if (elements.some(({ local }) => local === "f") && (value === undefined || (text === "" && type !== "str")))
    return { text: "", odd: { kind: "formula", shown: "" } };
  const read = Object.hasOwn(CELL_TYPES, type) ? CELL_TYPES[type] : undefined;
  return (read ?? readNumber)({ cell, text, sheet });
}

interface TypedCell {
  readonly cell: XmlNode;
  readonly text: string;
  readonly sheet: SheetReading & { readonly row: number };
}

/** By ST_CellType (18.18.11); any other type is a number. */
const CELL_TYPES: Readonly<Record<string, (typed: TypedCell) => ShownCell>> = {
  s({ text, sheet }) {
    const shared = sheet.texts[Number(text)];
    if (shared === undefined && text !== "")
      throw new TableFault(`row ${sheet.row + 1}: a text is missing in the workbook: save it as .xlsx again`);
    return plain(shared ?? "");
  },
  inlineStr({ cell }) {
    const texts = elementsOf(cell).filter(({ local }) => local === "is");
    return plain(texts.map(readRichText).join(""));
  },
  str: ({ text }) => plain(unescapeText(text)),
  b({ text }) {
    const isSo = isTrue(text);
    return { text: isSo ? "TRUE" : "FALSE", odd: { kind: "truth", shown: isSo ? "SANT" : "FALSKT" } };
  },
  d({ text }) {
    const day = text.replace(/T00:00:00(\.0+)?Z?$/, "");
    return { text: day, odd: day === "" ? null : { kind: "date", shown: day } };
  },
  e: ({ text }) => plain(text),
};

function readNumber({ cell, text, sheet }: TypedCell): ShownCell {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) return plain(text);
  return showNumber(number, sheet.formats.get(Number(readAttribute(cell, "s") || 0)) ?? null, sheet.from1904);
}

function plain(text: string): ShownCell {
  return { text, odd: null };
}
