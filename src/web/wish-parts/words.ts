import type { Language } from "../../domain/message.ts";
import { wishEn } from "./words-en.ts";
import { wishSv, type WishStrings } from "./words-sv.ts";

export const wishWords: Readonly<Record<Language, WishStrings>> = { sv: wishSv, en: wishEn };
