import { eraseAddress, readOwnRecords, type OwnRecords } from "../db/own-data.ts";
import { eraseSubscriptions } from "../db/retention.ts";
import { lockSubscriber } from "../db/sign-ups.ts";
import {
  holdSubscriptionsOf,
  readSubscriptionsOf,
  setSubscriptionState,
  type Holder,
  type Subscription,
} from "../db/subscriptions.ts";
import { readWishes, type Wish } from "../db/wishes.ts";
import { ENDED_BY_SUBSCRIBER } from "../domain/subscription.ts";
import type { ServiceContext } from "./context.ts";

/** A reader by e-mail, who has shown that the address is theirs. */
export interface Mailbox {
  readonly address: string;
}

export function holderOf({ address }: Mailbox): Holder {
  return { channel: "email", target: { address } };
}

/** All that lies here about a reader. */
export interface OwnData extends OwnRecords {
  readonly subscriptions: readonly (Subscription & { readonly wishes: readonly Wish[] })[];
}

export async function readOwnData({ db }: Pick<ServiceContext, "db">, mailbox: Mailbox): Promise<OwnData> {
  const holder = holderOf(mailbox);
  const subscriptions = await readSubscriptionsOf(db, holder);
  const wishes = await readWishes(
    db,
    subscriptions.map(({ id }) => id),
  );
  return {
    ...(await readOwnRecords(db, { holder, address: mailbox.address })),
    subscriptions: subscriptions.map((own) => ({
      ...own,
      wishes: wishes.filter(({ subscriptionId }) => subscriptionId === own.id),
    })),
  };
}

/**
 * Ends all that a reader has and erases their address wherever it stands, as retention does of whoever left long ago.
 * Messages, and that somebody got them, stay. Done twice it does no more than once.
 */
export async function eraseOwnData({ db, now }: Pick<ServiceContext, "db" | "now">, mailbox: Mailbox): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // What is confirmed in the same moment is made before, and erased too, or not at all.
    await lockSubscriber(trx, mailbox.address);
    const held = await holdSubscriptionsOf(trx, holderOf(mailbox));
    for (const { id, state } of held)
      if (state !== "ended") await setSubscriptionState(trx, { id, state: "ended", reason: ENDED_BY_SUBSCRIBER, now });
    await eraseSubscriptions(trx, { ids: held.map(({ id }) => id), now });
    await eraseAddress(trx, mailbox.address);
  });
}
