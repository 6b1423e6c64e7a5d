import type { Language } from "../../../domain/message.ts";
import { previewsEn } from "./words-en.ts";
import { previewsSv, type PreviewsStrings } from "./words-sv.ts";

export const previewsWords: Readonly<Record<Language, PreviewsStrings>> = { sv: previewsSv, en: previewsEn };
