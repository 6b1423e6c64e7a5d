import type { Language } from "../../domain/message.ts";
import { feedEn } from "./feed-words-en.ts";
import { feedSv, type FeedStrings } from "./feed-words-sv.ts";

export const feedWords: Readonly<Record<Language, FeedStrings>> = { sv: feedSv, en: feedEn };
