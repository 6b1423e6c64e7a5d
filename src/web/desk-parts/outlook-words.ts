import type { Language } from "../../domain/message.ts";
import { confirmEn } from "./outlook-words-en.ts";
import { confirmSv, type ConfirmStrings } from "./outlook-words-sv.ts";

export const outlookWords: Readonly<Record<Language, ConfirmStrings>> = { sv: confirmSv, en: confirmEn };
