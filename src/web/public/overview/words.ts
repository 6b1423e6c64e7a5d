import type { Language } from "../../../domain/message.ts";
import { overviewEn } from "./words-en.ts";
import { overviewSv, type OverviewStrings } from "./words-sv.ts";

export const overviewWords: Readonly<Record<Language, OverviewStrings>> = { sv: overviewSv, en: overviewEn };
