import { sql } from "kysely";
import { parseEmailAddress } from "../domain/email-address.ts";
import { hashContent, jsonRows } from "./client.ts";
import { returnedDeliveries } from "./mail-returns.ts";
import type { Db } from "./schema.ts";
import type { Holder } from "./subscriptions.ts";

/** A message that was handed out to one of a holder's subscriptions, and what became of it. Instants are ISO texts. */
export interface OwnDelivery {
  readonly subscriptionId: number;
  readonly regionCode: string;
  readonly messageId: number;
  readonly caseId: number | null;
  /** What it was about; null where it is about no one entry of a list. */
  readonly substance: string | null;
  readonly kind: string;
  readonly publishedAt: string;
  /** As the delivery's, or what came back since says. */
  readonly state: string;
  /** When it was sent, or ended in another way; null while it waits. */
  readonly at: string | null;
  /** Why it did not arrive, as the mail server said it, without addresses. */
  readonly reason: string | null;
  /** Which of their wishes it fitted. */
  readonly wishes: readonly number[] | null;
}

/** What a holder agreed to, and when; of whoever was taken in from a list, what its owner says. */
export interface OwnConsent {
  readonly subscriptionId: number;
  readonly text: string;
  /** Null of what was taken in from a list. */
  readonly askedAt: string | null;
  readonly confirmedAt: string;
  /** Who took it in from a list. */
  readonly takenInBy: string | null;
}

/** When a subscription was made, was last begun, paused and ended, and since when its region holds it. */
export interface OwnTimes {
  readonly subscriptionId: number;
  readonly createdAt: string;
  readonly confirmedAt: string;
  readonly pausedAt: string | null;
  readonly resumedAt: string | null;
  readonly endedAt: string | null;
  readonly heldAt: string | null;
  readonly heldWhy: string | null;
}

/** What was asked for at the address with a letter to confirm by, while that is kept. */
export interface OwnSignUp {
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly confirmedAt: string | null;
  readonly choices: unknown;
}

/** A mail that came back, and what it said. */
export interface OwnReturn {
  readonly subscriptionId: number;
  readonly at: string;
  readonly verdict: string;
  readonly reason: string;
}

/** Why nothing is sent to the address, and from when until when. */
export interface OwnSuppression {
  readonly reason: string;
  readonly note: string | null;
  readonly since: string;
  readonly liftedAt: string | null;
}

export interface OwnLetter {
  readonly kind: string;
  readonly askedAt: string;
  readonly state: string;
  readonly at: string | null;
  /** From which network it was asked for, while that is kept. */
  readonly network: string | null;
}

export interface OwnQuestion {
  readonly regionCode: string;
  readonly text: string;
  readonly askedAt: string;
}

/** What lies here about a holder beside their subscriptions and wishes. */
export interface OwnRecords {
  readonly times: readonly OwnTimes[];
  readonly consents: readonly OwnConsent[];
  /** The newest first. */
  readonly deliveries: readonly OwnDelivery[];
  readonly letters: readonly OwnLetter[];
  readonly questions: readonly OwnQuestion[];
  readonly signUps: readonly OwnSignUp[];
  readonly returns: readonly OwnReturn[];
  readonly suppressions: readonly OwnSuppression[];
}

const EMPTY: OwnRecords = {
  times: [],
  consents: [],
  deliveries: [],
  letters: [],
  questions: [],
  signUps: [],
  returns: [],
  suppressions: [],
};

export async function readOwnRecords(db: Db, { holder, address }: OwnedBy): Promise<OwnRecords> {
  const hash = hashContent(holder.target);
  const asking = jsonRows(await findRepliesTo(db, address));
  const own = sql`select id from subscription
    where channel = ${holder.channel} and target_hash = ${hash} and purpose = 'readers'`;
  const all = (rows: ReturnType<typeof sql>) => sql`coalesce((select jsonb_agg(to_jsonb(r)) from (${rows}) r), '[]')`;
  const { rows } = await sql<OwnRecords>`select
    ${all(sql`
      select id as "subscriptionId", created_at as "createdAt", confirmed_at as "confirmedAt", paused_at as "pausedAt",
        resumed_at as "resumedAt", ended_at as "endedAt", held.stopped_at as "heldAt", held.reason as "heldWhy"
      from subscription s left join delivery_stop held on held.scope = 'subscription ' || s.id
      where id in (${own}) order by id`)} as times,
    ${all(sql`
      select subscription_id as "subscriptionId", agreed_text as text, asked_at as "askedAt", confirmed_at as "confirmedAt",
        null as "takenInBy"
      from consent where subscription_id in (${own})
      union all
      select s.id, i.consent, null, i.imported_at, i.imported_by from subscription s join subscription_import i on i.id = s.import_id
      where s.id in (${own})
      order by 4`)} as consents,
    ${all(sql`
      select d.subscription_id as "subscriptionId", m.region_code as "regionCode", m.id as "messageId", m.case_id as "caseId",
        m.facts -> 'entry' ->> 'substance' as substance, m.kind, m.published_at as "publishedAt",
        case when d.state = 'delivered' then coalesce(back.returned_as, d.state) else d.state end as state,
        coalesce(d.finished_at, s.finished_at) as at, coalesce(d.outcome, s.outcome) ->> 'reason' as reason, d.wishes
      from delivery d join message m on m.id = d.message_id left join sending s on s.id = d.sending_id
        left join ${returnedDeliveries(sql`d.subscription_id in (${own})`)} back on back.id = d.id
      where d.subscription_id in (${own}) order by m.published_at desc, m.id desc`)} as deliveries,
    ${all(sql`
      select content ->> 'kind' as kind, created_at as "askedAt", state, finished_at as at, network
      from reader_letter where address = ${address} order by created_at desc, id desc`)} as letters,
    ${all(sql`
      select region_code as "regionCode", text, asked_at as "askedAt" from question
      where id in (select value::bigint from jsonb_array_elements_text(${asking})) order by asked_at desc`)} as questions,
    ${all(sql`
      select asked_at as "askedAt", expires_at as "expiresAt", confirmed_at as "confirmedAt", choices
      from sign_up where address = ${address} order by id desc`)} as "signUps",
    ${all(sql`
      select s.subscription_id as "subscriptionId", r.received_at as at, r.verdict, r.reason
      from mail_return r join sending s on s.id = r.sending_id where s.subscription_id in (${own})
      order by r.received_at desc, r.id desc`)} as returns,
    ${all(sql`
      select reason, note, since, lifted_at as "liftedAt" from suppression
      where channel = ${holder.channel} and target_hash = ${hash} order by since desc`)} as suppressions`.execute(db);
  return rows[0] ?? EMPTY;
}

/** A holder whose target is a mail address. */
interface OwnedBy {
  readonly holder: Holder;
  readonly address: string;
}

/** Questions that are to be answered there, however the address is spelled in them. */
async function findRepliesTo(db: Db, address: string): Promise<number[]> {
  const rows = await db
    .selectFrom("question")
    .select(["id", "reply_to as replyTo"])
    .where("reply_to", "is not", null)
    .execute();
  return rows.flatMap(({ id, replyTo }) => (parseEmailAddress(replyTo ?? "") === address ? [id] : []));
}

/** Erases an address where it stands beside subscriptions: letters with their links, sign-ups, and where to answer questions. */
export async function eraseAddress(trx: Db, address: string): Promise<void> {
  await trx.deleteFrom("reader_letter").where("address", "=", address).execute();
  await trx.deleteFrom("sign_up").where("address", "=", address).execute();
  const asking = await findRepliesTo(trx, address);
  if (asking.length > 0) await trx.updateTable("question").set({ reply_to: null }).where("id", "in", asking).execute();
}
