import {
  addTallies,
  countAttempts,
  countEnded,
  countTimes,
  findTallySpan,
  holdTallyMark,
  readTalliedRemotes,
  writeTallyMark,
} from "../db/tallies.ts";
import type { Db } from "../db/schema.ts";
import { boundRemotes } from "../domain/tally.ts";

/** What ended just now may be of a transaction that is not committed yet. */
const SETTLE_MS = 20_000;
/** Sendings counted in one step, each in a transaction of its own. */
const STEP_SENDINGS = 5_000;

/** Counts what has ended and what was tried since the last time, each once whoever counts. Resolves with the number of steps. */
export async function tallySendings({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  const until = new Date(now().getTime() - SETTLE_MS);
  for (let steps = 0; ; steps += 1) {
    const more = await db.transaction().execute(async (trx) => {
      const from = await holdTallyMark(trx);
      if (from === null || from >= until) return false;
      const to = await findTallySpan(trx, { from, to: until, limit: STEP_SENDINGS });
      const made = await countAttempts(trx, { from, to, limit: STEP_SENDINGS });
      const attempts = boundRemotes(made, await readTalliedRemotes(trx));
      await addTallies(trx, [
        ...attempts,
        ...(await countEnded(trx, { from, to })),
        ...(await countTimes(trx, { from, to })),
      ]);
      await writeTallyMark(trx, to);
      return to < until;
    });
    if (!more) return steps;
  }
}
