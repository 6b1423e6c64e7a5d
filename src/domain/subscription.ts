import { z } from "zod";
import { parseAtc } from "./atc.ts";
import type { Audience } from "./audience.ts";
import { addDays, mondayOf, stockholmDate, stockholmHour, stockholmInstant } from "./calendar.ts";
import type { ChangeKind } from "./change.ts";
import { EXTENT_GRADES, type ExtentGrade } from "./extent-fact.ts";
import { entryOf, type EntryFact, type Message, type MessageFacts } from "./message.ts";

/**
 * What a new version of a message can be about. `new`: the first of a case · `extent`: more or less of it is hit · `dates`:
 * a date moved, or passed · `advice`: nothing but the advice is new · `resolved`: it is over.
 */
export const NEWS_TOPICS = ["new", "extent", "dates", "advice", "resolved"] as const;
export type NewsTopic = (typeof NEWS_TOPICS)[number];

/** Which messages a subscriber wants; everything that is left out is wanted. */
export const subscriptionFilterSchema = z.strictObject({
  /** ATC prefixes. */
  atc: z
    .array(z.string().refine((code) => parseAtc(code) === code, { error: "is no ATC code in capitals, such as J01DH" }))
    .nonempty()
    .optional(),
  /** List priorities. */
  priorities: z.array(z.int().min(1)).nonempty().optional(),
  /** Categories of the list, as it names them: what it takes in later is wanted too. */
  categories: z.array(z.string().min(1)).nonempty().optional(),
  /** Areas of care, as the messages' audience names them. */
  areas: z.array(z.string().min(1)).nonempty().optional(),
  /** What the subscriber is, as the messages' audience names it. */
  roles: z.array(z.string().min(1)).nonempty().optional(),
  /** How much is hit, now or by what readers were told before, so that who hears of the worst hears that it has eased. */
  extents: z.array(z.enum(EXTENT_GRADES)).nonempty().optional(),
  /** What corrects or takes back is always wanted. */
  news: z.array(z.enum(NEWS_TOPICS)).nonempty().optional(),
  /** Cases of the region. */
  cases: z.array(z.int().min(1)).nonempty().optional(),
});
export type SubscriptionFilter = z.infer<typeof subscriptionFilterSchema>;

/** `paused`: the target stopped answering; `ended`: the subscriber left. */
export type SubscriptionState = "active" | "paused" | "ended";

/** Why a subscriber may say that they left. Nobody has to. */
export const END_REASONS = ["too-many", "not-relevant", "other-channel", "changed-work", "other"] as const;
export type EndReason = (typeof END_REASONS)[number];

/** Why a subscription ended that its reader ended. */
export const ENDED_BY_SUBSCRIBER = "ended by the subscriber";

/** What a message is about, for whoever chooses among messages. */
export interface MessageTopic {
  /** Null of what is about no one entry: an overview, a reminder of several cases. */
  readonly entry: EntryFact | null;
  readonly caseId: number | null;
  /** How much is hit, and how much readers were told before. */
  readonly extents: readonly ExtentGrade[];
  /** Empty for what is for all who hear of the case. */
  readonly news: readonly NewsTopic[];
}

/** `told` is the version before it in its case, null of the first. The database says the same (`topicOf` in db/receivers). */
export function topicOf(
  { facts, kind, caseId }: Pick<Message, "facts" | "kind" | "caseId">,
  told: { readonly facts: MessageFacts } | null,
): MessageTopic {
  const extents = [facts, ...(told === null ? [] : [told.facts])].map(gradeOf);
  return { entry: entryOf(facts), caseId, extents: [...new Set(extents)], news: newsOf(kind, facts) };
}

function gradeOf(facts: MessageFacts): ExtentGrade {
  return (facts.kind === "case" ? facts.extent?.grade : undefined) ?? "unknown";
}

/** Changes of a notice that are about its dates alone. */
export const DATE_CHANGES: readonly ChangeKind[] = ["rescheduled-start", "rescheduled-end", "overdue"];

function newsOf(kind: Message["kind"], facts: MessageFacts): NewsTopic[] {
  if (kind === "new" || kind === "resolved") return [kind];
  if (kind !== "update" || facts.kind !== "case") return [];
  const changes = facts.notices.flatMap((notice) => notice.changes.map((change) => change.kind));
  const isMoved = facts.extentBefore !== undefined || changes.some((change) => !DATE_CHANGES.includes(change));
  const isDated = changes.some((change) => DATE_CHANGES.includes(change));
  if (!isMoved && !isDated) return ["advice"];
  return [...(isMoved ? ["extent" as const] : []), ...(isDated ? ["dates" as const] : [])];
}

/**
 * Whether a subscriber with this filter wants a message on this topic. What is about no one entry is for everybody in the
 * roles that it is for, but for those who follow single cases.
 */
export function wantsMessage(
  filter: SubscriptionFilter,
  about: MessageTopic & { readonly audience: Audience },
): boolean {
  const { entry, audience, caseId } = about;
  if (!isAmong(audience.roles, filter.roles)) return false;
  if (filter.cases !== undefined && (caseId === null || !filter.cases.includes(caseId))) return false;
  if (entry === null) return true;
  return isAmong(audience.areas, filter.areas) && isAmong(about.news, filter.news) && fitsEntry(filter, entry, about);
}

function fitsEntry(
  { atc, priorities, categories, extents }: SubscriptionFilter,
  entry: EntryFact,
  about: Pick<MessageTopic, "extents">,
): boolean {
  return (
    (atc === undefined ||
      (entry.atc !== "" && atc.some((prefix) => entry.atc.startsWith(prefix) || prefix.startsWith(entry.atc)))) &&
    (priorities === undefined || (entry.priority !== null && priorities.includes(entry.priority))) &&
    (categories === undefined || (entry.category !== null && categories.includes(entry.category))) &&
    (extents === undefined || about.extents.some((grade) => extents.includes(grade)))
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
const DIGEST_HOUR = 7;

/** Monday's digest in Stockholm that news waits for, whatever the clocks do that night: what comes after it waits a week. */
export function weeklyDigestAt(since: Date): Date {
  const today = stockholmDate(since);
  const monday = addDays(mondayOf(today), 7);
  const early = today === mondayOf(today) && stockholmHour(since) < DIGEST_HOUR;
  return stockholmInstant(early ? today : monday, DIGEST_HOUR);
}
