import { readDueGroups, type DueGroup } from "../db/deliveries.ts";
import type { Db } from "../db/schema.ts";

/** The deliveries whose time has come, by subscription; see `readDueGroups`. */
export async function listDue(db: Db, input: { now: Date; all: boolean; limit: number }): Promise<DueGroup[]> {
  return db.transaction().execute((trx) => readDueGroups(trx, input));
}
