import { z } from "zod";
import { parseAtc } from "./atc.ts";
import type { Audience } from "./audience.ts";
import type { EntryFact, Urgency } from "./message.ts";
import { addDays, mondayOf, stockholmDate, stockholmHour, stockholmInstant, type IsoDate } from "./calendar.ts";

/** Which messages a subscriber wants; everything that is left out is wanted. */
export const subscriptionFilterSchema = z.strictObject({
  /** ATC prefixes. */
  atc: z
    .array(z.string().refine((code) => parseAtc(code) === code, { error: "is no ATC code in capitals, such as J01DH" }))
    .nonempty()
    .optional(),
  /** List priorities. */
  priorities: z.array(z.int().min(1)).nonempty().optional(),
  /** Areas of care, as the messages' audience names them. */
  areas: z.array(z.string().min(1)).nonempty().optional(),
  /** What the subscriber is, as the messages' audience names it. */
  roles: z.array(z.string().min(1)).nonempty().optional(),
});
export type SubscriptionFilter = z.infer<typeof subscriptionFilterSchema>;

/** `paused`: the target stopped answering; `ended`: the subscriber left. */
export type SubscriptionState = "active" | "paused" | "ended";

/**
 * Whether a subscriber with this filter wants a message about this entry. What is about no one entry (an overview, a
 * reminder of several cases) is for everybody in the roles that it is for.
 */
export function wantsMessage(
  filter: SubscriptionFilter,
  about: { entry: EntryFact | null; audience: Audience },
): boolean {
  const { entry, audience } = about;
  const { atc, priorities, areas, roles } = filter;
  if (!isAmong(audience.roles, roles)) return false;
  if (entry === null) return true;
  return (
    isAmong(audience.areas, areas) &&
    (atc === undefined ||
      (entry.atc !== "" && atc.some((prefix) => entry.atc.startsWith(prefix) || prefix.startsWith(entry.atc)))) &&
    (priorities === undefined || (entry.priority !== null && priorities.includes(entry.priority)))
  );
}

/** Whether one of those a message is for is wanted; a message for everybody is, and no wish wants all. */
function isAmong(meant: readonly string[], wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || meant.length === 0 || meant.some((one) => wanted.includes(one));
}

/** What became of a subscription, and when. */
export interface Standing {
  readonly state: SubscriptionState;
  /** When it was last begun. */
  readonly confirmedAt: Date;
  /** The last pause since then, and when it went on; null while it has not. */
  readonly pausedAt: Date | null;
  readonly resumedAt: Date | null;
}

/**
 * Whether who subscribes is among those to whom a message of that moment goes: they had begun by then, were not paused,
 * and have not left since. Who is paused since then gets it when it goes on.
 */
export function stoodAt({ state, confirmedAt, pausedAt, resumedAt }: Standing, publishedAt: Date): boolean {
  if (state === "ended" || confirmedAt > publishedAt) return false;
  return pausedAt === null || pausedAt > publishedAt || (resumedAt !== null && resumedAt <= publishedAt);
}

/** The hour in Stockholm at which the daily digest leaves: before the morning round. */
export const DIGEST_HOUR = 7;

/** Monday's digest in Stockholm that news waits for, whatever the clocks do that night: what comes after it waits a week. */
export function weeklyDigestAt(since: Date): Date {
  const today = stockholmDate(since);
  const monday = addDays(mondayOf(today), 7);
  const early = today === mondayOf(today) && stockholmHour(since) < DIGEST_HOUR;
  return stockholmInstant(early ? today : monday, DIGEST_HOUR);
}

/**
 * The day on which a message published at `publishedAt` goes out in a digest, and null when it goes at once: an urgent
 * message never waits for the morning.
 */
export function digestDate(publishedAt: Date, urgency: Urgency): IsoDate | null {
  if (urgency === "high") return null;
  const today = stockholmDate(publishedAt);
  return stockholmHour(publishedAt) < DIGEST_HOUR ? today : addDays(today, 1);
}
