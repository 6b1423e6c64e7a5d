import { isVeterinaryAtc, parseAtc } from "./atc.ts";
import { clipText } from "./clean-text.ts";
import { isEmdnCode } from "./emdn.ts";
import { parseListForm, type FormGroup } from "./form.ts";
import { parseAdviceType } from "./list-advice.ts";
import { COLUMNS, LIST_COLUMNS, readOwnFields, type ColumnRule, type ListColumn } from "./list-columns.ts";
import { readListStrength } from "./list-strength.ts";
import { entryKey, type ListEntry, type OwnProduct } from "./list.ts";
import { MAX_OWN_PRODUCTS, readOwnProducts, type OwnPart } from "./own-product.ts";
import { reject, type RejectedRow, type RowFault } from "./row-fault.ts";
import type { MessageAdvice } from "./message.ts";
import { mayHoldPersonnummer } from "./personnummer.ts";
import { looksMisread } from "./swedish-text.ts";
import { foldCode, isFormulaFault } from "./table-cell.ts";

const MAX_TEXT_CHARS = 500;
/** A cell of the row, clean and trimmed; null when it is empty or the file lacks the column. */
export type ReadCell = (column: ListColumn) => string | null;

/** Faults that were found in cells before they are read as texts. */
export type CellFaults = ReadonlyMap<ListColumn, RowFault>;

/** Reads a line of a list, of a file or of a form: an entry, or everything that has to be mended in it. */
export function readListRow(row: number, cell: ReadCell, cellFaults: CellFaults = new Map()): ListEntry | RejectedRow {
  const isEmpty = (column: ListColumn): boolean => cell(column) === null && !cellFaults.has(column);
  if (isEmpty("ATC") && isEmpty("EMDN") && isEmpty("Substans")) return reject(row, "", { kind: "note", value: "" });
  const faults = new Map<ListColumn, RowFault>([...findTextFaults(cell), ...cellFaults]);
  const fail: Fail = (column, kind) => {
    const value = kind === "own-many" ? String(MAX_OWN_PRODUCTS) : clipText(cell(column) ?? "", 40);
    if (!faults.has(column)) faults.set(column, { kind, value });
    return null;
  };
  const codes = { atc: readCode(cell("ATC")), emdn: readCode(cell("EMDN")) || null };
  if (!cellFaults.has("ATC") && !cellFaults.has("EMDN")) checkCodes(codes, fail);
  const fields = readOwnFields(cell, fail);
  const group = readFormGroup(cell("Beredningsform"), fail);
  const standingAdvice = readAdvice(cell, fail);
  const own = readOwn(cell, fail);
  if (faults.size > 0) return rejectAll(row, faults);
  const identity = { ...codes, ...readNarrowing(group, cell("Styrka")) };
  return { ...identity, ...fields, key: entryKey(identity), row, standingAdvice, own };
}

/** Notes what is wrong with the text of a cell, unless something else is already known to be; gives null in its place. */
type Fail = (column: ListColumn, kind: RowFault["kind"]) => null;

/** Form and strength. Where the strength's cell names another form than the form's own, it is left as it stands, unread. */
function readNarrowing(group: FormGroup | null, cell: string | null): Pick<ListEntry, "formGroup" | "strength"> {
  const { strength, formGroup } = readListStrength(cell);
  if (formGroup !== null && group !== null && formGroup !== group) return { formGroup: group, strength: cell };
  return { formGroup: group ?? formGroup, strength };
}

/** `05-okt`, `okt-10`, `2026-10-05`, `5/10/2026`, `05:10`, `1,00E+05`: what spreadsheets make of a strength. */
const MONTH = "(jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)[a-z]*\\.?";
const CHANGED_TEXT = new RegExp(
  [
    `\\d{1,2}[-/. ]${MONTH}([-/. ]\\d{2,4})?`,
    `${MONTH}[-/. ]\\d{1,4}`,
    "(19|20)\\d{2}[-/.]\\d{1,2}[-/.]\\d{1,2}([T ].*)?",
    "\\d{1,2}[-/.]\\d{1,2}[-/.](19|20)\\d{2}",
    // 1:10 is a dilution, 01:10 was typed so and became a time.
    "0\\d:\\d{2}|\\d{1,2}:\\d{2}:\\d{2}",
    "\\d+([.,]\\d+)?E[+-]?\\d+",
  ]
    .map((shape) => `^(?:${shape})$`)
    .join("|"),
  "i",
);

/** What no cell may hold, whatever its column is for. */
function findTextFaults(cell: ReadCell): [ListColumn, RowFault][] {
  return COLUMNS.flatMap((rule) => {
    const fault = findTextFault(rule, cell(rule.title));
    return fault === null ? [] : [[rule.title, fault]];
  });
}

function findTextFault({ maxChars = MAX_TEXT_CHARS, isName }: ColumnRule, text: string | null): RowFault | null {
  if (text === null) return null;
  if (text.length > maxChars) return { kind: "too-long", value: String(maxChars) };
  if (isFormulaFault(text)) return { kind: "formula", value: text };
  if (looksMisread(text)) return { kind: "misread", value: clipText(text, 40) };
  // Which number it is must not be told again: the report is kept.
  if (mayHoldPersonnummer(text)) return { kind: "personnummer", value: "" };
  return isName === true && CHANGED_TEXT.test(text) ? { kind: "changed-text", value: clipText(text, 40) } : null;
}

function checkCodes({ atc, emdn }: { readonly atc: string; readonly emdn: string | null }, fail: Fail): void {
  if (emdn === null) {
    if (parseAtc(atc) === null) fail("ATC", "atc");
    else if (isVeterinaryAtc(atc)) fail("ATC", "veterinary");
  } else if (atc !== "") fail("EMDN", "both-codes");
  else if (!isEmdnCode(emdn)) fail("EMDN", "emdn");
}

function readFormGroup(text: string | null, fail: Fail): FormGroup | null {
  if (text === null) return null;
  return parseListForm(text)?.group ?? fail("Beredningsform", "form");
}

function readAdvice(cell: ReadCell, fail: Fail): MessageAdvice | null {
  const [typeText, sv, en] = [cell("Råd"), cell("Rådstext"), cell("Rådstext engelska")];
  if (typeText === null && sv === null && en === null) return null;
  if (typeText === null) return fail("Råd", "advice-without-type");
  const type = parseAdviceType(typeText);
  if (type === null) return fail("Råd", "advice-type");
  if (sv === null) return fail("Rådstext", "advice-without-text");
  return { type, text: en === null ? { sv } : { sv, en } };
}

const OWN_CELLS = {
  nplId: "NPL-id",
  nplPackId: "NPL-packid",
  articleNumber: "Varunummer",
  name: "Upphandlat",
} as const satisfies Record<OwnPart, ListColumn>;

function readOwn(cell: ReadCell, fail: Fail): OwnProduct[] {
  return readOwnProducts(
    (part) => cell(OWN_CELLS[part]),
    (part, kind) => fail(OWN_CELLS[part], kind),
  );
}

function readCode(text: string | null): string {
  return text === null ? "" : foldCode(text);
}

/** A row that is refused for all of that, told in the order of the columns. */
function rejectAll(row: number, faults: CellFaults): RejectedRow {
  const problems = LIST_COLUMNS.flatMap((column) => {
    const fault = faults.get(column);
    return fault === undefined ? [] : [{ column, fault }];
  });
  const [first, ...more] = problems;
  if (first === undefined) throw new Error("list-row: unable to reject a row without a fault");
  const rejected = reject(row, first.column, first.fault);
  return more.length === 0 ? rejected : { ...rejected, more };
}
