import { insertAccountMails, listHolders } from "../db/account-mails.ts";
import { readUntoldPauses, type UntoldPauses } from "../db/paused-receivers.ts";
import { lockRegion } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import { OPERATIONS } from "../domain/region.ts";
import { isQuiet } from "../domain/reminder.ts";
import type { ServiceContext } from "./context.ts";

/** A region is told no more often: a mail server that is moved pauses many, one after the other. */
const TELL_EVERY_MS = 86_400_000;

/**
 * Tells those who look after a region's receivers by e-mail which have been paused since the last time; their owners hear
 * nothing, since where they were reached is gone. Not at night. Resolves with the regions that were told.
 */
export async function tellPausedReceivers({ db, now }: Pick<ServiceContext, "db" | "now">): Promise<UntoldPauses[]> {
  if (isQuiet(now)) return [];
  const toldBefore = new Date(now.getTime() - TELL_EVERY_MS);
  const told: UntoldPauses[] = [];
  for (const { regionCode } of await readUntoldPauses(db, { toldBefore })) {
    const one = await db.transaction().execute(async (trx) => {
      await lockRegion(trx, regionCode);
      const [untold] = await readUntoldPauses(trx, { toldBefore, regionCode });
      const accountIds = untold === undefined ? [] : await listKeepers(trx, regionCode);
      if (untold === undefined || accountIds.length === 0) return null;
      await insertAccountMails(trx, { accountIds, mail: { kind: "receivers-paused", ...untold }, now });
      return untold;
    });
    if (one !== null) told.push(one);
  }
  return told;
}

/** Who can mend it; where a region has nobody who can, those who know its receivers, and then those who run Restsignal. */
async function listKeepers(trx: Db, regionCode: string): Promise<number[]> {
  const here = [regionCode];
  const administrators = await listHolders(trx, { regionCodes: here, roles: ["region-admin"] });
  if (administrators.length > 0) return administrators;
  const writers = await listHolders(trx, { regionCodes: here, roles: ["curator", "approver"] });
  return writers.length > 0 ? writers : listHolders(trx, { regionCodes: [OPERATIONS.code], roles: ["operator"] });
}
