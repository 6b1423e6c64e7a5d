import { insertAudit } from "../db/audit.ts";
import { writePolicy, type RegionSettings } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import type { Actor, Deed } from "../domain/audit.ts";
import type { Policy, PolicyRule } from "../domain/policy.ts";

/** What of a region's settings is to be another, and how the audit tells of it. */
export interface SettingsChange {
  readonly deed: Extract<Deed, "rules-changed" | "settings-changed">;
  readonly change: (before: RegionSettings) => RegionSettings;
  readonly show: (settings: RegionSettings) => object;
}

export function replaceRules(rules: readonly PolicyRule[]): SettingsChange {
  return {
    deed: "rules-changed",
    change: (before) => ({ ...before, policy: { ...before.policy, rules: [...rules] } }),
    show: ({ policy }) => ({ rules: policy.rules }),
  };
}

export function replacePolicy(policy: Policy): SettingsChange {
  return { deed: "rules-changed", change: (before) => ({ ...before, policy }), show: (settings) => settings.policy };
}

export function replaceContact(contact: string | null): SettingsChange {
  return {
    deed: "settings-changed",
    change: (before) => ({ ...before, contact }),
    show: (of) => ({ contact: of.contact }),
  };
}

/** Whether a second person must approve, what becomes of urgent messages nobody answers for, and how the region is reached. */
export interface SettingsBesideRules {
  readonly secondPerson: boolean;
  readonly resendUrgent: boolean;
  readonly contact: string | null;
}

export function replaceSettings({ secondPerson, resendUrgent, contact }: SettingsBesideRules): SettingsChange {
  return {
    deed: "settings-changed",
    // What nobody has chosen stands nowhere.
    change: ({ policy }) => ({
      policy: { ...policy, secondPerson, resendUrgent: resendUrgent ? true : undefined },
      contact,
    }),
    show: ({ policy, contact: shown }) => ({
      secondPerson: policy.secondPerson === true,
      ...(policy.resendUrgent === true ? { resendUrgent: true } : {}),
      contact: shown,
    }),
  };
}

/** Writes the change and what stood there before, in a transaction that holds the region. */
export async function writeSettingsChange(
  trx: Db,
  input: {
    regionCode: string;
    before: RegionSettings;
    change: SettingsChange;
    actor: Actor;
    now: Date;
    /** The name of another person who proposed it. */
    proposedBy?: string;
  },
): Promise<void> {
  const { regionCode, before, actor, now, proposedBy } = input;
  const { deed, change, show } = input.change;
  const after = change(before);
  await writePolicy(trx, { regionCode, ...after, before: before.policy });
  await insertAudit(trx, {
    at: now,
    actor,
    regionCode,
    deed,
    objectId: regionCode,
    before: show(before),
    after: { ...show(after), ...(proposedBy === undefined ? {} : { proposedBy }) },
  });
}
