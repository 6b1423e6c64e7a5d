import { stockholmInstant } from "../domain/calendar.ts";
import { canonicalJson, type OutreachDocument } from "../domain/outreach/document.ts";
import { listDataTables } from "../../templates/outreach/data-tables.ts";
import { wordsOf } from "../../templates/outreach/words.ts";
import { writeOutline } from "../../templates/outreach/write-outline.ts";
import type { Around } from "../../templates/outreach/writing.ts";
import { writeCsv } from "./write-csv.ts";
import { writeDocx } from "./write-docx.ts";
import { writeHtml } from "./write-html.ts";
import { writePack } from "./write-pack.ts";
import { writePdf } from "./write-pdf.ts";
import { writeXlsx } from "./write-xlsx.ts";

/** A report that is to be written down. */
export interface ReportToWrite {
  readonly document: OutreachDocument;
  readonly around: Around;
  readonly language: "sv" | "en";
}

interface Format {
  readonly extension: string;
  readonly mediaType: string;
  /** It is no text that a terminal can show. */
  readonly isBinary: boolean;
  readonly write: (report: ReportToWrite) => string | Uint8Array | Promise<Uint8Array>;
}

/** The day that files say they were made on: the last that anything in them is of, and no clock's. */
function madeOn({ followedTo }: OutreachDocument): Date {
  return stockholmInstant(followedTo, 12);
}

const outlineOf = ({ document, around, language }: ReportToWrite) => writeOutline(document, around, language);
const tablesOf = ({ document, language }: ReportToWrite) => listDataTables(document, language);

/** Every form of a report, by the word that names it. A new form is a line here. */
export const FORMATS = {
  json: {
    extension: "json",
    mediaType: "application/json",
    isBinary: false,
    write: ({ document, around: { checksum } }) => `${canonicalJson({ ...document, checksum })}\n`,
  },
  csv: {
    extension: "csv",
    mediaType: "text/csv; charset=utf-8",
    isBinary: false,
    write: (report) => tablesOf(report).slice(0, 1).map(writeCsv).join(""),
  },
  zip: {
    extension: "zip",
    mediaType: "application/zip",
    isBinary: true,
    write: (report) =>
      writePack(
        { outline: outlineOf(report), tables: tablesOf(report), document: report.document },
        report.around.checksum,
      ),
  },
  xlsx: {
    extension: "xlsx",
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    isBinary: true,
    write: (report) =>
      writeXlsx(
        { outline: outlineOf(report), tables: tablesOf(report) },
        { madeOn: madeOn(report.document), about: wordsOf(report.language).dataTitles.about },
      ),
  },
  pdf: {
    extension: "pdf",
    mediaType: "application/pdf",
    isBinary: true,
    write: (report) => writePdf(outlineOf(report), { standard: "ua-1", madeOn: madeOn(report.document) }),
  },
  pdfa: {
    extension: "pdf",
    mediaType: "application/pdf",
    isBinary: true,
    write: (report) => writePdf(outlineOf(report), { standard: "a-2a", madeOn: madeOn(report.document) }),
  },
  docx: {
    extension: "docx",
    mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    isBinary: true,
    write: (report) => writeDocx(outlineOf(report), { madeOn: madeOn(report.document) }),
  },
  html: {
    extension: "html",
    mediaType: "text/html; charset=utf-8",
    isBinary: false,
    write: (report) => writeHtml(outlineOf(report)),
  },
} as const satisfies Readonly<Record<string, Format>>;

type FormatName = keyof typeof FORMATS;

/** The form of that name; null when there is none. */
export function findFormat(name: string): Format | null {
  return Object.hasOwn(FORMATS, name) ? FORMATS[name as FormatName] : null;
}
