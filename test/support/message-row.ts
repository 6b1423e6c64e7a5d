import type { Db } from "../../src/db/schema.ts";

/** The newest message of a case as the database has it, with the names that no reader is shown. */
export function readMessageRow(db: Db, caseId: number) {
  return db
    .selectFrom("message")
    .selectAll()
    .where("case_id", "=", caseId)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
}
