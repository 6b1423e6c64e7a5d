import type { IsoDate } from "../domain/calendar.ts";
import type { QuestionnaireName } from "../domain/questionnaire/question.ts";
import type { Round } from "../domain/questionnaire/round.ts";
import { json } from "./client.ts";
import type { Place } from "./questionnaire-answers.ts";
import type { Db } from "./schema.ts";

const ROUND = [
  "id",
  "questionnaire",
  "version",
  "period",
  "questions",
  "opens_on as opensOn",
  "last_day as lastDay",
  "remind_days as remindDays",
  "closed_at as closedAt",
] as const;

/** Every round, the newest first. */
export async function readRounds(db: Db): Promise<Round[]> {
  return db.selectFrom("questionnaire_round").select(ROUND).orderBy("last_day", "desc").orderBy("id", "desc").execute();
}

export async function readRound(db: Db, id: number): Promise<Round | null> {
  const row = await db.selectFrom("questionnaire_round").select(ROUND).where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

/** A round held for the rest of the transaction: `update` keeps answers out, `share` lets others answer beside. */
export async function holdRound(trx: Db, id: number, how: "update" | "share"): Promise<Round | null> {
  const query = trx.selectFrom("questionnaire_round").select(ROUND).where("id", "=", id);
  const row = await (how === "update" ? query.forUpdate() : query.forShare()).executeTakeFirst();
  return row ?? null;
}

/** Null when the questionnaire has been asked of that period. */
export async function insertRound(
  trx: Db,
  { round, now, by }: { round: Omit<Round, "id" | "closedAt">; now: Date; by: string },
): Promise<number | null> {
  const { questionnaire, version, period, questions, opensOn, lastDay, remindDays } = round;
  const row = await trx
    .insertInto("questionnaire_round")
    .values({
      questionnaire,
      version,
      period,
      questions: json(questions),
      opens_on: opensOn,
      last_day: lastDay,
      remind_days: json(remindDays),
      created_at: now,
      created_by: by,
    })
    .onConflict((conflict) => conflict.columns(["questionnaire", "period"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function writeLastDay(trx: Db, { id, lastDay }: { id: number; lastDay: IsoDate }): Promise<void> {
  await trx.updateTable("questionnaire_round").set({ last_day: lastDay }).where("id", "=", id).execute();
}

export async function writeClosed(trx: Db, { id, now }: { id: number; now: Date }): Promise<void> {
  await trx.updateTable("questionnaire_round").set({ closed_at: now }).where("id", "=", id).execute();
}

/** The questions that rounds have asked under that number; null when none has. */
export async function readAskedVersion(
  db: Db,
  { questionnaire, version }: { questionnaire: QuestionnaireName; version: number },
): Promise<Round["questions"] | null> {
  const row = await db
    .selectFrom("questionnaire_round")
    .select("questions")
    .where("questionnaire", "=", questionnaire)
    .where("version", "=", version)
    .orderBy("id")
    .executeTakeFirst();
  return row?.questions ?? null;
}

/** The regions that have had a mail of a round since then. */
export async function readToldSince(db: Db, { roundId, since }: { roundId: number; since: Date }): Promise<string[]> {
  const rows = await db
    .selectFrom("questionnaire_told")
    .select("region_code")
    .distinct()
    .where("round_id", "=", roundId)
    .where("told_at", ">=", since)
    .execute();
  return rows.map((row) => row.region_code);
}

/** Notes that a region is told; of several who do so at once one gets true. */
export async function claimTold(
  trx: Db,
  { roundId, regionCode, news, now }: Place & { news: readonly string[]; now: Date },
): Promise<boolean> {
  const rows = await trx
    .insertInto("questionnaire_told")
    .values(news.map((one) => ({ round_id: roundId, region_code: regionCode, news: one, told_at: now })))
    .onConflict((conflict) => conflict.columns(["round_id", "region_code", "news"]).doNothing())
    .returning("news")
    .execute();
  const last = news.at(-1);
  return rows.some((row) => row.news === last);
}
