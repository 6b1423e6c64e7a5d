import { writeRhythmOf } from "../db/digest-runs.ts";
import { findReaderLink } from "../db/reader-letters.ts";
import type { Db } from "../db/schema.ts";
import {
  deleteSignUp,
  findSignUp,
  insertConsent,
  insertSignUp,
  lockSubscriber,
  removeStaleSignUps,
  writeConfirmed,
  type SignUp,
} from "../db/sign-ups.ts";
import {
  readSubscriptionsOf,
  saveSubscription,
  setSubscriptionState,
  writeChoices,
  writeSnooze,
  type Holder,
  type Subscription,
} from "../db/subscriptions.ts";
import { insertWish, readWishes, updateWish, writeWishEnd } from "../db/wishes.ts";
import { DAILY, nextDigest } from "../domain/rhythm.ts";
import type { Agreement, SignUpChoices } from "../domain/sign-up.ts";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import { createToken } from "../secrets/token.ts";
import type { ServiceContext } from "./context.ts";
import { sendReaderLetter, type Held, type LetterSent } from "./reader-letters.ts";

type Changing = Pick<ServiceContext, "db" | "now">;

const holderOf = (address: string): Holder => ({ channel: "email", target: { address } });

/** What is asked for at an address. */
interface SignUpAsked {
  readonly address: string;
  readonly choices: SignUpChoices;
  readonly agreement: Agreement;
  /** `networksOf(…).wide` of whoever asks. */
  readonly network: string;
}

type SignUpNoted = { readonly kind: "asked"; readonly signUpId: number } | Held;

/**
 * Notes what somebody asks for at an address, and writes there: nothing else comes before it is confirmed. `held` says that
 * too much was asked for and nothing was sent; whoever asked is told the same in any case.
 */
export async function requestSignUp(
  { db, now }: Changing,
  input: SignUpAsked,
): Promise<{ readonly kind: "asked" } | Held> {
  const noted = await db.transaction().execute((trx) => noteSignUp(trx, { ...input, now }));
  return noted.kind === "asked" ? { kind: "asked" } : noted;
}

/** The same inside a transaction that does more. */
export async function noteSignUp(trx: Db, input: SignUpAsked & { readonly now: Date }): Promise<SignUpNoted> {
  const signUpId = await insertSignUp(trx, input);
  const sent = await writeConfirmation(trx, { ...input, signUpId });
  if (sent.kind === "sent") return { kind: "asked", signUpId };
  await deleteSignUp(trx, signUpId);
  return sent;
}

/** Writes to the address by which a sign-up is confirmed, also once more; within the limits of letters. */
export async function writeConfirmation(
  trx: Db,
  input: Pick<SignUpAsked, "address" | "choices" | "network"> & { readonly signUpId: number; readonly now: Date },
): Promise<LetterSent> {
  const { address, choices, network, signUpId, now } = input;
  const own = await readSubscriptionsOf(trx, holderOf(address));
  const known = new Set(own.filter(({ state }) => state !== "ended").map(({ regionCode }) => regionCode));
  return sendReaderLetter(trx, {
    address,
    language: choices.delivery.language,
    letter: {
      kind: "confirm-subscription",
      signUpId,
      regionCodes: choices.regionCodes,
      known: choices.regionCodes.filter((code) => known.has(code)),
    },
    network,
    now,
  });
}

/** What a link asks to be confirmed, and how what was asked for stands by now, of each region. */
export interface OpenedSignUp {
  readonly signUp: SignUp;
  readonly own: readonly Subscription[];
  /** The regions in which just this is wanted. */
  readonly wanted: ReadonlySet<string>;
}

/** Changes nothing. Null where the link is unknown or too old. */
export async function openSignUp({ db, now }: Changing, token: string): Promise<OpenedSignUp | null> {
  const link = await findReaderLink(db, { token, kind: "confirm-subscription", now });
  const signUp = link === null ? null : await findSignUp(db, link.letter.signUpId);
  if (signUp === null) return null;
  const own = await readSubscriptionsOf(db, holderOf(signUp.address));
  const here = own.filter(({ regionCode }) => signUp.choices.regionCodes.includes(regionCode));
  return { signUp, own: here, wanted: await findWanted(db, { signUp, own: here }) };
}

async function findWanted(
  db: Db,
  { signUp, own }: { signUp: SignUp; own: readonly Subscription[] },
): Promise<ReadonlySet<string>> {
  const standing = own.filter(({ state }) => state !== "ended");
  const wishes = await readWishes(
    db,
    standing.map(({ id }) => id),
  );
  const asked = writeAlike(signUp.choices.wish.filter);
  const same = wishes.filter(({ endedAt, filter }) => endedAt === null && writeAlike(filter) === asked);
  const regionOf = new Map(standing.map(({ id, regionCode }) => [id, regionCode]));
  return new Set(same.flatMap(({ subscriptionId }) => regionOf.get(subscriptionId) ?? []));
}

/** The database has an order of its own. */
function writeAlike(filter: SubscriptionFilter): string {
  return JSON.stringify(Object.entries(filter).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Makes the subscriptions that were asked for, and keeps what was agreed to with them. Who has one in a region already gets
 * the wish beside those that they have; how it comes stays theirs. Once confirmed it does nothing more.
 */
export async function confirmSignUp(
  { db, now }: Changing,
  token: string,
): Promise<{ readonly kind: "confirmed" | "confirmed-before" | "unknown" }> {
  const link = await findReaderLink(db, { token, kind: "confirm-subscription", now });
  if (link === null) return { kind: "unknown" };
  return db.transaction().execute(async (trx) => {
    await lockSubscriber(trx, link.address);
    const signUp = await findSignUp(trx, link.letter.signUpId);
    if (signUp === null) return { kind: "unknown" };
    if (signUp.confirmedAt !== null) return { kind: "confirmed-before" };
    const own = await readSubscriptionsOf(trx, holderOf(signUp.address));
    for (const regionCode of signUp.choices.regionCodes) {
      const known = own.find((subscription) => subscription.regionCode === regionCode);
      const subscriptionId =
        known === undefined || known.state === "ended"
          ? await begin(trx, { signUp, regionCode, now })
          : await extend(trx, { signUp, known, now });
      await insertConsent(trx, { ...signUp, subscriptionId, now });
    }
    await writeConfirmed(trx, { id: signUp.id, now });
    return { kind: "confirmed" };
  });
}

/** A new subscription, or one that had ended and begins anew: with this wish and no other. */
async function begin(
  trx: Db,
  { signUp, regionCode, now }: { signUp: SignUp; regionCode: string; now: Date },
): Promise<number> {
  const { wish, delivery } = signUp.choices;
  const { language, rhythm } = delivery;
  const target = holderOf(signUp.address);
  const id = await saveSubscription(trx, {
    ...target,
    regionCode,
    language,
    filter: wish.filter,
    token: createToken(),
    now,
  });
  // The database has made the first wish of the filter, or has begun it again.
  const [base, ...others] = (await readWishes(trx, [id])).filter(({ endedAt }) => endedAt === null);
  if (base !== undefined) await updateWish(trx, { id: base.id, subscriptionId: id, wish });
  for (const { id: wishId } of others)
    await writeWishEnd(trx, { id: wishId, subscriptionId: id, reason: "subscriber", now });
  await writeChoices(trx, { ...delivery, id });
  await writeRhythmOf(trx, { id, rhythm, now });
  const next = nextDigest(rhythm.kind === "at-once" ? DAILY : rhythm, now);
  await writeSnooze(trx, { id, until: null, next, now });
  return id;
}

/** Adds the wish to what they have; one that was paused goes on, since its address has answered. */
async function extend(
  trx: Db,
  { signUp, known, now }: { signUp: SignUp; known: Subscription; now: Date },
): Promise<number> {
  const { id, state } = known;
  await insertWish(trx, { subscriptionId: id, wish: signUp.choices.wish, now });
  if (state === "paused") await setSubscriptionState(trx, { id, state: "active", reason: null, now });
  return id;
}

/** Erases what nobody has confirmed in time, and what was confirmed: that stands with the subscription. */
export async function eraseStaleSignUps({ db, now }: Changing): Promise<number> {
  return db.transaction().execute((trx) => removeStaleSignUps(trx, now));
}
