import { isFormHead, isFormWord, parseListForm, type FormGroup } from "./form.ts";
import { compareStrengths, isStrength } from "./strength.ts";

/** What a region's list means by a strength. */
export interface ListStrength {
  /** As written, without form words behind it; null when the list asks for no strength in particular. */
  readonly strength: string | null;
  /** The form that stood beside the strength ("400 mg tablett"); null when none did. */
  readonly formGroup: FormGroup | null;
}

/** `thousands`: "1.000 mg" is one milligram or a thousand; `words`: nobody can tell what it says. */
export type StrengthDoubt = "thousands" | "words";

/** What lists write for every strength there is, folded; cells of signs alone mean the same. */
const ANY_STRENGTH = new Set(
  [
    "alla samtliga all any * valfri valfritt oavsett diverse div olika flera varierande ingen inga none saknas ospecificerad",
    "ospecificerat oberoende hela allt",
  ].flatMap((words) => words.split(" ")),
);
const STRENGTH_WORDS =
  /\b(?:styrkor(?:na)?|styrka|förekommande|tillgängliga|sorter|doser|strengths?|beredningsformer|former|the|av|ej|angiven|angivet|relevant|aktuellt)\b/gu;
const ONLY_SIGNS = /^[\s\p{P}\p{S}]*$/u;
const NO_ANSWER = new Set([
  "n/a",
  "na",
  "ej angiven",
  "ej angivet",
  "ej relevant",
  "ej aktuellt",
  "ej aktuell",
  "x",
  "styrkor",
  "styrka",
]);

/** Whether a cell asks for no strength in particular: "alla", "samtliga styrkor", "–", "*", "valfri". */
function asksForAny(folded: string): boolean {
  // A percentage sign is one, too.
  if (ONLY_SIGNS.test(folded) && !/[%‰]/.test(folded)) return true;
  if (NO_ANSWER.has(folded)) return true;
  const words = folded
    .replace(STRENGTH_WORDS, " ")
    .replace(/[^\p{L}*]+/gu, " ")
    .trim()
    .split(" ");
  return !/\d/.test(folded) && words.every((word) => ANY_STRENGTH.has(word));
}

/** Reads the cell of a list, null when it is empty. Form words beside the strength are taken as the form. */
export function readListStrength(cell: string | null): ListStrength {
  if (cell === null) return { strength: null, formGroup: null };
  const lines = splitLines(cell);
  if (lines !== null) return { strength: lines, formGroup: null };
  const text = cell.slice(0, MAX_CHARS);
  const folded = text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  if (asksForAny(folded)) return { strength: null, formGroup: null };
  if (isStrength(cell)) return { strength: cell, formGroup: null };
  return splitForm(text) ?? { strength: cell, formGroup: null };
}

/** Strengths each on its own line of the cell, or between upright strokes, as the series that they are; null when they are none. */
function splitLines(cell: string): string | null {
  const parts = cell.slice(0, MAX_CHARS).split(/[\n|]+/);
  const series = parts
    .map((part) => part.trim().replace(/[,;]$/, ""))
    .filter((part) => part !== "")
    .join("; ");
  return parts.length > 1 && isStrength(series) ? series : null;
}

/** Longer cells hold no strength. */
const MAX_CHARS = 200;
const MAX_FORM_WORDS = 8;

/** "400 mg tablett", "Tablett 400 mg"; null when that is not what it is. */
function splitForm(text: string): ListStrength | null {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const most = Math.min(MAX_FORM_WORDS, words.length - 1);
  for (let count = 1; count <= most; count += 1) {
    for (const atEnd of [true, false]) {
      const cut = atEnd ? words.length - count : count;
      const [strength, form] = atEnd
        ? [words.slice(0, cut).join(" "), words.slice(cut)]
        : [words.slice(cut).join(" "), words.slice(0, cut)];
      const formGroup =
        isFormText(form) && isStrength(strength) ? parseListForm(form.join(" ").replace(/,$/, "")) : null;
      if (formGroup !== null) return { strength: strength.replace(/[,;]$/, ""), formGroup: formGroup.group };
    }
  }
  return null;
}

function isFormText(words: readonly string[]): boolean {
  const bare = words.map((word) => word.replace(/[,;()]/g, ""));
  return bare.every((word) => isFormWord(word) || isFormHead(word) || parseListForm(word) !== null);
}

/** Why a strength of a list cannot be read, or null when it can: then what it hits is only possible. */
export function doubtStrength(strength: string | null): StrengthDoubt | null {
  // Dilutions ("D6") are compared as they stand.
  if (strength === null || isStrength(strength) || /^\s*[dc] ?\d{1,4}\s*$/i.test(strength)) return null;
  const withoutDots = strength.replace(/(\d)[.,](?=\d{3}(?!\d))/g, "$1");
  return withoutDots !== strength && isStrength(withoutDots) ? "thousands" : "words";
}

/** How the strength that a list asks for compares with a product's; `unsure` waits for a person's word. */
export function fitStrength(asked: string, found: string | null): "same" | "other" | "unsure" {
  if (found === null || doubtStrength(asked) !== null) return "unsure";
  const outcome = compareStrengths(asked, found);
  if (outcome === "unknown") return "unsure";
  // "5/10 mg" is a product of two substances, but some write so for two strengths of one.
  if (outcome === "other" && SLASHED.test(asked) && compareStrengths(asked.replaceAll("/", "; "), found) === "same")
    return "unsure";
  return outcome;
}

const SLASHED = /^\s*\d[\d.,]{0,9}(?: ?\/ ?\d[\d.,]{0,9}){1,9} ?[^\d/]{1,20}$/u;
