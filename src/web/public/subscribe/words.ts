import type { Language } from "../../../domain/message.ts";
import { subscribeEn } from "./words-en.ts";
import { subscribeSv, type SubscribeStrings } from "./words-sv.ts";

export const subscribeWords: Readonly<Record<Language, SubscribeStrings>> = { sv: subscribeSv, en: subscribeEn };
