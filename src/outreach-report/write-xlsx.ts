import { writeXlsx as pack } from "hucre/xlsx";
import type { Cell, Outline, Table } from "../../templates/outreach/outline.ts";

/** Excel takes no more in the name of a sheet, and none of these signs. */
const MAX_NAME = 31;
const FORBIDDEN = /[\\/?*[\]:']/gu;
/** And no more in a cell. */
const MAX_CELL = 32_767;
const WIDEST = 60;

/**
 * The tables as sheets, what the report is first. A text is always a text, whatever it begins with; `madeOn` stands where
 * a clock would make each file another.
 */
export async function writeXlsx(
  { outline, tables }: { outline: Outline; tables: readonly Table[] },
  { madeOn, about }: { madeOn: Date; about: string },
): Promise<Uint8Array> {
  const first = {
    name: about,
    caption: outline.title,
    columns: [{ title: outline.title }],
    rows: outline.about.map((line) => [line]),
  };
  const names = new Set<string>();
  const sheets = [first, ...tables].map(({ name, caption, columns, rows }) => ({
    name: nameSheet(name, names),
    rows: [columns.map(({ title }) => title), ...rows.map((row) => row.map(valueOf))],
    columns: columns.map(({ title }, index) => ({ width: widthOf(title, rows, index) })),
    freezePane: { rows: 1 },
    a11y: { summary: caption, headerRow: 0 },
  }));
  return pack({
    sheets,
    properties: { title: outline.title, creator: "Restsignal", created: madeOn, modified: madeOn },
  });
}

function valueOf(cell: Cell): string | number {
  return typeof cell === "string" ? cleanText(cell).slice(0, MAX_CELL) : cell.number;
}

/** XML holds no control characters, and no halves of signs. */
function cleanText(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "");
}

function nameSheet(name: string, taken: Set<string>): string {
  const base = name.replace(FORBIDDEN, " ").slice(0, MAX_NAME);
  let chosen = base;
  for (let count = 2; taken.has(chosen.toLowerCase()); count += 1) chosen = `${base.slice(0, MAX_NAME - 4)} (${count})`;
  taken.add(chosen.toLowerCase());
  return chosen;
}

function widthOf(title: string, rows: Table["rows"], index: number): number {
  const lengths = rows.slice(0, 200).map((row) => String(valueOf(row[index] ?? "")).length);
  return Math.min(WIDEST, Math.max(title.length, ...lengths, 4) + 2);
}
