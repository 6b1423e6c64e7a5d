import type { Language } from "../../../domain/message.ts";
import { matchesEn } from "./words-en.ts";
import { matchesSv, type MatchesStrings } from "./words-sv.ts";

export const matchesWords: Readonly<Record<Language, MatchesStrings>> = { sv: matchesSv, en: matchesEn };
