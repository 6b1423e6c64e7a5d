import { sql, type RawBuilder } from "kysely";
import type { Language } from "../domain/message.ts";
import { REMINDED_AFTER_DAYS, SHARED_MAILBOX_AGREEMENT } from "../domain/reconfirmation.ts";
import { letterStanding, type LetterStanding } from "./letters.ts";
import type { Db } from "./schema.ts";
import { isSuppressed } from "./suppressions.ts";

/** When the subscription `u` was last agreed to, in SQL. */
const AGREED_AT = sql<Date>`greatest(u.confirmed_at,
  (select max(c.confirmed_at) from consent c where c.subscription_id = u.id))`;

/** Whether it is that of a mailbox which several share. */
const IS_MAILBOX = sql<boolean>`(u.channel = 'email' and exists (
  select from consent c where c.subscription_id = u.id and c.agreed_version = ${SHARED_MAILBOX_AGREEMENT}))`;

const yearBefore = (now: Date): RawBuilder<Date> => sql`(${now}::timestamptz - interval '1 year')`;

/** A shared mailbox that is to be asked now. */
export interface AskedMailbox {
  readonly id: number;
  readonly regionCode: string;
  readonly target: unknown;
  readonly language: Language;
  readonly agreedAt: Date;
  /** Null where it is asked for the first time this year. */
  readonly askedAt: Date | null;
}

/**
 * Notes of so many shared mailboxes that they are asked, and gives them back: a year after they agreed or were last asked,
 * and once more three weeks after that where nobody has answered. Not those that get nothing now.
 */
export async function takeAsked(
  trx: Db,
  { now, limit, again }: { now: Date; limit: number; again: boolean },
): Promise<AskedMailbox[]> {
  const isDue = again
    ? sql`u.reconfirm_reminded_at is null and u.reconfirm_asked_at > ${AGREED_AT}
        and u.reconfirm_asked_at <= ${now}::timestamptz - make_interval(days => ${REMINDED_AFTER_DAYS})
        and u.reconfirm_asked_at > ${yearBefore(now)}`
    : sql`greatest(${AGREED_AT}, u.reconfirm_asked_at) <= ${yearBefore(now)}`;
  const asked = again
    ? sql`reconfirm_reminded_at = ${now}::timestamptz`
    : sql`reconfirm_asked_at = ${now}::timestamptz, reconfirm_reminded_at = null`;
  const { rows } = await sql<AskedMailbox>`
    update subscription s set ${asked}
    from (
      select u.id, ${AGREED_AT} as agreed_at, u.reconfirm_asked_at as asked_at from subscription u
      where u.purpose = 'readers' and u.state = 'active' and ${IS_MAILBOX} and ${isDue}
        and (u.snoozed_until is null or u.snoozed_until <= ${now}::timestamptz) and not ${isSuppressed()}
        and not exists (select from delivery_stop where scope = 'subscription ' || u.id)
      order by u.id limit ${limit} for update of u skip locked) due
    where s.id = due.id
    returning s.id, s.region_code as "regionCode", s.target, s.language, due.agreed_at as "agreedAt",
      ${again ? sql`due.asked_at` : sql`null::timestamptz`} as "askedAt"`.execute(trx);
  return rows.toSorted((one, other) => one.id - other.id);
}

/** How a target that several read stands with its yearly question. */
export interface SharedStanding {
  readonly id: number;
  readonly channel: string;
  readonly target: unknown;
  /** When it was last agreed to. */
  readonly agreedAt: Date;
  /** When it was asked since; null of what has not been, and of channels that are not asked. */
  readonly askedAt: Date | null;
  readonly remindedAt: Date | null;
  /** What became of the last letter, while it is kept. */
  readonly letter: LetterStanding | null;
  /** It has not answered, or a year has gone and somebody has to ask. */
  readonly isOpen: boolean;
}

/** Those of a region that have not ended; of one, or of all whose answer is open. */
export async function readSharedStandings(
  db: Db,
  { regionCode, id, now }: { regionCode: string; id: number | null; now: Date },
): Promise<SharedStanding[]> {
  const { rows } = await sql<SharedStanding>`
    select * from (
      select u.id, u.channel, u.target, about.agreed_at as "agreedAt", about.asked_at as "askedAt",
        case when about.asked_at is not null then u.reconfirm_reminded_at end as "remindedAt",
        case when about.asked_at is not null then (
          select ${letterStanding} from reader_letter m
          where m.content ->> 'kind' = 'still-wanted' and m.content ->> 'subscriptionId' = u.id::text
          order by m.id desc limit 1) end as letter,
        (about.asked_at is not null or (u.channel <> 'email' and about.agreed_at <= ${yearBefore(now)})) as "isOpen"
      from subscription u cross join lateral (
        select ${AGREED_AT} as agreed_at,
          case when u.reconfirm_asked_at > ${AGREED_AT} then u.reconfirm_asked_at end as asked_at) about
      where u.region_code = ${regionCode} and u.purpose = 'readers' and u.state <> 'ended'
        and (u.channel <> 'email' or ${IS_MAILBOX}) and (${id}::bigint is null or u.id = ${id})) shared
    where shared.id = ${id} or shared."isOpen" order by shared.id`.execute(db);
  return rows;
}
