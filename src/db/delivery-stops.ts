import { sql } from "kysely";
import { parseStopScope, writeStopScope, type StopScope } from "../domain/delivery-stop.ts";
import type { Db } from "./schema.ts";

export interface DeliveryStop {
  readonly scope: StopScope;
  readonly reason: string;
  readonly stoppedAt: Date;
  /** Null when it stopped by itself. */
  readonly stoppedBy: string | null;
}

/** Stops; what is stopped already keeps its first reason. */
export async function insertStop(
  db: Db,
  input: { scope: StopScope; reason: string; by: string | null; now: Date },
): Promise<void> {
  const { scope, reason, by, now } = input;
  await db
    .insertInto("delivery_stop")
    .values({ scope: writeStopScope(scope), reason, stopped_at: now, stopped_by: by })
    .onConflict((conflict) => conflict.column("scope").doNothing())
    .execute();
}

/** False when it was not stopped. */
export async function deleteStop(db: Db, scope: StopScope): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("delivery_stop")
    .where("scope", "=", writeStopScope(scope))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function readStops(db: Db): Promise<DeliveryStop[]> {
  const rows = await db
    .selectFrom("delivery_stop")
    .select(["scope", "reason", "stopped_at as stoppedAt", "stopped_by as stoppedBy"])
    .orderBy("stopped_at")
    .orderBy("scope")
    .execute();
  return rows.flatMap(({ scope, ...stop }) => {
    const parsed = parseStopScope(scope);
    return parsed === null ? [] : [{ ...stop, scope: parsed }];
  });
}

/** Whether everything, or all of the channel, is stopped. */
export async function isChannelStopped(db: Db, channel: string): Promise<boolean> {
  const scopes = [writeStopScope({ kind: "all" }), writeStopScope({ kind: "channel", channel })];
  const { rows } = await sql<{ stopped: boolean }>`
    select exists (select from delivery_stop where scope in (${sql.join(scopes)})) as stopped`.execute(db);
  return rows[0]?.stopped === true;
}
