import { insertAudit } from "../db/audit.ts";
import { findReaderLink } from "../db/reader-letters.ts";
import { holdReader } from "../db/readers.ts";
import { readSharedStandings, takeAsked, type AskedMailbox } from "../db/reconfirmations.ts";
import type { Db } from "../db/schema.ts";
import { insertConsent } from "../db/sign-ups.ts";
import { findSubscription, holdSubscription, setSubscriptionState, type Subscription } from "../db/subscriptions.ts";
import { cleanLine } from "../domain/clean-text.ts";
import { findTextFault, type TextFault } from "../domain/free-text.ts";
import { BY_HAND_AGREEMENT, MAX_SAID_CHARS, STILL_WANTED_AGREEMENT } from "../domain/reconfirmation.ts";
import type { ReaderLetter } from "../domain/reader-letter.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";
import { sendReaderLetter } from "./reader-letters.ts";
import { addressOf } from "./silence.ts";

type Asking = Pick<ServiceContext, "db" | "now">;

const STEP_SUBSCRIPTIONS = 500;

/**
 * Asks shared mailboxes once a year whether they still want what they get, and reminds them once. Nothing ends where nobody
 * answers: a ward may rely on it, and its region sees that nobody has. Resolves with how many letters are on their way.
 */
export async function askSharedMailboxes({ db, now }: Asking): Promise<number> {
  let letters = 0;
  for (const again of [false, true])
    for (;;) {
      const asked = await db.transaction().execute(async (trx) => {
        const due = await takeAsked(trx, { now, limit: STEP_SUBSCRIPTIONS, again });
        for (const one of due) letters += (await ask(trx, one, now)) ? 1 : 0;
        return due.length;
      });
      if (asked < STEP_SUBSCRIPTIONS) break;
    }
  return letters;
}

async function ask(trx: Db, mailbox: AskedMailbox, now: Date): Promise<boolean> {
  const { id, regionCode, target, language, agreedAt, askedAt } = mailbox;
  const address = addressOf(target);
  if (address === null) return false;
  const letter: ReaderLetter = {
    kind: "still-wanted",
    subscriptionId: id,
    regionCodes: [regionCode],
    agreedAt: agreedAt.toISOString(),
    askedAt: askedAt?.toISOString() ?? null,
  };
  await sendReaderLetter(trx, { address, language, letter, now });
  return true;
}

/** What the link of such a letter opens. */
export interface OpenedQuestion {
  readonly subscription: Subscription;
  /** When it was last agreed to, where that was after it was asked. */
  readonly answeredAt: Date | null;
}

/** Changes nothing. Null where the link is unknown or too old, or the subscription is none any more. */
export async function openQuestion({ db, now }: Asking, token: string): Promise<OpenedQuestion | null> {
  const link = await findReaderLink(db, { token, kind: "still-wanted", now });
  const subscription = link === null ? null : await findSubscription(db, link.letter.subscriptionId);
  if (subscription === null) return null;
  const { regionCode, id } = subscription;
  const [standing] = await readSharedStandings(db, { regionCode, id, now });
  return { subscription, answeredAt: standing === undefined || standing.isOpen ? null : standing.agreedAt };
}

/**
 * They still want it, in these words, which are kept with the subscription. One that was paused goes on: the letter has
 * reached somebody. What was ended stays so. Once answered it does nothing more.
 */
export async function keepSubscription(
  ctx: Asking,
  { token, text }: { readonly token: string; readonly text: string },
): Promise<{ readonly kind: "kept" | "kept-before" | "ended" | "unknown" }> {
  const { db, now } = ctx;
  const link = await findReaderLink(db, { token, kind: "still-wanted", now });
  if (link === null) return { kind: "unknown" };
  return db.transaction().execute(async (trx) => {
    const held = await holdSubscription(trx, link.letter.subscriptionId);
    if (held === null) return { kind: "unknown" };
    if (held.state === "ended") return { kind: "ended" };
    const { id, regionCode, state } = held;
    const [standing] = await readSharedStandings(trx, { regionCode, id, now });
    if (standing === undefined) return { kind: "unknown" };
    if (standing.askedAt === null) return { kind: "kept-before" };
    const agreement = { version: STILL_WANTED_AGREEMENT, text };
    await insertConsent(trx, { subscriptionId: id, agreement, askedAt: standing.askedAt, now });
    if (state === "paused") await setSubscriptionState(trx, { id, state: "active", reason: null, now });
    return { kind: "kept" };
  });
}

/** Somebody of the region has heard that a shared target still wants what it gets; `text` says from whom and how, and is kept. */
export async function confirmByHand(
  ctx: ServiceContext,
  {
    regionCode,
    id,
    said,
    write,
  }: {
    readonly regionCode: string;
    readonly id: number;
    readonly said: string;
    /** Words the agreement that is kept. */
    readonly write: (said: string) => string;
  },
): Promise<
  { readonly kind: "done" | "unknown" } | { readonly kind: "refused"; readonly because: TextFault } | Forbidden
> {
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  const words = cleanLine(said);
  const because = findTextFault(words, MAX_SAID_CHARS);
  if (because !== null) return { kind: "refused", because };
  const { now, actor } = ctx;
  return ctx.db.transaction().execute(async (trx) => {
    const reader = await holdReader(trx, { id, regionCode });
    if (reader === null || reader.state === "ended") return { kind: "unknown" };
    const [standing] = await readSharedStandings(trx, { regionCode, id, now });
    if (standing === undefined) return { kind: "unknown" };
    const agreement = { version: BY_HAND_AGREEMENT, text: write(words) };
    await insertConsent(trx, { subscriptionId: id, agreement, askedAt: standing.askedAt ?? now, now });
    await insertAudit(trx, { at: now, actor, regionCode, deed: "subscription-confirmed", objectId: id, reason: words });
    return { kind: "done" };
  });
}
