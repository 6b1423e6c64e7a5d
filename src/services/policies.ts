import { hasHadRules, holdRegionSettings, markRules, markSettings } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import { STANDARD_RULES, type Policy, type PolicyRule } from "../domain/policy.ts";
import { FORBIDDEN, mayDo, SYSTEM, workAsPerson, type Forbidden, type ServiceContext } from "./context.ts";
import { proposeChange } from "./policy-proposals.ts";
import {
  replaceContact,
  replacePolicy,
  replaceRules,
  replaceSettings,
  writeSettingsChange,
  type SettingsBesideRules,
  type SettingsChange,
} from "./settings-change.ts";

export interface SettingsOutcome {
  /**
   * `saved` · `proposed`: it waits for a second person · `proposed-off`: so does the end of that rule, for a day at most ·
   * `outdated`: somebody else changed it after it was shown, and nothing was written.
   */
  readonly kind: "saved" | "proposed" | "proposed-off" | "outdated";
}

/** Replaces a region's rules, or proposes that while it asks for a second person. `mark` is what `markRules` gave. */
export async function saveRules(
  ctx: ServiceContext,
  input: { regionCode: string; rules: readonly PolicyRule[]; mark: string },
): Promise<SettingsOutcome | Forbidden> {
  const { regionCode, rules, mark } = input;
  return workAsPerson(ctx, { permission: "administer", regionCode }, async (trx, worker) => {
    const before = await holdRegionSettings(trx, regionCode);
    if (markRules(before.policy) !== mark) return { kind: "outdated" };
    const about = { ...worker, regionCode, before };
    if (before.policy.secondPerson === true) {
      await proposeChange(trx, { ...about, content: { kind: "rules", rules } });
      return { kind: "proposed" };
    }
    await writeSettingsChange(trx, { ...about, change: replaceRules(rules) });
    return { kind: "saved" };
  });
}

/** The same for what stands beside the rules; `mark` is what `markSettings` gave. */
export async function saveSettings(
  ctx: ServiceContext,
  input: SettingsBesideRules & { regionCode: string; mark: string },
): Promise<SettingsOutcome | Forbidden> {
  const { regionCode, secondPerson, resendUrgent, contact, mark } = input;
  return workAsPerson(ctx, { permission: "administer", regionCode }, async (trx, worker) => {
    const before = await holdRegionSettings(trx, regionCode);
    if (markSettings(before) !== mark) return { kind: "outdated" };
    const about = { ...worker, regionCode, before };
    if (before.policy.secondPerson !== true) {
      await writeSettingsChange(trx, { ...about, change: replaceSettings(input) });
      return { kind: "saved" };
    }
    // It lets out nothing that has not been approved.
    if (resendUrgent !== (before.policy.resendUrgent === true)) {
      const change = replaceSettings({ secondPerson: true, resendUrgent, contact: before.contact });
      await writeSettingsChange(trx, { ...about, change });
    }
    const isNewContact = contact !== before.contact;
    if (isNewContact) await proposeChange(trx, { ...about, content: { kind: "contact", contact } });
    if (!secondPerson) await proposeChange(trx, { ...about, content: { kind: "second-person-off" } });
    return { kind: secondPerson ? (isNewContact ? "proposed" : "saved") : "proposed-off" };
  });
}

/** Says how the region is reached. */
export function saveContact(
  ctx: ServiceContext,
  { regionCode, contact }: { regionCode: string; contact: string | null },
): Promise<{ readonly kind: "saved" } | Forbidden> {
  return saveAtOnce(ctx, { regionCode, change: replaceContact(contact) });
}

/** Replaces the whole policy, whatever stands there. */
export function savePolicy(
  ctx: ServiceContext,
  { regionCode, policy }: { regionCode: string; policy: Policy },
): Promise<{ readonly kind: "saved" } | Forbidden> {
  return saveAtOnce(ctx, { regionCode, change: replacePolicy(policy) });
}

/**
 * Gives a region that begins the standard rules: one that has never had any, and that asks for no second person. In the
 * transaction of whatever it begins with.
 */
export async function giveStandardRules(
  trx: Db,
  { regionCode, now }: { regionCode: string; now: Date },
): Promise<void> {
  const before = await holdRegionSettings(trx, regionCode);
  const { rules, secondPerson } = before.policy;
  if (rules.length > 0 || secondPerson === true || (await hasHadRules(trx, regionCode))) return;
  const change = replaceRules(STANDARD_RULES);
  await writeSettingsChange(trx, { regionCode, before, change, actor: SYSTEM, now });
}

/** Asks for no second person: nobody at the desk is asked. */
async function saveAtOnce(
  ctx: ServiceContext,
  { regionCode, change }: { regionCode: string; change: SettingsChange },
): Promise<{ readonly kind: "saved" } | Forbidden> {
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  const { db, actor, now } = ctx;
  return db.transaction().execute(async (trx) => {
    const before = await holdRegionSettings(trx, regionCode);
    await writeSettingsChange(trx, { regionCode, before, change, actor, now });
    return { kind: "saved" };
  });
}
