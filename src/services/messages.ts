import { mendCase } from "../db/advice-falls.ts";
import { insertDeliveries } from "../db/deliveries.ts";
import { insertMessage, writeToldUpdates, type NewMessage } from "../db/messages.ts";
import { readReceivers } from "../db/receivers.ts";
import type { Db } from "../db/schema.ts";
import { stockholmInstant } from "../domain/calendar.ts";
import { entryOf } from "../domain/message.ts";
import { digestDate, DIGEST_HOUR } from "../domain/subscription.ts";

export interface MessageToWrite extends NewMessage {
  /** Names of the channels that gather what is due into one digest. */
  readonly digestChannels: ReadonlySet<string>;
  /** When it leaves on every channel; left out for at once, and in the next digest on those that gather. */
  readonly deliverAt?: Date;
}

export interface PublishedMessage {
  readonly id: number;
  readonly version: number;
  readonly deliveries: number;
}

/**
 * Writes a message, its deliveries and the end of what waited in its case, which must be locked: one without the others
 * must never be seen.
 */
export async function writeMessage(trx: Db, message: MessageToWrite): Promise<PublishedMessage> {
  const { caseId, regionCode, purpose = "readers", audience, now } = message;
  const { id, version } = await insertMessage(trx, message);
  if (caseId !== null && purpose === "readers") await endWaiting(trx, { message, caseId, messageId: id });
  const receivers = await readReceivers(trx, { regionCode, purpose, audience, entry: entryOf(message.facts) });
  const digestOn = digestDate(now, message.urgency);
  const digestAt = digestOn === null ? now : stockholmInstant(digestOn, DIGEST_HOUR);
  await insertDeliveries(trx, {
    messageId: id,
    receivers: receivers.map((receiver) => ({
      subscriptionId: receiver.id,
      channel: receiver.channel,
      dueAt: message.deliverAt ?? (message.digestChannels.has(receiver.channel) ? digestAt : now),
    })),
  });
  return { id, version, deliveries: receivers.length };
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
  if (!inReview) await mendCase(trx, { caseId, kind: "message", messageId, now });
}
