import { nameActor, type Actor } from "../domain/audit.ts";
import { sql } from "kysely";
import { isAllowed } from "../domain/account.ts";
import { findAccount } from "./accounts.ts";
import { insertAudit } from "./audit.ts";
import { jsonRows } from "./client.ts";
import type { ListEntry } from "../domain/list.ts";
import type { Db } from "./schema.ts";

/** A case to be dismissed, up to the newest of its updates that was seen. */
export interface SeenCase {
  readonly caseId: number;
  readonly upTo: number;
}

export interface NamedCase {
  readonly caseId: number;
  readonly entry: ListEntry;
}

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

/** "Ingen åtgärd": ends what waits, or nobody has decided about, in these cases, all or none, as far as it was seen. */
export async function dismissCases(
  database: Db,
  input: { regionCode: string; cases: readonly SeenCase[]; reason: string; actor: Actor; now: Date },
): Promise<DismissResult> {
  const { regionCode } = input;
  const seen = new Map(input.cases.map(({ caseId, upTo }) => [caseId, upTo]));
  return database.transaction().execute(async (db) => {
    // Held, in one order for all, so that what is published or dismissed meanwhile comes before or after.
    const held = await db
      .selectFrom("region_case")
      .select(["id as caseId", "entry", "due_at as dueAt"])
      .where("region_code", "=", regionCode)
      .where("id", "in", [...seen.keys()])
      .orderBy("id")
      .forUpdate()
      .execute();
    if (held.length !== seen.size) return { kind: "foreign" };
    if (!(await areUpdates(db, input.cases))) return { kind: "unseen" };
    const drafts = await readDrafts(db, [...seen.keys()]);
    if (drafts.length > 0) return { kind: "drafted", drafts };
    const outcome: { newer: NamedCase[]; already: NamedCase[] } = { newer: [], already: [] };
    const pending = await readPending(db, [...seen.keys()]);
    const dismissed: number[] = [];
    for (const { caseId, entry, dueAt } of held) {
      const waiting = pending.get(caseId) ?? [];
      const ended = waiting.filter((id) => id <= (seen.get(caseId) ?? 0));
      const left = waiting.slice(ended.length);
      if (left.length > 0) outcome.newer.push({ caseId, entry });
      else if (ended.length === 0) outcome.already.push({ caseId, entry });
      if (ended.length === 0) continue;
      dismissed.push(caseId);
      await endUpdates(db, { ...input, caseId, ended, left, dueAt });
    }
    return { kind: "dismissed", cases: dismissed.length, ended: dismissed, ...outcome };
  });
}

/** Whether each is an update of its case: no page shows any other as the newest. */
async function areUpdates(db: Db, cases: readonly SeenCase[]): Promise<boolean> {
  const upTo = cases.map((seen) => seen.upTo);
  const rows = await db.selectFrom("case_update").select(["id", "case_id"]).where("id", "in", upTo).execute();
  const caseOf = new Map(rows.map((row) => [row.id, row.case_id]));
  return cases.every((seen) => caseOf.get(seen.upTo) === seen.caseId);
}

async function readDrafts(db: Db, caseIds: readonly number[]): Promise<(NamedCase & { by: string })[]> {
  return db
    .selectFrom("draft")
    .innerJoin("region_case as c", "c.id", "draft.case_id")
    .innerJoin("account as writer", "writer.id", "draft.updated_by")
    .select(["c.id as caseId", "c.entry", "writer.name as by"])
    .where("draft.case_id", "in", caseIds)
    .where("draft.state", "in", ["draft", "submitted", "scheduled"])
    .orderBy("c.id")
    .execute();
}

/** Ids of the updates that wait, or that stood in an overview and nobody has decided about, by case, oldest first. */
async function readPending(db: Db, caseIds: readonly number[]): Promise<Map<number, number[]>> {
  const rows = await db
    .selectFrom("case_update")
    .select(["id", "case_id"])
    .where("case_id", "in", caseIds)
    .where("decision", "in", ["pending", "baseline"])
    .orderBy("id")
    .execute();
  const byCase = Map.groupBy(rows, (row) => row.case_id);
  return new Map(Array.from(byCase, ([caseId, updates]) => [caseId, updates.map(({ id }) => id)]));
}

async function endUpdates(
  db: Db,
  input: {
    regionCode: string;
    caseId: number;
    ended: readonly number[];
    left: readonly number[];
    dueAt: Date | null;
    reason: string;
    actor: Actor;
    now: Date;
  },
): Promise<void> {
  const { caseId, ended, left, dueAt, reason, actor, now } = input;
  await sql`
    update case_update
    set decision = 'dismissed', decided_at = ${now}::timestamptz, decided_by = ${nameActor(actor)}, reason = ${reason}
    where decision in ('pending', 'baseline') and id in (select value::bigint from jsonb_array_elements_text(${jsonRows(ended)}))`.execute(
    db,
  );
  // What has come since is due as it was: nobody has looked at it yet.
  const dueAfter = left.length > 0 ? dueAt : null;
  if (dueAfter !== dueAt)
    await db.updateTable("region_case").set({ due_at: dueAfter }).where("id", "=", caseId).execute();
  await insertAudit(db, {
    at: now,
    actor,
    regionCode: input.regionCode,
    deed: "case-dismissed",
    objectId: caseId,
    reason,
    before: { pending: [...ended, ...left], due: dueAt },
    after: { dismissed: ended, pending: left, due: dueAfter },
  });
}

/** Somebody who may be given a case. */
export interface Assignee {
  readonly id: number;
  readonly name: string;
}

/** Those who may curate in the region, by name. */
export async function readAssignees(db: Db, regionCode: string): Promise<Assignee[]> {
  const rows = await db
    .selectFrom("account")
    .innerJoin("account_role as role", "role.account_id", "account.id")
    .select(["account.id", "account.name", "role.role"])
    .where("role.region_code", "=", regionCode)
    .where("account.state", "=", "active")
    .orderBy("account.name")
    .orderBy("account.id")
    .execute();
  const able = rows.filter(({ role }) => isAllowed({ grants: [{ regionCode, role }] }, "curate", regionCode));
  return [...new Map(able.map(({ id, name }) => [id, { id, name }])).values()];
}

/** `unable`: they may not curate in the region · `changed`: the case is somebody else's than was seen. */
export type AssignResult =
  | { readonly kind: "assigned" | "unable" }
  | { readonly kind: "changed"; readonly to: Assignee | null };

/** Gives a case that `seenId` had to somebody, or to nobody. */
export async function assignCase(
  database: Db,
  input: {
    regionCode: string;
    caseId: number;
    seenId: number | null;
    assigneeId: number | null;
    actor: Actor;
    now: Date;
  },
): Promise<AssignResult> {
  const { regionCode, caseId, seenId, assigneeId, actor, now } = input;
  return database.transaction().execute(async (db) => {
    const account = assigneeId === null ? null : await findAccount(db, assigneeId);
    if (assigneeId !== null && (account?.state !== "active" || !isAllowed(account, "curate", regionCode)))
      return { kind: "unable" };
    const before = await db
      .selectFrom("region_case as c")
      .leftJoin("account", "account.id", "c.assignee_id")
      .select(["c.assignee_id as id", "account.name"])
      .where("c.id", "=", caseId)
      .where("c.region_code", "=", regionCode)
      .forUpdate("c")
      .executeTakeFirst();
    if (before === undefined) return { kind: "unable" };
    if (before.id === assigneeId) return { kind: "assigned" };
    if (before.id !== seenId) return { kind: "changed", to: toAssignee(before) };
    await db.updateTable("region_case").set({ assignee_id: assigneeId }).where("id", "=", caseId).execute();
    await insertAudit(db, {
      at: now,
      actor,
      regionCode,
      deed: assigneeId === null ? "case-unassigned" : "case-assigned",
      objectId: caseId,
      before: { assignee: toAssignee(before) },
      after: { assignee: account === null ? null : { id: account.id, name: account.name } },
    });
    return { kind: "assigned" };
  });
}

function toAssignee({ id, name }: { id: number | null; name: string | null }): Assignee | null {
  return id === null ? null : { id, name: name ?? "" };
}

/** Says by when a case must be decided; null takes the time away. `changed` when another time holds than was seen. */
export async function setCaseDue(
  database: Db,
  input: { regionCode: string; caseId: number; seenAt: Date | null; dueAt: Date | null; actor: Actor; now: Date },
): Promise<{ readonly kind: "set" } | { readonly kind: "changed"; readonly to: Date | null }> {
  const { regionCode, caseId, seenAt, dueAt, actor, now } = input;
  return database.transaction().execute(async (db) => {
    const before = await db
      .selectFrom("region_case")
      .select("due_at")
      .where("id", "=", caseId)
      .where("region_code", "=", regionCode)
      .forUpdate()
      .executeTakeFirst();
    if (before === undefined || before.due_at?.getTime() === dueAt?.getTime()) return { kind: "set" };
    if (before.due_at?.getTime() !== seenAt?.getTime()) return { kind: "changed", to: before.due_at };
    await db.updateTable("region_case").set({ due_at: dueAt }).where("id", "=", caseId).execute();
    await insertAudit(db, {
      at: now,
      actor,
      regionCode,
      deed: "due-time-set",
      objectId: caseId,
      before: { due: before.due_at },
      after: { due: dueAt },
    });
    return { kind: "set" };
  });
}
