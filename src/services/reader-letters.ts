import {
  findReachedLimit,
  insertReaderLetter,
  insertReaderLink,
  lockReaderLetters,
  removeStaleReaderLetters,
  type DueReaderLetter,
  type NewReaderLetter,
} from "../db/reader-letters.ts";
import { finishLetter } from "../db/letters.ts";
import type { Db } from "../db/schema.ts";
import { addTallies } from "../db/tallies.ts";
import type { LimitedBy } from "../domain/reader-letter.ts";
import { createToken } from "../secrets/token.ts";
import type { ServiceContext } from "./context.ts";

export type LetterSent = { readonly kind: "sent"; readonly letterId: number } | Held;
/** Too many were asked for: nothing goes, and whoever asked must not be told. */
export interface Held {
  readonly kind: "held";
  readonly by: LimitedBy;
}

/**
 * Tells a reader by e-mail. Call it inside the transaction that does what is told. `address` is as `parseEmailAddress`
 * gives it. `network` is that of whoever asked for it (`networksOf(…).wide`): what anybody may ask for is held back where
 * too much of it is; left out of what we tell by ourselves.
 */
export async function sendReaderLetter(
  trx: Db,
  input: Omit<NewReaderLetter, "network"> & { readonly network?: string },
): Promise<LetterSent> {
  const { network = null, ...letter } = input;
  if (network !== null) {
    await lockReaderLetters(trx);
    const by = await findReachedLimit(trx, { ...letter, network });
    if (by !== null) {
      const labels = { letter: letter.letter.kind, by };
      await addTallies(trx, [{ figure: "held", labels, bucket: Infinity, count: 1, seconds: 0 }]);
      return { kind: "held", by };
    }
  }
  return { kind: "sent", letterId: await insertReaderLetter(trx, { ...letter, network }) };
}

/** Makes the link of a letter, at its sending; null where it has grown too old for one. */
export async function makeReaderLink(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  { id, expiresAt }: Pick<DueReaderLetter, "id" | "expiresAt">,
): Promise<string | null> {
  if (expiresAt <= now) return null;
  const token = createToken();
  await insertReaderLink(db, { token, letterId: id, expiresAt });
  return token;
}

export async function giveUpReaderLetter(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  { id, reason }: { readonly id: number; readonly reason: string },
): Promise<void> {
  await finishLetter(db, "reader_letter", { id, state: "dead", reason, now });
}

/** Erases letters whose links open nothing any more, with their addresses; resolves with how many. */
export async function eraseStaleLetters({ db, now }: Pick<ServiceContext, "db" | "now">): Promise<number> {
  return db.transaction().execute((trx) => removeStaleReaderLetters(trx, now));
}
