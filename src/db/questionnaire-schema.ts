import type { Generated } from "kysely";
import type { Role } from "../domain/account.ts";
import type { IsoDate } from "../domain/calendar.ts";
import type { Goods } from "../domain/outreach/readiness-target.ts";
import type { Answer, Answers } from "../domain/questionnaire/answer.ts";
import type { Questionnaire, QuestionnaireName } from "../domain/questionnaire/question.ts";
import type { Json, OptionalTime, Time } from "./column-types.ts";

interface QuestionnaireRoundTable {
  id: Generated<number>;
  questionnaire: QuestionnaireName;
  version: number;
  period: string;
  questions: Json<Questionnaire>;
  opens_on: IsoDate;
  last_day: IsoDate;
  remind_days: Json<readonly number[]>;
  created_at: Time;
  created_by: string;
  closed_at: OptionalTime;
}

interface QuestionnaireAnswerTable {
  round_id: number;
  region_code: string;
  revision: number;
  answers: Json<Answers>;
  saved_at: Time;
  saved_by: string;
  correcting: Generated<boolean>;
}

interface QuestionnaireSaveTable {
  round_id: number;
  region_code: string;
  revision: number;
  changes: Json<Readonly<Record<string, Answer | null>>>;
  saved_at: Time;
  account_id: number | null;
  saved_by: string;
}

interface QuestionnaireSignatureTable {
  id: Generated<number>;
  round_id: number;
  region_code: string;
  revision: number;
  answers: Json<Answers>;
  account_id: number | null;
  signed_by: string;
  /** What the signer was to the region then. */
  role: Role;
  signed_at: Time;
  reopened_at: OptionalTime;
  reopened_by: string | null;
  reopen_reason: string | null;
}

interface QuestionnaireToldTable {
  round_id: number;
  region_code: string;
  news: string;
  told_at: Time;
}

/** How many days stock is to last, from a day on. */
interface ReadinessTargetTable {
  id: Generated<number>;
  region_code: string;
  goods: Goods;
  category: string;
  valid_from: IsoDate;
  days: number | null;
  set_at: Time;
  set_by: string;
}

export interface QuestionnaireSchema {
  questionnaire_round: QuestionnaireRoundTable;
  questionnaire_answer: QuestionnaireAnswerTable;
  questionnaire_save: QuestionnaireSaveTable;
  questionnaire_signature: QuestionnaireSignatureTable;
  questionnaire_told: QuestionnaireToldTable;
  readiness_target: ReadinessTargetTable;
}
