import { insertAudit } from "../db/audit.ts";
import { writeTarget } from "../db/readiness-targets.ts";
import { nameActor } from "../domain/audit.ts";
import type { ReadinessTarget } from "../domain/outreach/readiness-target.ts";
import { OPERATIONS } from "../domain/region.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

/** Says from when on so many days of stock is the target: a region's by its administrator, the nation's by SKR's analyst. */
export async function setTarget(
  ctx: ServiceContext,
  target: ReadinessTarget,
): Promise<{ readonly kind: "set" | "unchanged" } | Forbidden> {
  const { regionCode, ...what } = target;
  if (!mayDo(ctx, regionCode === OPERATIONS.code ? "analyse" : "administer", regionCode)) return FORBIDDEN;
  const { now, actor } = ctx;
  return ctx.db.transaction().execute(async (trx) => {
    const before = await writeTarget(trx, { target, now, by: nameActor(actor) });
    if (before === target.days) return { kind: "unchanged" };
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      deed: "target-set",
      objectId: regionCode,
      ...(before === undefined ? {} : { before: { ...what, days: before } }),
      after: what,
    });
    return { kind: "set" };
  });
}
