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

/** Stops; what is stopped already keeps its first reason, and false is given. */
export async function insertStop(
  db: Db,
  input: { scope: StopScope; reason: string; by: string | null; now: Date },
): Promise<boolean> {
  const { scope, reason, by, now } = input;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("delivery_stop")
    .values({ scope: writeStopScope(scope), reason, stopped_at: now, stopped_by: by })
    .onConflict((conflict) => conflict.column("scope").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
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

/** A stop with what it holds up. */
export interface HoldingStop extends DeliveryStop {
  /** Sendings and messages that wait to become some; at most `HELD_UP_TO`, which then means that there are at least so many. */
  readonly waiting: number;
  /** Of a stopped subscription: whose it is, by what it is reached, and where, which is a secret. */
  readonly subscription: { readonly regionCode: string; readonly channel: string; readonly target: unknown } | null;
}

/** More are not counted to the last: this is asked for each page of the desk. */
export const HELD_UP_TO = 10_000;

/** All stops, the widest first, each with what waits because of it. */
export async function readHoldingStops(db: Db): Promise<HoldingStop[]> {
  const { rows } = await sql<Omit<HoldingStop, "scope"> & { scope: string }>`
    select p.scope, p.reason, p.stopped_at as "stoppedAt", p.stopped_by as "stoppedBy",
      (select count(*)::int from (
        (select from sending s where p.kind = 'all' and s.state = 'due' limit ${HELD_UP_TO})
        union all (select from delivery d where p.kind = 'all' and d.state = 'due' limit ${HELD_UP_TO})
        union all (select from sending s where p.kind = 'channel' and s.state = 'due' and s.channel = p.name limit ${HELD_UP_TO})
        union all (select from delivery d where p.kind = 'channel' and d.state = 'due' and d.channel = p.name limit ${HELD_UP_TO})
        union all (select from sending s where p.kind = 'remote' and s.state = 'due' and s.channel = p.name
                     and s.remote = p.rest limit ${HELD_UP_TO})
        union all (select from sending s where p.kind = 'subscription' and s.state = 'due' and s.subscription_id = u.id
                     limit ${HELD_UP_TO})
        union all (select from delivery d where p.kind = 'subscription' and d.state = 'due' and d.subscription_id = u.id
                     limit ${HELD_UP_TO})
        limit ${HELD_UP_TO}) held) as waiting,
      case when u.id is not null then
        jsonb_build_object('regionCode', u.region_code, 'channel', u.channel, 'target', u.target) end as subscription
    from (
      select p.*, split_part(scope, ' ', 1) as kind, split_part(scope, ' ', 2) as name, split_part(scope, ' ', 3) as rest
      from delivery_stop p) p
    left join subscription u on p.kind = 'subscription' and u.id = case when p.name ~ '^[0-9]{1,15}$' then p.name::bigint end
    order by array_position(array['all', 'channel', 'remote', 'subscription'], p.kind), p.stopped_at, p.scope`.execute(
    db,
  );
  return rows.flatMap(({ scope, ...stop }) => {
    const parsed = parseStopScope(scope);
    return parsed === null ? [] : [{ ...stop, scope: parsed }];
  });
}
