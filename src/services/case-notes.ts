import { insertAudit } from "../db/audit.ts";
import { insertCaseNote } from "../db/case-notes.ts";
import type { RegionCase } from "../db/cases.ts";
import { workAsPerson, type Forbidden, type ServiceContext } from "./context.ts";

/** Writes an internal note on the case, for those who curate it. */
export async function writeCaseNote(
  ctx: ServiceContext,
  { found, text }: { found: RegionCase; text: string },
): Promise<{ readonly kind: "written" } | Forbidden> {
  return workAsPerson(ctx, { permission: "curate", regionCode: found.regionCode }, async (trx, { actor, now }) => {
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
