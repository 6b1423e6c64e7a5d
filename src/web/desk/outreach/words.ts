import type { Language } from "../../../domain/message.ts";
import { outreachEn } from "./words-en.ts";
import { outreachSv, type OutreachDeskStrings } from "./words-sv.ts";

export const outreachWords: Readonly<Record<Language, OutreachDeskStrings>> = { sv: outreachSv, en: outreachEn };
