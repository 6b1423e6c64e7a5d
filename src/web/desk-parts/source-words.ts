import type { Language } from "../../domain/message.ts";
import { sourceWordsEn } from "./source-words-en.ts";
import { sourceWordsSv, type SourceWordsStrings } from "./source-words-sv.ts";

export const sourceWords: Readonly<Record<Language, SourceWordsStrings>> = { sv: sourceWordsSv, en: sourceWordsEn };
