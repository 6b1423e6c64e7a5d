import { countReceivers, type CountedTurn } from "../../db/receivers.ts";
import { readStops } from "../../db/delivery-stops.ts";
import type { Db } from "../../db/schema.ts";
import { UNDO_MS, type DraftContent } from "../../domain/draft.ts";
import type { EntryFact } from "../../domain/message.ts";
import type { PublicationRefusal } from "../../domain/publication.ts";
import { listSlots, nextDigest, parseRhythm } from "../../domain/rhythm.ts";
import { topicOf } from "../../domain/subscription.ts";
import type { PreparedPublication } from "../../services/held-case.ts";
import type { Channel } from "../../channels/channel.ts";

/** Receivers who get it later, and when the first and the last of them do. */
export interface LaterReceivers {
  readonly receivers: number;
  readonly first: Date;
  readonly last: Date;
}

/** What one channel will do with a message, if it were published then to whoever subscribes now. */
export interface ChannelOutlook {
  readonly channel: string;
  readonly atOnce: number;
  /** Each in the digest of their own rhythm. */
  readonly inDigests: LaterReceivers | null;
  /** Who has quiet hours, or has asked for nothing until a day. */
  readonly resting: LaterReceivers | null;
  /** Who is paused gets nothing of it. */
  readonly paused: number;
  /** Nothing leaves through it before it is opened again. */
  readonly isStopped: boolean;
}

/** To how many a message would go, by channel and when, chosen as deliveries are. */
export async function readOutlook(
  { db, channels }: { readonly db: Db; readonly channels: ReadonlyMap<string, Channel> },
  input: {
    found: { readonly id: number; readonly regionCode: string; readonly entry: EntryFact };
    prepared: PreparedPublication | PublicationRefusal;
    content: Pick<DraftContent, "audience" | "urgency">;
    /** When it is to go out; null for as soon as may be. */
    at: Date | null;
    now: Date;
  },
): Promise<ChannelOutlook[]> {
  const { found, prepared, content, at, now } = input;
  const publishedAt = at ?? new Date(now.getTime() + UNDO_MS);
  const turns = await countReceivers(db, {
    ...findTopic(found, prepared),
    regionCode: found.regionCode,
    purpose: "readers",
    audience: content.audience,
    urgent: content.urgency === "high",
    dueAt: publishedAt,
    digestChannels: new Set([...channels.values()].flatMap(({ name, batches }) => (batches ? [name] : []))),
    slots: listSlots({ at: publishedAt, after: publishedAt }),
  });
  const stops = (await readStops(db)).map(({ scope }) => scope);
  const isStopped = (name: string) =>
    stops.some((scope) => scope.kind === "all" || (scope.kind === "channel" && scope.channel === name));
  return [...channels.keys()].map((name) => ({
    ...foreseeChannel(
      name,
      turns.filter(({ channel }) => channel === name),
      publishedAt,
    ),
    isStopped: isStopped(name),
  }));
}

/** What it would be about; of what cannot be told as it stands only the medicine is known. */
function findTopic(
  { entry, id: caseId }: { readonly entry: EntryFact; readonly id: number },
  prepared: PreparedPublication | PublicationRefusal,
) {
  if (prepared.kind === "refused") return { entry, caseId, extents: [], news: [], takesBack: null };
  const { facts, messageKind: kind, last } = prepared;
  const takesBack = kind === "correction" || kind === "retraction" ? (last?.id ?? null) : null;
  return { ...topicOf({ facts, kind, caseId }, last), takesBack };
}

function foreseeChannel(
  channel: string,
  turns: readonly CountedTurn[],
  publishedAt: Date,
): Omit<ChannelOutlook, "isStopped"> {
  const awake = turns.filter(({ isPaused }) => !isPaused);
  const [atOnce, later] = [
    awake.filter(({ dueAt }) => dueAt <= publishedAt),
    awake.filter(({ dueAt }) => dueAt > publishedAt),
  ];
  return {
    channel,
    atOnce: sum(atOnce),
    inDigests: spanOf(later.filter(({ lane }) => lane === "digest")),
    resting: spanOf(later.filter(({ lane }) => lane !== "digest")),
    paused: sum(turns.filter(({ isPaused }) => isPaused)),
  };
}

function sum(turns: readonly CountedTurn[]): number {
  return turns.reduce((total, { receivers }) => total + receivers, 0);
}

function spanOf(turns: readonly CountedTurn[]): LaterReceivers | null {
  const times = turns.map((turn) => leavesAt(turn).getTime());
  if (times.length === 0) return null;
  return { receivers: sum(turns), first: new Date(Math.min(...times)), last: new Date(Math.max(...times)) };
}

/** What is due in a digest when somebody wakes leaves with their next one. */
function leavesAt({ lane, dueAt, rhythm: written }: CountedTurn): Date {
  const rhythm = parseRhythm(written);
  if (lane !== "digest" || rhythm === null || rhythm.kind === "at-once") return dueAt;
  return nextDigest(rhythm, new Date(dueAt.getTime() - 1));
}
