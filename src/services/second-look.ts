import { insertAudit } from "../db/audit.ts";
import { nameLook, readUnlookedItems } from "../db/second-look.ts";
import { lockRegion } from "../db/regions.ts";
import { insertApproval, readLookWriters } from "../db/second-look-approval.ts";
import { workAsPerson, type Forbidden, type ServiceContext } from "./context.ts";

export type ApprovalResult =
  | { readonly kind: "approved"; readonly count: number }
  /** `changed`: it is another by now, or approved already · `own`: the approver wrote it, or had a hand in it. */
  | { readonly kind: "refused"; readonly why: "changed" | "own" };

/** A second person's word on what rules may send, on all of it or none. `chosen` are names as `nameLook` gives them. */
export async function approveLooks(
  ctx: ServiceContext,
  input: { regionCode: string; chosen: readonly string[] },
): Promise<ApprovalResult | Forbidden> {
  const { regionCode } = input;
  const chosen = new Set(input.chosen);
  return workAsPerson(ctx, { permission: "approve", regionCode }, async (trx, { actor, now }) => {
    await lockRegion(trx, regionCode);
    const items = (await readUnlookedItems(trx, regionCode)).filter((item) => chosen.has(nameLook(item)));
    if (items.length === 0 || items.length < chosen.size) return { kind: "refused", why: "changed" };
    const writers = await readLookWriters(trx, { regionCode, items });
    if (items.some((item) => writers.get(nameLook(item))?.has(actor.id) === true))
      return { kind: "refused", why: "own" };
    for (const item of items) {
      await insertApproval(trx, { regionCode, item, accountId: actor.id, now });
      const { kind, object, hash } = item;
      const about =
        item.kind === "tie"
          ? { objectId: item.noticeId, after: { entry: item.entry.key, hash } }
          : { objectId: object, after: { hash } };
      await insertAudit(trx, { at: now, actor, regionCode, deed: `${kind}-approved`, ...about });
    }
    return { kind: "approved", count: items.length };
  });
}
