import type { Db } from "./schema.ts";

/** Writes down who did what to what, and why. The database refuses to change it afterwards. */
export async function insertAudit(
  db: Db,
  input: { at: Date; who: string; what: string; object: string; reason: string | null },
): Promise<void> {
  await db.insertInto("audit").values(input).execute();
}
