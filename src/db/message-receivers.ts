import { sql } from "kysely";
import { nextDigest, parseRhythm } from "../domain/rhythm.ts";
import type { ReceiverState } from "../domain/receiver-state.ts";
import { jsonRows } from "./client.ts";
import { returnedDeliveries } from "./mail-returns.ts";
import type { Db } from "./schema.ts";

/** Receivers of a message by one channel with whom it stands the same. */
export interface ReceiverCount {
  readonly channel: string;
  readonly state: ReceiverState;
  /** When it is to leave, of what waits for a time. */
  readonly dueAt: Date | null;
  readonly receivers: number;
}

/** Whom a message reached. */
export interface MessageReceivers {
  /** It is being handed out: there may be more. */
  readonly isHandingOut: boolean;
  readonly counts: readonly ReceiverCount[];
}

interface Row {
  readonly messageId: number;
  readonly channel: string;
  readonly state: ReceiverState;
  readonly dueAt: Date | null;
  readonly rhythm: string | null;
  readonly receivers: number;
}

/**
 * What has become of each of these messages, of the region where it is named, by channel. Each message's deliveries are a
 * run of the index on message and subscription; beside them what came back is read.
 */
export async function readMessageReceivers(
  db: Db,
  { messageIds, regionCode, now }: { messageIds: readonly number[]; regionCode: string | null; now: Date },
): Promise<Map<number, MessageReceivers>> {
  const asked = await findAsked(db, { messageIds, regionCode });
  if (asked.length === 0) return new Map();
  const isAsked = sql`d.message_id in (
    select value::bigint from jsonb_array_elements_text(${jsonRows(asked.map(({ id }) => id))}))`;
  const { rows } = await sql<Row>`
    with back as materialized ${returnedDeliveries(isAsked)}
    select d.message_id as "messageId", d.channel, about.state,
      case when about.state in ('digest', 'later') then coalesce(s.due_at, d.due_at) end as "dueAt",
      case when about.state = 'digest' then u.rhythm end as rhythm, count(*)::int as receivers
    from delivery d
      left join subscription u on u.id = d.subscription_id and d.state in ('due', 'sending')
      left join sending s on s.id = d.sending_id and d.state in ('sending', 'dead')
      left join back on back.id = d.id and d.state in ('delivered', 'unknown')
      cross join lateral (select case
        when d.state = 'cancelled' then case d.outcome ->> 'why' when 'superseded' then 'superseded' when 'ended' then 'left' else 'needless' end
        when d.state = 'dead' then case when s.handled_at is null then 'failed' else 'handled' end
        when d.state not in ('due', 'sending') then coalesce(back.returned_as, d.state)
        when s.state = 'claimed' then 'going'
        when u.state = 'ended' then 'left'
        when u.state = 'paused' then 'paused'
        when exists (select from delivery_stop where scope in ('all', 'channel ' || d.channel,
          'remote ' || d.channel || ' ' || s.remote, 'subscription ' || d.subscription_id)) then 'stopped'
        when d.state = 'due' and d.lane = 'digest' then 'digest'
        when coalesce(s.due_at, d.due_at) > ${now}::timestamptz then 'later'
        else 'going' end as state) about
    where ${isAsked}
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`.execute(db);
  return new Map(
    asked.map(({ id, isHandingOut }) => [
      id,
      { isHandingOut, counts: rows.filter(({ messageId }) => messageId === id).map((row) => adaptRow(row, now)) },
    ]),
  );
}

async function findAsked(
  db: Db,
  { messageIds, regionCode }: { messageIds: readonly number[]; regionCode: string | null },
): Promise<{ id: number; isHandingOut: boolean }[]> {
  const { rows } = await sql<{ id: number; isHandingOut: boolean }>`
    select m.id, exists (select from fan_out f where f.message_id = m.id and f.finished_at is null) as "isHandingOut"
    from message m
    where m.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(messageIds)}))
      and (${regionCode}::text is null or m.region_code = ${regionCode})`.execute(db);
  return rows;
}

/** What is due in a digest when somebody wakes leaves with their next one; what its run has in hand is on its way. */
function adaptRow({ channel, state, dueAt, rhythm: written, receivers }: Row, now: Date): ReceiverCount {
  const rhythm = written === null ? null : parseRhythm(written);
  if (state !== "digest" || dueAt === null || rhythm === null || rhythm.kind === "at-once")
    return { channel, state: state === "digest" ? "going" : state, dueAt, receivers };
  const leavesAt = nextDigest(rhythm, new Date(dueAt.getTime() - 1));
  return leavesAt > now
    ? { channel, state, dueAt: leavesAt, receivers }
    : { channel, state: "going", dueAt: null, receivers };
}
