import { findPersonnummer } from "./personnummer.ts";

/** Why a text of a person's own is not taken. */
export type TextFault = "empty" | "too-long" | "personnummer";

/** What is wrong with a text that is clean; null when nothing is. */
export function findTextFault(text: string, maxChars: number): TextFault | null {
  if (text === "") return "empty";
  if (text.length > maxChars) return "too-long";
  return findPersonnummer(text) === null ? null : "personnummer";
}
