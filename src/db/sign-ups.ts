import { sql, type RawBuilder } from "kysely";
import { READER_LINK_MS } from "../domain/reader-letter.ts";
import { signUpChoicesSchema, storeChoices, type Agreement, type SignUpChoices } from "../domain/sign-up.ts";
import { json } from "./client.ts";
import { letterStanding, type LetterStanding } from "./letters.ts";
import type { Db } from "./schema.ts";

/** What somebody has asked for at an address. */
export interface SignUp {
  readonly id: number;
  readonly address: string;
  readonly choices: SignUpChoices;
  readonly agreement: Agreement;
  readonly askedAt: Date;
  readonly confirmedAt: Date | null;
}

export async function insertSignUp(
  trx: Db,
  input: { address: string; choices: SignUpChoices; agreement: Agreement; now: Date },
): Promise<number> {
  const { address, choices, agreement, now } = input;
  const { id } = await trx
    .insertInto("sign_up")
    .values({
      address,
      choices: json(storeChoices(choices)),
      agreed_version: agreement.version,
      agreed_text: agreement.text,
      asked_at: now,
      expires_at: new Date(now.getTime() + READER_LINK_MS["confirm-subscription"]),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Lets it wait as long as a link that is sent now works. */
export async function prolongSignUp(trx: Db, { id, now }: { id: number; now: Date }): Promise<void> {
  const expiresAt = new Date(now.getTime() + READER_LINK_MS["confirm-subscription"]);
  await trx.updateTable("sign_up").set({ expires_at: expiresAt }).where("id", "=", id).execute();
}

export async function deleteSignUp(trx: Db, id: number): Promise<void> {
  await trx.deleteFrom("sign_up").where("id", "=", id).execute();
}

/** Null where it is gone, or was asked for in a way that this version does not understand. */
export async function findSignUp(db: Db, id: number): Promise<SignUp | null> {
  const row = await db.selectFrom("sign_up").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) return null;
  const choices = signUpChoicesSchema.safeParse(row.choices);
  if (!choices.success) return null;
  return {
    id,
    address: row.address,
    choices: choices.data,
    agreement: { version: row.agreed_version, text: row.agreed_text },
    askedAt: row.asked_at,
    confirmedAt: row.confirmed_at,
  };
}

/** Whoever confirms for an address does so alone, until the end of the transaction. */
export async function lockSubscriber(trx: Db, address: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`subscriber ${address}`}))`.execute(trx);
}

export async function writeConfirmed(trx: Db, { id, now }: { id: number; now: Date }): Promise<void> {
  await trx.updateTable("sign_up").set({ confirmed_at: now }).where("id", "=", id).execute();
}

/** Keeps what a subscriber has agreed to, with the subscription. */
export async function insertConsent(
  trx: Db,
  input: { subscriptionId: number; agreement: Agreement; askedAt: Date; now: Date },
): Promise<void> {
  const { subscriptionId, agreement, askedAt, now } = input;
  await trx
    .insertInto("consent")
    .values({
      subscription_id: subscriptionId,
      agreed_version: agreement.version,
      agreed_text: agreement.text,
      asked_at: askedAt,
      confirmed_at: now,
    })
    .execute();
}

/** Erases what has expired, confirmed or not. */
export async function removeStaleSignUps(db: Db, now: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("sign_up").where("expires_at", "<=", now).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Letters to confirm by that have not gone go no more, and the links of those that have open nothing. */
export async function silenceSignUp(trx: Db, { id, now }: { id: number; now: Date }): Promise<void> {
  await sql`
    update reader_letter set state = 'dead', reason = 'it was withdrawn', finished_at = ${now}::timestamptz
    where state = 'due' and ${isLetterOf(sql`${id}::bigint`)}`.execute(trx);
}

const isLetterOf = (id: RawBuilder<unknown>) => sql<boolean>`
  (content ->> 'kind' = 'confirm-subscription' and (content ->> 'signUpId')::bigint = ${id})`;

/** A sign-up that waits for its confirmation. */
export interface WaitingSignUp {
  readonly id: number;
  readonly address: string;
  readonly agreedText: string;
  readonly expiresAt: Date;
  /** When its newest letter was written, and what became of it. */
  readonly writtenAt: Date;
  readonly letter: LetterStanding;
}

interface Waiting {
  readonly regionCode: string;
  readonly agreedVersion: string;
  readonly now: Date;
}

const isWaiting = ({ regionCode, agreedVersion, now }: Waiting) => sql<boolean>`
  (u.agreed_version = ${agreedVersion} and u.confirmed_at is null and u.expires_at > ${now}::timestamptz
    and u.choices -> 'regionCodes' @> ${json([regionCode])}::jsonb)`;

/** What was asked for in a region under an agreement, and is not confirmed yet; the newest first. */
export async function readWaitingSignUps(
  db: Db,
  { limit, ...waiting }: Waiting & { readonly limit: number },
): Promise<WaitingSignUp[]> {
  const { rows } = await sql<WaitingSignUp>`
    select u.id, u.address, u.agreed_text as "agreedText", u.expires_at as "expiresAt",
      coalesce(m.written_at, u.asked_at) as "writtenAt", coalesce(m.standing, 'dead') as letter
    from sign_up u left join lateral (
      select m.created_at as written_at, ${letterStanding} as standing from reader_letter m
      where ${isLetterOf(sql`u.id`)} order by m.id desc limit 1) m on true
    where ${isWaiting(waiting)}
    order by u.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Whether an address has been asked so, and has not answered. */
export async function hasWaitingSignUp(db: Db, { address, ...waiting }: Waiting & { readonly address: string }) {
  const { rows } = await sql`
    select from sign_up u where u.address = ${address} and ${isWaiting(waiting)} limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * How many who signed up by themselves in a region have not had the letter to confirm by: it came back, or nobody took it.
 * As long as letters are kept.
 */
export async function countLostSignUps(
  db: Db,
  { regionCode, besides }: { readonly regionCode: string; readonly besides: string },
): Promise<number> {
  const { rows } = await sql<{ lost: number }>`
    select count(*)::int as lost from sign_up u
    where u.confirmed_at is null and u.agreed_version <> ${besides}
      and u.choices -> 'regionCodes' @> ${json([regionCode])}::jsonb
      and exists (select from reader_letter m where ${isLetterOf(sql`u.id`)} and ${letterStanding} in ('dead', 'returned'))`.execute(
    db,
  );
  return rows[0]?.lost ?? 0;
}
