import { cleanLine, cleanText } from "../../../domain/clean-text.ts";
import {
  listAnswerFaults,
  parseAnswerNumber,
  type Answer,
  type Chosen,
  type FaultKind,
  type Row,
} from "../../../domain/questionnaire/answer.ts";
import {
  MAX_ROWS,
  STANDINGS,
  type Column,
  type KeyedPart,
  type Option,
  type PartOf,
} from "../../../domain/questionnaire/question.ts";
import { textOf, textsOf, type FormValues } from "../../frame/form.ts";
import { findUnsureNumber } from "../../parts/free-text.ts";

/** What was typed cannot be taken: where, and why. */
export interface FormFault {
  readonly field: string;
  /** `both`: an answer, and also that there is none · `own-unchosen`: words beside an option that is not the chosen one. */
  readonly because: FaultKind | "both" | "own-unchosen" | "unsure";
}

export type ReadPart =
  | { readonly kind: "read"; readonly answer: Answer | null }
  | { readonly kind: "faults"; readonly faults: readonly FormFault[] };

/** Rows that stand empty below those that are written. */
const SPARE_ROWS = 2;

/** The fields of a part in a form. */
export const fieldOf = {
  /** What is written in words or as a number. */
  value: (key: string) => `${key}.value`,
  own: (key: string, option: string) => `${key}.own.${option}`,
  rank: (key: string, place: number) => `${key}.rank.${place + 1}`,
  row: (key: string, row: string) => `${key}.${row}`,
  cell: (key: string, place: number, column: string) => `${key}.${place + 1}.${column}`,
};

/** How many rows a form shows: what is written, and some more. */
export function countRows(written: number): number {
  return Math.min(written + SPARE_ROWS, MAX_ROWS);
}

/** The places of the rows in which something is written. */
function listRowPlaces(values: FormValues, { key, columns }: { key: string; columns: readonly Column[] }): number[] {
  // One more than may be sent, so that too many are refused and not dropped.
  return Array.from({ length: MAX_ROWS + 1 }, (_, place) => place).filter((place) =>
    columns.some(({ code }) => textOf(values, fieldOf.cell(key, place, code)) !== ""),
  );
}

/** What a form says of a part. */
export function readPart(values: FormValues, { key, part }: KeyedPart): ReadPart {
  const sent = textsOf(values, key).filter((value) => value !== "");
  const standings = STANDINGS.filter((standing) => sent.includes(standing));
  const chosen = sent.filter((value) => !STANDINGS.some((standing) => standing === value));
  const typed = readTyped(values, { key, part, chosen });
  const [standing] = standings;
  if (standings.length > 1 || (standing !== undefined && typed !== null))
    return { kind: "faults", faults: [{ field: key, because: "both" }] };
  if (typed === null) return { kind: "read", answer: standing === undefined ? null : { kind: standing } };
  const { answer, texts, placeField } = typed;
  const known = listAnswerFaults(part, answer).map(({ because, at }): FormFault => ({
    because,
    field: placeField(at),
  }));
  const unsure = texts
    .filter(({ field, text }) => findUnsureNumber(values, { name: field, text }) !== null)
    .map(({ field }): FormFault => ({ field, because: "unsure" }));
  const faults = [...known, ...unsure, ...typed.faults];
  return faults.length === 0 ? { kind: "read", answer } : { kind: "faults", faults };
}

/** An answer as it was typed, and what of it is people's own words. */
interface Typed {
  readonly answer: Answer;
  readonly texts: readonly { readonly field: string; readonly text: string }[];
  readonly faults: readonly FormFault[];
  readonly placeField: (at: string | null) => string;
}

/** Null where nothing is typed. */
function readTyped(
  values: FormValues,
  { key, part, chosen }: Pick<KeyedPart, "key" | "part"> & { chosen: string[] },
): Typed | null {
  const field = fieldOf.value(key);
  switch (part.kind) {
    case "one":
    case "several":
    case "ranking":
      return readChoice(values, { key, part, chosen });
    case "matrix":
      return readMatrix(values, { key, part });
    case "number": {
      const text = textOf(values, field);
      if (text === "") return null;
      return { ...PLAIN, answer: { kind: "number", value: parseAnswerNumber(text) }, placeField: () => field };
    }
    case "text": {
      const text = cleanText(textOf(values, field));
      if (text === "") return null;
      return { ...PLAIN, answer: { kind: "text", value: text }, texts: [{ field, text }], placeField: () => field };
    }
    case "rows":
      return readRows(values, { key, part });
  }
}

const PLAIN = { texts: [], faults: [] } as const;

function readChoice(
  values: FormValues,
  { key, part, chosen }: { key: string; part: PartOf<"one"> | PartOf<"several"> | PartOf<"ranking">; chosen: string[] },
): Typed | null {
  const written = part.options.flatMap(({ code, own }) => {
    const text = own === true ? cleanLine(textOf(values, fieldOf.own(key, code))) : "";
    return text === "" ? [] : [{ code, text, field: fieldOf.own(key, code) }];
  });
  const ranked = part.kind === "ranking" ? readRanks(values, { key, ranks: part.ranks }) : [];
  // Whoever writes beside an option, or ranks it, means it.
  const implied = part.kind === "one" && chosen.length > 0 ? [] : [...written.map(({ code }) => code), ...ranked];
  const all = orderAs(part.options, [...chosen, ...implied]);
  if (all.length === 0) return null;
  const isChosen = ({ code }: { code: string }) => all.includes(code);
  const value: Chosen = {
    chosen: all,
    own: Object.fromEntries(written.filter(isChosen).map(({ code, text }) => [code, text])),
  };
  const faults = written
    .filter((one) => !isChosen(one))
    .map(({ field }): FormFault => ({ field, because: "own-unchosen" }));
  const answer: Answer =
    part.kind === "ranking" ? { kind: "ranking", value: { ...value, ranked } } : { kind: part.kind, value };
  return { answer, texts: written, faults, placeField: (at) => (at === null ? key : fieldOf.own(key, at)) };
}

function readRanks(values: FormValues, { key, ranks }: { key: string; ranks: number }): string[] {
  const places = Array.from({ length: ranks }, (_, place) => textOf(values, fieldOf.rank(key, place)));
  return places.filter((code) => code !== "");
}

/** The codes once each, in the question's order; what it does not know comes last, to be refused. */
function orderAs(options: readonly Option[], codes: readonly string[]): string[] {
  const known = options.map(({ code }) => code).filter((code) => codes.includes(code));
  return [...known, ...new Set(codes.filter((code) => !known.includes(code)))];
}

function readMatrix(values: FormValues, { key, part }: { key: string; part: PartOf<"matrix"> }): Typed | null {
  const marks = part.rows.flatMap(({ code }) => {
    const marked = textsOf(values, fieldOf.row(key, code)).filter((column) => column !== "");
    return marked.length === 0 ? [] : [[code, orderAs(part.columns, marked)] as const];
  });
  if (marks.length === 0) return null;
  return { ...PLAIN, answer: { kind: "matrix", value: Object.fromEntries(marks) }, placeField: () => key };
}

function readRows(values: FormValues, { key, part }: { key: string; part: PartOf<"rows"> }): Typed | null {
  const places = listRowPlaces(values, { key, columns: part.columns });
  if (places.length === 0) return null;
  const rows = places.map((place) => readRow(values, { key, place, columns: part.columns }));
  const texts = places.flatMap((place) =>
    part.columns.flatMap((column) => {
      const field = fieldOf.cell(key, place, column.code);
      return column.kind === "text" ? [{ field, text: cleanText(textOf(values, field)) }] : [];
    }),
  );
  return {
    answer: { kind: "rows", value: rows },
    texts,
    faults: [],
    placeField: (at) => {
      // Rows that were left empty are none, so a row's own place is another than the form's.
      const [row = "", column = ""] = (at ?? "").split(".");
      const place = places[Number(row) - 1];
      return place === undefined || column === "" ? key : fieldOf.cell(key, place, column);
    },
  };
}

function readRow(
  values: FormValues,
  { key, place, columns }: { key: string; place: number; columns: readonly Column[] },
): Row {
  const cells = columns.flatMap((column) => {
    const text = cleanText(textOf(values, fieldOf.cell(key, place, column.code)));
    if (text === "") return [];
    return [[column.code, column.kind === "number" ? parseAnswerNumber(text) : text] as const];
  });
  return Object.fromEntries(cells);
}

/** The form of an answer that is kept, by field. */
export function fillPart(key: string, answer: Answer | undefined): Record<string, string | readonly string[]> {
  if (answer === undefined) return {};
  switch (answer.kind) {
    case "unknown":
    case "not-applicable":
      return { [key]: answer.kind };
    case "one":
    case "several":
      return fillChoice(key, answer.value);
    case "ranking":
      return {
        ...fillChoice(key, answer.value),
        ...Object.fromEntries(answer.value.ranked.map((code, place) => [fieldOf.rank(key, place), code])),
      };
    case "matrix":
      return Object.fromEntries(Object.entries(answer.value).map(([row, marked]) => [fieldOf.row(key, row), marked]));
    case "number":
      return { [fieldOf.value(key)]: writeNumber(answer.value) };
    case "text":
      return { [fieldOf.value(key)]: answer.value };
    case "rows":
      return Object.fromEntries(
        answer.value.flatMap((row, place) =>
          Object.entries(row).map(([column, cell]) => [
            fieldOf.cell(key, place, column),
            typeof cell === "number" ? writeNumber(cell) : cell,
          ]),
        ),
      );
  }
}

function fillChoice(key: string, { chosen, own }: Chosen) {
  const texts = Object.entries(own).map(([code, text]) => [fieldOf.own(key, code), text]);
  return { [key]: chosen, ...Object.fromEntries(texts) };
}

/** As it can be typed again. */
function writeNumber(value: number): string {
  return String(value).replace(".", ",");
}

/** What was sent of a part, as it was typed. */
export function sentOf(values: FormValues, key: string): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) =>
      value instanceof File || (field !== key && !field.startsWith(`${key}.`)) ? [] : [[field, value] as const],
    ),
  );
}
