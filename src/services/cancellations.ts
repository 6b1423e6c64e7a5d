import {
  cancelDeliveries,
  readSuperseded,
  readUnheardRetractions,
  readUnwished,
  releaseMembers,
  type SupersededDelivery,
  type WaitingMember,
} from "../db/cancellations.ts";
import type { Db } from "../db/schema.ts";
import type { HeldSending } from "../db/sending-claims.ts";
import { writeEnds, type End } from "../db/sendings.ts";
import {
  ADDRESS_SUPPRESSED,
  NOTHING_TO_TAKE_BACK,
  SUBSCRIPTION_ENDED,
  WISH_ENDED,
  type Cancelled,
  type Ending,
} from "../domain/delivery.ts";

/** A delivery that its receiver needs no more, and why. */
type Needless = WaitingMember & { readonly outcome: Cancelled };

async function readNeedless(
  trx: Db,
  { sendingIds, now }: { sendingIds: readonly number[]; now: Date },
): Promise<Needless[]> {
  const superseded = await readSuperseded(trx, { sendingIds, now });
  const retractions = await readUnheardRetractions(trx, { sendingIds });
  const unwished = await readUnwished(trx, { sendingIds });
  const all = [
    ...superseded.map((one) => ({ ...one, outcome: supersede(one) })),
    ...retractions.map((one) => ({ ...one, outcome: NOTHING_TO_TAKE_BACK })),
    ...unwished.map((one) => ({ ...one, outcome: WISH_ENDED })),
  ];
  // The first reason is enough.
  return [...new Map(all.toReversed().map((one) => [`${one.sendingId} ${one.id}`, one])).values()];
}

function supersede({ newerId, newerKind, newerSent }: SupersededDelivery): Cancelled {
  const does = newerSent ? "was sent" : newerKind === "retraction" ? "takes it back" : "corrects it";
  return { kind: "cancelled", why: "superseded", reason: `a newer version ${does}: message ${newerId}` };
}

/**
 * Of sendings whose time has come, held by the transaction, those that are still to be sent, without what their receivers
 * need no more: an older version never comes after a newer one, nor what is taken back or corrected before it, nor what takes
 * back what never came, and nothing to one who has left.
 */
export async function cancelNeedless(
  trx: Db,
  { sendings, now }: { sendings: readonly HeldSending[]; now: Date },
): Promise<{ needed: HeldSending[]; cancelled: number }> {
  const needed: HeldSending[] = [];
  const ends: End[] = [];
  const sendingIds = sendings.filter(({ isEnded, isSuppressed }) => !isEnded && !isSuppressed).map(({ id }) => id);
  const bySending = Map.groupBy(await readNeedless(trx, { sendingIds, now }), ({ sendingId }) => sendingId);
  for (const sending of sendings) {
    const needless = bySending.get(sending.id) ?? [];
    const [first] = needless;
    if (sending.isEnded) ends.push(describeEnd(sending, { state: "cancelled", outcome: SUBSCRIPTION_ENDED, now }));
    else if (sending.isSuppressed)
      ends.push(describeEnd(sending, { state: "cancelled", outcome: ADDRESS_SUPPRESSED, now }));
    else if (first === undefined) needed.push(sending);
    else if (needless.length === sending.messageIds.length || sending.frozen !== null)
      ends.push(await endWhole(trx, { sending, needless, outcome: first.outcome, now }));
    else needed.push(await takeOut(trx, { sending, needless, now }));
  }
  if (ends.length > 0) await writeEnds(trx, { ends, now });
  return { needed, cancelled: ends.length };
}

/** What holds something needless and is frozen is not sent; what else it holds goes in another. */
async function endWhole(
  trx: Db,
  input: { sending: HeldSending; needless: readonly Needless[]; outcome: Cancelled; now: Date },
): Promise<End> {
  const { sending, needless, outcome, now } = input;
  if (sending.unsure) {
    const reason = `it may have been heard, and ${outcome.reason} meanwhile`;
    return describeEnd(sending, { state: "unknown", outcome: { kind: "unknown", reason }, now });
  }
  for (const own of needless)
    if (own.outcome.reason !== outcome.reason)
      await cancelDeliveries(trx, { ids: [own.id], outcome: own.outcome, now });
  const { id: sendingId, generation } = sending;
  await releaseMembers(trx, { sendingId, generation, exceptMessages: needless.map(({ messageId }) => messageId), now });
  return describeEnd(sending, { state: "cancelled", outcome, now });
}

async function takeOut(
  trx: Db,
  { sending, needless, now }: { sending: HeldSending; needless: readonly Needless[]; now: Date },
): Promise<HeldSending> {
  for (const { id, outcome } of needless) await cancelDeliveries(trx, { ids: [id], outcome, now });
  const gone = new Set(needless.map(({ messageId }) => messageId));
  return { ...sending, messageIds: sending.messageIds.filter((id) => !gone.has(id)) };
}

function describeEnd(
  { id, generation, unsure, repeats }: HeldSending,
  { state, outcome, now }: { state: End["state"]; outcome: Ending; now: Date },
): End {
  const line = { generation, startedAt: null, endedAt: now.toISOString(), outcome };
  return { id, generation, state, outcome, dueAt: null, counted: true, unsure, repeats, line };
}
