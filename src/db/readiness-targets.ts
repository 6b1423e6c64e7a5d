import type { IsoDate } from "../domain/calendar.ts";
import type { Goods, ReadinessTarget } from "../domain/outreach/readiness-target.ts";
import type { Db } from "./schema.ts";

/** A target with who set it. */
export interface SetTarget extends ReadinessTarget {
  readonly setAt: Date;
  readonly setBy: string;
}

/** Every target of these regions, the latest that begins first; of all without regions. */
export async function readTargets(db: Db, regionCodes?: readonly string[]): Promise<SetTarget[]> {
  const query = db
    .selectFrom("readiness_target")
    .select(["region_code as regionCode", "goods", "category", "valid_from as validFrom", "days"])
    .select(["set_at as setAt", "set_by as setBy"])
    .orderBy("region_code")
    .orderBy("goods")
    .orderBy("category")
    .orderBy("valid_from", "desc");
  return (regionCodes === undefined ? query : query.where("region_code", "in", regionCodes)).execute();
}

/** Sets a target, in place of one that begins on the same day; resolves with what stood there, undefined for nothing. */
export async function writeTarget(
  trx: Db,
  { target, now, by }: { target: ReadinessTarget; now: Date; by: string },
): Promise<number | null | undefined> {
  const { regionCode, goods, category, validFrom, days } = target;
  const before = await readTargetDays(trx, { regionCode, goods, category, validFrom });
  const row = { days, set_at: now, set_by: by };
  await trx
    .insertInto("readiness_target")
    .values({ region_code: regionCode, goods, category, valid_from: validFrom, ...row })
    .onConflict((conflict) => conflict.columns(["region_code", "goods", "category", "valid_from"]).doUpdateSet(row))
    .execute();
  return before;
}

async function readTargetDays(
  trx: Db,
  key: { regionCode: string; goods: Goods; category: string; validFrom: IsoDate },
): Promise<number | null | undefined> {
  const row = await trx
    .selectFrom("readiness_target")
    .select("days")
    .where("region_code", "=", key.regionCode)
    .where("goods", "=", key.goods)
    .where("category", "=", key.category)
    .where("valid_from", "=", key.validFrom)
    .forUpdate()
    .executeTakeFirst();
  return row?.days;
}
