import { sql } from "kysely";
import { storedPolicySchema, type Policy } from "../domain/policy.ts";
import { hashContent, json } from "./client.ts";
import type { Db } from "./schema.ts";

export async function readPolicy(db: Db, regionCode: string): Promise<Policy> {
  return (await readRegionSettings(db, regionCode)).policy;
}

export interface RegionSettings {
  readonly policy: Policy;
  /** How the region's pharmacists are reached; stands in its messages. */
  readonly contact: string | null;
}

export async function readRegionSettings(db: Db, regionCode: string): Promise<RegionSettings> {
  const row = await selectSettings(db, regionCode).executeTakeFirstOrThrow();
  return { policy: storedPolicySchema.parse(row.policy), contact: row.contact };
}

/** Makes those who change what is the region's own wait for each other until the transaction ends. */
export async function lockRegion(trx: Db, regionCode: string): Promise<void> {
  await trx.selectFrom("region").select("code").where("code", "=", regionCode).forUpdate().execute();
}

/** Its settings, held for the rest of the transaction: nobody changes them meanwhile. */
export async function holdRegionSettings(db: Db, regionCode: string): Promise<RegionSettings> {
  await lockRegion(db, regionCode);
  return readRegionSettings(db, regionCode);
}

/** Whether somebody has said what the region's rules are, or proposed it, though there may be none now. */
export async function hasHadRules(db: Db, regionCode: string): Promise<boolean> {
  const row = await db
    .selectFrom("audit")
    .select("id")
    .where("region_code", "=", regionCode)
    .where("deed", "in", ["rules-changed", "change-of-rules-proposed"])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Codes of the regions that have a list in use and have not said how they are reached, in order. */
export async function readRegionsWithoutContact(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("region")
    .select("code")
    .where("contact", "is", null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("list_version")
          .select("list_version.id")
          .whereRef("list_version.region_code", "=", "region.code")
          .where("list_version.active", "=", true),
      ),
    )
    .orderBy("code")
    .execute();
  return rows.map(({ code }) => code);
}

/** The policies of all regions that have rules, by region code. */
export async function readPolicies(db: Db): Promise<Map<string, Policy>> {
  const rows = await db.selectFrom("region").select(["code", "policy"]).orderBy("code").execute();
  const policies = rows.map(({ code, policy }) => [code, storedPolicySchema.parse(policy)] as const);
  return new Map(policies.filter(([, { rules }]) => rules.length > 0));
}

/**
 * Writes a region's rules and, where it is given, how it is reached. Rules that are those of `before` stay as they are
 * stored, with what this version may not have understood of them.
 */
export async function writePolicy(
  db: Db,
  input: { regionCode: string; policy: Policy; before?: Policy; contact?: string | null },
): Promise<void> {
  const { regionCode, policy, before, ...contact } = input;
  const rules = policy.rules === before?.rules ? sql`jsonb_build_object('rules', policy -> 'rules')` : sql`'{}'`;
  const set = { policy: sql<string>`${json(policy)}::jsonb || ${rules}`, ...contact };
  await db.updateTable("region").set(set).where("code", "=", regionCode).execute();
}

/** Changes when the rules do: a form sends it back, so that nobody saves over what they have not seen. */
export function markRules(policy: Pick<Policy, "rules">): string {
  return hashContent(policy.rules);
}

/** The same for what stands beside the rules. */
export function markSettings({ policy, contact }: RegionSettings): string {
  return hashContent([policy.secondPerson === true, policy.resendUrgent === true, contact]);
}

function selectSettings(db: Db, regionCode: string) {
  return db.selectFrom("region").select(["policy", "contact"]).where("code", "=", regionCode);
}
