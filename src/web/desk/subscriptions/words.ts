import type { Language } from "../../../domain/message.ts";
import { subscribersEn } from "./words-en.ts";
import { subscribersSv, type SubscribersStrings } from "./words-sv.ts";

export const subscribersWords: Readonly<Record<Language, SubscribersStrings>> = {
  sv: subscribersSv,
  en: subscribersEn,
};
