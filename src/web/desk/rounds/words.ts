import type { Language } from "../../../domain/message.ts";
import { roundsEn } from "./words-en.ts";
import { roundsSv, type RoundsStrings } from "./words-sv.ts";

export const roundsWords: Readonly<Record<Language, RoundsStrings>> = { sv: roundsSv, en: roundsEn };
