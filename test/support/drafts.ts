import { insertAccount } from "../../src/db/accounts.ts";
import { json } from "../../src/db/client.ts";
import type { Db } from "../../src/db/schema.ts";
import type { DraftContent, DraftState } from "../../src/domain/draft.ts";

/** What a draft holds before anybody has written in it. */
export const NO_WORDS: DraftContent = {
  kind: "auto",
  advice: null,
  audience: { areas: [], roles: [] },
  urgency: "normal",
  validUntil: null,
};

/** A draft on a case, as somebody of the region left it. */
export async function insertDraft(db: Db, input: { caseId: number; state: DraftState; now: Date }): Promise<number> {
  const { caseId, state, now } = input;
  const found = db.selectFrom("region_case").select("region_code").where("id", "=", caseId);
  const { region_code: regionCode } = await found.executeTakeFirstOrThrow();
  const email = `writer-${caseId}@region.example`;
  const person = await insertAccount(db, { email, name: "Skribent", subject: null, grants: [], now });
  const { id } = await db
    .insertInto("draft")
    .values({
      case_id: caseId,
      region_code: regionCode,
      state,
      revision: 1,
      content: json(NO_WORDS),
      created_by: person,
      created_at: now,
      updated_by: person,
      updated_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
