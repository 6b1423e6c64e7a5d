import type { Db } from "../../src/db/schema.ts";

/** Writes a row of a small table, for tests of what holds for every table. */
export async function writeStopRow(db: Db, { name, reason = "" }: { name: string; reason?: string }): Promise<void> {
  const row = { reason, stopped_at: new Date(0) };
  await db
    .insertInto("delivery_stop")
    .values({ scope: `channel ${name}`, ...row })
    .onConflict((conflict) => conflict.column("scope").doUpdateSet(row))
    .execute();
}

/** The names of its rows that begin so. */
export async function listStopRows(db: Db, prefix = ""): Promise<string[]> {
  const query = db.selectFrom("delivery_stop").select("scope").where("scope", "like", `channel ${prefix}%`);
  return (await query.orderBy("scope").execute()).map(({ scope }) => scope.replace("channel ", ""));
}
