import type { Language } from "../../../domain/message.ts";
import { sourcesEn } from "./words-en.ts";
import { sourcesSv, type SourcesStrings } from "./words-sv.ts";

export const sourcesWords: Readonly<Record<Language, SourcesStrings>> = { sv: sourcesSv, en: sourcesEn };
