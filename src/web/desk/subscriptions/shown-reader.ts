import type { ListedReader } from "../../../db/readers.ts";
import { findSubscriptions, type Subscription } from "../../../db/subscriptions.ts";
import { readWishNames, type NamedInWishes } from "../../../db/wish-names.ts";
import { readWishes, type Wish } from "../../../db/wishes.ts";
import { describeReceiver } from "../../desk-parts/shown-stops.ts";
import type { WebDeps } from "../../web-deps.ts";

/** A reader as the desk's pages may show them: no whole address, no token. */
export interface ShownReader extends ListedReader {
  readonly name: string;
  readonly subscription: Omit<Subscription, "target" | "token">;
  /** What they ask for now. */
  readonly wishes: readonly Wish[];
  readonly names: NamedInWishes;
}

/** These readers of a region with what they ask for, in the order given. */
export async function showReaders(
  { db, channels }: Pick<WebDeps, "db" | "channels">,
  { regionCode, readers }: { regionCode: string; readers: readonly ListedReader[] },
): Promise<ShownReader[]> {
  const ids = readers.map(({ id }) => id);
  const subscriptions = new Map((await findSubscriptions(db, ids)).map((one) => [one.id, one]));
  const wishes = (await readWishes(db, ids)).filter(({ endedAt }) => endedAt === null);
  const names = await readWishNames(db, { regionCode, filters: wishes.map(({ filter }) => filter) });
  return readers.flatMap((reader) => {
    const found = subscriptions.get(reader.id);
    if (found === undefined) return [];
    const { target, token: _, ...subscription } = found;
    const name = found.erasedAt === null ? describeReceiver(channels, { channel: found.channel, target }) : "";
    // What comes by a channel that does not gather comes at once, whatever is written down.
    const gathers = channels.get(found.channel)?.batches ?? true;
    const own = gathers ? subscription : { ...subscription, rhythm: "at-once" };
    const wanted = wishes.filter(({ subscriptionId }) => subscriptionId === reader.id);
    return [{ ...reader, name, subscription: own, wishes: wanted, names }];
  });
}
