import type { Db } from "./schema.ts";

interface Spent {
  readonly caseId: number;
  readonly accountId: number;
  /** Null where they have not said. */
  readonly minutes: number | null;
  readonly now: Date;
}

/** What somebody says that a draft took them; what they said of it before is no longer so. */
export async function writeDraftMinutes(
  trx: Db,
  { draftId, caseId, accountId, minutes, now }: Spent & { readonly draftId: number },
): Promise<void> {
  if (minutes === null) {
    await trx
      .deleteFrom("decision_minutes")
      .where("draft_id", "=", draftId)
      .where("account_id", "=", accountId)
      .execute();
    return;
  }
  await trx
    .insertInto("decision_minutes")
    .values({ case_id: caseId, draft_id: draftId, account_id: accountId, minutes, noted_at: now })
    .onConflict((conflict) => conflict.columns(["draft_id", "account_id"]).doUpdateSet({ minutes, noted_at: now }))
    .execute();
}

/** The same of a case that was put aside at that time. */
export async function writeDismissalMinutes(trx: Db, { caseId, accountId, minutes, now }: Spent): Promise<void> {
  if (minutes === null) return;
  await trx
    .insertInto("decision_minutes")
    .values({ case_id: caseId, draft_id: null, account_id: accountId, minutes, noted_at: now })
    .execute();
}
