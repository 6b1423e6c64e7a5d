import { strToU8, zipSync, type Zippable } from "fflate";
import { canonicalJson, type OutreachDocument } from "../domain/outreach/document.ts";
import type { Outline, Table } from "../../templates/outreach/outline.ts";
import { reportSchema } from "./schema.ts";
import { writeCsv } from "./write-csv.ts";

/** ZIP knows no earlier day: a file's own would make each pack another. */
const NO_DATE = new Date(1980, 0, 1);

/** All data of a report in one file: a table a file, the document as JSON, and what it is. */
export function writePack(
  { outline, tables, document }: { outline: Outline; tables: readonly Table[]; document: OutreachDocument },
  checksum: string,
): Uint8Array {
  const about = [outline.title, "", ...outline.about, ""].join("\r\n");
  const files: Zippable = {
    "LÄSMIG.txt": strToU8(`\u{FEFF}${about}`),
    "report.json": strToU8(`${canonicalJson({ ...document, checksum })}\n`),
    "report.schema.json": strToU8(`${JSON.stringify(reportSchema(), null, 2)}\n`),
  };
  for (const table of tables) files[`${nameFile(table.name)}.csv`] = strToU8(writeCsv(table));
  return zipSync(files, { mtime: NO_DATE, level: 6 });
}

function nameFile(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(" ", "-")
    .replace(/[^\p{L}\p{N}-]/gu, "");
}
