import type { Language } from "../../../domain/message.ts";
import { readinessEn } from "./words-en.ts";
import { readinessSv, type ReadinessStrings } from "./words-sv.ts";

export const readinessWords: Readonly<Record<Language, ReadinessStrings>> = { sv: readinessSv, en: readinessEn };
