import type { MatchVerdict } from "../domain/match.ts";
import type { Db } from "./schema.ts";

/** The line and the notice that a curator's word is about. */
export interface DecisionKey {
  readonly regionCode: string;
  readonly entryKey: string;
  readonly noticeId: number;
}

/** A curator's word, as the audit keeps it. */
export interface DecidedTie {
  readonly entry: string;
  readonly verdict: MatchVerdict["verdict"];
  readonly reason: string | null;
}

export async function readMatchDecision(db: Db, key: DecisionKey): Promise<DecidedTie | null> {
  const row = await db
    .selectFrom("match_decision")
    .select(["entry_key as entry", "verdict", "reason"])
    .where("region_code", "=", key.regionCode)
    .where("entry_key", "=", key.entryKey)
    .where("notice_id", "=", key.noticeId)
    .executeTakeFirst();
  return row ?? null;
}

/** In the place of an earlier word on the same. */
export async function writeMatchDecision(
  db: Db,
  input: DecisionKey & Pick<DecidedTie, "verdict" | "reason"> & { accountId: number; now: Date },
): Promise<void> {
  const { regionCode, entryKey, noticeId, verdict, reason, accountId, now } = input;
  const row = { verdict, reason, decided_by: accountId, decided_at: now };
  await db
    .insertInto("match_decision")
    .values({ ...row, region_code: regionCode, entry_key: entryKey, notice_id: noticeId })
    .onConflict((conflict) => conflict.columns(["region_code", "entry_key", "notice_id"]).doUpdateSet(row))
    .execute();
}

export async function removeMatchDecision(db: Db, key: DecisionKey): Promise<void> {
  await db
    .deleteFrom("match_decision")
    .where("region_code", "=", key.regionCode)
    .where("entry_key", "=", key.entryKey)
    .where("notice_id", "=", key.noticeId)
    .execute();
}

/** The case that tells the notice's news in the region; null when none does. */
export async function findOwningCase(db: Db, about: { regionCode: string; noticeId: number }): Promise<number | null> {
  const row = await db
    .selectFrom("match")
    .innerJoin("region_case as c", (join) =>
      join.onRef("c.entry_key", "=", "match.entry_key").onRef("c.region_code", "=", "match.region_code"),
    )
    .select("c.id")
    .where("match.region_code", "=", about.regionCode)
    .where("match.notice_id", "=", about.noticeId)
    .where("match.owns", "=", true)
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function countRegionCases(db: Db, regionCode: string): Promise<number> {
  const { open } = await db
    .selectFrom("region_case")
    .select((eb) => eb.fn.countAll<number>().as("open"))
    .where("region_code", "=", regionCode)
    .where("status", "=", "open")
    .executeTakeFirstOrThrow();
  return open;
}
