import type { Language } from "../../../domain/message.ts";
import { editionEn } from "./edition-words-en.ts";
import { editionSv, type EditionStrings } from "./edition-words-sv.ts";

export const editionWords: Readonly<Record<Language, EditionStrings>> = { sv: editionSv, en: editionEn };
