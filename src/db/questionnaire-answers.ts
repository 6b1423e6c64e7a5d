import { applyChanges, type Answer, type Answers } from "../domain/questionnaire/answer.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** What a region has written, and what of it is signed. */
export interface RegionAnswers {
  readonly revision: number;
  readonly answers: Answers;
  readonly savedAt: Date;
  readonly savedBy: string;
  readonly correcting: boolean;
}

/** Null before anything was saved; held for the rest of the transaction where that is asked for. */
export async function readRegionAnswers(
  db: Db,
  { roundId, regionCode, hold = false }: Place & { hold?: boolean },
): Promise<RegionAnswers | null> {
  const query = db
    .selectFrom("questionnaire_answer")
    .select(["revision", "answers", "saved_at as savedAt", "saved_by as savedBy", "correcting"])
    .where("round_id", "=", roundId)
    .where("region_code", "=", regionCode);
  return (await (hold ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

/** A region's part in a round. */
export interface Place {
  readonly roundId: number;
  readonly regionCode: string;
}

/** Makes the row that a region's answers lie in, where there is none, so that it can be held. */
export async function ensureRegionAnswers(trx: Db, { roundId, regionCode, now }: Place & { now: Date }): Promise<void> {
  await trx
    .insertInto("questionnaire_answer")
    .values({
      round_id: roundId,
      region_code: regionCode,
      revision: 0,
      answers: json({}),
      saved_at: now,
      saved_by: "",
    })
    .onConflict((conflict) => conflict.columns(["round_id", "region_code"]).doNothing())
    .execute();
}

export interface Save extends Place {
  readonly revision: number;
  readonly answers: Answers;
  readonly changes: Readonly<Record<string, Answer | null>>;
  readonly by: { readonly id: number; readonly name: string };
  readonly now: Date;
}

/** Writes a revision, and what it changed into the history. */
export async function writeSave(trx: Db, save: Save): Promise<void> {
  const { roundId, regionCode, revision, answers, changes, by, now } = save;
  await trx
    .updateTable("questionnaire_answer")
    .set({ revision, answers: json(answers), saved_at: now, saved_by: by.name })
    .where("round_id", "=", roundId)
    .where("region_code", "=", regionCode)
    .execute();
  await trx
    .insertInto("questionnaire_save")
    .values({
      round_id: roundId,
      region_code: regionCode,
      revision,
      changes: json(changes),
      saved_at: now,
      account_id: by.id,
      saved_by: by.name,
    })
    .execute();
}

/** One save of the history: which answers it changed, never what they were. */
export interface SavedRevision {
  readonly revision: number;
  readonly keys: readonly string[];
  readonly savedAt: Date;
  readonly savedBy: string;
}

/** The saves after a revision, the newest first. */
export async function readSaves(
  db: Db,
  { roundId, regionCode, after = 0, limit = 1_000 }: Place & { after?: number; limit?: number },
): Promise<SavedRevision[]> {
  const rows = await db
    .selectFrom("questionnaire_save")
    .select(["revision", "changes", "saved_at as savedAt", "saved_by as savedBy"])
    .where("round_id", "=", roundId)
    .where("region_code", "=", regionCode)
    .where("revision", ">", after)
    .orderBy("revision", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ changes, ...save }) => ({ ...save, keys: Object.keys(changes).toSorted() }));
}

/** A region's answers as they were when it had saved so often, from the history. */
export async function readAnswersAt(
  db: Db,
  { roundId, regionCode, revision }: Place & { revision: number },
): Promise<Answers> {
  const rows = await db
    .selectFrom("questionnaire_save")
    .select("changes")
    .where("round_id", "=", roundId)
    .where("region_code", "=", regionCode)
    .where("revision", "<=", revision)
    .orderBy("revision")
    .execute();
  return rows.reduce<Answers>((answers, { changes }) => applyChanges(answers, changes), {});
}

export async function writeCorrecting(trx: Db, { roundId, regionCode, correcting }: Place & { correcting: boolean }) {
  await trx
    .updateTable("questionnaire_answer")
    .set({ correcting })
    .where("round_id", "=", roundId)
    .where("region_code", "=", regionCode)
    .execute();
}
