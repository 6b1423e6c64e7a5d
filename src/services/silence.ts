import { z } from "zod";
import { takeSilent, type SilentSubscription } from "../db/silence.ts";
import { readSourceState } from "../db/source-state.ts";
import { addDays, parseInstant, stockholmDate, stockholmInstant } from "../domain/calendar.ts";
import { isStale, NATIONAL_SOURCE } from "../domain/source-health.ts";
import type { ServiceContext } from "./context.ts";
import { sendReaderLetter } from "./reader-letters.ts";

/** A month is told of in its first week after: what could not be told then is told no more. */
const TOLD_WITHIN_DAYS = 7;
const STEP_SUBSCRIPTIONS = 500;

/**
 * Tells by a letter who had nothing in the month that has ended that all works, or that the data are old: one letter to an
 * address, whatever number of regions it has. Each month is told of once, however often this is asked. Resolves with how
 * many letters are on their way.
 */
export async function tellSilence({ db, now }: Pick<ServiceContext, "db" | "now">): Promise<number> {
  const today = stockholmDate(now);
  if (Number(today.slice(8)) > TOLD_WITHIN_DAYS) return 0;
  // Before the first file nothing can be said of silence.
  const source = await readSourceState(db, NATIONAL_SOURCE);
  if (source === null) return 0;
  const month = addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
  const since = stockholmInstant(`${month}-01`, 0);
  const { fileTime } = source;
  const made = parseInstant(fileTime);
  const about = { month, fileTime, isStale: made === null || isStale(made, now) };
  let letters = 0;
  for (;;) {
    const told = await db.transaction().execute(async (trx) => {
      const silent = await takeSilent(trx, { month, since, limit: STEP_SUBSCRIPTIONS });
      const byReader = Map.groupBy(silent, ({ target, language }) => `${language} ${addressOf(target) ?? ""}`);
      for (const own of byReader.values()) letters += (await tell(trx, own, { about, now })) ? 1 : 0;
      return silent.length;
    });
    if (told < STEP_SUBSCRIPTIONS) return letters;
  }
}

async function tell(
  trx: ServiceContext["db"],
  own: readonly SilentSubscription[],
  { about, now }: { about: { month: string; fileTime: string; isStale: boolean }; now: Date },
): Promise<boolean> {
  const [first] = own;
  const address = first === undefined ? null : addressOf(first.target);
  if (first === undefined || address === null) return false;
  const regionCodes = own.map(({ regionCode }) => regionCode);
  const letter = { kind: "nothing-this-month", subscriptionId: first.id, regionCodes, ...about } as const;
  await sendReaderLetter(trx, { address, language: first.language, letter, now });
  return true;
}

const targetSchema = z.object({ address: z.string() });

/** Null of a target that can no longer be read, which its deliveries tell. */
export function addressOf(target: unknown): string | null {
  return targetSchema.safeParse(target).data?.address ?? null;
}
