import type { Language } from "../../../domain/message.ts";
import { preferencesEn } from "./words-en.ts";
import { preferencesSv, type PreferencesStrings } from "./words-sv.ts";

export const preferencesWords: Readonly<Record<Language, PreferencesStrings>> = {
  sv: preferencesSv,
  en: preferencesEn,
};
