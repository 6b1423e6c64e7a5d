import { insertAccountMails, listHolders } from "../db/account-mails.ts";
import { insertAudit } from "../db/audit.ts";
import { hashContent } from "../db/client.ts";
import {
  endProposal,
  findProposal,
  insertProposal,
  readDueProposals,
  type PolicyProposal,
} from "../db/policy-proposals.ts";
import { holdRegionSettings, markRules, type RegionSettings } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import { nameActor, type Actor } from "../domain/audit.ts";
import { SWITCH_OFF_MS, type ProposalContent } from "../domain/second-look.ts";
import { workAsPerson, type Forbidden, type ServiceContext, type Worker } from "./context.ts";
import { replaceRules, replaceSettings, writeSettingsChange, type SettingsChange } from "./settings-change.ts";

/**
 * Keeps a change until a second person has approved it, in place of one of its kind that waits. To switch the rule of a
 * second person off is told to all who approve, and takes effect after a day though none of them does. Call it inside a
 * transaction that holds the region.
 */
export async function proposeChange(
  trx: Db,
  input: Worker & { regionCode: string; before: RegionSettings; content: ProposalContent },
): Promise<void> {
  const { regionCode, before, content, actor, now } = input;
  const effectiveAt = content.kind === "second-person-off" ? new Date(now.getTime() + SWITCH_OFF_MS) : null;
  const mark = markPart(content, before);
  const proposal = await insertProposal(trx, { regionCode, content, mark, effectiveAt, accountId: actor.id, now });
  const at = effectiveAt?.toISOString() ?? null;
  await insertAudit(trx, {
    at: now,
    actor,
    regionCode,
    deed: "change-of-rules-proposed",
    objectId: regionCode,
    before: showPart(content, before),
    after: { proposal, ...content, ...(at === null ? {} : { effectiveAt: at }) },
  });
  if (at === null) return;
  const accountIds = await listHolders(trx, { regionCodes: [regionCode], roles: ["approver", "region-admin"] });
  const mail = { kind: "second-person-off", regionCode, by: nameActor(actor), at } as const;
  await insertAccountMails(trx, { accountIds, mail, now });
}

/** Of that part of the settings that the change is about. */
function markPart({ kind }: ProposalContent, { policy, contact }: RegionSettings): string {
  if (kind === "rules") return markRules(policy);
  return hashContent(kind === "contact" ? contact : (policy.secondPerson ?? false));
}

function showPart({ kind }: ProposalContent, { policy, contact }: RegionSettings): object {
  if (kind === "rules") return { rules: policy.rules };
  return kind === "contact" ? { contact } : { secondPerson: policy.secondPerson === true };
}

export type ProposalDecision =
  | { readonly kind: "done" }
  /** `gone`: decided already · `own`: the approver proposed it · `outdated`: what it would change is another by now. */
  | { readonly kind: "refused"; readonly why: "gone" | "own" | "outdated" };

/** A second person's word on a proposal; whoever approves in the region may also put an end to it, its own writer too. */
export async function decideProposal(
  ctx: ServiceContext,
  input: { regionCode: string; id: number; verdict: "approve" | "refuse" },
): Promise<ProposalDecision | Forbidden> {
  const { regionCode, id, verdict } = input;
  return workAsPerson(ctx, { permission: "approve", regionCode }, async (trx, { actor, now }) => {
    const before = await holdRegionSettings(trx, regionCode);
    const proposal = await findProposal(trx, { regionCode, id });
    if (proposal === null) return { kind: "refused", why: "gone" };
    if (verdict === "refuse") {
      await endProposal(trx, { id, state: "refused", decidedBy: actor.id, now });
      await insertAudit(trx, {
        at: now,
        actor,
        regionCode,
        deed: "change-of-rules-refused",
        objectId: regionCode,
        after: { proposal: id, kind: proposal.content.kind },
      });
      return { kind: "done" };
    }
    if (proposal.by.id === actor.id) return { kind: "refused", why: "own" };
    const isApplied = await applyProposal(trx, { proposal, before, actor, decidedBy: actor.id, now });
    return isApplied ? { kind: "done" } : { kind: "refused", why: "outdated" };
  });
}

/** False when what it would change is another than it was when it was proposed. */
async function applyProposal(
  trx: Db,
  input: { proposal: PolicyProposal; before: RegionSettings; actor: Actor; decidedBy: number | null; now: Date },
): Promise<boolean> {
  const { proposal, before, actor, decidedBy, now } = input;
  const { id, regionCode, content, mark, by } = proposal;
  const isOutdated = markPart(content, before) !== mark;
  await endProposal(trx, { id, state: isOutdated ? "outdated" : "taken", decidedBy, now });
  if (isOutdated) return false;
  const change = findChange(content, before);
  await writeSettingsChange(trx, { regionCode, before, change, actor, now, proposedBy: by.name });
  return true;
}

function findChange(content: ProposalContent, { policy, contact }: RegionSettings): SettingsChange {
  const { secondPerson = false, resendUrgent = false } = policy;
  const beside = { secondPerson, resendUrgent, contact };
  switch (content.kind) {
    case "rules":
      return replaceRules(content.rules);
    case "contact":
      return replaceSettings({ ...beside, contact: content.contact });
    case "second-person-off":
      return replaceSettings({ ...beside, secondPerson: false });
  }
}

/** Takes what was to take effect by now, each once. Resolves with the regions. */
export async function applyDueProposals({ db, now }: Pick<ServiceContext, "db" | "now">): Promise<string[]> {
  const regions: string[] = [];
  for (const { id, regionCode } of await readDueProposals(db, now))
    await db.transaction().execute(async (trx) => {
      const before = await holdRegionSettings(trx, regionCode);
      const proposal = await findProposal(trx, { regionCode, id });
      if (proposal === null) return;
      const actor = { kind: "person", ...proposal.by, address: null } as const;
      if (await applyProposal(trx, { proposal, before, actor, decidedBy: null, now })) regions.push(regionCode);
    });
  return regions;
}
