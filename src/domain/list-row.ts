import { isEmdnCode } from "./emdn.ts";
import { parseListForm, type FormGroup } from "./form.ts";
import { parseAdviceType } from "./list-advice.ts";
import { readListStrength } from "./list-strength.ts";
import { entryKey, type ListEntry, type RejectedRow, type RowFault } from "./list.ts";
import type { MessageAdvice } from "./message.ts";
import { findPersonnummer } from "./personnummer.ts";

/** The columns of a list's file, in the order in which a list is written. */
export const LIST_COLUMNS = [
  "ATC",
  "Substans",
  "Beredningsform",
  "Styrka",
  "Prioritet",
  "Kategori",
  "Lagerdagar",
  "EMDN",
  "Råd",
  "Rådstext",
  "Rådstext engelska",
  "Områden",
  "Vårdform",
] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];

const MAX_TEXT_CHARS = 500;
const MAX_ADVICE_CHARS = 4_000;
/** What a formula shows instead of a value. */
const FORMULA_FAULT = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/;

/** A cell of the row, clean and trimmed; null when it is empty or the file lacks the column. */
export type ReadCell = (column: ListColumn) => string | null;

/** Reads a line of a list, of a file or of a form: an entry, or the first thing that has to be mended. */
export function readListRow(row: number, cell: ReadCell): ListEntry | RejectedRow {
  const texts = findTextFault(cell);
  if (texts !== null) return reject(row, texts.column, texts.fault);
  const atc = readCode(cell("ATC"));
  const emdn = readCode(cell("EMDN"));
  const code = findCodeFault(atc, emdn);
  if (code !== null) return reject(row, code.column, code.fault);
  const substance = cell("Substans");
  if (substance === null) return reject(row, "Substans", { kind: "substance", value: "" });
  const formText = cell("Beredningsform");
  const form = formText === null ? null : parseListForm(formText);
  if (formText !== null && form === null) return reject(row, "Beredningsform", { kind: "form", value: clip(formText) });
  const priority = parseWhole(cell("Prioritet"), { from: 1, to: 9 });
  if (priority === undefined)
    return reject(row, "Prioritet", { kind: "priority", value: clip(cell("Prioritet") ?? "") });
  const stockDays = parseWhole(cell("Lagerdagar"), { from: 0, to: 3650 });
  if (stockDays === undefined)
    return reject(row, "Lagerdagar", { kind: "stock-days", value: clip(cell("Lagerdagar") ?? "") });
  const advice = readAdvice(cell);
  if ("fault" in advice) return reject(row, advice.column, advice.fault);
  const identity = { atc, emdn: emdn === "" ? null : emdn, ...readNarrowing(form?.group ?? null, cell("Styrka")) };
  return {
    ...identity,
    key: entryKey(identity),
    row,
    substance,
    priority,
    category: cell("Kategori"),
    stockDays,
    standingAdvice: advice.advice,
    areas: splitAreas(cell("Områden") ?? ""),
    careSetting: cell("Vårdform"),
  };
}

/** Form and strength. Where the strength's cell names another form than the form's own, it is left as it stands, unread. */
function readNarrowing(group: FormGroup | null, cell: string | null): Pick<ListEntry, "formGroup" | "strength"> {
  const { strength, formGroup } = readListStrength(cell);
  if (formGroup !== null && group !== null && formGroup !== group) return { formGroup: group, strength: cell };
  return { formGroup: group ?? formGroup, strength };
}

interface CellFault {
  readonly column: ListColumn;
  readonly fault: RowFault;
}

function findTextFault(cell: ReadCell): CellFault | null {
  for (const column of LIST_COLUMNS) {
    const text = cell(column);
    if (text === null) continue;
    const maxChars = column.startsWith("Rådstext") ? MAX_ADVICE_CHARS : MAX_TEXT_CHARS;
    if (text.length > maxChars) return { column, fault: { kind: "too-long", value: String(maxChars) } };
    if (FORMULA_FAULT.test(text)) return { column, fault: { kind: "formula", value: text } };
    // Which number it is must not be told again: the report is kept.
    if (findPersonnummer(text) !== null) return { column, fault: { kind: "personnummer", value: "" } };
  }
  return null;
}

function findCodeFault(atc: string, emdn: string): CellFault | null {
  if (emdn !== "" && atc !== "") return { column: "EMDN", fault: { kind: "both-codes", value: "" } };
  if (emdn !== "") return isEmdnCode(emdn) ? null : { column: "EMDN", fault: { kind: "emdn", value: clip(emdn) } };
  if (!/^[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?$/.test(atc))
    return { column: "ATC", fault: { kind: "atc", value: clip(atc) } };
  return atc.startsWith("Q") ? { column: "ATC", fault: { kind: "veterinary", value: atc } } : null;
}

function readAdvice(cell: ReadCell): { readonly advice: MessageAdvice | null } | CellFault {
  const [typeText, sv, en] = [cell("Råd"), cell("Rådstext"), cell("Rådstext engelska")];
  if (typeText === null && sv === null && en === null) return { advice: null };
  if (typeText === null) return { column: "Råd", fault: { kind: "advice-without-type", value: "" } };
  const type = parseAdviceType(typeText);
  if (type === null) return { column: "Råd", fault: { kind: "advice-type", value: clip(typeText) } };
  if (sv === null) return { column: "Rådstext", fault: { kind: "advice-without-text", value: "" } };
  return { advice: { type, text: en === null ? { sv } : { sv, en } } };
}

/** Areas in one cell, between `|`, `,`, `;` or line ends, each once. */
function splitAreas(text: string): string[] {
  const areas = text.split(/[|,;\n]/).map((area) => area.replace(/\s+/g, " ").trim());
  return [...new Set(areas)].filter((area) => area !== "");
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

/** A refused row; an empty column is the row as a whole. */
export function reject(row: number, column: ListColumn | "", fault: RowFault): RejectedRow {
  return { row, column, problem: describeFault(fault), fault };
}

/** What is wrong and what mends it, in English. */
export function describeFault({ kind, value }: RowFault): string {
  switch (kind) {
    case "atc":
      return `"${value}" is no ATC code; write 1, 3, 4, 5 or 7 characters such as J01DH02`;
    case "veterinary":
      return `${value} is veterinary; a list holds medicines for people`;
    case "emdn":
      return `"${value}" is no EMDN code; write a letter and pairs of digits such as A0101`;
    case "both-codes":
      return "a row has either an ATC code or, for a device, an EMDN code";
    case "substance":
      return "is empty; write the substance";
    case "form":
      return `"${value}" is no known form; write a group such as parenteral or oral, or leave it empty`;
    case "priority":
      return "must be a whole number from 1 (most important) to 9, or empty";
    case "stock-days":
      return "must be a whole number of days from 0 to 3650, or empty";
    case "advice-type":
      return `"${value}" is no known type of advice; write one such as local-stock or Dispens`;
    case "advice-without-type":
      return "is empty though there is a text of advice; write the type of advice";
    case "advice-without-text":
      return "is empty though there is a type of advice; write the advice in Swedish";
    case "too-long":
      return `longer than ${value} characters`;
    case "personnummer":
      return "holds what looks like a personnummer; remove it, since lists and messages are public";
    case "formula":
      return `the formula gives ${value}; mend the formula or write the value`;
    case "duplicate":
      return `same ATC, form and strength as row ${value}; keep one of them`;
    case "cells":
      return `${value}; put text that holds the separator in quotes`;
  }
}
