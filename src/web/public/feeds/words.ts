import type { Language } from "../../../domain/message.ts";
import { feedPageEn } from "./words-en.ts";
import { feedPageSv, type FeedPageStrings } from "./words-sv.ts";

export const feedPageWords: Readonly<Record<Language, FeedPageStrings>> = { sv: feedPageSv, en: feedPageEn };
