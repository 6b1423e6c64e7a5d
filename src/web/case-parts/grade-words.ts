import type { Language } from "../../domain/message.ts";
import { gradeEn } from "./grade-words-en.ts";
import { gradeSv, type GradeStrings } from "./grade-words-sv.ts";

export const gradeWords: Readonly<Record<Language, GradeStrings>> = { sv: gradeSv, en: gradeEn };
