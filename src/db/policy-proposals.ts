import { nameActor, type Actor } from "../domain/audit.ts";
import type { ProposalContent } from "../domain/second-look.ts";
import { SWITCH_OFF_MS } from "../domain/second-look.ts";
import { insertAccountMails, listHolders } from "./account-mails.ts";
import { insertAudit } from "./audit.ts";
import { hashContent, json } from "./client.ts";
import {
  changeRegionSettings,
  changeRules,
  markRules,
  readRegionSettings,
  type RegionSettings,
  type SettingsResult,
} from "./regions.ts";
import type { Db } from "./schema.ts";

/** A change of a region's rules or settings that waits for a second person. */
export interface PolicyProposal {
  readonly id: number;
  readonly content: ProposalContent;
  readonly by: { readonly id: number; readonly name: string };
  readonly at: Date;
  /** When it takes effect though nobody has approved it; null for never. */
  readonly effectiveAt: Date | null;
}

interface Proposing {
  readonly regionCode: string;
  readonly actor: Actor;
  readonly accountId: number;
  readonly now: Date;
}

/**
 * Keeps a change until a second person has approved it, in place of one of its kind that waits. To switch the rule of a
 * second person off is told to all who approve, and takes effect after a day though none of them does. Call it inside a
 * transaction that holds the region.
 */
export async function proposeChange(db: Db, input: Proposing & { content: ProposalContent }): Promise<void> {
  const { regionCode, content, actor, accountId, now } = input;
  const settings = await readRegionSettings(db, regionCode);
  const waiting = db
    .updateTable("policy_proposal")
    .where("region_code", "=", regionCode)
    .where("kind", "=", content.kind)
    .where("state", "=", "waiting");
  await waiting.set({ state: "replaced", decided_by: accountId, decided_at: now }).execute();
  const switchesOff = content.kind === "second-person-off";
  const effectiveAt = switchesOff ? new Date(now.getTime() + SWITCH_OFF_MS) : null;
  const { id } = await db
    .insertInto("policy_proposal")
    .values({
      region_code: regionCode,
      kind: content.kind,
      content: json(content),
      mark: markOf(content, settings),
      proposed_by: accountId,
      proposed_at: now,
      effective_at: effectiveAt,
      state: "waiting",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await insertAudit(db, {
    at: now,
    actor,
    regionCode,
    deed: "change-of-rules-proposed",
    objectId: regionCode,
    before: showCurrent(content, settings),
    after: { proposal: id, ...content, ...(effectiveAt === null ? {} : { effectiveAt: effectiveAt.toISOString() }) },
  });
  if (effectiveAt === null) return;
  const accountIds = await listHolders(db, { regionCodes: [regionCode], roles: ["approver", "region-admin"] });
  const at = effectiveAt.toISOString();
  await insertAccountMails(db, {
    accountIds,
    mail: { kind: "second-person-off", regionCode, by: nameActor(actor), at },
    now,
  });
}

/** Of that part of the settings that the change is about. */
function markOf({ kind }: ProposalContent, { policy, contact }: RegionSettings): string {
  if (kind === "rules") return markRules(policy);
  return hashContent(kind === "contact" ? contact : (policy.secondPerson ?? false));
}

function showCurrent({ kind }: ProposalContent, { policy, contact }: RegionSettings): unknown {
  if (kind === "rules") return { rules: policy.rules };
  return kind === "contact" ? { contact } : { secondPerson: policy.secondPerson === true };
}

export async function readProposals(db: Db, regionCode: string): Promise<PolicyProposal[]> {
  const rows = await selectWaiting(db).where("p.region_code", "=", regionCode).execute();
  return rows.map(toProposal);
}

function selectWaiting(db: Db) {
  return db
    .selectFrom("policy_proposal as p")
    .innerJoin("account as a", "a.id", "p.proposed_by")
    .select(["p.id", "p.region_code as regionCode", "p.content", "p.mark", "a.id as byId", "a.name as byName"])
    .select(["p.proposed_at as at", "p.effective_at as effectiveAt"])
    .where("p.state", "=", "waiting")
    .orderBy("p.id");
}

type ProposalRow = Awaited<ReturnType<ReturnType<typeof selectWaiting>["executeTakeFirstOrThrow"]>>;

function toProposal({ id, content, byId, byName, at, effectiveAt }: ProposalRow): PolicyProposal {
  return { id, content, by: { id: byId, name: byName }, at, effectiveAt };
}

export type ProposalDecision =
  | { readonly kind: "done" }
  /** `gone`: decided already · `own`: the approver proposed it · `outdated`: what it would change is another by now. */
  | { readonly kind: "refused"; readonly why: "gone" | "own" | "outdated" };

/** A second person's word on a proposal; whoever approves in the region may also put an end to it, its own writer too. */
export async function decideProposal(
  db: Db,
  input: Proposing & { id: number; verdict: "approve" | "refuse" },
): Promise<ProposalDecision> {
  const { regionCode, id, verdict, actor, accountId, now } = input;
  return db.transaction().execute(async (trx) => {
    const row = await holdWaiting(trx, { regionCode, id });
    if (row === null) return { kind: "refused", why: "gone" };
    if (verdict === "refuse") {
      await endProposal(trx, { id, state: "refused", accountId, now });
      await insertAudit(trx, {
        at: now,
        actor,
        regionCode,
        deed: "change-of-rules-refused",
        objectId: regionCode,
        after: { proposal: id, kind: row.content.kind },
      });
      return { kind: "done" };
    }
    if (row.byId === accountId) return { kind: "refused", why: "own" };
    const taken = await applyProposal(trx, { row, actor, accountId, now });
    return taken === "saved" ? { kind: "done" } : { kind: "refused", why: "outdated" };
  });
}

/** Holds the region, and gives the proposal while it waits. */
async function holdWaiting(
  db: Db,
  { regionCode, id }: { regionCode: string; id: number },
): Promise<ProposalRow | null> {
  await db.selectFrom("region").select("code").where("code", "=", regionCode).forUpdate().execute();
  const query = selectWaiting(db).where("p.region_code", "=", regionCode).where("p.id", "=", id);
  return (await query.executeTakeFirst()) ?? null;
}

async function applyProposal(
  db: Db,
  input: { row: ProposalRow; actor: Actor; accountId: number | null; now: Date },
): Promise<SettingsResult> {
  const { row, actor, accountId, now } = input;
  const { id, regionCode, content, mark } = row;
  const settings = await readRegionSettings(db, regionCode);
  if (markOf(content, settings) !== mark) {
    await endProposal(db, { id, state: "outdated", accountId, now });
    return "outdated";
  }
  await endProposal(db, { id, state: "taken", accountId, now });
  const change = { regionCode, mark: null, actor, now, proposedBy: row.byName };
  if (content.kind === "rules") return changeRules(db, { ...change, rules: content.rules });
  const secondPerson = content.kind === "second-person-off" ? false : settings.policy.secondPerson === true;
  const contact = content.kind === "contact" ? content.contact : settings.contact;
  return changeRegionSettings(db, { ...change, secondPerson, contact });
}

async function endProposal(
  db: Db,
  input: { id: number; state: "taken" | "refused" | "outdated"; accountId: number | null; now: Date },
): Promise<void> {
  await db
    .updateTable("policy_proposal")
    .set({ state: input.state, decided_by: input.accountId, decided_at: input.now })
    .where("id", "=", input.id)
    .execute();
}

/** Takes what was to take effect by now, each once. Resolves with the regions. */
export async function applyDueProposals(db: Db, now: Date): Promise<string[]> {
  const due = await selectWaiting(db).where("p.effective_at", "<=", now).execute();
  const regions: string[] = [];
  for (const { id, regionCode } of due)
    await db.transaction().execute(async (trx) => {
      const row = await holdWaiting(trx, { regionCode, id });
      if (row === null) return;
      const actor = { kind: "person", id: row.byId, name: row.byName, address: null } as const;
      if ((await applyProposal(trx, { row, actor, accountId: null, now })) === "saved") regions.push(regionCode);
    });
  return regions;
}
