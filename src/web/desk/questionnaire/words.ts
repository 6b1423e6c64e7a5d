import type { Language } from "../../../domain/message.ts";
import { questionnaireEn } from "./words-en.ts";
import { questionnaireSv, type QuestionnaireStrings } from "./words-sv.ts";

export const questionnaireWords: Readonly<Record<Language, QuestionnaireStrings>> = {
  sv: questionnaireSv,
  en: questionnaireEn,
};
