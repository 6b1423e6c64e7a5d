import { createRowCollector, TABLE_LIMITS, TableFault, type RowCollector } from "./table-rows.ts";
import { openArchive, type Archive } from "./table-zip.ts";
import { createXmlDecoder, XmlEncodingFault } from "./xml-encoding.ts";
import { createRecordBuilder, XML_LIMITS, XmlFault, type XmlHead, type XmlNode } from "./xml-stream.ts";

/** Excel's own number of rows; most of them may be formatted and empty. */
const MAX_ROW_ELEMENTS = 1_048_576;

/**
 * Reads one sheet of an XLSX workbook (ECMA-376 part 1, chapter 18): the first one, or the one of that name. Dates come
 * as `2026-08-21` or `2026-08-21T07:30:00`, numbers as they are, formulas as the value they had when the file was saved.
 * The format is read here, with saxes, because hucre 1.0 and read-excel-file 9.3 were measured with files made to hurt: one
 * took 4 GB for 180 kB, and neither was done within a minute with 150 kB of attributes. Throws `TableFault`.
 */
export function readXlsxRows(bytes: Buffer, sheet: string | null): string[][] {
  const archive = openArchive(bytes);
  try {
    const workbook = readWorkbook(archive);
    const names = workbook.sheets.map(({ name }) => `"${name}"`).join(", ");
    const found = workbook.sheets.find(({ name }) => sheet === null || name === sheet);
    if (found === undefined)
      throw new TableFault(`the workbook has no sheet "${sheet ?? ""}"; its sheets are ${names}`);
    const collector = createRowCollector();
    const texts = readSharedTexts(archive, workbook.sharedTexts);
    const styles = readStyles(archive, workbook.styles);
    readSheet(archive, { ...workbook, path: found.path, texts, styles, collector });
    return collector.rows;
  } catch (error) {
    if (error instanceof XmlFault || error instanceof XmlEncodingFault)
      throw new TableFault(`the workbook cannot be read (${error.message}): save it as .xlsx again`);
    throw error;
  }
}

interface Part {
  readonly path: string;
  readonly isRecord: (head: XmlHead) => boolean;
  readonly onRecord: (record: XmlNode) => void;
}

function readPart(archive: Archive, { path, isRecord, onRecord }: Part): void {
  const ignore = (): void => {};
  const builder = createRecordBuilder({ isRecord, onRecord, onRoot: ignore, onOther: ignore });
  const bytes = archive.read(path);
  const decoder = createXmlDecoder(bytes);
  for (let at = 0; at < bytes.length; at += XML_LIMITS.chunkBytes)
    builder.write(decoder.decode(bytes.subarray(at, at + XML_LIMITS.chunkBytes)));
  builder.write(decoder.end());
  builder.close();
}

interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly path: string }[];
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
  const sheets: { name: string; path: string }[] = [];
  let from1904 = false;
  readPart(archive, {
    path,
    isRecord: ({ local }) => local === "sheet" || local === "workbookPr",
    onRecord(record) {
      if (record.local === "workbookPr") from1904 = ["1", "true"].includes(attributeOf(record, "date1904"));
      const link = links.find(({ id, type }) => type === "worksheet" && id === attributeOf(record, "id"));
      if (link !== undefined) sheets.push({ name: attributeOf(record, "name"), path: link.path });
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
      const target = attributeOf(record, "Target");
      const type = attributeOf(record, "Type").replace(/^.*\//, "");
      links.push({ id: attributeOf(record, "Id"), type, path: resolvePath(folder, target) });
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
      texts.push(readText(record));
    },
  });
  return texts;
}

/** How a number in a cell of that style is meant. */
type NumberStyle = { readonly kind: "date" } | { readonly kind: "padded"; readonly digits: number };

/** The styles that matter, by their place in the list of cell formats. */
function readStyles(archive: Archive, path: string | null): Map<number, NumberStyle> {
  const codes = new Map<string, string>();
  const styles = new Map<number, NumberStyle>();
  if (path === null || !archive.has(path)) return styles;
  readPart(archive, {
    path,
    isRecord: ({ local }) => local === "numFmt" || local === "cellXfs",
    onRecord(record) {
      if (record.local === "numFmt") codes.set(attributeOf(record, "numFmtId"), attributeOf(record, "formatCode"));
      const formats = record.local === "cellXfs" ? elementsOf(record).filter(({ local }) => local === "xf") : [];
      for (const [index, format] of formats.entries()) {
        const id = attributeOf(format, "numFmtId");
        const style = readNumberStyle(Number(id), codes.get(id));
        if (style !== null) styles.set(index, style);
      }
    },
  });
  return styles;
}

function readNumberStyle(id: number, code: string | undefined): NumberStyle | null {
  // The dates and times among the formats that every workbook has without naming them (18.8.30).
  const builtIn = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  if (code === undefined) return builtIn ? { kind: "date" } : null;
  if (/^0{2,20}$/.test(code)) return { kind: "padded", digits: code.length };
  // What is left without quoted text, escaped signs, padding and colours; a time that runs on stands in brackets, too.
  const bare = code.replace(/"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare) ? { kind: "date" } : null;
}

interface SheetReading {
  readonly path: string;
  readonly texts: readonly string[];
  readonly styles: ReadonlyMap<number, NumberStyle>;
  readonly from1904: boolean;
  readonly collector: RowCollector;
}

function readSheet(archive: Archive, sheet: SheetReading): void {
  let next = 0;
  let elements = 0;
  readPart(archive, {
    path: sheet.path,
    isRecord: ({ local }) => local === "row",
    onRecord(record) {
      elements += 1;
      if (elements > MAX_ROW_ELEMENTS) throw new TableFault(`more than ${MAX_ROW_ELEMENTS} rows; is it real?`);
      const named = attributeOf(record, "r");
      const at = /^\d{1,7}$/.test(named) ? Math.max(0, Number(named) - 1) : next;
      next = at + 1;
      sheet.collector.add(readCells(record, sheet), at);
    },
  });
}

function readCells(row: XmlNode, sheet: SheetReading): string[] {
  const values: string[] = [];
  let next = 0;
  for (const cell of elementsOf(row)) {
    if (cell.local !== "c") continue;
    const at = readColumn(attributeOf(cell, "r")) ?? next;
    next = at + 1;
    const value = readCell(cell, sheet);
    if (value === "") continue;
    if (at >= TABLE_LIMITS.columns)
      throw new TableFault(
        `cell ${attributeOf(cell, "r") || at + 1}: more than ${TABLE_LIMITS.columns} columns are too many; is it the right file?`,
      );
    while (values.length < at) values.push("");
    values[at] = value;
  }
  return values;
}

/** The column that a place such as `AB12` names, from 0. */
function readColumn(place: string): number | null {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(place)?.[1];
  if (letters === undefined) return null;
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function readCell(cell: XmlNode, { texts, styles, from1904 }: SheetReading): string {
  const value = elementsOf(cell).find(({ local }) => local === "v");
  const text = value === undefined ? "" : textOf(value);
  switch (attributeOf(cell, "t")) {
    case "s":
      return texts[Number(text)] ?? "";
    case "inlineStr":
      return elementsOf(cell)
        .filter(({ local }) => local === "is")
        .map(readText)
        .join("");
    case "str":
      return unescapeText(text);
    case "b":
      return text === "1" ? "TRUE" : "FALSE";
    case "d":
      return text.replace(/T00:00:00(\.0+)?Z?$/, "");
    case "e":
      return text;
    default:
      return readNumber(text, { style: styles.get(Number(attributeOf(cell, "s") || -1)), from1904 });
  }
}

function readNumber(text: string, { style, from1904 }: { style: NumberStyle | undefined; from1904: boolean }): string {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return text;
  if (style?.kind === "padded") return String(value).padStart(style.digits, "0");
  return (style?.kind === "date" ? formatSerial(value, from1904) : null) ?? String(value);
}

const DAY_MS = 86_400_000;
const LAST_SERIAL = 2_958_465;

/** The date that a count of days stands for, with the time of day when there is one; null when it is none. */
function formatSerial(serial: number, from1904: boolean): string | null {
  if (serial < 0 || serial >= LAST_SERIAL) return null;
  // Excel counts 29 February 1900, which never was, so that days before it are one less.
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const instant = new Date(Date.UTC(1899, 11, 30) + Math.round((days * DAY_MS) / 1000) * 1000).toISOString();
  return instant.replace(/(T00:00:00)?\.000Z$/, "");
}

/** The text of a shared or inline string: one piece, or several with formats of their own; never what is said aloud. */
function readText(node: XmlNode): string {
  return elementsOf(node)
    .map((child) => (child.local === "t" ? unescapeText(textOf(child)) : child.local === "r" ? readText(child) : ""))
    .join("");
}

/** Characters that XML cannot hold are written `_x000D_` (18.4.12, ST_Xstring). */
function unescapeText(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function elementsOf(node: XmlNode): XmlNode[] {
  return node.content.filter((part) => typeof part !== "string");
}

function textOf(node: XmlNode): string {
  return node.content.filter((part) => typeof part === "string").join("");
}

function attributeOf(node: XmlNode, local: string): string {
  return node.attributes.find((attribute) => attribute.local === local)?.value ?? "";
}
