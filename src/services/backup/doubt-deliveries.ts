import { insertAudit } from "../../db/audit.ts";
import { readStops } from "../../db/delivery-stops.ts";
import { doubtDueDeliveries, doubtDueSendings } from "../../db/doubted-deliveries.ts";
import type { Outcome } from "../../domain/delivery.ts";
import { OPERATIONS } from "../../domain/region.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "../context.ts";

/** So many are put aside in one step. */
const AT_ONCE = 2_000;

/**
 * Puts aside what was due by a time, for a person to decide: another process, whose database is lost, may have sent it. Only
 * while all is stopped, so that nothing of it is in a worker's hand.
 */
export async function doubtDeliveries(
  ctx: ServiceContext,
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
  let deliveries = 0;
  for (const doubt of [doubtDueSendings, doubtDueDeliveries])
    for (let some = AT_ONCE; some > 0; deliveries += some)
      some = await db.transaction().execute((trx) => doubt(trx, { until, outcome, now, limit: AT_ONCE }));
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
