import { sql } from "kysely";
import { mailboxOf } from "../domain/email-address.ts";
import type { Language } from "../domain/message.ts";
import {
  LETTER_LIMITS,
  LIMITS_REMEMBER_MS,
  READER_LINK_MS,
  type LimitedBy,
  type ReaderLetter,
  type ReaderLetterKind,
} from "../domain/reader-letter.ts";
import { hashText, json } from "./client.ts";
import type { Db } from "./schema.ts";

/** Whoever counts letters and adds one does so alone, until the end of the transaction. */
export async function lockReaderLetters(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('reader letters'))`.execute(trx);
}

/** By what no more letters may be asked for; null where one may. */
export async function findReachedLimit(
  trx: Db,
  { address, network, now }: { address: string; network: string; now: Date },
): Promise<LimitedBy | null> {
  const { name, domain } = mailboxOf(address);
  const there = sql<boolean>`split_part(address, '@', -1) = ${domain}`;
  const matches = {
    // As `mailboxOf` has it.
    address: sql<boolean>`(${there} and replace(split_part(split_part(address, '@', 1), '+', 1), '.', '') = ${name})`,
    network: sql<boolean>`network = ${network}`,
    domain: there,
  };
  for (const by of ["address", "network", "domain"] as const)
    for (const { windowMs, letters } of LETTER_LIMITS[by]) {
      const since = new Date(now.getTime() - windowMs);
      const { asked } = await trx
        .selectFrom("reader_letter")
        .select((eb) => eb.fn.countAll<number>().as("asked"))
        .where(matches[by])
        .where("network", "is not", null)
        .where("created_at", ">", since)
        .executeTakeFirstOrThrow();
      if (asked >= letters) return by;
    }
  return null;
}

export interface NewReaderLetter {
  readonly address: string;
  readonly language: Language;
  readonly letter: ReaderLetter;
  /** Of whoever asked for it; null of what nobody asked for. */
  readonly network: string | null;
  readonly now: Date;
}

export async function insertReaderLetter(trx: Db, input: NewReaderLetter): Promise<number> {
  const { address, language, letter, network, now } = input;
  const { id } = await trx
    .insertInto("reader_letter")
    .values({
      address,
      language,
      content: json(letter),
      created_at: now,
      expires_at: new Date(now.getTime() + READER_LINK_MS[letter.kind]),
      network,
      state: "due",
      due_at: now,
      reason: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export interface DueReaderLetter {
  readonly id: number;
  readonly address: string;
  readonly language: Language;
  readonly content: ReaderLetter;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly attempts: number;
}

export async function readReaderLetters(db: Db, ids: readonly number[]): Promise<DueReaderLetter[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom("reader_letter")
    .select(["id", "address", "language", "content", "created_at as createdAt"])
    .select(["expires_at as expiresAt", "attempts"])
    .where("id", "in", ids)
    .orderBy("id")
    .execute();
}

/** Keeps a link to what a letter is about; those of earlier attempts open it too. */
export async function insertReaderLink(
  db: Db,
  { token, letterId, expiresAt }: { token: string; letterId: number; expiresAt: Date },
): Promise<void> {
  const link = { token_hash: hashText(token), letter_id: letterId, expires_at: expiresAt };
  await db.insertInto("reader_link").values(link).execute();
}

/** What a link opens: whoever has it has shown that the address is theirs. */
export interface ReaderLink<Kind extends ReaderLetterKind> {
  readonly address: string;
  readonly language: Language;
  readonly letter: Extract<ReaderLetter, { kind: Kind }>;
  readonly expiresAt: Date;
}

/** Null where it is unknown, too old, or of a letter of another kind. */
export async function findReaderLink<Kind extends ReaderLetterKind>(
  db: Db,
  { token, kind, now }: { token: string; kind: Kind; now: Date },
): Promise<ReaderLink<Kind> | null> {
  const row = await db
    .selectFrom("reader_link")
    .innerJoin("reader_letter", "reader_letter.id", "reader_link.letter_id")
    .select(["address", "language", "content", "reader_link.expires_at as expiresAt"])
    .where("token_hash", "=", hashText(token))
    .where("reader_link.expires_at", ">", now)
    .executeTakeFirst();
  if (row === undefined || !isOf(row.content, kind)) return null;
  const { content: letter, ...link } = row;
  return { ...link, letter };
}

function isOf<Kind extends ReaderLetterKind>(
  letter: ReaderLetter,
  kind: Kind,
): letter is Extract<ReaderLetter, { kind: Kind }> {
  return letter.kind === kind;
}

/** Erases letters that lead nowhere any more, with their addresses, and from which networks older ones were asked for. */
export async function removeStaleReaderLetters(db: Db, now: Date): Promise<number> {
  const remembered = new Date(now.getTime() - LIMITS_REMEMBER_MS);
  await db
    .updateTable("reader_letter")
    .set({ network: null })
    .where("network", "is not", null)
    .where("created_at", "<=", remembered)
    .execute();
  // Where a subscription's address is erased it stands in none of its letters, either.
  await sql`
    delete from reader_letter m using subscription s
    where m.content ? 'subscriptionId' and s.id = (m.content ->> 'subscriptionId')::bigint
      and s.erased_at is not null`.execute(db);
  // Limits count letters whose link has gone.
  const { numDeletedRows } = await db
    .deleteFrom("reader_letter")
    .where("expires_at", "<=", now)
    .where("created_at", "<=", remembered)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
