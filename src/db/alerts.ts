import { sql } from "kysely";
import type { AlertCause, AlertKind } from "../domain/source-health.ts";
import { OPERATIONS } from "../domain/region.ts";
import type { Db } from "./schema.ts";

/** Opens an alert; false when the same trouble is open already. */
export async function insertAlert(
  trx: Db,
  input: { source: string; kind: AlertKind; reason: string; now: Date },
): Promise<boolean> {
  const { source, kind, reason, now } = input;
  const opened = await trx
    .insertInto("alert")
    .values({ source, kind, reason, opened_at: now })
    .onConflict((conflict) => conflict.columns(["source", "kind"]).where("closed_at", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  return opened !== undefined;
}

/** The trouble is over; the next of its kind is news again. */
export async function closeAlerts(
  db: Db,
  input: { source: string; kinds: readonly AlertKind[]; now: Date },
): Promise<void> {
  await db
    .updateTable("alert")
    .set({ closed_at: input.now })
    .where("source", "=", input.source)
    .where("kind", "in", input.kinds)
    .where("closed_at", "is", null)
    .execute();
}

export interface OpenAlert {
  readonly source: string;
  readonly kind: AlertKind;
  readonly reason: string;
  readonly cause?: AlertCause;
  readonly openedAt: Date;
}

/** The alerts that are not over, the oldest first; the cause stands in the message that told of it. */
export async function readOpenAlerts(db: Db): Promise<OpenAlert[]> {
  const rows = await db
    .selectFrom("alert")
    .leftJoin("message", (join) =>
      join
        .on("message.region_code", "=", OPERATIONS.code)
        .on("message.kind", "=", "alert")
        .onRef("message.published_at", "=", "alert.opened_at")
        .on((eb) => eb(sql<string>`message.facts -> 'source' ->> 'name'`, "=", eb.ref("alert.source")))
        .on((eb) => eb(sql<string>`message.facts -> 'alert' ->> 'kind'`, "=", eb.ref("alert.kind"))),
    )
    .select(["alert.source", "alert.kind", "alert.reason", "alert.opened_at as openedAt", "message.facts"])
    .where("alert.closed_at", "is", null)
    .orderBy("alert.opened_at")
    .orderBy("alert.id")
    .execute();
  return rows.map(({ facts, ...row }) => {
    const cause = facts?.kind === "alert" ? facts.alert.cause : undefined;
    return cause === undefined ? row : { ...row, cause };
  });
}
