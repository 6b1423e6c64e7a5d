import type { Language } from "../../domain/message.ts";
import { extentEn } from "./extent-words-en.ts";
import { extentSv, type ExtentStrings } from "./extent-words-sv.ts";

export const extentWords: Readonly<Record<Language, ExtentStrings>> = { sv: extentSv, en: extentEn };
