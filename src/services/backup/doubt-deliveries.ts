import { insertAudit } from "../../db/audit.ts";
import { readStops } from "../../db/delivery-stops.ts";
import { doubtDueSendings, holdDoubtedDeliveries } from "../../db/doubted-deliveries.ts";
import type { Db } from "../../db/schema.ts";
import { insertSendings } from "../../db/sendings.ts";
import type { Outcome } from "../../domain/delivery.ts";
import { OPERATIONS } from "../../domain/region.ts";
import { FORBIDDEN, mayDo, type Forbidden } from "../context.ts";
import type { DecisionContext } from "../sending-decisions.ts";
import { cancelEnded, makeSending } from "../sendings.ts";

/** So many are put aside in one step. */
const AT_ONCE = 2_000;

/**
 * Puts aside what was due by a time, for a person to decide: another process, whose database is lost, may have sent it. What
 * is no sending yet becomes one, since people decide on sendings. Only while all is stopped, so that nothing of it is in a
 * worker's hand.
 */
export async function doubtDeliveries(
  ctx: DecisionContext,
  { until }: { readonly until: Date },
): Promise<
  | { readonly kind: "done"; readonly deliveries: number }
  | { readonly kind: "refused"; readonly why: "not-stopped" }
  | Forbidden
> {
  const { db, now, actor } = ctx;
  if (!mayDo(ctx, "operate", OPERATIONS.code)) return FORBIDDEN;
  if (!(await readStops(db)).some(({ scope }) => scope.kind === "all")) return { kind: "refused", why: "not-stopped" };
  const outcome: Outcome = {
    kind: "unknown",
    reason: "a database was restored from a backup: it may have been sent before that",
  };
  for (let some = AT_ONCE; some > 0;)
    some = await db.transaction().execute((trx) => makeSendings(ctx, trx, { until, limit: AT_ONCE }));
  let deliveries = 0;
  for (let some = AT_ONCE; some > 0;) {
    const doubted = await db
      .transaction()
      .execute((trx) => doubtDueSendings(trx, { until, outcome, now, limit: AT_ONCE }));
    deliveries += doubted.deliveries;
    some = doubted.sendings;
  }
  await insertAudit(db, {
    at: now,
    actor,
    regionCode: null,
    deed: "deliveries-put-aside",
    objectId: until.toISOString(),
    after: { deliveries },
  });
  return { kind: "done", deliveries };
}

/** As the relay would: one of all to the same subscription where the channel gathers. Resolves with how many deliveries it took. */
async function makeSendings(
  { now, channels }: DecisionContext,
  trx: Db,
  { until, limit }: { until: Date; limit: number },
): Promise<number> {
  const held = await holdDoubtedDeliveries(trx, { until, limit });
  await cancelEnded(trx, { held, now });
  const due = held.filter(({ isEnded }) => !isEnded);
  for (const work of Map.groupBy(due, (one) => `${one.channel} ${one.lane}`).values()) {
    const [first] = work;
    if (first === undefined) continue;
    const { lane } = first;
    const channel = channels.get(first.channel) ?? { name: first.channel, batches: false, remoteOf: () => "" };
    const groups = channel.batches
      ? [...Map.groupBy(work, ({ subscriptionId }) => subscriptionId).values()]
      : work.map((delivery) => [delivery]);
    const sendings = groups.flatMap((group) =>
      makeSending(channel, group, { dueAt: new Date(Math.min(...group.map(({ dueAt }) => dueAt.getTime()))) }),
    );
    await insertSendings(trx, { channel: channel.name, lane, now, digestRunId: null, sendings });
  }
  return held.length;
}
