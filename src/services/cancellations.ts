import { cancelDeliveries, readSuperseded, releaseMembers, type SupersededDelivery } from "../db/cancellations.ts";
import type { Db } from "../db/schema.ts";
import type { HeldSending } from "../db/sending-claims.ts";
import { writeEnds, type End } from "../db/sendings.ts";
import { SUBSCRIPTION_ENDED, type Cancelled, type Ending } from "../domain/delivery.ts";

function supersede({ newerId, newerKind, newerSent }: SupersededDelivery): Cancelled {
  const does = newerSent ? "was sent" : newerKind === "retraction" ? "takes it back" : "corrects it";
  return { kind: "cancelled", why: "superseded", reason: `a newer version ${does}: message ${newerId}` };
}

/**
 * Of sendings whose time has come, held by the transaction, those that are still to be sent, without what their receivers
 * need no more: an older version never comes after a newer one, nor what is taken back or corrected before it, and nothing to one who has left.
 */
export async function cancelNeedless(
  trx: Db,
  { sendings, now }: { sendings: readonly HeldSending[]; now: Date },
): Promise<{ needed: HeldSending[]; cancelled: number }> {
  const needed: HeldSending[] = [];
  const ends: End[] = [];
  const sendingIds = sendings.filter(({ isEnded }) => !isEnded).map(({ id }) => id);
  const superseded = await readSuperseded(trx, { sendingIds, now });
  const bySending = Map.groupBy(superseded, ({ sendingId }) => sendingId);
  for (const sending of sendings) {
    const old = bySending.get(sending.id) ?? [];
    const [first] = old;
    if (sending.isEnded) ends.push(describeEnd(sending, { state: "cancelled", outcome: SUBSCRIPTION_ENDED, now }));
    else if (first === undefined) needed.push(sending);
    else if (old.length === sending.messageIds.length || sending.frozen !== null)
      ends.push(await endWhole(trx, { sending, old, outcome: supersede(first), now }));
    else needed.push(await takeOut(trx, { sending, old, now }));
  }
  if (ends.length > 0) await writeEnds(trx, { ends, now });
  return { needed, cancelled: ends.length };
}

/** What holds an older version and is frozen is not sent; what else it holds goes in another. */
async function endWhole(
  trx: Db,
  input: { sending: HeldSending; old: readonly SupersededDelivery[]; outcome: Cancelled; now: Date },
): Promise<End> {
  const { sending, old, outcome, now } = input;
  if (sending.unsure) {
    const reason = `it may have been heard, and ${outcome.reason} meanwhile`;
    return describeEnd(sending, { state: "unknown", outcome: { kind: "unknown", reason }, now });
  }
  const { id: sendingId, generation } = sending;
  await releaseMembers(trx, { sendingId, generation, exceptMessages: old.map(({ messageId }) => messageId), now });
  return describeEnd(sending, { state: "cancelled", outcome, now });
}

async function takeOut(
  trx: Db,
  { sending, old, now }: { sending: HeldSending; old: readonly SupersededDelivery[]; now: Date },
): Promise<HeldSending> {
  for (const one of old) await cancelDeliveries(trx, { ids: [one.id], outcome: supersede(one), now });
  const gone = new Set(old.map(({ messageId }) => messageId));
  return { ...sending, messageIds: sending.messageIds.filter((id) => !gone.has(id)) };
}

function describeEnd(
  { id, generation, unsure, repeats }: HeldSending,
  { state, outcome, now }: { state: End["state"]; outcome: Ending; now: Date },
): End {
  const line = { generation, startedAt: null, endedAt: now.toISOString(), outcome };
  return { id, generation, state, outcome, dueAt: null, counted: true, unsure, repeats, line };
}
