import { findAccount } from "../db/accounts.ts";
import { insertAudit } from "../db/audit.ts";
import type { RegionCase } from "../db/cases.ts";
import {
  areUpdates,
  dismissUpdates,
  lockCases,
  lockHandling,
  readCaseWriters,
  readUndecidedUpdates,
  writeAssignee,
  writeDueTime,
  type Assignee,
  type NamedCase,
  type SeenCase,
} from "../db/decisions.ts";
import { writeDismissalMinutes } from "../db/decision-minutes.ts";
import type { Db } from "../db/schema.ts";
import { isAllowed } from "../domain/account.ts";
import { nameActor, type Deed } from "../domain/audit.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";
import { keepAdvice } from "./advice-review.ts";

export type DismissResult =
  | {
      readonly kind: "dismissed";
      readonly cases: number;
      /** Ids of those cases. */
      readonly ended: readonly number[];
      /** Cases where news has come that was not shown: it waits. */
      readonly newer: readonly NamedCase[];
      /** Cases where somebody had decided already: nothing was left to dismiss. */
      readonly already: readonly NamedCase[];
    }
  /** Somebody writes about these: nothing was dismissed. */
  | { readonly kind: "drafted"; readonly drafts: readonly (NamedCase & { readonly by: string })[] }
  /** A case is not of the region, or what is said to be seen is no update of its case: nothing was dismissed. */
  | { readonly kind: "foreign" }
  | { readonly kind: "unseen" };

/**
 * "Ingen åtgärd": ends what waits, or nobody has decided about, in these cases, all or none, as far as it was seen. What it
 * took is kept of one case alone: of several nobody knows what each of them took.
 */
export async function dismissCases(
  ctx: ServiceContext,
  input: { regionCode: string; cases: readonly SeenCase[]; reason: string; minutes?: number | null },
): Promise<DismissResult | Forbidden> {
  const { regionCode, cases, reason, minutes = null } = input;
  if (!mayDo(ctx, "curate", regionCode)) return FORBIDDEN;
  const seen = new Map(cases.map(({ caseId, upTo }) => [caseId, upTo]));
  const caseIds = [...seen.keys()];
  return ctx.db.transaction().execute(async (trx) => {
    // What is published or dismissed meanwhile comes before or after.
    const held = await lockCases(trx, { regionCode, caseIds });
    if (held.length !== seen.size) return { kind: "foreign" };
    if (!(await areUpdates(trx, cases))) return { kind: "unseen" };
    const drafts = await readCaseWriters(trx, caseIds);
    if (drafts.length > 0) return { kind: "drafted", drafts };
    const undecided = await readUndecidedUpdates(trx, caseIds);
    const outcome: { ended: number[]; newer: NamedCase[]; already: NamedCase[] } = {
      ended: [],
      newer: [],
      already: [],
    };
    for (const { caseId, entry, dueAt } of held) {
      const waiting = undecided.get(caseId) ?? [];
      const ended = waiting.filter((id) => id <= (seen.get(caseId) ?? 0));
      const left = waiting.slice(ended.length);
      if (left.length > 0) outcome.newer.push({ caseId, entry });
      else if (ended.length === 0) outcome.already.push({ caseId, entry });
      if (ended.length === 0) continue;
      outcome.ended.push(caseId);
      await endUpdates(ctx, trx, { regionCode, caseId, ended, left, dueAt, reason });
    }
    const [only] = outcome.ended;
    if (only !== undefined && seen.size === 1 && ctx.actor.kind === "person")
      await writeDismissalMinutes(trx, { caseId: only, accountId: ctx.actor.id, minutes, now: ctx.now });
    return { kind: "dismissed", cases: outcome.ended.length, ...outcome };
  });
}

async function endUpdates(
  { actor, now }: ServiceContext,
  trx: Db,
  input: {
    regionCode: string;
    caseId: number;
    ended: readonly number[];
    left: readonly number[];
    dueAt: Date | null;
    reason: string;
  },
): Promise<void> {
  const { regionCode, caseId, ended, left, dueAt, reason } = input;
  await dismissUpdates(trx, { ids: ended, by: nameActor(actor), reason, now });
  await keepAdvice(trx, { caseId, updateIds: ended, now });
  // What has come since is due as it was: nobody has looked at it yet.
  const dueAfter = left.length > 0 ? dueAt : null;
  if (dueAfter !== dueAt) await writeDueTime(trx, { caseId, dueAt: dueAfter });
  await insertAudit(trx, {
    at: now,
    actor,
    regionCode,
    deed: "case-dismissed",
    objectId: caseId,
    reason,
    before: { pending: [...ended, ...left], due: dueAt },
    after: { dismissed: ended, pending: left, due: dueAfter },
  });
}

/** `unable`: they may not curate in the region · `changed`: the case is somebody else's than was seen. */
export type AssignResult =
  | { readonly kind: "assigned" | "unable" }
  | { readonly kind: "changed"; readonly to: Assignee | null };

/** Gives a case that `seenId` had to somebody, or to nobody. */
export async function assignCase(
  ctx: ServiceContext,
  input: { found: RegionCase; seenId: number | null; assigneeId: number | null },
): Promise<AssignResult | Forbidden> {
  const { seenId, assigneeId } = input;
  const { regionCode, id: caseId } = input.found;
  if (!mayDo(ctx, "curate", regionCode)) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    const account = assigneeId === null ? null : await findAccount(trx, assigneeId);
    if (assigneeId !== null && (account?.state !== "active" || !isAllowed(account, "curate", regionCode)))
      return { kind: "unable" };
    const { assignee: before } = await lockHandling(trx, caseId);
    const beforeId = before?.id ?? null;
    if (beforeId === assigneeId) return { kind: "assigned" };
    if (beforeId !== seenId) return { kind: "changed", to: before };
    await writeAssignee(trx, { caseId, assigneeId });
    const deed = assigneeId === null ? "case-unassigned" : "case-assigned";
    const after = { assignee: account === null ? null : { id: account.id, name: account.name } };
    await noteHandling(ctx, trx, { found: input.found, deed, before: { assignee: before }, after });
    return { kind: "assigned" };
  });
}

/** `past`: that time has been · `changed`: another time holds than was seen. */
export type DueResult = { readonly kind: "set" | "past" } | { readonly kind: "changed"; readonly to: Date | null };

/** Says by when a case must be decided; null takes the time away. */
export async function setCaseDue(
  ctx: ServiceContext,
  input: { found: RegionCase; seenAt: Date | null; dueAt: Date | null },
): Promise<DueResult | Forbidden> {
  const { found, seenAt, dueAt } = input;
  const caseId = found.id;
  if (!mayDo(ctx, "curate", found.regionCode)) return FORBIDDEN;
  if (dueAt !== null && dueAt <= ctx.now) return { kind: "past" };
  return ctx.db.transaction().execute(async (trx) => {
    const { dueAt: before } = await lockHandling(trx, caseId);
    if (before?.getTime() === dueAt?.getTime()) return { kind: "set" };
    if (before?.getTime() !== seenAt?.getTime()) return { kind: "changed", to: before };
    await writeDueTime(trx, { caseId, dueAt });
    await noteHandling(ctx, trx, { found, deed: "due-time-set", before: { due: before }, after: { due: dueAt } });
    return { kind: "set" };
  });
}

/** Writes down who has a case now, or when it is due. */
async function noteHandling(
  { now, actor }: ServiceContext,
  trx: Db,
  { found, ...entry }: { found: RegionCase; deed: Deed; before: unknown; after: unknown },
): Promise<void> {
  const { regionCode, id: objectId } = found;
  await insertAudit(trx, { at: now, actor, regionCode, objectId, ...entry });
}
