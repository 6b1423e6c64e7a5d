import {
  countNewSubscribers,
  insertSubscribers,
  insertSubscriptionImport,
  type NewSubscriber,
} from "../db/subscription-imports.ts";
import { nameActor } from "../domain/audit.ts";
import { createToken } from "../secrets/token.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

/** So many are added in one statement. */
const ROWS_AT_ONCE = 2_000;

/**
 * Takes in readers who have agreed to it, all or none. Who is there already is left as they are, whatever the file says:
 * nobody who has left gets anything again.
 */
export async function importSubscribers(
  ctx: ServiceContext,
  input: {
    readonly regionCode: string;
    readonly channel: string;
    /** What they agreed to, and how; kept with who took them in and when. */
    readonly consent: string;
    readonly subscribers: readonly Omit<NewSubscriber, "token">[];
    /** Only says what would be done. */
    readonly dryRun: boolean;
  },
): Promise<{ readonly kind: "imported"; readonly imported: number; readonly known: number } | Forbidden> {
  const { regionCode, channel, consent, subscribers, dryRun } = input;
  const { db, now, actor } = ctx;
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  const finish = (imported: number) => ({ kind: "imported", imported, known: subscribers.length - imported }) as const;
  if (dryRun || subscribers.length === 0) {
    const targets = subscribers.map(({ target }) => target);
    return finish(await countNewSubscribers(db, { regionCode, channel, targets }));
  }
  return db.transaction().execute(async (trx) => {
    const importId = await insertSubscriptionImport(trx, { regionCode, consent, by: nameActor(actor), now });
    let imported = 0;
    for (let at = 0; at < subscribers.length; at += ROWS_AT_ONCE) {
      const some = subscribers.slice(at, at + ROWS_AT_ONCE).map((one) => ({ ...one, token: createToken() }));
      imported += await insertSubscribers(trx, { regionCode, channel, importId, now, subscribers: some });
    }
    return finish(imported);
  });
}
