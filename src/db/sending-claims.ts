import { sql } from "kysely";
import type { Lane } from "../domain/delivery.ts";
import type { Language } from "../domain/message.ts";
import type { Pace } from "../domain/pace.ts";
import type { StoredEnvelope } from "../domain/sending.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** A sending that a worker has in hand, with all that its attempt needs. */
export interface ClaimedSending {
  readonly id: number;
  readonly generation: number;
  readonly channel: string;
  readonly lane: Lane;
  readonly remote: string;
  readonly key: string;
  /** This one counted. */
  readonly attempts: number;
  readonly unsure: boolean;
  readonly repeats: number;
  readonly subscription: {
    readonly id: number;
    readonly target: unknown;
    readonly language: Language;
    readonly token: string;
  };
  readonly messageIds: readonly number[];
  /** What it was frozen as; null before its first attempt. */
  readonly frozen: { readonly content: unknown; readonly envelope: StoredEnvelope; readonly at: Date } | null;
}

/** The remotes of a channel with sendings that wait, and their paces where they have one of their own. */
export async function readWaitingRemotes(
  trx: Db,
  { channel, lane }: { channel: string; lane: Lane },
): Promise<{ name: string; pace: Pace | null }[]> {
  const first = (after: string) => sql`
    (select s.remote from sending s where s.state = 'due' and s.channel = ${channel} and s.lane = ${lane}
       ${sql.raw(after)} order by s.remote limit 1)`;
  // A step from name to name, however many sendings wait for each.
  const { rows } = await sql<{ name: string; perSecond: number | null; nextAt: Date | null }>`
    with recursive waiting(name) as (
      select ${first("")} union all select ${first("and s.remote > waiting.name")} from waiting where waiting.name is not null
    )
    select waiting.name, r.per_second as "perSecond", r.next_at as "nextAt"
    from waiting left join remote r on r.channel = ${channel} and r.name = waiting.name
    where waiting.name is not null
      and not exists (select from delivery_stop where scope = 'remote ' || ${channel} || ' ' || waiting.name)`.execute(
    trx,
  );
  return rows.map(({ name, perSecond, nextAt }) => ({ name, pace: perSecond === null ? null : { perSecond, nextAt } }));
}

/**
 * Sendings whose time has come, oldest first, to no remote more than its share, and to no subscription more than one at a
 * time. They are held until the end of the transaction.
 */
export async function holdDueSendings(
  trx: Db,
  input: {
    channel: string;
    lane: Lane;
    now: Date;
    shares: readonly { readonly remote: string; readonly share: number }[];
  },
): Promise<Omit<ClaimedSending, "generation">[]> {
  const { channel, lane, now, shares } = input;
  const { rows } = await sql<DueRow>`
    select s.id, s.lane, s.remote, s.key, s.attempts + 1 as attempts, s.unsure, s.repeats, s.envelope,
      s.rendered_at as "renderedAt", s.subscription_id as "subscriptionId", s.target, s.language, s.token,
      (select content from sending_content c where c.hash = s.content_hash) as content,
      (select jsonb_agg(d.message_id order by d.id) from delivery d where d.sending_id = s.id) as "messageIds"
    from jsonb_to_recordset(${jsonRows(shares)}) as b(remote text, share integer)
    cross join lateral (
      select s.*, u.target, u.language, u.token from sending s
      join subscription u on u.id = s.subscription_id and u.state = 'active'
      where s.state = 'due' and s.channel = ${channel} and s.lane = ${lane} and s.remote = b.remote
        and s.due_at <= ${now}::timestamptz
        and not exists (select from sending o where o.subscription_id = s.subscription_id and o.state = 'claimed' and o.lane = s.lane)
        and not exists (select from delivery_stop where scope = 'subscription ' || s.subscription_id)
      order by s.due_at, s.id limit b.share for update of s skip locked) s
    order by s.due_at, s.id`.execute(trx);
  const firstOfEach = rows.filter(
    ({ subscriptionId }, index) => rows.findIndex((row) => row.subscriptionId === subscriptionId) === index,
  );
  return firstOfEach.map((row) => readDue(row, channel));
}

interface DueRow {
  readonly id: number;
  readonly lane: Lane;
  readonly remote: string;
  readonly key: string;
  readonly attempts: number;
  readonly unsure: boolean;
  readonly repeats: number;
  readonly envelope: StoredEnvelope | null;
  readonly renderedAt: Date | null;
  readonly subscriptionId: number;
  readonly target: unknown;
  readonly language: Language;
  readonly token: string;
  readonly content: unknown;
  readonly messageIds: readonly number[] | null;
}

function readDue(row: DueRow, channel: string): Omit<ClaimedSending, "generation"> {
  const { id, lane, remote, key, attempts, unsure, repeats, envelope, renderedAt, content } = row;
  const isFrozen = envelope !== null && renderedAt !== null && content !== null;
  return {
    id,
    channel,
    lane,
    remote,
    key,
    attempts,
    unsure,
    repeats,
    subscription: { id: row.subscriptionId, target: row.target, language: row.language, token: row.token },
    messageIds: row.messageIds ?? [],
    frozen: isFrozen ? { content, envelope, at: renderedAt } : null,
  };
}

/** Gives held sendings into one worker's hand until then. */
export async function claimHeld(
  trx: Db,
  { sendings, leaseUntil }: { sendings: readonly Omit<ClaimedSending, "generation">[]; leaseUntil: Date },
): Promise<ClaimedSending[]> {
  const { rows } = await sql<{ id: number; generation: number }>`
    update sending s set state = 'claimed', claim_generation = s.claim_generation + 1, attempts = s.attempts + 1,
      lease_until = ${leaseUntil}::timestamptz, started_at = null
    where s.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(sendings.map(({ id }) => id))}))
    returning s.id, s.claim_generation as generation`.execute(trx);
  const generations = new Map(rows.map(({ id, generation }) => [id, generation]));
  return sendings.flatMap((sending) => {
    const generation = generations.get(sending.id);
    return generation === undefined ? [] : [{ ...sending, generation }];
  });
}
