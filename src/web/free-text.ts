import { cleanLine, cleanText } from "../domain/clean-text.ts";
import { findPersonnummer } from "../domain/personnummer.ts";
import { textOf, type FormValues } from "./form.ts";

/** What a person wrote in a field, clean, or what is wrong with it. */
export type FreeText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused"; readonly because: "empty" | "too-long" | "personnummer"; readonly text: string };

/** Reads what a person wrote: `lines` keeps its lines apart. What looks like a personnummer is refused. */
export function readFreeText(
  values: FormValues,
  field: { readonly name: string; readonly maxChars: number; readonly lines?: boolean },
): FreeText {
  const written = textOf(values, field.name);
  const text = field.lines === true ? cleanText(written) : cleanLine(written);
  if (text === "") return { kind: "refused", because: "empty", text };
  if (text.length > field.maxChars) return { kind: "refused", because: "too-long", text };
  return findPersonnummer(text) === null ? { kind: "text", text } : { kind: "refused", because: "personnummer", text };
}
