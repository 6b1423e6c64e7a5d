import type { Language } from "../../../domain/message.ts";
import { privacyEn } from "./words-en.ts";
import { privacySv, type PrivacyStrings } from "./words-sv.ts";

export const privacyWords: Readonly<Record<Language, PrivacyStrings>> = { sv: privacySv, en: privacyEn };
