import { RowCollector, MAX_ROWS_ABOVE, TABLE_LIMITS, TableFault, type RowMarks } from "./table-rows.ts";
import { openArchive, type Archive } from "./table-zip.ts";
import { readCellFormat, type CellFormat } from "./table-xlsx-format.ts";
import { readAttribute, elementsOf, readPart, readRichText } from "./table-xlsx-part.ts";
import { readSheet } from "./table-xlsx-sheet.ts";
import { XmlEncodingFault } from "./xml-encoding.ts";
import { XmlFault } from "./xml-stream.ts";

/** A cover, a list, and some notes: what has more sheets than this is looked at no further. */
const MAX_SHEETS_TRIED = 40;
const MAX_SHEETS_NAMED = 20;

/** How well a sheet's first rows look like what is wanted; 0 when not at all. */
export type ScoreRows = (rows: readonly (readonly string[])[]) => number;

export interface SheetChoice {
  /** The name of the sheet, or its number from 1, which may be a hidden one; without it one that is seen is chosen. */
  readonly sheet?: string | undefined;
  /** Chooses among the sheets that are seen; the first of them without it. */
  readonly score?: ScoreRows | undefined;
  readonly maxRows?: number | undefined;
}

export interface XlsxRows {
  readonly rows: string[][];
  readonly marks: RowMarks;
  readonly sheet: string;
  /** All that are seen, in their order. */
  readonly sheets: readonly string[];
  /** Others that look as much like what is wanted as the one that was read. */
  readonly rivals: readonly string[];
}

/**
 * Reads one sheet of an XLSX workbook (ECMA-376 part 1, chapter 18). Cells come as they are seen in Sweden: `0,9%`; dates
 * as `2026-08-21` or `2026-08-21T07:30:00`; formulas as the value they had when the file was saved.
 * The format is read here, with saxes, because hucre 1.0 and read-excel-file 9.3 were measured with files made to hurt: one
 * took 4 GB for 180 kB, and neither was done within a minute with 150 kB of attributes. Throws `TableFault`.
 */
export function readXlsxRows(bytes: Buffer, choice: SheetChoice): XlsxRows {
  const archive = openArchive(bytes);
  try {
    const workbook = readWorkbook(archive);
    const texts = readSharedTexts(archive, workbook.sharedTexts);
    const formats = readFormats(archive, workbook.styles);
    const read = ({ path }: Sheet, maxRows?: number) => {
      const collector = new RowCollector(choice.maxRows);
      readSheet(archive, {
        ...workbook,
        path,
        texts,
        formats,
        collector,
        ...(maxRows === undefined ? {} : { maxRows }),
      });
      return collector;
    };
    const head = (sheet: Sheet) => read(sheet, MAX_ROWS_ABOVE + 1).rows;
    const { sheet, rivals } = chooseSheet(workbook.sheets, { ...choice, head });
    const { rows, marks } = read(sheet);
    return { rows, marks, rivals, sheet: sheet.name, sheets: namesOf(workbook.sheets.filter(({ hidden }) => !hidden)) };
  } catch (error) {
    if (error instanceof XmlFault || error instanceof XmlEncodingFault)
      throw new TableFault(`the workbook cannot be read (${error.message}): save it as .xlsx again`);
    throw error;
  }
}

interface Choosing extends SheetChoice {
  readonly head: (sheet: Sheet) => readonly (readonly string[])[];
}

function chooseSheet(sheets: readonly Sheet[], { sheet: wanted, score, head }: Choosing) {
  if (wanted !== undefined) {
    const found =
      sheets.find(({ name }) => name === wanted) ??
      sheets.find(({ name }) => fold(name) === fold(wanted)) ??
      (/^[1-9]\d?$/.test(wanted) ? sheets[Number(wanted) - 1] : undefined);
    if (found !== undefined) return { sheet: found, rivals: [] };
    const names = namesOf(sheets).slice(0, MAX_SHEETS_NAMED);
    const list = names.map((name) => `"${name}"`).join(", ");
    throw new TableFault(`the workbook has no sheet "${wanted}"; its sheets are ${list}`);
  }
  const seen = sheets.filter(({ hidden }) => !hidden).slice(0, MAX_SHEETS_TRIED);
  const [first] = seen;
  if (first === undefined)
    throw new TableFault("all sheets of the workbook are hidden: show the one with the table and save it again");
  if (score === undefined || seen.length === 1) return { sheet: first, rivals: [] };
  const tried = seen.map((sheet) => ({ sheet, points: score(head(sheet)) }));
  const most = Math.max(...tried.map(({ points }) => points));
  const [best = first, ...others] = tried.filter(({ points }) => points === most).map(({ sheet }) => sheet);
  return { sheet: best, rivals: most === 0 ? [] : namesOf(others) };
}

function namesOf(sheets: readonly Sheet[]): string[] {
  return sheets.map(({ name }) => name);
}

function fold(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

interface Sheet {
  readonly name: string;
  readonly path: string;
  /** By its owner's choice, or so that only a program can show it. */
  readonly hidden: boolean;
}

interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly sharedTexts: string | null;
  readonly styles: string | null;
  /** Days are counted from 1904 instead of 1900. */
  readonly from1904: boolean;
}

function readWorkbook(archive: Archive): Workbook {
  if (!archive.has("_rels/.rels"))
    throw new TableFault("the file is an archive, but no workbook: save the table as .xlsx or CSV");
  const path = readLinks(archive, "").find(({ type }) => type === "officeDocument")?.path;
  if (path === undefined || !archive.has(path))
    throw new TableFault("the file is an Office document, but no workbook: save the table as .xlsx or CSV");
  const links = readLinks(archive, path);
  const sheets: Sheet[] = [];
  let from1904 = false;
  readPart(archive, {
    path,
    isRecord: ({ local }) => local === "sheet" || local === "workbookPr",
    onRecord(record) {
      if (record.local === "workbookPr") from1904 = ["1", "true"].includes(readAttribute(record, "date1904"));
      const link = links.find(({ id, type }) => type === "worksheet" && id === readAttribute(record, "id"));
      const hidden = /^(very)?hidden$/i.test(readAttribute(record, "state"));
      if (link !== undefined) sheets.push({ name: readAttribute(record, "name"), path: link.path, hidden });
    },
  });
  if (sheets.length === 0) throw new TableFault("the workbook has no sheet: save the table as .xlsx or CSV");
  const pathOf = (wanted: string): string | null => links.find(({ type }) => type === wanted)?.path ?? null;
  return { sheets, from1904, sharedTexts: pathOf("sharedStrings"), styles: pathOf("styles") };
}

interface Link {
  readonly id: string;
  /** The last word of the address that says what is linked, which differs between the two flavours of the standard. */
  readonly type: string;
  readonly path: string;
}

/** What a part links to; the archive itself is the part "". */
function readLinks(archive: Archive, part: string): Link[] {
  const folder = part.slice(0, part.lastIndexOf("/") + 1);
  const path = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const links: Link[] = [];
  if (!archive.has(path)) return links;
  readPart(archive, {
    path,
    isRecord: ({ local }) => local === "Relationship",
    onRecord(record) {
      const target = readAttribute(record, "Target");
      const type = readAttribute(record, "Type").replace(/^.*\//, "");
      links.push({ id: readAttribute(record, "Id"), type, path: resolvePath(folder, target) });
    },
  });
  return links;
}

function resolvePath(folder: string, target: string): string {
  const names: string[] = target.startsWith("/") ? [] : folder.split("/").filter((name) => name !== "");
  for (const name of target.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/");
}

function readSharedTexts(archive: Archive, path: string | null): string[] {
  const texts: string[] = [];
  if (path === null || !archive.has(path)) return texts;
  readPart(archive, {
    path,
    isRecord: ({ local }) => local === "si",
    onRecord(record) {
      if (texts.length >= TABLE_LIMITS.cells) throw new TableFault("the workbook has too many texts; is it real?");
      texts.push(readRichText(record));
    },
  });
  return texts;
}

/** The formats that numbers are shown in, by their place in the list of cell formats. */
function readFormats(archive: Archive, path: string | null): Map<number, CellFormat> {
  const codes = new Map<string, string>();
  const formats = new Map<number, CellFormat>();
  if (path === null || !archive.has(path)) return formats;
  readPart(archive, {
    path,
    isRecord: ({ local }) => local === "numFmt" || local === "cellXfs",
    onRecord(record) {
      if (record.local === "numFmt") codes.set(readAttribute(record, "numFmtId"), readAttribute(record, "formatCode"));
      const styles = record.local === "cellXfs" ? elementsOf(record).filter(({ local }) => local === "xf") : [];
      for (const [index, style] of styles.entries()) {
        const id = readAttribute(style, "numFmtId");
        const format = readCellFormat(Number(id), codes.get(id));
        if (format !== null) formats.set(index, format);
      }
    },
  });
  return formats;
}
