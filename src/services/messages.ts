import { mendFalls, readOpenFalls } from "../db/advice-falls.ts";
import { insertFanOut } from "../db/fan-outs.ts";
import { insertMessage, writeToldUpdates, type NewMessage } from "../db/messages.ts";
import type { Db } from "../db/schema.ts";
import { DAILY, nextDigest } from "../domain/rhythm.ts";
import { handOut } from "./fan-outs.ts";

export interface MessageToWrite extends NewMessage {
  /** Names of the channels that gather what is due into one digest. */
  readonly digestChannels: ReadonlySet<string>;
  /** When it leaves on every channel; left out for at once, and in the next digest on those that gather. */
  readonly deliverAt?: Date;
}

export interface PublishedMessage {
  readonly id: number;
  readonly version: number;
  /** How many get it; null while it is being handed out to more than a few. */
  readonly deliveries: number | null;
}

/** So few are handed a message together with its publication; in a larger region the rest follows in steps. */
const FIRST_SUBSCRIPTIONS = 200;

/**
 * Writes a message, that it is to be handed out, and the end of what waited in its case, which must be locked: one without
 * the others must never be seen.
 */
export async function writeMessage(trx: Db, message: MessageToWrite): Promise<PublishedMessage> {
  const { caseId, purpose = "readers", urgency, digestChannels, now } = message;
  const { id, version } = await insertMessage(trx, message);
  const isUrgent = urgency === "high";
  const dueAt = message.deliverAt ?? now;
  const digestAt = message.deliverAt ?? (isUrgent ? now : nextDigest(DAILY, now));
  if (caseId !== null && purpose === "readers") await endWaiting(trx, { message, caseId, messageId: id });
  await insertFanOut(trx, { messageId: id, urgent: isUrgent, dueAt, digestAt, digestChannels });
  const first = await handOut(trx, { messageId: id, subscriptions: FIRST_SUBSCRIPTIONS, now });
  return { id, version, deliveries: first?.finished === true ? first.deliveries : null };
}

/**
 * What waited in the case, and what had fallen of its advice, has its answer in the message. A retraction tells no news,
 * and only takes the advice away; that an advice is being reviewed is no answer to its fall.
 */
async function endWaiting(
  trx: Db,
  { message, caseId, messageId }: { message: NewMessage; caseId: number; messageId: number },
): Promise<void> {
  const { kind, facts, publishedBy: by, now } = message;
  const inReview = facts.kind === "case" && facts.review !== undefined;
  const told = kind === "retraction" ? "fallen" : inReview ? "news" : "all";
  await writeToldUpdates(trx, { caseId, messageId, told, by, now });
  if (inReview) return;
  const fallen = await readOpenFalls(trx, caseId);
  await mendFalls(trx, { ids: fallen.map(({ id }) => id), kind: "message", messageId, now });
}
