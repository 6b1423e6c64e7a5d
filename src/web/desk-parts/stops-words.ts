import type { Language } from "../../domain/message.ts";
import { stopsEn } from "./stops-words-en.ts";
import { stopsSv, type StopsStrings } from "./stops-words-sv.ts";

export const stopsWords: Readonly<Record<Language, StopsStrings>> = { sv: stopsSv, en: stopsEn };
