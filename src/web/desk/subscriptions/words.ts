import type { Language } from "../../../domain/message.ts";
import { sharedEn } from "./shared-words-en.ts";
import { sharedSv, type SharedStrings } from "./shared-words-sv.ts";
import { suppressedEn } from "./suppressed-words-en.ts";
import { suppressedSv, type SuppressedStrings } from "./suppressed-words-sv.ts";
import { subscribersEn } from "./words-en.ts";
import { subscribersSv, type SubscribersStrings } from "./words-sv.ts";

export const subscribersWords: Readonly<Record<Language, SubscribersStrings>> = {
  sv: subscribersSv,
  en: subscribersEn,
};

export const suppressedWords: Readonly<Record<Language, SuppressedStrings>> = { sv: suppressedSv, en: suppressedEn };

export const sharedWords: Readonly<Record<Language, SharedStrings>> = { sv: sharedSv, en: sharedEn };
