import type { Language } from "../../../domain/message.ts";
import { subscriptionsEn } from "./words-en.ts";
import { subscriptionsSv, type SubscriptionsStrings } from "./words-sv.ts";

export const subscriptionsWords: Readonly<Record<Language, SubscriptionsStrings>> = {
  sv: subscriptionsSv,
  en: subscriptionsEn,
};
