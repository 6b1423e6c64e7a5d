import { cleanLine, cleanText } from "../../domain/clean-text.ts";
import { findTextFault, type TextFault } from "../../domain/free-text.ts";
import { listUnsurePersonnummer } from "../../domain/personnummer.ts";
import { textOf, type FieldProblem, type FormValues } from "../frame/form.ts";
import type { Page } from "../frame/page.ts";

/** What a person wrote in a field, clean, or what is wrong with it. */
export type FreeText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused"; readonly because: TextFault; readonly text: string }
  /** It may hold a personnummer: a person has to say that it is none. */
  | { readonly kind: "refused"; readonly because: "unsure"; readonly text: string; readonly unsure: UnsureNumber };

/** Numbers that may be personnummer, and the name of the box that says that they are none. */
interface UnsureNumber {
  readonly box: string;
  readonly numbers: readonly string[];
}

/**
 * Reads what a person wrote: `lines` keeps its lines apart. What is a personnummer is refused, and so is what may be one
 * until the form's box says that it is none.
 */
export function readFreeText(
  values: FormValues,
  field: { readonly name: string; readonly maxChars: number; readonly lines?: boolean },
): FreeText {
  const written = textOf(values, field.name);
  const text = field.lines === true ? cleanText(written) : cleanLine(written);
  const because = findTextFault(text, field.maxChars);
  if (because !== null) return { kind: "refused", because, text };
  const unsure = findUnsureNumber(values, { name: field.name, text });
  return unsure === null ? { kind: "text", text } : { kind: "refused", because: "unsure", text, unsure };
}

/** The numbers in a field's text that may be personnummer and that nobody has said to be none; null when there are none. */
export function findUnsureNumber(
  values: FormValues,
  { name, text }: { readonly name: string; readonly text: string },
): UnsureNumber | null {
  const numbers = [...new Set(listUnsurePersonnummer(text))];
  const box = `notPersonnummer-${name}`;
  return numbers.length === 0 || textOf(values, box) === numbers.join(" ") ? null : { box, numbers };
}

/** The problem of a field whose numbers nobody has explained, with its box. */
export function wordUnsureNumber({ t }: Pick<Page, "t">, field: string, { box, numbers }: UnsureNumber): FieldProblem {
  const { unsure, confirm } = t.personnummer;
  return {
    field,
    problem: unsure(numbers.join(", ")),
    confirm: { name: box, value: numbers.join(" "), label: confirm },
  };
}

/** The problem of a text that was refused; `other` is said where it is empty or too long. */
export function wordFreeText(
  page: Pick<Page, "t">,
  free: Extract<FreeText, { kind: "refused" }>,
  words: { readonly field: string; readonly personnummer: string; readonly other: string },
): FieldProblem {
  if (free.because === "unsure") return wordUnsureNumber(page, words.field, free.unsure);
  return { field: words.field, problem: free.because === "personnummer" ? words.personnummer : words.other };
}
