import type { Language } from "../message.ts";
import { CASE_DEFINITIONS_EN, CASE_DEFINITIONS_SV } from "./case-definitions.ts";
import {
  DECISION_DEFINITIONS_EN,
  DECISION_DEFINITIONS_SV,
  QUESTION_DEFINITIONS_EN,
  QUESTION_DEFINITIONS_SV,
} from "./decision-definitions.ts";
import { DELIVERY_DEFINITIONS_EN, DELIVERY_DEFINITIONS_SV } from "./delivery-definitions.ts";
import { HOLD_DEFINITIONS_EN, HOLD_DEFINITIONS_SV } from "./hold-definitions.ts";
import { MESSAGE_DEFINITIONS_EN, MESSAGE_DEFINITIONS_SV } from "./message-definitions.ts";
import {
  LIST_DEFINITIONS_EN,
  LIST_DEFINITIONS_SV,
  REACH_DEFINITIONS_EN,
  REACH_DEFINITIONS_SV,
} from "./reach-definitions.ts";
import { READINESS_DEFINITIONS_EN, READINESS_DEFINITIONS_SV } from "./readiness-definitions.ts";

/** What a figure is called, and what it is. */
export interface Definition {
  readonly name: string;
  readonly definition: string;
}

/** Grows whenever what a figure counts changes, so that nobody compares two that are not the same. */
export const DEFINITIONS_VERSION = 2;

const DEFINITIONS: Record<Language, Readonly<Record<string, Definition>>> = {
  sv: {
    ...CASE_DEFINITIONS_SV,
    ...LIST_DEFINITIONS_SV,
    ...MESSAGE_DEFINITIONS_SV,
    ...HOLD_DEFINITIONS_SV,
    ...DELIVERY_DEFINITIONS_SV,
    ...REACH_DEFINITIONS_SV,
    ...DECISION_DEFINITIONS_SV,
    ...QUESTION_DEFINITIONS_SV,
    ...READINESS_DEFINITIONS_SV,
  },
  en: {
    ...CASE_DEFINITIONS_EN,
    ...LIST_DEFINITIONS_EN,
    ...MESSAGE_DEFINITIONS_EN,
    ...HOLD_DEFINITIONS_EN,
    ...DELIVERY_DEFINITIONS_EN,
    ...REACH_DEFINITIONS_EN,
    ...DECISION_DEFINITIONS_EN,
    ...QUESTION_DEFINITIONS_EN,
    ...READINESS_DEFINITIONS_EN,
  },
};

/** The definition of a figure. Throws for an id that has none: a figure without one must not be shown. */
export function defineFigure(id: string, language: Language): Definition {
  const found = DEFINITIONS[language][id];
  if (found === undefined) throw new Error(`domain/outreach: the figure ${id} has no definition in ${language}`);
  return found;
}
