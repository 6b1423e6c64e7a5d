import { insertAudit } from "../db/audit.ts";
import { holdOwnNotice, insertOwnNotice } from "../db/own-notices.ts";
import type { ManualNotice } from "../domain/manual-notice.ts";
import { workAsPerson, type Forbidden, type ServiceContext } from "./context.ts";

/** The notice is another than was shown; `mark` is of what stands now, `isWaiting` says that a change is not taken in yet. */
export interface OwnNoticeConflict {
  readonly kind: "conflict";
  readonly mark: string;
  readonly isWaiting: boolean;
}

/** A notice of the region's own that is to be another; `shown` is what the writer saw of it, for the audit. */
interface ChangedNotice {
  readonly reportId: string;
  readonly mark: string;
  readonly shown: object;
}

/** Keeps a notice that somebody wrote until it is taken in, or a change of one that stands as it was shown. */
export async function writeOwnNotice(
  ctx: ServiceContext,
  input: { regionCode: string; notice: ManualNotice; changes: ChangedNotice | null },
): Promise<{ readonly kind: "kept" } | OwnNoticeConflict | Forbidden> {
  const { regionCode, notice, changes } = input;
  return workAsPerson(ctx, { permission: "curate", regionCode }, async (trx, { actor, now }) => {
    if (changes !== null) {
      const held = await holdOwnNotice(trx, { regionCode, reportId: changes.reportId });
      if (held === null) return { kind: "conflict", mark: "", isWaiting: false };
      if (held.isWaiting || held.mark !== changes.mark) return { kind: "conflict", ...held };
    }
    const objectId = await insertOwnNotice(trx, { regionCode, notice, writtenBy: actor.id, now });
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      objectId,
      ...(changes === null ? { deed: "own-notice-written" } : { deed: "own-notice-changed", before: changes.shown }),
      after: notice,
    });
    return { kind: "kept" };
  });
}
