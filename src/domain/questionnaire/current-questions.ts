import { EFFECTS, REACH } from "./outreach-reach.ts";
import { MEASURES, SUPPLY } from "./outreach-measures.ts";
import { SITUATION, WAYS_SECTION } from "./outreach-ways.ts";
import type { Questionnaire, QuestionnaireName } from "./question.ts";
import { SECURING } from "./readiness-questions.ts";

/** The questions that a new round asks where no others are given. A version that a round has asked is never edited. */
export const CURRENT_QUESTIONS: Readonly<Record<QuestionnaireName, Questionnaire>> = {
  outreach: {
    name: "outreach",
    version: 1,
    sections: [SITUATION, WAYS_SECTION, REACH, EFFECTS, MEASURES, SUPPLY],
  },
  readiness: { name: "readiness", version: 1, sections: [SECURING] },
};
