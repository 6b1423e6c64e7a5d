import { crc32, deflateRawSync } from "node:zlib";

/** A number with a format of its own, such as a date; anything else is written as Excel would. */
export type XlsxValue =
  | string
  | number
  | boolean
  | null
  | { readonly number: number; readonly format: string }
  | { readonly formula: string; readonly cached: string }
  | { readonly xml: string };

/** A workbook in memory, its sheets in order; texts go to the shared ones. */
export function makeXlsx(sheets: Readonly<Record<string, readonly (readonly XlsxValue[])[]>>): Buffer {
  return makeZip(makeXlsxParts(sheets));
}

/** The files of such a workbook, to be changed before they are packed. */
export function makeXlsxParts(
  sheets: Readonly<Record<string, readonly (readonly XlsxValue[])[]>>,
): Record<string, string> {
  const names = Object.keys(sheets);
  const texts = new Map<string, number>();
  const formats = new Map<string, number>();
  const indexOf = (list: Map<string, number>, value: string): number => {
    const at = list.get(value) ?? list.size;
    list.set(value, at);
    return at;
  };
  const writeCell = (value: XlsxValue, place: string): string => {
    if (value === null) return "";
    if (typeof value === "string") return `<c r="${place}" t="s"><v>${indexOf(texts, value)}</v></c>`;
    if (typeof value === "number") return `<c r="${place}"><v>${value}</v></c>`;
    if (typeof value === "boolean") return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`;
    if ("xml" in value) return value.xml;
    if ("formula" in value)
      return `<c r="${place}" t="str"><f>${escapeXml(value.formula)}</f><v>${escapeXml(value.cached)}</v></c>`;
    return `<c r="${place}" s="${indexOf(formats, value.format) + 1}"><v>${value.number}</v></c>`;
  };
  const writeSheet = (rows: readonly (readonly XlsxValue[])[]): string => {
    const lines = rows.map((row, at) => {
      const cells = row.map((value, column) => writeCell(value, `${columnName(column)}${at + 1}`));
      return `<row r="${at + 1}">${cells.join("")}</row>`;
    });
    return `${HEAD}<worksheet ${MAIN}><sheetData>${lines.join("")}</sheetData></worksheet>`;
  };
  const written = names.map((name, at) => [`xl/worksheets/sheet${at + 1}.xml`, writeSheet(sheets[name] ?? [])]);
  const links = names.map((_, at) => link(`rId${at + 1}`, "worksheet", `worksheets/sheet${at + 1}.xml`));
  return {
    "[Content_Types].xml": `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "_rels/.rels": linksPart([link("rId1", "officeDocument", "xl/workbook.xml")]),
    "xl/workbook.xml": `${HEAD}<workbook ${MAIN} xmlns:r="${OFFICE}"><workbookPr/><sheets>${names
      .map((name, at) => `<sheet name="${escapeXml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": linksPart([
      ...links,
      link("rId90", "sharedStrings", "sharedStrings.xml"),
      link("rId91", "styles", "/xl/styles.xml"),
    ]),
    ...Object.fromEntries(written),
    "xl/sharedStrings.xml": `${HEAD}<sst ${MAIN}>${[...texts.keys()].map((text) => `<si><t>${escapeXml(text)}</t></si>`).join("")}</sst>`,
    "xl/styles.xml": `${HEAD}<styleSheet ${MAIN}><numFmts>${[...formats.keys()]
      .map((format, at) => `<numFmt numFmtId="${164 + at}" formatCode="${escapeXml(format)}"/>`)
      .join("")}</numFmts><cellXfs><xf numFmtId="0"/>${[...formats.keys()]
      .map((_, at) => `<xf numFmtId="${164 + at}"/>`)
      .join("")}</cellXfs></styleSheet>`,
  };
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

function link(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
}

function linksPart(links: readonly string[]): string {
  const namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
  return `${HEAD}<Relationships xmlns="${namespace}">${links.join("")}</Relationships>`;
}

function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** A ZIP archive of those files, packed; `declaredBytes` is what it claims each of them unpacks to. */
export function makeZip(files: Readonly<Record<string, string | Buffer>>, declaredBytes?: number): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const [raw, nameBytes] = [Buffer.from(content), Buffer.from(name)];
    const packed = deflateRawSync(raw);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(raw), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(declaredBytes ?? raw.length, 18);
    shared.writeUInt16LE(nameBytes.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    pieces.push(Buffer.from("PK\u0003\u0004"), shared, nameBytes, packed);
    directory.push(Buffer.from("PK\u0001\u0002\u0014\u0000"), shared, rest, nameBytes);
    at += 30 + nameBytes.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...pieces, listing, Buffer.from("PK\u0005\u0006"), end]);
}
