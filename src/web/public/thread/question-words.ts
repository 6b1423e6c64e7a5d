import type { Language } from "../../../domain/message.ts";
import { questionEn } from "./question-words-en.ts";
import { questionSv, type QuestionStrings } from "./question-words-sv.ts";

export const questionWords: Readonly<Record<Language, QuestionStrings>> = { sv: questionSv, en: questionEn };
