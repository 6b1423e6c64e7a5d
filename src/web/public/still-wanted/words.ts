import type { Language } from "../../../domain/message.ts";
import { stillWantedEn } from "./words-en.ts";
import { stillWantedSv, type StillWantedStrings } from "./words-sv.ts";

export const stillWantedWords: Readonly<Record<Language, StillWantedStrings>> = {
  sv: stillWantedSv,
  en: stillWantedEn,
};
