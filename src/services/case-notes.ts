import { insertAudit } from "../db/audit.ts";
import { insertCaseNote } from "../db/case-notes.ts";
import type { RegionCase } from "../db/cases.ts";
import { findWorker, FORBIDDEN, type Forbidden, type ServiceContext } from "./context.ts";

/** Writes an internal note on the case, for those who curate it. */
export async function writeCaseNote(
  ctx: ServiceContext,
  { found, text }: { found: RegionCase; text: string },
): Promise<{ readonly kind: "written" } | Forbidden> {
  const worker = findWorker(ctx, "curate", found.regionCode);
  if (worker === null) return FORBIDDEN;
  const { actor, now } = worker;
  return ctx.db.transaction().execute(async (trx) => {
    const note = await insertCaseNote(trx, { caseId: found.id, text, accountId: actor.id, now });
    // The words stay where they are: more may read the audit than may read notes.
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode: found.regionCode,
      deed: "internal-note-written",
      objectId: found.id,
      after: { note },
    });
    return { kind: "written" };
  });
}
