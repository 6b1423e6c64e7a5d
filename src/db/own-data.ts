import { sql } from "kysely";
import { hashContent } from "./client.ts";
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
}

/** What a holder agreed to, and when; of whoever was taken in from a list, what its owner says. */
export interface OwnConsent {
  readonly subscriptionId: number;
  readonly text: string;
  /** Null of what was taken in from a list. */
  readonly askedAt: string | null;
  readonly confirmedAt: string;
}

/** When a subscription was made, was last begun, and ended. */
export interface OwnTimes {
  readonly subscriptionId: number;
  readonly createdAt: string;
  readonly confirmedAt: string;
  readonly endedAt: string | null;
}

export interface OwnLetter {
  readonly kind: string;
  readonly askedAt: string;
  readonly state: string;
  readonly at: string | null;
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
}

const EMPTY: OwnRecords = { times: [], consents: [], deliveries: [], letters: [], questions: [] };

export async function readOwnRecords(db: Db, { holder, address }: OwnedBy): Promise<OwnRecords> {
  const own = sql`select id from subscription
    where channel = ${holder.channel} and target_hash = ${hashContent(holder.target)} and purpose = 'readers'`;
  const all = (rows: ReturnType<typeof sql>) => sql`coalesce((select jsonb_agg(to_jsonb(r)) from (${rows}) r), '[]')`;
  const { rows } = await sql<OwnRecords>`select
    ${all(sql`
      select id as "subscriptionId", created_at as "createdAt", confirmed_at as "confirmedAt", ended_at as "endedAt"
      from subscription where id in (${own}) order by id`)} as times,
    ${all(sql`
      select subscription_id as "subscriptionId", agreed_text as text, asked_at as "askedAt", confirmed_at as "confirmedAt"
      from consent where subscription_id in (${own})
      union all
      select s.id, i.consent, null, i.imported_at from subscription s join subscription_import i on i.id = s.import_id
      where s.id in (${own})
      order by 4`)} as consents,
    ${all(sql`
      select d.subscription_id as "subscriptionId", m.region_code as "regionCode", m.id as "messageId", m.case_id as "caseId",
        m.facts -> 'entry' ->> 'substance' as substance, m.kind, m.published_at as "publishedAt",
        case when d.state = 'delivered' then coalesce(back.returned_as, d.state) else d.state end as state,
        coalesce(d.finished_at, s.finished_at) as at
      from delivery d join message m on m.id = d.message_id left join sending s on s.id = d.sending_id
        left join ${returnedDeliveries(sql`d.subscription_id in (${own})`)} back on back.id = d.id
      where d.subscription_id in (${own}) order by m.published_at desc, m.id desc`)} as deliveries,
    ${all(sql`
      select content ->> 'kind' as kind, created_at as "askedAt", state, finished_at as at
      from reader_letter where address = ${address} order by created_at desc, id desc`)} as letters,
    ${all(sql`
      select region_code as "regionCode", text, asked_at as "askedAt" from question
      where lower(reply_to) = ${address} order by asked_at desc`)} as questions`.execute(db);
  return rows[0] ?? EMPTY;
}

/** A holder whose target is a mail address. */
interface OwnedBy {
  readonly holder: Holder;
  readonly address: string;
}

/** Erases an address where it stands beside subscriptions: letters with their links, sign-ups, and where to answer questions. */
export async function eraseAddress(trx: Db, address: string): Promise<void> {
  await trx.deleteFrom("reader_letter").where("address", "=", address).execute();
  await sql`delete from sign_up where address = ${address}`.execute(trx);
  await sql`update question set reply_to = null where lower(reply_to) = ${address}`.execute(trx);
}
