import { insertAudit } from "../db/audit.ts";
import {
  countQuestions,
  insertQuestion,
  lockQuestions,
  writeClosedQuestion,
  type NewQuestion,
} from "../db/questions.ts";
import { workAsPerson, type Forbidden, type ServiceContext } from "./context.ts";

/** What pharmacists can read: whoever sends more, from however many addresses, drowns the others' questions. */
const MAX_QUESTIONS = { perCase: { hour: 30, day: 60 }, perRegion: { hour: 120, day: 300 } } as const;

/** Stores what a prescriber asks, whoever it is; `flooded` when the case or its region has had too many of late. */
export async function askQuestion(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  question: Omit<NewQuestion, "now">,
): Promise<{ readonly kind: "asked" | "flooded" }> {
  return db.transaction().execute(async (trx) => {
    await lockQuestions(trx, question.regionCode);
    const { caseHour, caseDay, regionHour, regionDay } = await countQuestions(trx, { ...question, now });
    const { perCase, perRegion } = MAX_QUESTIONS;
    const isCaseFull = caseHour >= perCase.hour || caseDay >= perCase.day;
    if (isCaseFull || regionHour >= perRegion.hour || regionDay >= perRegion.day) return { kind: "flooded" };
    await insertQuestion(trx, { ...question, now });
    return { kind: "asked" };
  });
}

/** Closes a question with a note; `gone` when the region has no such open question. */
export async function closeQuestion(
  ctx: ServiceContext,
  input: { regionCode: string; id: number; note: string },
): Promise<{ readonly kind: "closed" | "gone" } | Forbidden> {
  const { regionCode, id, note } = input;
  return workAsPerson(ctx, { permission: "curate", regionCode }, async (trx, { actor, now }) => {
    const closed = await writeClosedQuestion(trx, { regionCode, id, note, accountId: actor.id, now });
    if (closed === null) return { kind: "gone" };
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      deed: "question-closed",
      objectId: id,
      before: { state: "open", case: closed.caseId },
      after: { state: "closed", note },
    });
    return { kind: "closed" };
  });
}
