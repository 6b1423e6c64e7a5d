import { sql } from "kysely";
import { READER_LINK_MS } from "../domain/reader-letter.ts";
import { signUpChoicesSchema, storeChoices, type Agreement, type SignUpChoices } from "../domain/sign-up.ts";
import { json } from "./client.ts";
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

/** A sign-up that waits for its confirmation. */
export interface WaitingSignUp {
  readonly id: number;
  readonly address: string;
  readonly agreedText: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

/** What was asked for in a region under an agreement, and is not confirmed yet; the newest first. */
export async function readWaitingSignUps(
  db: Db,
  { regionCode, agreedVersion, now }: { regionCode: string; agreedVersion: string; now: Date },
): Promise<WaitingSignUp[]> {
  return db
    .selectFrom("sign_up")
    .select(["id", "address", "agreed_text as agreedText", "asked_at as askedAt", "expires_at as expiresAt"])
    .where("agreed_version", "=", agreedVersion)
    .where("confirmed_at", "is", null)
    .where("expires_at", ">", now)
    .where(sql<boolean>`choices -> 'regionCodes' @> ${json([regionCode])}::jsonb`)
    .orderBy("id", "desc")
    .limit(100)
    .execute();
}
