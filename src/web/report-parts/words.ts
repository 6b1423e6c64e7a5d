import type { Language } from "../../domain/message.ts";
import { reportEn } from "./words-en.ts";
import { reportSv, type ReportStrings } from "./words-sv.ts";

export const reportWords: Readonly<Record<Language, ReportStrings>> = { sv: reportSv, en: reportEn };
