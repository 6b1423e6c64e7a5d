import type { Language } from "../../domain/message.ts";
import { policiesEn } from "./policies-words-en.ts";
import { policiesSv, type PoliciesStrings } from "./policies-words-sv.ts";

export const policiesWords: Readonly<Record<Language, PoliciesStrings>> = { sv: policiesSv, en: policiesEn };
