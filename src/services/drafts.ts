import type { Actor, Deed } from "../domain/audit.ts";
import { stockholmDate } from "../domain/calendar.ts";
import {
  checkDraft,
  isPublishTime,
  isSeenDraft,
  mayApprove,
  nextDraftState,
  UNDO_MS,
  type DraftAction,
  type DraftContent,
  type DraftProblem,
  type SeenDraft,
} from "../domain/draft.ts";
import { insertAudit } from "../db/audit.ts";
import { json } from "../db/client.ts";
import type { PublicationRefusal } from "../domain/publication.ts";
import { readPublication } from "./held-case.ts";
import { readPolicy } from "../db/regions.ts";
import {
  findDraft,
  holdOpenDraft,
  inheritWriters,
  insertDraftWriter,
  readOpenDraft,
  type Draft,
} from "../db/open-drafts.ts";
import type { Db } from "../db/schema.ts";

/** Who does something with a draft, and when. */
export interface DraftDoer {
  readonly actor: Actor;
  readonly accountId: number;
  readonly now: Date;
}

/** Somebody else began, saved, took a step or published meanwhile; `theirs` is the open draft now. */
export interface DraftConflict {
  readonly kind: "conflict";
  readonly theirs: Draft | null;
}

export interface DraftWriting extends DraftDoer {
  readonly caseId: number;
  readonly regionCode: string;
  /** What the writer's page showed, or null when it showed no draft. */
  readonly seen: SeenDraft | null;
  readonly content: DraftContent;
  /** The message of another region that the words are from; `kept` is what the draft, or the last version, builds on. */
  readonly origin: number | "kept" | null;
}

export type WriteResult = { readonly kind: "saved"; readonly draft: Draft } | DraftConflict;

/** Begins a draft or saves over the revision that the writer saw; never over another. Call it inside a transaction. */
export async function writeDraft(db: Db, input: DraftWriting): Promise<WriteResult> {
  const held = await holdOpenDraft(db, input.caseId);
  if (held === null) return input.seen === null ? beginDraft(db, input) : { kind: "conflict", theirs: null };
  if (!isSeenDraft(held, input.seen) || held.state !== "draft") return { kind: "conflict", theirs: held };
  await db
    .updateTable("draft")
    .set({
      content: json(input.content),
      revision: held.revision + 1,
      origin_message_id: input.origin === "kept" ? held.originMessageId : input.origin,
      updated_by: input.accountId,
      updated_at: input.now,
    })
    .where("id", "=", held.id)
    .execute();
  await insertDraftWriter(db, { draftId: held.id, accountId: input.accountId });
  const draft = await findDraft(db, held.id);
  await noteAudit(db, { ...input, draft, deed: "draft-saved", before: noteWords(held), after: noteWords(draft) });
  return { kind: "saved", draft };
}

async function beginDraft(db: Db, input: DraftWriting): Promise<WriteResult> {
  const { caseId, regionCode, accountId, now } = input;
  const last = await db
    .selectFrom("message")
    .select(["id", "origin_message_id as originId"])
    .where("case_id", "=", caseId)
    .where("purpose", "=", "readers")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  const inserted = await db
    .insertInto("draft")
    .values({
      case_id: caseId,
      region_code: regionCode,
      state: "draft",
      revision: 1,
      based_on_message_id: last?.id ?? null,
      origin_message_id: input.origin === "kept" ? (last?.originId ?? null) : input.origin,
      content: json(input.content),
      created_by: accountId,
      created_at: now,
      updated_by: accountId,
      updated_at: now,
    })
    // Two who begin at once: the second is told of the first.
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined) return { kind: "conflict", theirs: await readOpenDraft(db, caseId) };
  await insertDraftWriter(db, { draftId: inserted.id, accountId });
  await inheritWriters(db, { draftId: inserted.id, caseId });
  const draft = await findDraft(db, inserted.id);
  await noteAudit(db, { ...input, draft, deed: "draft-begun", after: noteWords(draft) });
  return { kind: "saved", draft };
}

/** What a draft says and, where its words are another region's, whose. */
function listWords({ content, originMessageId }: Draft) {
  return originMessageId === null ? content : { ...content, originMessageId };
}

/** The same with which revision of which draft it is, by which `readSeenContent` finds it again. */
function noteWords(draft: Draft) {
  return { ...listWords(draft), draft: draft.id, revision: draft.revision };
}

export type HandOverRefusal =
  | { readonly kind: "refused"; readonly why: "second-person" | "own-draft" | "facts-changed" | "time" }
  | { readonly kind: "refused"; readonly why: "content"; readonly problems: readonly DraftProblem[] }
  | PublicationRefusal;

export type HandOverResult = { readonly kind: "done"; readonly draft: Draft } | HandOverRefusal | DraftConflict;

export interface HandOver extends DraftDoer {
  readonly caseId: number;
  readonly action: "submit" | "schedule" | "approve";
  readonly seen: SeenDraft;
  /** Null for as soon as it may be, which is when the time to undo is over. */
  readonly publishAt: Date | null;
  /** Of the facts that stood on the page: nobody hands over what they have not seen. */
  readonly factsHash: string;
}

/**
 * Hands the open draft to a second person, or sets it to go out: by its writer where the region asks for no second
 * person, else by another. Call it inside a transaction.
 */
export async function handOverDraft(db: Db, input: HandOver): Promise<HandOverResult> {
  const { action, now, publishAt, accountId } = input;
  const draft = await holdOpenDraft(db, input.caseId);
  if (draft === null || !isSeenDraft(draft, input.seen) || nextDraftState(draft.state, action) === null)
    return { kind: "conflict", theirs: draft };
  const refusal = await checkHandOver(db, { ...input, draft });
  if (refusal !== null) return refusal;
  const by = action === "approve" ? { approved_by: accountId } : { submitted_by: accountId };
  const when =
    action === "submit"
      ? { publish_at: publishAt, facts_hash: null }
      : { publish_at: publishAt ?? new Date(now.getTime() + UNDO_MS), facts_hash: input.factsHash };
  await moveDraft(db, { ...input, draft, set: { ...by, ...when, reason: null } });
  return { kind: "done", draft: await findDraft(db, draft.id) };
}

/** Everybody who had a hand in it. */
function listHands({ updatedBy, submittedBy, writers }: Draft) {
  return { updatedBy: updatedBy.id, submittedBy: submittedBy?.id ?? null, writers };
}

async function checkHandOver(db: Db, input: HandOver & { draft: Draft }): Promise<HandOverRefusal | null> {
  const { draft, action, accountId, now, publishAt } = input;
  if (action === "schedule" && (await readPolicy(db, draft.regionCode)).secondPerson === true)
    return { kind: "refused", why: "second-person" };
  if (action === "approve" && !mayApprove(listHands(draft), accountId)) return { kind: "refused", why: "own-draft" };
  if (publishAt !== null && !isPublishTime(publishAt, now)) return { kind: "refused", why: "time" };
  const { content } = draft;
  const kind = content.kind === "auto" ? null : content.kind;
  const prepared = await readPublication(db, { caseId: draft.caseId, kind, hasAdvice: content.advice !== null });
  if (prepared.kind === "refused") return prepared;
  // What is to hold until a day must still hold when it goes out.
  const problems = checkDraft(content, { ...prepared, today: stockholmDate(publishAt ?? now) });
  if (problems.length > 0) return { kind: "refused", why: "content", problems };
  return prepared.factsHash === input.factsHash ? null : { kind: "refused", why: "facts-changed" };
}

export type StepBack = "send-back" | "take-back" | "unschedule" | "discard";

/**
 * Takes the open draft that was seen a step back, or away; whatever approval it had is void. A conflict when it is
 * another by now, or not in a state to take the step, as when it has gone out. Call it inside a transaction.
 */
export async function stepBack(
  db: Db,
  input: Omit<DraftDoer, "accountId"> & {
    caseId: number;
    action: StepBack;
    seen: SeenDraft | null;
    reason: string | null;
  },
): Promise<{ readonly kind: "done" } | DraftConflict> {
  const draft = await holdOpenDraft(db, input.caseId);
  if (draft === null || !isSeenDraft(draft, input.seen) || nextDraftState(draft.state, input.action) === null)
    return { kind: "conflict", theirs: draft };
  await moveDraft(db, { ...input, draft, set: { ...FREE, reason: input.reason } });
  return { kind: "done" };
}

/** What a draft loses when it goes back. */
const FREE = { submitted_by: null, approved_by: null, publish_at: null, facts_hash: null };

/** Gives a draft that is held, and must not go out as it is, back to its writer. */
export async function putBackDraft(
  db: Db,
  input: Omit<DraftDoer, "accountId"> & { draft: Draft; reason: string },
): Promise<void> {
  await moveDraft(db, { ...input, action: "put-back", set: { ...FREE, reason: input.reason } });
}

/** The draft has become this message. */
export async function finishDraft(
  db: Db,
  input: Omit<DraftDoer, "accountId"> & { draft: Draft; messageId: number },
): Promise<void> {
  await moveDraft(db, { ...input, action: "publish", set: { message_id: input.messageId } });
}

interface Move extends Omit<DraftDoer, "accountId"> {
  readonly draft: Draft;
  readonly action: DraftAction;
  readonly set: {
    readonly submitted_by?: number | null;
    readonly approved_by?: number | null;
    readonly publish_at?: Date | null;
    readonly facts_hash?: string | null;
    readonly reason?: string | null;
    readonly message_id?: number;
  };
}

const DONE: Record<Exclude<DraftAction, "save">, Deed> = {
  submit: "draft-submitted",
  schedule: "draft-scheduled",
  approve: "draft-approved",
  "send-back": "draft-sent-back",
  "take-back": "draft-taken-back",
  unschedule: "draft-unscheduled",
  "put-back": "draft-put-back",
  publish: "message-published",
  discard: "draft-discarded",
};

async function moveDraft(db: Db, { draft, action, set, actor, now }: Move): Promise<void> {
  const state = nextDraftState(draft.state, action);
  if (state === null || action === "save")
    throw new Error(`services/drafts: unable to ${action} draft ${draft.id}: it is ${draft.state}`);
  await db
    .updateTable("draft")
    .set({ ...set, state, revision: draft.revision + 1 })
    .where("id", "=", draft.id)
    .execute();
  const { publish_at: publishAt, message_id: message } = set;
  await noteAudit(db, {
    actor,
    now,
    draft,
    deed: DONE[action],
    reason: set.reason ?? null,
    before: { state: draft.state, revision: draft.revision, ...(action === "discard" ? listWords(draft) : {}) },
    after: {
      state,
      revision: draft.revision + 1,
      ...(publishAt instanceof Date ? { publishAt } : {}),
      ...(message === undefined ? {} : { message, ...listWords(draft) }),
    },
  });
}

async function noteAudit(
  db: Db,
  input: {
    draft: Draft;
    actor: Actor;
    now: Date;
    deed: Deed;
    reason?: string | null;
    before?: unknown;
    after: unknown;
  },
): Promise<void> {
  const { draft, actor, now, ...entry } = input;
  await insertAudit(db, {
    at: now,
    actor,
    regionCode: draft.regionCode,
    deed: entry.deed,
    objectId: draft.caseId,
    reason: entry.reason ?? null,
    before: entry.before,
    after: entry.after,
  });
}
