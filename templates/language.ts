import type { Language } from "../src/domain/message.ts";
import { en } from "./strings/en.ts";
import { sv, type Strings } from "./strings/sv.ts";

const strings: Record<Language, Strings> = { sv, en };

/** The phrases of a language. */
export function stringsOf(language: Language): Strings {
  return strings[language];
}
