import { sql } from "kysely";
import type { Lane } from "../domain/delivery.ts";
import type { Language } from "../domain/message.ts";
import { restsUntil, type HalfHour, type UrgentChoice } from "../domain/rhythm.ts";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import type { RemoteState } from "../domain/remote.ts";
import type { StoredEnvelope } from "../domain/sending.ts";
import { jsonRows } from "./client.ts";
import { STILL_FITS } from "./receivers.ts";
import { asRemoteState, REMOTE_COLUMNS } from "./remotes.ts";
import type { Db } from "./schema.ts";
import { membersOf } from "./sending-parts.ts";
import { isAmong, mayResend } from "./sendings.ts";
import { isSuppressed } from "./suppressions.ts";

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
  /** It is sent again though it may have been heard: it is urgent, and its region chose so. */
  readonly mayResend: boolean;
  /** It goes alone, to find out whether its remote is well again. */
  readonly isProbe: boolean;
  readonly subscription: {
    readonly id: number;
    readonly target: unknown;
    readonly language: Language;
    readonly token: string;
    readonly regionCode: string;
    readonly rhythm: string;
  };
  readonly messageIds: readonly number[];
  /** What its reader asked for that its messages fitted, each once; empty of what was handed out before there were any. */
  readonly wishes: readonly FittedWish[];
  /** What it was frozen as; null before its first attempt. */
  readonly frozen: { readonly content: unknown; readonly envelope: StoredEnvelope; readonly at: Date } | null;
}

/** What a message fitted, as it was asked for when the sending was taken; `hasEnded` by one of its messages. */
export interface FittedWish {
  readonly filter: SubscriptionFilter;
  readonly atOnce: boolean;
  readonly untilResolved: boolean;
  readonly hasEnded: boolean;
}

/** A remote with sendings that wait, and what is in hand for it, in all lanes and whoever has it. */
export interface WaitingRemote extends RemoteState {
  readonly name: string;
  /** Of those, such as began so long ago that they hang. */
  readonly hanging: number;
  /** Of those, such as were taken since it was last left alone. */
  readonly asking: number;
}

/** Whether any sending waits in the lane. */
export async function hasWaiting(db: Db, { channel, lane }: { channel: string; lane: Lane }): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select from sending where state = 'due' and channel = ${channel} and lane = ${lane}) as waits`.execute(
    db,
  );
  return rows[0]?.waits === true;
}

/**
 * The remotes of a channel with sendings in the lane whose time has come, but for those that are stopped: what only waits,
 * for its next attempt or for who is paused, takes no other's turn.
 */
export async function readWaitingRemotes(
  trx: Db,
  input: { channel: string; lane: Lane; perSecond: number; now: Date; hangingSince: Date },
): Promise<WaitingRemote[]> {
  const { channel, lane, perSecond, now, hangingSince } = input;
  const first = (after: string) => sql`
    (select s.remote from sending s where s.state = 'due' and s.channel = ${channel} and s.lane = ${lane}
       ${sql.raw(after)} order by s.remote limit 1)`;
  // A step from name to name, however many sendings wait for each.
  const { rows } = await sql<
    Parameters<typeof asRemoteState>[0] & { name: string; hanging: number | null; asking: number | null }
  >`
    with recursive waiting(name) as (
      select ${first("")} union all select ${first("and s.remote > waiting.name")} from waiting where waiting.name is not null
    ), in_hand as (
      select s.remote, count(*) filter (where s.started_at <= ${hangingSince}::timestamptz)::int as hanging,
        count(*) filter (where s.started_at is null or s.started_at > r.opened_at)::int as asking
      from sending s left join remote r on r.channel = s.channel and r.name = s.remote
      where s.state = 'claimed' and s.channel = ${channel} group by s.remote
    )
    select waiting.name, ${REMOTE_COLUMNS}, in_hand.hanging, in_hand.asking
    from waiting left join remote r on r.channel = ${channel} and r.name = waiting.name
      left join in_hand on in_hand.remote = waiting.name
    where waiting.name is not null
      and exists (select from sending s join subscription u on u.id = s.subscription_id and u.state in ('active', 'ended')
        where s.state = 'due' and s.channel = ${channel} and s.lane = ${lane} and s.remote = waiting.name
          and s.due_at <= ${now}::timestamptz
          and not exists (select from delivery_stop where scope = 'subscription ' || s.subscription_id))
      and not exists (select from delivery_stop where scope = 'remote ' || ${channel} || ' ' || waiting.name)`.execute(
    trx,
  );
  return rows.map(({ name, hanging, asking, ...row }) => ({
    name,
    ...asRemoteState(row, perSecond),
    hanging: hanging ?? 0,
    asking: asking ?? 0,
  }));
}

/** How many sendings of a channel are in hand that were taken since then. */
export async function countAsking(trx: Db, { channel, since }: { channel: string; since: Date }): Promise<number> {
  const { rows } = await sql<{ asking: number }>`
    select count(*)::int as asking from sending
    where state = 'claimed' and channel = ${channel} and (started_at is null or started_at > ${since}::timestamptz)`.execute(
    trx,
  );
  return rows[0]?.asking ?? 0;
}

/** A sending whose time has come, held until the end of the transaction. */
export interface HeldSending extends Omit<ClaimedSending, "isProbe"> {
  readonly targetHash: string;
  /** Its receiver is none any more. */
  readonly isEnded: boolean;
  /** Nothing is sent there, whoever subscribes. */
  readonly isSuppressed: boolean;
  /** Until then its reader rests, who did not when it was handed out, or it would have come by then; null when they do not. */
  readonly restsUntil: Date | null;
}

/** What the reader of the sending `s` asked for that its messages fitted, and still fit, as jsonb. */
const WISHES = sql`
      (select jsonb_agg(jsonb_build_object('filter', filter, 'atOnce', at_once, 'untilResolved', until_resolved,
          'hasEnded', has_ended) order by id)
        from (select w.id, w.filter, w.at_once, w.until_resolved, bool_or(coalesce(w.ended_by = d.message_id, false)) as has_ended
          from delivery d cross join lateral jsonb_array_elements_text(d.wishes) as fitted join wish w on w.id = fitted::bigint
          where d.sending_id = s.id and s.content_hash is null and (w.ended_at is null or w.ended_by is not null)
            and ${STILL_FITS}
          group by w.id) as fitting)`;

/**
 * Sendings whose time has come, oldest first, to no remote more than its share. To one subscription one at a time is in
 * hand, whatever the lane, so that what is newer never overtakes what is on its way. What is older waits until it is known
 * whether the newer was heard.
 */
export async function holdDueSendings(
  trx: Db,
  input: {
    channel: string;
    lane: Lane;
    now: Date;
    shares: readonly { readonly remote: string; readonly share: number }[];
    /** Between two to the same target; null where there need be none. */
    targetGapMs: number | null;
  },
): Promise<HeldSending[]> {
  const { channel, lane, now, shares, targetGapMs } = input;
  const isApart =
    targetGapMs === null
      ? sql`true`
      : sql`
        not exists (select from target_gap g
          where g.channel = s.channel and g.target_hash = u.target_hash and g.next_at > ${now}::timestamptz)
        and not exists (select from sending o join subscription ou on ou.id = o.subscription_id
          where o.state = 'claimed' and o.channel = s.channel and ou.target_hash = u.target_hash)`;
  const { rows } = await sql<DueRow>`
    select s.id, s.lane, s.remote, s.key, s.claim_generation as generation, s.attempts + 1 as attempts, s.unsure, s.repeats,
      s.envelope, s.rendered_at as "renderedAt", s.subscription_id as "subscriptionId", s.target, s.language, s.token,
      s.region_code as "regionCode", s.rhythm,
      s.urgent, s.quiet_from as "quietFrom", s.quiet_to as "quietTo", s.snoozed_until as "snoozedUntil",
      s.target_hash as "targetHash", s.is_ended as "isEnded", s.is_suppressed as "isSuppressed", s.resends as "mayResend",
      (select content from sending_content c where c.hash = s.content_hash) as content,
      (select jsonb_agg(m.message_id order by m.id) from ${membersOf("s")} m) as "messageIds",
      ${WISHES} as wishes
    from jsonb_to_recordset(${jsonRows(shares)}) as b(remote text, share integer)
    cross join lateral (
      select s.*, u.target, u.language, u.token, u.rhythm, u.urgent, u.quiet_from, u.quiet_to,
        u.snoozed_until, u.target_hash, u.state = 'ended' as is_ended, ${isSuppressed()} as is_suppressed,
        ${mayResend} as resends
      from sending s
      join subscription u on u.id = s.subscription_id and u.state in ('active', 'ended')
      left join region g on g.code = u.region_code
      where s.state = 'due' and s.channel = ${channel} and s.lane = ${lane} and s.remote = b.remote
        and s.due_at <= ${now}::timestamptz
        and not exists (select from sending o where o.subscription_id = s.subscription_id and o.state = 'claimed')
        and (s.unsure or not exists (
          select from sending o cross join lateral ${membersOf("o")} n join message newer on newer.id = n.message_id
            cross join lateral ${membersOf("s")} d join message m on m.id = d.message_id
          where o.subscription_id = s.subscription_id and o.state = 'due' and o.unsure
            and newer.case_id = m.case_id and newer.version > m.version and newer.purpose = m.purpose))
        and not exists (select from delivery_stop
          where scope in ('all', 'channel ' || s.channel, 'subscription ' || s.subscription_id))
        and ${isApart}
      order by s.due_at, s.id limit b.share for update of s skip locked) s
    order by s.due_at, s.id`.execute(trx);
  const seen = new Set<string>();
  const firstOfEach = rows.filter(({ subscriptionId, targetHash }) => {
    const place = targetGapMs === null ? String(subscriptionId) : targetHash;
    return !seen.has(place) && seen.add(place);
  });
  return firstOfEach.map((row) => readDue(row, { channel, now }));
}

interface DueRow {
  readonly id: number;
  readonly lane: Lane;
  readonly remote: string;
  readonly key: string;
  readonly generation: number;
  readonly attempts: number;
  readonly unsure: boolean;
  readonly repeats: number;
  readonly envelope: StoredEnvelope | null;
  readonly renderedAt: Date | null;
  readonly subscriptionId: number;
  readonly target: unknown;
  readonly language: Language;
  readonly token: string;
  readonly regionCode: string;
  readonly rhythm: string;
  readonly urgent: UrgentChoice;
  readonly quietFrom: HalfHour | null;
  readonly quietTo: HalfHour | null;
  readonly snoozedUntil: Date | null;
  readonly wishes: readonly FittedWish[] | null;
  readonly targetHash: string;
  readonly isEnded: boolean;
  readonly isSuppressed: boolean;
  readonly mayResend: boolean;
  readonly content: unknown;
  readonly messageIds: readonly number[] | null;
}

function readDue(row: DueRow, { channel, now }: { channel: string; now: Date }): HeldSending {
  const {
    subscriptionId,
    target,
    language,
    token,
    regionCode,
    rhythm,
    wishes,
    envelope,
    renderedAt,
    content,
    messageIds,
    urgent,
    quietFrom,
    quietTo,
    snoozedUntil,
    ...rest
  } = row;
  const quiet = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo };
  const isFrozen = envelope !== null && renderedAt !== null && content !== null;
  return {
    ...rest,
    channel,
    subscription: { id: subscriptionId, target, language, token, regionCode, rhythm },
    wishes: wishes ?? [],
    messageIds: messageIds ?? [],
    restsUntil: restsUntil({ urgent, quiet, snoozedUntil }, { lane: row.lane, dueAt: now }),
    frozen: isFrozen ? { content, envelope, at: renderedAt } : null,
  };
}

/** Lets held sendings wait until their readers rest no longer. */
export async function postponeResting(trx: Db, sendings: readonly HeldSending[]): Promise<void> {
  for (const { id, restsUntil: dueAt } of sendings)
    if (dueAt !== null) await trx.updateTable("sending").set({ due_at: dueAt }).where("id", "=", id).execute();
}

/** Gives held sendings into one worker's hand until then. */
export async function claimHeld(
  trx: Db,
  { sendings, leaseUntil }: { sendings: readonly Omit<ClaimedSending, "generation">[]; leaseUntil: Date },
): Promise<ClaimedSending[]> {
  if (sendings.length === 0) return [];
  const { rows } = await sql<{ id: number; generation: number }>`
    update sending s set state = 'claimed', claim_generation = s.claim_generation + 1, attempts = s.attempts + 1,
      lease_until = ${leaseUntil}::timestamptz, started_at = null
    where ${isAmong(sendings)}
    returning s.id, s.claim_generation as generation`.execute(trx);
  const generations = new Map(rows.map(({ id, generation }) => [id, generation]));
  return sendings.flatMap((sending) => {
    const generation = generations.get(sending.id);
    return generation === undefined ? [] : [{ ...sending, generation }];
  });
}
