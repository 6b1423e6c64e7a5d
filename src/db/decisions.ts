import { sql } from "kysely";
import { isAllowed } from "../domain/account.ts";
import { UNTOLD_DECISIONS } from "../domain/case.ts";
import type { ListEntry } from "../domain/list.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** A case of which something waits, up to the newest of its updates that was seen. */
export interface SeenCase {
  readonly caseId: number;
  readonly upTo: number;
}

export interface NamedCase {
  readonly caseId: number;
  readonly entry: ListEntry;
}

/** Locks those of the cases that are the region's, in one order for all who lock several. */
export async function lockCases(
  trx: Db,
  { regionCode, caseIds }: { regionCode: string; caseIds: readonly number[] },
): Promise<(NamedCase & { readonly dueAt: Date | null })[]> {
  return trx
    .selectFrom("region_case")
    .select(["id as caseId", "entry", "due_at as dueAt"])
    .where("region_code", "=", regionCode)
    .where("id", "in", caseIds)
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** Whether each is an update of its case: no page shows any other as the newest. */
export async function areUpdates(db: Db, cases: readonly SeenCase[]): Promise<boolean> {
  const upTo = cases.map((seen) => seen.upTo);
  const rows = await db.selectFrom("case_update").select(["id", "case_id"]).where("id", "in", upTo).execute();
  const caseOf = new Map(rows.map((row) => [row.id, row.case_id]));
  return cases.every((seen) => caseOf.get(seen.upTo) === seen.caseId);
}

/** Those of the cases that somebody writes about, and who. */
export async function readCaseWriters(db: Db, caseIds: readonly number[]): Promise<(NamedCase & { by: string })[]> {
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
export async function readUndecidedUpdates(db: Db, caseIds: readonly number[]): Promise<Map<number, number[]>> {
  const rows = await db
    .selectFrom("case_update")
    .select(["id", "case_id"])
    .where("case_id", "in", caseIds)
    .where("decision", "in", [...UNTOLD_DECISIONS, "baseline"])
    .orderBy("id")
    .execute();
  const byCase = Map.groupBy(rows, (row) => row.case_id);
  return new Map(Array.from(byCase, ([caseId, updates]) => [caseId, updates.map(({ id }) => id)]));
}

/** Writes down that the updates are dismissed. */
export async function dismissUpdates(
  trx: Db,
  input: { ids: readonly number[]; by: string; reason: string; now: Date },
): Promise<void> {
  const { ids, by, reason, now } = input;
  await sql`
    update case_update
    set decision = 'dismissed', decided_at = ${now}::timestamptz, decided_by = ${by}, reason = ${reason}
    where decision in ('pending', 'gathered', 'baseline')
      and id in (select value::bigint from jsonb_array_elements_text(${jsonRows(ids)}))`.execute(trx);
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

/** Who handles the case and by when it must be decided, locked for the rest of the transaction. */
export async function lockHandling(
  trx: Db,
  caseId: number,
): Promise<{ readonly assignee: Assignee | null; readonly dueAt: Date | null }> {
  const { id, name, dueAt } = await trx
    .selectFrom("region_case as c")
    .leftJoin("account", "account.id", "c.assignee_id")
    .select(["c.assignee_id as id", "account.name", "c.due_at as dueAt"])
    .where("c.id", "=", caseId)
    .forUpdate("c")
    .executeTakeFirstOrThrow();
  return { assignee: id === null ? null : { id, name: name ?? "" }, dueAt };
}

export async function writeAssignee(trx: Db, input: { caseId: number; assigneeId: number | null }): Promise<void> {
  await trx.updateTable("region_case").set({ assignee_id: input.assigneeId }).where("id", "=", input.caseId).execute();
}

/** By when the case must be decided; null for no time. */
export async function writeDueTime(trx: Db, input: { caseId: number; dueAt: Date | null }): Promise<void> {
  await trx.updateTable("region_case").set({ due_at: input.dueAt }).where("id", "=", input.caseId).execute();
}
