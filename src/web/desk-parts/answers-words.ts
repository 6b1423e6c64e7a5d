import type { Language } from "../../domain/message.ts";
import type { RegionProgress } from "../../domain/questionnaire/round.ts";

interface AnswersStrings {
  readonly columns: Readonly<
    Record<"code" | "region" | "progress" | "key" | "question" | "part" | "state" | "answer", string>
  >;
  readonly progress: Readonly<Record<RegionProgress, string>>;
  readonly unanswered: string;
}

/** The words of the file of what regions signed. */
export const answersWords: Readonly<Record<Language, AnswersStrings>> = {
  sv: {
    columns: {
      code: "Kod",
      region: "Region",
      progress: "Läge",
      key: "Nyckel",
      question: "Fråga",
      part: "Del",
      state: "Svarstyp",
      answer: "Svar",
    },
    progress: {
      "not-begun": "Inte påbörjat",
      draft: "Utkast, inte signerat",
      signed: "Signerat",
      correcting: "Signerat, rättas",
    },
    unanswered: "Obesvarad",
  },
  en: {
    columns: {
      code: "Code",
      region: "Region",
      progress: "State",
      key: "Key",
      question: "Question",
      part: "Part",
      state: "Kind of answer",
      answer: "Answer",
    },
    progress: {
      "not-begun": "Not begun",
      draft: "Draft, not signed",
      signed: "Signed",
      correcting: "Signed, being corrected",
    },
    unanswered: "Unanswered",
  },
};
