import type { Deed } from "../domain/audit.ts";
import type { ListEntry } from "../domain/list.ts";
import { sql } from "kysely";
import { draftContentSchema, type DraftContent, type DraftState, type SeenDraft } from "../domain/draft.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** Somebody who had a part in a draft. */
export interface DraftHand {
  readonly id: number;
  readonly name: string;
}

/** What is to become a message. At most one of a case is open at a time. */
export interface Draft {
  readonly id: number;
  readonly caseId: number;
  readonly regionCode: string;
  readonly state: DraftState;
  /** Grows with each save and each step, so that it says what somebody saw. */
  readonly revision: number;
  readonly content: DraftContent;
  /** The message of another region whose words it builds on. */
  readonly originMessageId: number | null;
  readonly updatedBy: DraftHand;
  /** Accounts that wrote in it, in whatever revision, or wrote what it was taken over from. */
  readonly writers: readonly number[];
  readonly updatedAt: Date;
  /** Who handed it over, to a second person or to be published. */
  readonly submittedBy: DraftHand | null;
  readonly approvedBy: DraftHand | null;
  /** Of a submitted one the wish; null for as soon as may be. */
  readonly publishAt: Date | null;
  readonly factsHash: string | null;
  /** Why it came back. */
  readonly reason: string | null;
}

const OPEN_STATES = ["draft", "submitted", "scheduled"] as const satisfies readonly DraftState[];

/** The case's draft that is being worked on, or null. */
export async function readOpenDraft(db: Db, caseId: number): Promise<Draft | null> {
  const row = await selectDrafts(db)
    .where("draft.case_id", "=", caseId)
    .where("draft.state", "in", OPEN_STATES)
    .executeTakeFirst();
  return row === undefined ? null : toDraft(row);
}

/** What a step changes of a draft, by column. */
export interface DraftChange {
  readonly submitted_by?: number | null;
  readonly approved_by?: number | null;
  readonly publish_at?: Date | null;
  readonly facts_hash?: string | null;
  readonly reason?: string | null;
  readonly message_id?: number;
}

/** Changes a draft that is held. */
export async function updateDraft(
  trx: Db,
  { id, set }: { id: number; set: DraftChange & { readonly state: DraftState; readonly revision: number } },
): Promise<void> {
  await trx.updateTable("draft").set(set).where("id", "=", id).execute();
}

/** What somebody writes, and which message of another region the words are from. */
interface Writing {
  readonly content: DraftContent;
  readonly originMessageId: number | null;
  readonly accountId: number;
  readonly now: Date;
}

/** Writes over a draft that is held; the account has a hand in it from now on. */
export async function rewriteDraft(trx: Db, draft: Draft, writing: Writing): Promise<Draft> {
  await trx
    .updateTable("draft")
    .set({
      content: json(writing.content),
      revision: draft.revision + 1,
      origin_message_id: writing.originMessageId,
      updated_by: writing.accountId,
      updated_at: writing.now,
    })
    .where("id", "=", draft.id)
    .execute();
  await insertDraftWriter(trx, { draftId: draft.id, accountId: writing.accountId });
  return findDraft(trx, draft.id);
}

/** Begins a draft of the case with its first writer and all that these words are inherited from; null when one is open. */
export async function insertDraft(
  trx: Db,
  draft: Writing & { caseId: number; regionCode: string; basedOnMessageId: number | null },
): Promise<Draft | null> {
  const { caseId, accountId, now } = draft;
  const inserted = await trx
    .insertInto("draft")
    .values({
      case_id: caseId,
      region_code: draft.regionCode,
      state: "draft",
      revision: 1,
      based_on_message_id: draft.basedOnMessageId,
      origin_message_id: draft.originMessageId,
      content: json(draft.content),
      created_by: accountId,
      created_at: now,
      updated_by: accountId,
      updated_at: now,
    })
    // Two who begin at once: the second is told of the first.
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined) return null;
  await insertDraftWriter(trx, { draftId: inserted.id, accountId });
  await inheritWriters(trx, { draftId: inserted.id, caseId });
  return findDraft(trx, inserted.id);
}

/** The newest message of the case to its readers, and the other region's that it builds on. */
export async function readBasis(db: Db, caseId: number): Promise<{ id: number; originId: number | null } | null> {
  const row = await db
    .selectFrom("message")
    .select(["id", "origin_message_id as originId"])
    .where("case_id", "=", caseId)
    .where("purpose", "=", "readers")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Writes down that the account has written in the draft. */
async function insertDraftWriter(
  db: Db,
  { draftId, accountId }: { draftId: number; accountId: number },
): Promise<void> {
  await db
    .insertInto("draft_writer")
    .values({ draft_id: draftId, account_id: accountId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whoever wrote a draft of the case that came to nothing has a hand in one that says the same. */
async function inheritWriters(db: Db, { draftId, caseId }: { draftId: number; caseId: number }): Promise<void> {
  await sql`
    insert into draft_writer (draft_id, account_id)
    select distinct own.id, w.account_id
    from draft own
    join draft before on before.case_id = own.case_id and before.state = 'discarded'
      and before.content #> '{advice,text}' = own.content #> '{advice,text}'
    join draft_writer w on w.draft_id = before.id
    where own.id = ${draftId} and own.case_id = ${caseId}
    on conflict do nothing`.execute(db);
}

/** The same, held for the rest of the transaction: nobody saves, undoes or publishes it meanwhile. */
export async function holdOpenDraft(db: Db, caseId: number): Promise<Draft | null> {
  const held = await db
    .selectFrom("draft")
    .select("id")
    .where("case_id", "=", caseId)
    .where("state", "in", OPEN_STATES)
    .forUpdate()
    .executeTakeFirst();
  return held === undefined ? null : readOpenDraft(db, caseId);
}

/** Holds the draft whose time came first and that no other worker holds; null when none is due. */
export async function holdDueDraft(db: Db, input: { now: Date; except: readonly number[] }): Promise<Draft | null> {
  let query = db
    .selectFrom("draft")
    .select("case_id")
    .where("state", "=", "scheduled")
    .where("publish_at", "<=", input.now)
    .orderBy("publish_at")
    .orderBy("id")
    .limit(1)
    .forUpdate()
    .skipLocked();
  if (input.except.length > 0) query = query.where("id", "not in", input.except);
  const held = await query.executeTakeFirst();
  return held === undefined ? null : readOpenDraft(db, held.case_id);
}

/** The newest draft of the case that came to nothing though it held words; null when there is none. */
export async function readDiscardedDraft(db: Db, caseId: number): Promise<Draft | null> {
  const row = await selectDrafts(db)
    .where("draft.case_id", "=", caseId)
    .where("draft.state", "=", "discarded")
    .orderBy("draft.id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined || row.content.advice === null ? null : toDraft(row);
}

/** What the draft said in the revision that somebody saw, from the log; null when there was no such revision. */
export async function readSeenContent(db: Db, of: { caseId: number; seen: SeenDraft }): Promise<DraftContent | null> {
  const { id, revision } = of.seen;
  const row = await db
    .selectFrom("audit")
    .select("after")
    .where("object_kind", "=", "case")
    .where("object_id", "=", String(of.caseId))
    .where("deed", "in", ["draft-begun", "draft-saved"] satisfies Deed[])
    .where(sql<boolean>`after ->> 'draft' = ${String(id)} and (after ->> 'revision')::bigint <= ${revision}::bigint`)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const parsed = draftContentSchema.strip().safeParse(row?.after);
  return parsed.success ? parsed.data : null;
}

/** The draft of that id, which there must be. */
export async function findDraft(db: Db, id: number): Promise<Draft> {
  return toDraft(await selectDrafts(db).where("draft.id", "=", id).executeTakeFirstOrThrow());
}

function selectDrafts(db: Db) {
  return db
    .selectFrom("draft")
    .innerJoin("account as updater", "updater.id", "draft.updated_by")
    .leftJoin("account as submitter", "submitter.id", "draft.submitted_by")
    .leftJoin("account as approver", "approver.id", "draft.approved_by")
    .selectAll("draft")
    .select(["updater.name as updater_name", "submitter.name as submitter_name", "approver.name as approver_name"])
    .select(
      sql<number[]>`(
        select coalesce(jsonb_agg(distinct w.account_id), '[]') from draft_writer w
        where w.draft_id = draft.id or w.draft_id in (
          select source.id from draft source where source.message_id = draft.origin_message_id))`.as("writers"),
    );
}

type DraftRow = Awaited<ReturnType<ReturnType<typeof selectDrafts>["executeTakeFirstOrThrow"]>>;

function toDraft(row: DraftRow): Draft {
  return {
    id: row.id,
    caseId: row.case_id,
    regionCode: row.region_code,
    state: row.state,
    revision: row.revision,
    content: row.content,
    originMessageId: row.origin_message_id,
    updatedBy: { id: row.updated_by, name: row.updater_name },
    writers: row.writers,
    updatedAt: row.updated_at,
    submittedBy: toHand(row.submitted_by, row.submitter_name),
    approvedBy: toHand(row.approved_by, row.approver_name),
    publishAt: row.publish_at,
    factsHash: row.facts_hash,
    reason: row.reason,
  };
}

function toHand(id: number | null, name: string | null): DraftHand | null {
  return id === null || name === null ? null : { id, name };
}

/** A draft that waits for a second person, or for its time. */
export interface WaitingDraft {
  readonly caseId: number;
  readonly entry: ListEntry;
  /** Who handed it in, or wrote it. */
  readonly by: string;
  readonly updatedAt: Date;
  readonly publishAt: Date | null;
}

/** The region's drafts in that state: those that go out next first, else those that have waited longest. */
export async function readWaitingDrafts(
  db: Db,
  input: { regionCode: string; state: "submitted" | "scheduled" },
): Promise<WaitingDraft[]> {
  return db
    .selectFrom("draft")
    .innerJoin("region_case as c", "c.id", "draft.case_id")
    .innerJoin("account as writer", (join) =>
      join.on((eb) => eb("writer.id", "=", eb.fn.coalesce("draft.submitted_by", "draft.updated_by"))),
    )
    .select([
      "c.id as caseId",
      "c.entry",
      "writer.name as by",
      "draft.updated_at as updatedAt",
      "draft.publish_at as publishAt",
    ])
    .where("draft.region_code", "=", input.regionCode)
    .where("draft.state", "=", input.state)
    .orderBy("draft.publish_at")
    .orderBy("draft.updated_at")
    .orderBy("draft.id")
    .execute();
}
