import { findTextFault } from "../free-text.ts";
import {
  MAX_ROWS,
  type Column,
  type NumberField,
  type Option,
  type Part,
  type PartOf,
  type Standing,
} from "./question.ts";

/** Of what somebody writes where an option asks for their own words. */
export const MAX_OWN_CHARS = 200;

/** Options that are chosen, in the order of the question, and what was written beside some. */
export interface Chosen {
  readonly chosen: readonly string[];
  readonly own: Readonly<Record<string, string>>;
}

export interface Ranked extends Chosen {
  /** The heaviest first. */
  readonly ranked: readonly string[];
}

/** By row, the columns that are marked. */
export type Matrix = Readonly<Record<string, readonly string[]>>;
/** By column; what was left empty is not there. */
export type Row = Readonly<Record<string, string | number>>;

interface Values {
  one: Chosen;
  several: Chosen;
  ranking: Ranked;
  matrix: Matrix;
  number: number;
  text: string;
  rows: readonly Row[];
}
type AnsweredPart = {
  readonly [K in Part["kind"]]: { readonly kind: K; readonly value: Values[K] };
}[Part["kind"]];

/** What a region says of a part of a question. That nobody has said anything is no answer at all. */
export type Answer = { readonly kind: Standing } | AnsweredPart;

/** By the keys of the parts; what is not there is unanswered. */
export type Answers = Readonly<Record<string, Answer>>;

export type FaultKind =
  | "wrong-kind"
  | "no-such-option"
  | "one-only"
  | "stands-alone"
  | "own-missing"
  | "ranked-twice"
  | "empty"
  | "too-long"
  | "personnummer"
  | "not-a-number"
  | "too-many-decimals"
  | "out-of-range"
  | "required"
  | "too-many-rows";

export interface AnswerFault {
  readonly because: FaultKind;
  /** Where in the part: an option's code, or a row's place and column such as `2.cost`; null for all of it. */
  readonly at: string | null;
}

/** What is wrong with an answer; nothing is when it is one that the part takes. */
export function listAnswerFaults(part: Part, answer: Answer): AnswerFault[] {
  if (answer.kind === "unknown" || answer.kind === "not-applicable") return [];
  return checkChoice(part, answer) ?? checkWritten(part, answer) ?? [whole("wrong-kind")];
}

/** Null where the part or the answer is no choice. */
function checkChoice(part: Part, answer: Answer): AnswerFault[] | null {
  if (part.kind === "one" && answer.kind === "one")
    return answer.value.chosen.length > 1 ? [whole("one-only")] : checkChosen(part.options, answer.value);
  if (part.kind === "several" && answer.kind === "several") return checkChosen(part.options, answer.value);
  if (part.kind === "ranking" && answer.kind === "ranking") return checkRanked(part, answer.value);
  if (part.kind === "matrix" && answer.kind === "matrix") return checkMatrix(part, answer.value);
  return null;
}

/** Null where the part or the answer is nothing that is written. */
function checkWritten(part: Part, answer: Answer): AnswerFault[] | null {
  if (part.kind === "number" && answer.kind === "number") return checkNumber(part, answer.value).map(whole);
  if (part.kind === "text" && answer.kind === "text") return checkText(answer.value, part.maxChars).map(whole);
  if (part.kind === "rows" && answer.kind === "rows") return checkRows(part, answer.value);
  return null;
}

function whole(because: FaultKind): AnswerFault {
  return { because, at: null };
}

function checkChosen(options: readonly Option[], { chosen, own }: Chosen): AnswerFault[] {
  const known = chosen.map((code) => options.find((option) => option.code === code));
  if (chosen.length === 0) return [whole("empty")];
  if (known.includes(undefined) || Object.keys(own).some((code) => !chosen.includes(code)))
    return [whole("no-such-option")];
  if (chosen.length > 1 && known.some((option) => option?.alone === true)) return [whole("stands-alone")];
  return known.flatMap((option) => {
    if (option?.own !== true) return [];
    const [fault] = checkText(own[option.code] ?? "", MAX_OWN_CHARS);
    return fault === undefined ? [] : [{ because: fault === "empty" ? "own-missing" : fault, at: option.code }];
  });
}

function checkRanked({ options, ranks }: PartOf<"ranking">, value: Ranked): AnswerFault[] {
  const { ranked, chosen } = value;
  const faults = checkChosen(options, value);
  if (faults.length > 0) return faults;
  if (ranked.length > ranks || ranked.some((code) => !chosen.includes(code))) return [whole("no-such-option")];
  return new Set(ranked).size < ranked.length ? [whole("ranked-twice")] : [];
}

function checkMatrix({ rows, columns }: PartOf<"matrix">, value: Matrix): AnswerFault[] {
  const marks = Object.entries(value);
  if (marks.every(([, marked]) => marked.length === 0)) return [whole("empty")];
  const isKnown = (among: readonly Option[], code: string) => among.some((option) => option.code === code);
  return marks.every(([row, marked]) => isKnown(rows, row) && marked.every((column) => isKnown(columns, column)))
    ? []
    : [whole("no-such-option")];
}

function checkNumber({ min, max, decimals }: NumberField, value: number): FaultKind[] {
  if (!Number.isFinite(value)) return ["not-a-number"];
  if (value < min || value > max) return ["out-of-range"];
  return Number(value.toFixed(decimals)) === value ? [] : ["too-many-decimals"];
}

function checkText(value: string, maxChars: number): FaultKind[] {
  const fault = findTextFault(value.trim(), maxChars);
  return fault === null ? [] : [fault];
}

function checkRows({ columns }: PartOf<"rows">, rows: readonly Row[]): AnswerFault[] {
  if (rows.length === 0) return [whole("empty")];
  if (rows.length > MAX_ROWS) return [whole("too-many-rows")];
  return rows.flatMap((row, place) =>
    Object.keys(row).some((code) => columns.every((column) => column.code !== code))
      ? [whole("no-such-option")]
      : columns.flatMap((column) =>
          checkCell(column, row[column.code]).map((because) => ({ because, at: `${place + 1}.${column.code}` })),
        ),
  );
}

function checkCell(column: Column, cell: string | number | undefined): FaultKind[] {
  if (cell === undefined) return column.required === true ? ["required"] : [];
  if (column.kind === "number") return typeof cell === "number" ? checkNumber(column, cell) : ["not-a-number"];
  if (typeof cell === "number") return ["wrong-kind"];
  if (column.kind === "text") return checkText(cell, column.maxChars);
  return column.options.some(({ code }) => code === cell) ? [] : ["no-such-option"];
}

/**
 * A number as people write it in Swedish or English: `1,5`, `1 200 000`, `1.5`. NaN for anything else: what could mean two
 * things, such as `1.200,5`, is asked about rather than guessed.
 */
export function parseAnswerNumber(text: string): number {
  const plain = text.replace(/[\s\u00A0\u202F]+(?=\d{3}(?:\D|$))/g, "").replace(/^[\u2212\u2013]/, "-");
  return /^-?\d{1,15}(?:[.,]\d{1,6})?$/.test(plain) ? Number(plain.replace(",", ".")) : Number.NaN;
}

/** The keys of answers that one set has otherwise than the other. */
export function listChangedKeys(before: Answers, after: Answers): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return keys.filter((key) => writeAnswer(before[key]) !== writeAnswer(after[key]));
}

/** The answers after a save: null takes one away. */
export function applyChanges(before: Answers, changes: Readonly<Record<string, Answer | null>>): Answers {
  const after = new Map(Object.entries(before));
  for (const [key, answer] of Object.entries(changes))
    if (answer === null) after.delete(key);
    else after.set(key, answer);
  return Object.fromEntries(after);
}

/** In one order of keys: the database keeps objects in an order of its own. */
function writeAnswer(answer: Answer | undefined): string {
  return JSON.stringify(answer ?? null, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
