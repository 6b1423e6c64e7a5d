import { countReceivers } from "../../db/receivers.ts";
import { readStops } from "../../db/delivery-stops.ts";
import type { Db } from "../../db/schema.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import { UNDO_MS, type DraftContent } from "../../domain/draft.ts";
import type { EntryFact } from "../../domain/message.ts";
import type { PublicationRefusal } from "../../domain/publication.ts";
import { digestDate, topicOf } from "../../domain/subscription.ts";
import type { PreparedPublication } from "../../services/held-case.ts";
import type { Channel } from "../../channels/channel.ts";

/** What one channel will do with a message. */
export interface ChannelOutlook {
  readonly channel: string;
  /** How many would get it if it were published now. */
  readonly receivers: number;
  /** Nothing leaves through it before it is opened again. */
  readonly isStopped: boolean;
  /** The day of the digest it would go out in; null when it goes at once. */
  readonly digestOn: IsoDate | null;
}

/** To how many a message would go, by channel, chosen as deliveries are. */
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
  const { regionCode, entry, id: caseId } = found;
  const topic =
    prepared.kind === "prepared"
      ? topicOf({ facts: prepared.facts, kind: prepared.messageKind, caseId }, prepared.last)
      : { entry, caseId, extents: [], news: [] };
  const receivers = await countReceivers(db, { ...topic, regionCode, purpose: "readers", audience: content.audience });
  const stops = (await readStops(db)).map(({ scope }) => scope);
  const isStopped = (name: string) =>
    stops.some((scope) => scope.kind === "all" || (scope.kind === "channel" && scope.channel === name));
  const publishedAt = at ?? new Date(now.getTime() + UNDO_MS);
  return [...channels.values()].map(({ name, batches }) => ({
    channel: name,
    receivers: receivers.get(name) ?? 0,
    isStopped: isStopped(name),
    digestOn: batches ? digestDate(publishedAt, content.urgency) : null,
  }));
}
