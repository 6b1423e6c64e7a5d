import { ADVICE_WORDS } from "./list-advice.ts";
import type { ListEntry } from "./list.ts";
import { MAX_ADVICE_CHARS } from "./message.ts";
import { OWN_COLUMNS } from "./own-columns.ts";
import type { RowFault } from "./row-fault.ts";

/** Notes what is wrong with the text of a cell, unless something else is already known to be; gives null in its place. */
export type FailCell = (kind: RowFault["kind"]) => null;

/** All that files, forms, reports and pages need to know of a column of a list. */
interface Column {
  /** Names its field in forms. */
  readonly key: string;
  /** Names it in files, in what is kept of them, and on Swedish pages. */
  readonly title: string;
  readonly english: string;
  /** Where a line has it; the columns of the advice share one, and so do those of the own products. */
  readonly field: keyof ListEntry;
  /** Of the form: what the line catches, what it is, what is said with it. */
  readonly part: "identity" | "about" | "own" | "advice";
  /** Under which heading of the page of a list it is shown. */
  readonly listed?: "name" | "priority" | "stock" | "where" | "own" | "advice";
  /** The most that a cell may hold, 500 where it is left out; a form's field may be shorter. */
  readonly maxChars?: number;
  readonly formChars?: number;
  /** Lines of the form's field, where it has several. */
  readonly rows?: number;
  /** The language that it is in, where that is told. */
  readonly language?: "sv" | "en";
  /** Of a whole number the rounding that a spreadsheet shows does no harm. */
  readonly isWhole?: true;
  /** A name or a strength: no spreadsheet may have made a date of it. */
  readonly isName?: true;
  /** Numbers of products: no spreadsheet may have made a number such as 2,0161E+13 of them. */
  readonly isCode?: true;
  /**
   * What regions' own titles of it look like, and how sure that is: the surest, 1, is guessed first; `isSure` also of a
   * title that looks like a number of another kind.
   */
  readonly guess?: { readonly order: number; readonly title: RegExp; readonly isSure?: true };
  /** Reads a cell that says all there is to say of the field; the others are read together. */
  readonly read?: (text: string | null, fail: FailCell) => ListEntry[keyof ListEntry];
  /** What a cell is written from. */
  readonly value: (entry: ListEntry) => string | number | null | readonly string[];
}

/** 1 is the most important. */
export const PRIORITIES = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/**
 * Every column of a list, in the order in which a file is written. Titles of the advice are not guessed: what stands there
 * is told to prescribers, so only its own titles, or a person, can say that a column is one of them.
 */
const TABLE = [
  {
    key: "atc",
    title: "ATC",
    english: "ATC",
    field: "atc",
    part: "identity",
    formChars: 20,
    guess: { order: 2, title: /^atc|atc.?kod|^kod$/ },
    value: ({ atc }) => atc,
  },
  {
    key: "substance",
    title: "Substans",
    english: "Substance",
    field: "substance",
    part: "about",
    isName: true,
    guess: {
      order: 4,
      title: /substans|verksamt|generi|^läkemedel|läkemedel$|preparat|^produkt|^artikel|^namn|benämning/,
    },
    read: (text, fail) => text ?? fail("substance") ?? "",
    value: ({ substance }) => substance,
  },
  {
    key: "form",
    title: "Beredningsform",
    english: "Form",
    field: "formGroup",
    part: "identity",
    guess: { order: 5, title: /form(?!ul|at)|adm(?!in)|administrationss/ },
    value: ({ formGroup }) => formGroup,
  },
  {
    key: "strength",
    title: "Styrka",
    english: "Strength",
    field: "strength",
    part: "identity",
    formChars: 200,
    isName: true,
    guess: { order: 6, title: /styrka|strength/ },
    value: ({ strength }) => strength,
  },
  {
    key: "priority",
    title: "Prioritet",
    english: "Priority",
    field: "priority",
    part: "about",
    listed: "priority",
    isWhole: true,
    guess: { order: 7, title: /prio(?!ritera)|angelägen|^nivå/ },
    read: (text, fail) => readWhole(text, { from: 1, to: PRIORITIES.length, fail: () => fail("priority") }),
    value: ({ priority }) => priority,
  },
  {
    key: "category",
    title: "Kategori",
    english: "Category",
    field: "category",
    part: "about",
    listed: "name",
    guess: { order: 10, title: /kategori|grupp|terapi|indelning/ },
    read: (text) => text,
    value: ({ category }) => category,
  },
  {
    key: "stockDays",
    title: "Lagerdagar",
    english: "Stock days",
    field: "stockDays",
    part: "about",
    listed: "stock",
    formChars: 4,
    isWhole: true,
    guess: { order: 8, title: /lager.*(dag|dygn)|(dag|dygn).*lager|^(dagar|dygn)$|uthållighet/ },
    read: (text, fail) => readWhole(text, { from: 0, to: 3650, fail: () => fail("stock-days") }),
    value: ({ stockDays }) => stockDays,
  },
  {
    key: "emdn",
    title: "EMDN",
    english: "EMDN",
    field: "emdn",
    part: "identity",
    formChars: 20,
    guess: { order: 1, title: /emdn/ },
    value: ({ emdn }) => emdn,
  },
  {
    key: "adviceType",
    title: "Råd",
    english: "Advice",
    field: "standingAdvice",
    part: "advice",
    listed: "advice",
    value: ({ standingAdvice }) => (standingAdvice === null ? null : ADVICE_WORDS[standingAdvice.type]),
  },
  {
    key: "adviceText",
    title: "Rådstext",
    english: "Text of the advice",
    field: "standingAdvice",
    part: "advice",
    maxChars: MAX_ADVICE_CHARS,
    rows: 5,
    language: "sv",
    value: ({ standingAdvice }) => standingAdvice?.text.sv ?? null,
  },
  {
    key: "adviceTextEn",
    title: "Rådstext engelska",
    english: "Text of the advice in English",
    field: "standingAdvice",
    part: "advice",
    maxChars: MAX_ADVICE_CHARS,
    rows: 5,
    language: "en",
    value: ({ standingAdvice }) => standingAdvice?.text.en ?? null,
  },
  {
    key: "areas",
    title: "Områden",
    english: "Areas",
    field: "areas",
    part: "about",
    listed: "where",
    rows: 3,
    guess: { order: 9, title: /(?<!terapi)område|verksamhet|klinik|specialitet/ },
    read: (text) => splitAreas(text ?? ""),
    value: ({ areas }) => areas,
  },
  {
    key: "careSetting",
    title: "Vårdform",
    english: "Care setting",
    field: "careSetting",
    part: "about",
    listed: "where",
    guess: { order: 3, title: /vårdform|vårdnivå|slutenvård|öppenvård/ },
    read: (text) => text,
    value: ({ careSetting }) => careSetting,
  },
  ...OWN_COLUMNS,
] as const satisfies readonly Column[];

type Row = (typeof TABLE)[number];
/** A column as files and what is kept of them name it. */
export type ListColumn = Row["title"];
/** A column as forms name it. */
export type ColumnKey = Row["key"];
/** A field of a line that columns stand for. */
export type EntryField = Row["field"];

/** A row of the table, whichever it is. */
export interface ColumnRule extends Column {
  readonly key: ColumnKey;
  readonly title: ListColumn;
  readonly field: EntryField;
}

export const COLUMNS: readonly ColumnRule[] = TABLE;
export const LIST_COLUMNS: readonly ListColumn[] = TABLE.map(({ title }) => title);
/** Every field that columns stand for, in their order. */
export const ENTRY_FIELDS: readonly EntryField[] = [...new Set(TABLE.map(({ field }) => field))];

/** The rule of a column that is named as files name it. */
export function ruleOf(column: ListColumn): ColumnRule {
  const rule = COLUMNS.find(({ title }) => title === column);
  if (rule === undefined) throw new Error(`domain/list-columns: unable to find the column ${column}`);
  return rule;
}

/** A line's cell as text, empty where there is nothing to say; `between` stands between several. */
export function writeCell({ value }: Pick<ColumnRule, "value">, entry: ListEntry, between: string): string {
  const written = value(entry);
  return typeof written === "object" && written !== null ? written.join(between) : String(written ?? "");
}

type OwnRow = Extract<Row, { read: unknown }>;
type OwnFields = { readonly [Own in OwnRow as Own["field"]]: ReturnType<Own["read"]> };

/** The fields that are read from one cell each. */
export function readOwnFields(
  cell: (column: ListColumn) => string | null,
  fail: (column: ListColumn, kind: RowFault["kind"]) => null,
): OwnFields {
  const fields = TABLE.flatMap((row) =>
    "read" in row ? [[row.field, row.read(cell(row.title), (kind) => fail(row.title, kind))]] : [],
  );
  // The list of pairs has forgotten which field holds what; the table has not.
  return Object.fromEntries(fields) as OwnFields;
}

function readWhole(
  text: string | null,
  { from, to, fail }: { from: number; to: number; fail: () => null },
): number | null {
  if (text === null) return null;
  // As cells show it: 1 000 and 2,00 are whole.
  const digits = /^(\d{1,3}(?:\s\d{3})+|\d{1,6})(?:[.,]0+)?$/.exec(text)?.[1];
  const value = digits === undefined ? Number.NaN : Number(digits.replace(/\s/g, ""));
  return value >= from && value <= to ? value : fail();
}

/** Areas in one cell, between `|`, `,`, `;` or line ends, each once. */
function splitAreas(text: string): string[] {
  const areas = text.split(/[|,;\n]/).map((area) => area.replace(/\s+/g, " ").trim());
  return [...new Set(areas)].filter((area) => area !== "");
}
