import { readHelpingTexts } from "../db/helping.ts";
import { readLastMessage } from "../db/messages.ts";
import { holdOpenDraft, insertDraft, readBasis, readOpenDraft, rewriteDraft, type Draft } from "../db/open-drafts.ts";
import type { RegionCase } from "../db/cases.ts";
import type { Db } from "../db/schema.ts";
import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import {
  beginContent,
  checkDraft,
  stopsSaving,
  isSeenDraft,
  nextDraftState,
  ownWords,
  type DraftContent,
  type SeenDraft,
} from "../domain/draft.ts";
import type { PublicationRefusal } from "../domain/publication.ts";
import { findWorker, FORBIDDEN, workAsPerson, type Forbidden, type ServiceContext, type Worker } from "./context.ts";
import { FREE, moveDraft, noteAudit, noteWords } from "./draft-moves.ts";
import { readPublication } from "./held-case.ts";
import type { WordsRefusal } from "./publication.ts";

/** Somebody else began, saved, took a step or published meanwhile; `theirs` is the open draft now. */
export interface DraftConflict {
  readonly kind: "conflict";
  readonly theirs: Draft | null;
}

export interface DraftSaved {
  readonly kind: "saved";
  readonly draft: Draft;
}

export interface DraftWriting {
  readonly found: RegionCase;
  /** What the writer's page showed, or null when it showed no draft. */
  readonly seen: SeenDraft | null;
  readonly content: DraftContent;
  /** The message of another region that the words are from; `kept` is what the draft, or the last version, builds on. */
  readonly origin: number | "kept" | null;
}

/** Begins a draft, or saves over the revision that the writer saw; never over another. */
export async function saveDraft(
  ctx: ServiceContext,
  input: DraftWriting,
): Promise<DraftSaved | DraftConflict | WordsRefusal | Forbidden> {
  const worker = findWorker(ctx, "curate", input.found.regionCode);
  if (worker === null) return FORBIDDEN;
  const refusal = refuseWords(input.content, ctx.now);
  return refusal ?? ctx.db.transaction().execute((trx) => writeDraft(trx, { ...input, worker }));
}

/** Words that must not be stored, or that a draft cannot hold; null when there are none. */
function refuseWords(content: DraftContent, now: Date): WordsRefusal | null {
  const problems = checkDraft(content, { last: null, messageKind: null, today: stockholmDate(now) }).filter(
    stopsSaving,
  );
  return problems.length === 0 ? null : { kind: "refused", why: "content", problems };
}

/** Begins the draft with another region's advice, or puts that in the place of the draft's own. */
export async function adoptAdvice(
  ctx: ServiceContext,
  input: { found: RegionCase; seen: SeenDraft | null; messageId: number | null },
): Promise<DraftSaved | DraftConflict | { readonly kind: "no-help" } | Forbidden> {
  const { found, seen } = input;
  const worker = findWorker(ctx, "curate", found.regionCode);
  if (worker === null) return FORBIDDEN;
  const today = stockholmDate(ctx.now);
  return ctx.db.transaction().execute(async (trx) => {
    const helping = await readHelpingTexts(trx, { regionCode: found.regionCode, entry: found.entry, today });
    const text = helping.find(({ messageId }) => messageId === input.messageId);
    if (text === undefined) return { kind: "no-help" };
    const open = await holdOpenDraft(trx, found.id);
    const own = open?.content ?? (await beginAnew(trx, found, today));
    const content = { ...own, advice: ownWords(text.advice) };
    return writeDraft(trx, { worker, found, seen, content, origin: text.messageId });
  });
}

async function beginAnew(trx: Db, { id: caseId, entry }: RegionCase, today: IsoDate): Promise<DraftContent> {
  const prepared = await readPublication(trx, { caseId, kind: null, hasAdvice: true });
  const urgency = prepared.kind === "prepared" && prepared.urgent !== null ? "high" : "normal";
  return beginContent({ entry, last: await readLastMessage(trx, caseId), nextKind: "update", urgency, today });
}

/**
 * Begins a draft that is whole as it is, a retraction or an end, on the facts that were seen. A retraction puts away what is
 * open, since readers follow what is wrong; an end gives no way to what somebody writes.
 */
export async function beginWholeDraft(
  ctx: ServiceContext,
  input: { found: RegionCase; seen: SeenDraft | null; content: DraftContent; factsHash: string },
): Promise<
  DraftSaved | DraftConflict | PublicationRefusal | WordsRefusal | { readonly kind: "facts-changed" } | Forbidden
> {
  const { found, seen, content } = input;
  const worker = findWorker(ctx, "curate", found.regionCode);
  if (worker === null) return FORBIDDEN;
  const refusal = refuseWords(content, ctx.now);
  if (refusal !== null) return refusal;
  return ctx.db.transaction().execute(async (trx) => {
    const kind = content.kind === "auto" ? null : content.kind;
    const prepared = await readPublication(trx, { caseId: found.id, kind, hasAdvice: content.advice !== null });
    if (prepared.kind === "refused") return prepared;
    const open = await holdOpenDraft(trx, found.id);
    if (!isSeenDraft(open, seen) || (open !== null && kind !== "retraction")) return { kind: "conflict", theirs: open };
    if (prepared.factsHash !== input.factsHash) return { kind: "facts-changed" };
    if (open !== null)
      await moveDraft(trx, { ...worker, draft: open, action: "discard", set: { ...FREE, reason: null } });
    return beginDraft(trx, { worker, found, content, origin: null });
  });
}

/** Begins a draft or saves over the revision that the writer saw. */
async function writeDraft(trx: Db, input: DraftWriting & { worker: Worker }): Promise<DraftSaved | DraftConflict> {
  const { worker, found, seen, content, origin } = input;
  const open = await holdOpenDraft(trx, found.id);
  if (open === null) return seen === null ? beginDraft(trx, input) : { kind: "conflict", theirs: null };
  if (!isSeenDraft(open, seen) || open.state !== "draft") return { kind: "conflict", theirs: open };
  const originMessageId = origin === "kept" ? open.originMessageId : origin;
  const { actor, now } = worker;
  const draft = await rewriteDraft(trx, open, { accountId: actor.id, now, content, originMessageId });
  await noteAudit(trx, { ...worker, draft, deed: "draft-saved", before: noteWords(open), after: noteWords(draft) });
  return { kind: "saved", draft };
}

/** Begins a draft where none is open; a conflict when somebody was first by a hair. */
export async function beginDraft(
  trx: Db,
  input: Omit<DraftWriting, "seen"> & { worker: Worker },
): Promise<DraftSaved | DraftConflict> {
  const { worker, found, content, origin } = input;
  const { id: caseId, regionCode } = found;
  const basis = await readBasis(trx, caseId);
  const draft = await insertDraft(trx, {
    accountId: worker.actor.id,
    now: worker.now,
    caseId,
    regionCode,
    content,
    basedOnMessageId: basis?.id ?? null,
    originMessageId: origin === "kept" ? (basis?.originId ?? null) : origin,
  });
  if (draft === null) return { kind: "conflict", theirs: await readOpenDraft(trx, caseId) };
  await noteAudit(trx, { ...worker, draft, deed: "draft-begun", after: noteWords(draft) });
  return { kind: "saved", draft };
}

export type StepBack = "send-back" | "take-back" | "unschedule" | "discard";

/**
 * Takes the open draft that was seen a step back, or away; whatever approval it had is void. A conflict when it is
 * another by now, or not in a state to take the step, as when it has gone out.
 */
export async function stepBack(
  ctx: ServiceContext,
  input: { found: RegionCase; action: StepBack; seen: SeenDraft | null; reason: string | null },
): Promise<{ readonly kind: "done" } | DraftConflict | Forbidden> {
  const { found, action, seen, reason } = input;
  const permission = action === "send-back" ? "approve" : "curate";
  return workAsPerson(ctx, { permission, regionCode: found.regionCode }, async (trx, worker) => {
    const draft = await holdOpenDraft(trx, found.id);
    if (draft === null || !isSeenDraft(draft, seen) || nextDraftState(draft.state, action) === null)
      return { kind: "conflict", theirs: draft };
    await moveDraft(trx, { ...worker, draft, action, set: { ...FREE, reason } });
    return { kind: "done" };
  });
}
