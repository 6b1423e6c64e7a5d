import { sql } from "kysely";
import { UNTOLD_DECISIONS, type CaseChange, type UpdateDecision, type UpdateKind } from "../domain/case.ts";
import type { ExtentMove } from "../domain/extent-fact.ts";
import type { Db } from "./schema.ts";

/** An update of a case that waits for a decision. */
export interface WaitingUpdate {
  readonly id: number;
  readonly kind: UpdateKind;
  readonly createdAt: Date;
  readonly changes: readonly CaseChange[];
  /** How its extent moved; null when it did not. */
  readonly moved: ExtentMove | null;
  /** `gathered` by a rule for the week's digest. */
  readonly decision: UpdateDecision;
}

/** What waits in a case, oldest first. */
export async function readWaitingUpdates(db: Db, caseId: number): Promise<WaitingUpdate[]> {
  return db
    .selectFrom("case_update")
    .select(["id", "kind", "created_at as createdAt", "changes", "moved", "decision"])
    .where("case_id", "=", caseId)
    .where("decision", "in", UNTOLD_DECISIONS)
    .orderBy("id")
    .execute();
}

/** Who has a case and when it must be decided. */
export interface CaseHandling {
  readonly assigneeId: number | null;
  readonly assignee: string | null;
  readonly dueAt: Date | null;
}

export async function readCaseHandling(db: Db, caseId: number): Promise<CaseHandling> {
  const row = await db
    .selectFrom("region_case as c")
    .leftJoin("account", "account.id", "c.assignee_id")
    .select(["c.assignee_id as assigneeId", "account.name as assignee", "c.due_at as dueAt"])
    .where("c.id", "=", caseId)
    .executeTakeFirst();
  return row ?? { assigneeId: null, assignee: null, dueAt: null };
}

/** A question of a prescriber that nobody has closed. */
export interface CaseQuestion {
  readonly id: number;
  readonly text: string;
  readonly replyTo: string | null;
  readonly askedAt: Date;
}

export async function readCaseQuestions(db: Db, caseId: number): Promise<CaseQuestion[]> {
  return db
    .selectFrom("question")
    .select(["id", "text", "reply_to as replyTo", "asked_at as askedAt"])
    .where("case_id", "=", caseId)
    .where("state", "=", "open")
    .orderBy("id")
    .execute();
}

/** The areas of care that the region's list and its subscribers name, in order. */
export async function readKnownAreas(db: Db, regionCode: string): Promise<string[]> {
  const { rows } = await sql<{ area: string }>`
    select area from (
      select jsonb_array_elements_text(e.areas) as area
      from list_entry e join list_version v on v.id = e.version_id and v.active and v.region_code = ${regionCode}
      union
      select jsonb_array_elements_text(s.filter -> 'areas') from subscription s
      where s.region_code = ${regionCode} and s.purpose = 'readers' and s.state = 'active'
    ) as known order by lower(area), area`.execute(db);
  return rows.map(({ area }) => area);
}

/** The names behind a case's messages, which no reader is shown, by message id. */
export async function readMessageHands(
  db: Db,
  caseId: number,
): Promise<Map<number, { publishedBy: string; approvedBy: string | null }>> {
  const rows = await db
    .selectFrom("message")
    .select(["id", "published_by as publishedBy", "approved_by as approvedBy"])
    .where("case_id", "=", caseId)
    .execute();
  return new Map(rows.map(({ id, ...hands }) => [id, hands]));
}

/** Another region's message that words were taken from, and a way to know it by. */
export interface Origin {
  readonly messageId: number;
  readonly regionCode: string;
  readonly version: number;
}

/** What the draft builds on; for a new draft, what the last version builds on. */
export async function readOrigin(
  db: Db,
  about: { originMessageId: number } | { lastMessageId: number },
): Promise<Origin | null> {
  const query = db
    .selectFrom("message as origin")
    .select(["origin.id as messageId", "origin.region_code as regionCode", "origin.version"]);
  const row =
    "originMessageId" in about
      ? await query.where("origin.id", "=", about.originMessageId).executeTakeFirst()
      : await query
          .innerJoin("message", "message.origin_message_id", "origin.id")
          .where("message.id", "=", about.lastMessageId)
          .executeTakeFirst();
  return row ?? null;
}

/** How the region's pharmacists are reached; stands in its messages. */
export async function readContact(db: Db, regionCode: string): Promise<string | null> {
  const row = await db.selectFrom("region").select("contact").where("code", "=", regionCode).executeTakeFirst();
  return row?.contact ?? null;
}
