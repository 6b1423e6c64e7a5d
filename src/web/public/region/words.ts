import type { Language } from "../../../domain/message.ts";
import { regionEn } from "./words-en.ts";
import { regionSv, type RegionStrings } from "./words-sv.ts";

export const regionWords: Readonly<Record<Language, RegionStrings>> = { sv: regionSv, en: regionEn };
