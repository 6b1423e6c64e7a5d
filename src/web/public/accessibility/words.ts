import type { Language } from "../../../domain/message.ts";
import { accessibilityEn } from "./words-en.ts";
import { accessibilitySv, type AccessibilityStrings } from "./words-sv.ts";

export const accessibilityWords: Readonly<Record<Language, AccessibilityStrings>> = {
  sv: accessibilitySv,
  en: accessibilityEn,
};
