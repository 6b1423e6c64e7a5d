import type { Language } from "../message.ts";
import { CASE_DEFINITIONS_EN, CASE_DEFINITIONS_SV } from "./case-definitions.ts";

/** What a figure is called, and what it is. */
export interface Definition {
  readonly name: string;
  readonly definition: string;
}

/** Grows whenever what a figure counts changes, so that nobody compares two that are not the same. */
export const DEFINITIONS_VERSION = 1;

const DEFINITIONS: Record<Language, Readonly<Record<string, Definition>>> = {
  sv: { ...CASE_DEFINITIONS_SV },
  en: { ...CASE_DEFINITIONS_EN },
};

/** The definition of a figure. Throws for an id that has none: a figure without one must not be shown. */
export function defineFigure(id: string, language: Language): Definition {
  const found = DEFINITIONS[language][id];
  if (found === undefined) throw new Error(`domain/outreach: the figure ${id} has no definition in ${language}`);
  return found;
}
