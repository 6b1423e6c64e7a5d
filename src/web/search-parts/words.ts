import type { Language } from "../../domain/message.ts";
import { searchEn } from "./words-en.ts";
import { searchSv, type SearchStrings } from "./words-sv.ts";

export const searchWords: Readonly<Record<Language, SearchStrings>> = { sv: searchSv, en: searchEn };
