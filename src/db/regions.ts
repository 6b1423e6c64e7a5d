import type { Actor, Deed } from "../domain/audit.ts";
import { policySchema, type Policy, type PolicyRule } from "../domain/policy.ts";
import { insertAudit } from "./audit.ts";
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
  return { policy: policySchema.parse(row.policy), contact: row.contact };
}

/** The same, held for the rest of the transaction: nobody changes them meanwhile. */
export async function holdRegionSettings(db: Db, regionCode: string): Promise<RegionSettings> {
  await selectSettings(db, regionCode).forUpdate().executeTakeFirstOrThrow();
  return readRegionSettings(db, regionCode);
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
  const policies = rows.map(({ code, policy }) => [code, policySchema.parse(policy)] as const);
  return new Map(policies.filter(([, { rules }]) => rules.length > 0));
}

export async function writePolicy(db: Db, input: { regionCode: string; policy: Policy }): Promise<void> {
  await db
    .updateTable("region")
    .set({ policy: json(input.policy) })
    .where("code", "=", input.regionCode)
    .execute();
}

/** Changes when the rules do: a form sends it back, so that nobody saves over what they have not seen. */
export function markRules(policy: Pick<Policy, "rules">): string {
  return hashContent(policy.rules);
}

/** The same for what stands beside the rules. */
export function markSettings({ policy, contact }: RegionSettings): string {
  return hashContent([policy.secondPerson === true, contact]);
}

interface SettingsChange {
  readonly regionCode: string;
  readonly actor: Actor;
  readonly now: Date;
  /** What `markRules` or `markSettings` gave when they were shown; null writes whatever stands there. */
  readonly mark: string | null;
  /** The name of another person who proposed it. */
  readonly proposedBy?: string;
}

/** `outdated`: somebody else changed it after it was shown, and nothing was written. */
export type SettingsResult = "saved" | "outdated";

/** Replaces a region's rules, and writes down what they were. */
export async function changeRules(
  db: Db,
  input: SettingsChange & { rules: readonly PolicyRule[] },
): Promise<SettingsResult> {
  return changeSettings(db, input, {
    deed: "rules-changed",
    isCurrent: ({ policy }) => input.mark === null || markRules(policy) === input.mark,
    change: (before) => ({ ...before, policy: { ...before.policy, rules: [...input.rules] } }),
    show: ({ policy }) => ({ rules: policy.rules }),
  });
}

/** Replaces whether a second person must approve, and how the region is reached. */
export async function changeRegionSettings(
  db: Db,
  input: SettingsChange & { secondPerson: boolean; contact: string | null },
): Promise<SettingsResult> {
  return changeSettings(db, input, {
    deed: "settings-changed",
    isCurrent: (before) => input.mark === null || markSettings(before) === input.mark,
    change: ({ policy }) => ({ policy: { ...policy, secondPerson: input.secondPerson }, contact: input.contact }),
    show: ({ policy, contact }) => ({ secondPerson: policy.secondPerson === true, contact }),
  });
}

/** Replaces how the region is reached, and nothing beside it. */
export async function changeContact(
  db: Db,
  input: Omit<SettingsChange, "mark"> & { contact: string | null },
): Promise<SettingsResult> {
  return changeSettings(db, input, {
    deed: "settings-changed",
    isCurrent: () => true,
    change: (before) => ({ ...before, contact: input.contact }),
    show: ({ contact }) => ({ contact }),
  });
}

/** Replaces the whole policy, as the command line does. */
export async function changePolicy(
  db: Db,
  input: Omit<SettingsChange, "mark"> & { policy: Policy },
): Promise<SettingsResult> {
  return changeSettings(db, input, {
    deed: "rules-changed",
    isCurrent: () => true,
    change: (before) => ({ ...before, policy: input.policy }),
    show: ({ policy }) => policy,
  });
}

async function changeSettings(
  db: Db,
  { regionCode, actor, now, proposedBy }: Omit<SettingsChange, "mark">,
  work: {
    deed: Deed;
    isCurrent: (before: RegionSettings) => boolean;
    change: (before: RegionSettings) => RegionSettings;
    show: (settings: RegionSettings) => object;
  },
): Promise<SettingsResult> {
  const change = async (trx: Db): Promise<SettingsResult> => {
    const row = await selectSettings(trx, regionCode).forUpdate().executeTakeFirstOrThrow();
    const before: RegionSettings = { policy: policySchema.parse(row.policy), contact: row.contact };
    if (!work.isCurrent(before)) return "outdated";
    const after = work.change(before);
    await trx
      .updateTable("region")
      .set({ policy: json(after.policy), contact: after.contact })
      .where("code", "=", regionCode)
      .execute();
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      deed: work.deed,
      objectId: regionCode,
      before: work.show(before),
      after: { ...work.show(after), ...(proposedBy === undefined ? {} : { proposedBy }) },
    });
    return "saved";
  };
  return db.isTransaction ? change(db) : db.transaction().execute(change);
}

function selectSettings(db: Db, regionCode: string) {
  return db.selectFrom("region").select(["policy", "contact"]).where("code", "=", regionCode);
}
