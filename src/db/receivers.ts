import { wantsMessage } from "../domain/subscription.ts";
import type { Audience, Purpose } from "../domain/audience.ts";
import type { EntryFact } from "../domain/message.ts";
import type { Db } from "./schema.ts";

/** Whom a message is for. */
export interface Addressed {
  readonly regionCode: string;
  readonly purpose: Purpose;
  readonly entry: EntryFact | null;
  readonly audience: Audience;
}

/** The subscriptions that get the message when it is published now. */
export async function readReceivers(
  db: Db,
  { regionCode, purpose, ...about }: Addressed,
): Promise<{ id: number; channel: string }[]> {
  const subscriptions = await db
    .selectFrom("subscription")
    .select(["id", "channel", "filter"])
    .where("region_code", "=", regionCode)
    .where("state", "=", "active")
    .where("purpose", "=", purpose)
    .execute();
  return subscriptions.filter(({ filter }) => wantsMessage(filter, about));
}

/** How many get it by each channel that has any. */
export async function countReceivers(db: Db, about: Addressed): Promise<Map<string, number>> {
  const byChannel = Map.groupBy(await readReceivers(db, about), ({ channel }) => channel);
  return new Map(Array.from(byChannel, ([channel, receivers]) => [channel, receivers.length]));
}
