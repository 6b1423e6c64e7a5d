import { sql } from "kysely";
import type { Ending, Lane } from "../domain/delivery.ts";
import type { MessageKind } from "../domain/message.ts";
import type { ReturnedAs, ReturnVerdict } from "../domain/mail-return.ts";
import type { AttemptLine, SendingState } from "../domain/sending.ts";
import type { SubscriptionState } from "../domain/subscription.ts";
import type { StoredSending } from "./deliveries.ts";
import { returnedAsOf } from "./mail-returns.ts";
import type { Db } from "./schema.ts";

/** All that is kept of one sending. */
export interface SendingRecord extends StoredSending {
  readonly id: number;
  readonly regionCode: string;
  readonly channel: string;
  readonly lane: Lane;
  readonly remote: string;
  readonly state: SendingState;
  readonly attempts: number;
  readonly unsure: boolean;
  readonly reason: string | null;
  readonly outcome: Ending | null;
  readonly log: readonly AttemptLine[];
  readonly createdAt: Date;
  readonly dueAt: Date | null;
  /** Of the attempt in hand. */
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly handledAt: Date | null;
  readonly replayedAs: number | null;
  readonly replayOf: number | null;
  readonly subscription: {
    readonly id: number;
    readonly state: SubscriptionState;
    readonly stateReason: string | null;
    readonly target: unknown;
  };
  readonly members: readonly SendingMember[];
  /** What has become of it by what came back. */
  readonly returnedAs: ReturnedAs | null;
  /** What came back for it, the first first. */
  readonly returns: readonly SendingReturn[];
}

/** What came back for a sending after it was taken; its outcome stays what it was. */
export interface SendingReturn {
  readonly verdict: ReturnVerdict;
  /** About somebody behind the address that it was sent to. */
  readonly behind: boolean;
  readonly status: string | null;
  readonly reason: string;
  readonly receivedAt: string;
}

/** A message in a sending, and what has become of its case since. */
export interface SendingMember {
  readonly messageId: number;
  readonly caseId: number | null;
  readonly version: number;
  readonly kind: MessageKind;
  readonly publishedAt: string;
  /** What its advice holds until has passed. */
  readonly isExpired: boolean;
  /** The newest version of its case, when that is another. */
  readonly newest: {
    readonly version: number;
    readonly kind: MessageKind;
    readonly publishedAt: string;
    /** Whether the same receiver has it. */
    readonly hasReached: boolean;
  } | null;
}

/** Null when there is none, or none in that region. */
export async function findSending(
  db: Db,
  { id, regionCode, today }: { id: number; regionCode: string | null; today: string },
): Promise<SendingRecord | null> {
  const { rows } = await sql<SendingRecord>`
    select s.id, s.region_code as "regionCode", s.channel, s.lane, s.remote, coalesce(s.state, 'due') as state, s.attempts, s.unsure,
      s.reason, s.outcome, s.log, s.created_at as "createdAt", s.due_at as "dueAt", s.started_at as "startedAt",
      s.finished_at as "finishedAt", s.handled_at as "handledAt", s.replayed_as as "replayedAs",
      (select o.id from sending o where o.replayed_as = s.id) as "replayOf",
      s.payload, s.envelope, s.key, s.rendered_at as "renderedAt",
      (select c.content from sending_content c where c.hash = s.content_hash) as content,
      (select coalesce(jsonb_agg(jsonb_build_object('verdict', r.verdict, 'status', r.status, 'reason', r.reason,
        'behind', r.behind, 'receivedAt', r.received_at) order by r.id), '[]') from mail_return r where r.sending_id = s.id) as returns,
      ${returnedAsOf(sql`s.id`)} as "returnedAs",
      jsonb_build_object('id', u.id, 'state', u.state, 'stateReason', u.state_reason, 'target', u.target) as subscription,
      (with recursive newer as (
         select s.id, s.replayed_as
         union all select n.id, n.replayed_as from newer join sending n on n.id = newer.replayed_as)
       select coalesce(jsonb_agg(jsonb_build_object(
         'messageId', m.id, 'caseId', m.case_id, 'version', m.version, 'kind', m.kind, 'publishedAt', m.published_at,
         'isExpired', coalesce(m.valid_until < ${today}::date, false), 'newest', newest.about) order by d.id), '[]')
       from delivery d join message m on m.id = d.message_id
       left join lateral (
         select jsonb_build_object('version', n.version, 'kind', n.kind, 'publishedAt', n.published_at,
           'hasReached', exists (select from delivery o where o.message_id = n.id
             and o.subscription_id = s.subscription_id and o.state in ('delivered', 'accepted')
             and ${returnedAsOf(sql`o.sending_id`)} is distinct from 'returned')) as about
         from message n where n.case_id = m.case_id and n.id > m.id and n.purpose = m.purpose
         order by n.version desc limit 1) newest on true
       where d.sending_id in (select id from newer)
         or d.id in (select p.delivery_id from delivery_part p where p.sending_id in (select id from newer))) as members
    from sending s join subscription u on u.id = s.subscription_id
    where s.id = ${id} and (${regionCode}::text is null or s.region_code = ${regionCode})`.execute(db);
  return rows[0] ?? null;
}
