import { addTallies } from "../db/tallies.ts";
import { takeUntoldMessages, takeUntoldUpdates, type UntoldMessage, type UntoldUpdate } from "../db/untold-news.ts";
import type { Db } from "../db/schema.ts";
import { tallyTime, type Tally } from "../domain/tally.ts";

const AT_ONCE = 200;

/**
 * News of cases, and messages that all their receivers have a delivery of, which nobody has told of yet: each is given to
 * one who asks, and how long it took is counted with it. Both empty when there are none.
 */
export async function takeNews({
  db,
  now,
}: {
  db: Db;
  now: () => Date;
}): Promise<{ updates: UntoldUpdate[]; messages: UntoldMessage[] }> {
  return db.transaction().execute(async (trx) => {
    const about = { now: now(), limit: AT_ONCE };
    const updates = await takeUntoldUpdates(trx, about);
    const messages = await takeUntoldMessages(trx, about);
    await addTallies(trx, messages.flatMap(tallyDecision));
    return { updates, messages };
  });
}

/** How long it took to see the news, and from then to decide on it; nothing of a message that no file led to. */
function tallyDecision({ source, sourceAt, seenAt, publishedAt, reviewed }: UntoldMessage): Tally[] {
  if (seenAt === null) return [];
  const between = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1_000;
  const seen = sourceAt === null ? [] : [tallyTime("seen", { source: source ?? "" }, between(sourceAt, seenAt))];
  return [...seen, tallyTime("decided", { by: reviewed ? "person" : "rule" }, between(seenAt, publishedAt))];
}
