import type { Language } from "../../../domain/message.ts";
import { publicReportEn } from "./words-en.ts";
import { publicReportSv, type PublicReportStrings } from "./words-sv.ts";

export const publicReportWords: Readonly<Record<Language, PublicReportStrings>> = {
  sv: publicReportSv,
  en: publicReportEn,
};
