import type { Role } from "../domain/account.ts";
import type { Answers } from "../domain/questionnaire/answer.ts";
import { judgeProgress, type RegionProgress } from "../domain/questionnaire/round.ts";
import { OPERATIONS } from "../domain/region.ts";
import { json } from "./client.ts";
import type { Place } from "./questionnaire-answers.ts";
import type { Db } from "./schema.ts";

/** What somebody signed for a region. */
export interface Signature {
  readonly id: number;
  readonly revision: number;
  readonly signedBy: string;
  readonly role: Role;
  readonly signedAt: Date;
  /** When SKR took it back, who, and why; null while it holds. */
  readonly reopenedAt: Date | null;
  readonly reopenedBy: string | null;
  readonly reopenReason: string | null;
}

const SIGNATURE = [
  "id",
  "revision",
  "signed_by as signedBy",
  "role",
  "signed_at as signedAt",
  "reopened_at as reopenedAt",
  "reopened_by as reopenedBy",
  "reopen_reason as reopenReason",
] as const;

/** All that was signed for a region in a round, the newest first. */
export async function readSignatures(db: Db, { roundId, regionCode }: Place): Promise<Signature[]> {
  return db
    .selectFrom("questionnaire_signature")
    .select(SIGNATURE)
    .where("round_id", "=", roundId)
    .where("region_code", "=", regionCode)
    .orderBy("id", "desc")
    .execute();
}

export async function insertSignature(
  trx: Db,
  signed: Place & {
    revision: number;
    answers: Answers;
    by: { id: number; name: string };
    role: Role;
    now: Date;
  },
): Promise<number> {
  const { id } = await trx
    .insertInto("questionnaire_signature")
    .values({
      round_id: signed.roundId,
      region_code: signed.regionCode,
      revision: signed.revision,
      answers: json(signed.answers),
      account_id: signed.by.id,
      signed_by: signed.by.name,
      role: signed.role,
      signed_at: signed.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Takes back every signature of a region that holds, so that nothing of it counts before it signs anew. */
export async function writeReopened(
  trx: Db,
  { roundId, regionCode, now, by, reason }: Place & { now: Date; by: string; reason: string },
): Promise<void> {
  await trx
    .updateTable("questionnaire_signature")
    .set({ reopened_at: now, reopened_by: by, reopen_reason: reason })
    .where("round_id", "=", roundId)
    .where("region_code", "=", regionCode)
    .where("reopened_at", "is", null)
    .execute();
}

/** How far a region has come, without a word of what it has written. */
export interface RegionFollowed {
  readonly regionCode: string;
  readonly progress: RegionProgress;
  readonly savedAt: Date | null;
  /** The signature that counts. */
  readonly signed: { readonly by: string; readonly role: Role; readonly at: Date } | null;
}

/** Every region's progress in a round, by code; those that have written nothing are there too. */
export async function readProgress(db: Db, roundId: number): Promise<RegionFollowed[]> {
  const rows = await db
    .selectFrom("region")
    .leftJoin("questionnaire_answer as answer", (join) =>
      join.onRef("answer.region_code", "=", "region.code").on("answer.round_id", "=", roundId),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("questionnaire_signature as signature")
          .select(["signed_by", "role", "signed_at"])
          .whereRef("signature.region_code", "=", "region.code")
          .where("signature.round_id", "=", roundId)
          .where("signature.reopened_at", "is", null)
          .orderBy("signature.id", "desc")
          .limit(1)
          .as("signed"),
      (join) => join.onTrue(),
    )
    .select(["region.code", "answer.revision", "answer.saved_at", "answer.correcting"])
    .select(["signed.signed_by", "signed.role", "signed.signed_at"])
    .where("region.code", "!=", OPERATIONS.code)
    .orderBy("region.code")
    .execute();
  return rows.map((row) => ({
    regionCode: row.code,
    progress: judgeProgress({
      revision: row.revision ?? 0,
      correcting: row.correcting === true,
      isSigned: row.signed_at !== null,
    }),
    savedAt: (row.revision ?? 0) > 0 ? row.saved_at : null,
    signed:
      row.signed_by === null || row.role === null || row.signed_at === null
        ? null
        : { by: row.signed_by, role: row.role, at: row.signed_at },
  }));
}

/** What each region has signed in a round and nobody has taken back, by region. */
export async function readSignedAnswers(
  db: Db,
  roundId: number,
): Promise<{ regionCode: string; answers: Answers; role: Role; signedAt: Date }[]> {
  return db
    .selectFrom("questionnaire_signature")
    .distinctOn("region_code")
    .select(["region_code as regionCode", "answers", "role", "signed_at as signedAt"])
    .where("round_id", "=", roundId)
    .where("reopened_at", "is", null)
    .orderBy("region_code")
    .orderBy("id", "desc")
    .execute();
}
