import { readOrigin } from "../db/case-desk.ts";
import { writeDraftMinutes } from "../db/decision-minutes.ts";
import type { RegionCase } from "../db/cases.ts";
import { findDraft, holdOpenDraft, type Draft } from "../db/open-drafts.ts";
import { readPolicy } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import { stockholmDate } from "../domain/calendar.ts";
import {
  checkDraft,
  isPublishTime,
  isSeenDraft,
  mayApprove,
  nextDraftState,
  UNDO_MS,
  type DraftContent,
  type SeenDraft,
} from "../domain/draft.ts";
import type { PublicationRefusal } from "../domain/publication.ts";
import { workAsPerson, type Forbidden, type ServiceContext, type Worker } from "./context.ts";
import { sealFacts } from "./alternatives.ts";
import { isRefusedByChannel, type RenderingDeps } from "./draft-message.ts";
import { moveDraft } from "./draft-moves.ts";
import { beginDraft, type DraftConflict } from "./drafts.ts";
import { readPublication } from "./held-case.ts";
import type { WordsRefusal } from "./publication.ts";

export type HandOverRefusal =
  | { readonly kind: "refused"; readonly why: "second-person" | "own-draft" | "facts-changed" | "time" | "channel" }
  | WordsRefusal
  | PublicationRefusal;

export type HandOverResult =
  | { readonly kind: "done"; readonly draft: Draft }
  | HandOverRefusal
  | DraftConflict
  | Forbidden;

/** Who hands a draft over also knows the channels, since what one of them refuses must not go out. */
export type HandOverContext = ServiceContext & RenderingDeps;

interface Handing {
  readonly found: RegionCase;
  readonly action: "submit" | "schedule" | "approve";
  /** Null for as soon as it may be, which is when the time to undo is over. */
  readonly publishAt: Date | null;
  /** Of the facts that stood on the page, see `sealFacts`: nobody hands over what they have not seen. */
  readonly factsHash: string;
  /** What it took, as whoever hands it over says; null, or left out, where they do not. */
  readonly minutes?: number | null;
}

export interface HandOver extends Handing {
  readonly seen: SeenDraft;
}

/**
 * Hands the open draft to a second person, or sets it to go out: by its writer where the region asks for no second
 * person, else by another.
 */
export async function handOverDraft(ctx: HandOverContext, input: HandOver): Promise<HandOverResult> {
  const { found, action, seen } = input;
  const permission = action === "approve" ? "approve" : "curate";
  return workAsPerson(ctx, { permission, regionCode: found.regionCode }, async (trx, worker) => {
    const draft = await holdOpenDraft(trx, found.id);
    if (draft === null || !isSeenDraft(draft, seen) || nextDraftState(draft.state, action) === null)
      return { kind: "conflict", theirs: draft };
    if (action === "schedule" && (await asksForTwo(trx, found))) return { kind: "refused", why: "second-person" };
    if (action === "approve" && !mayApprove(listHands(draft), worker.actor.id))
      return { kind: "refused", why: "own-draft" };
    const words = { content: draft.content, originMessageId: draft.originMessageId };
    const refusal = await checkHandOver(ctx, trx, { ...input, ...words });
    if (refusal !== null) return refusal;
    return hand(trx, { ...input, worker, draft });
  });
}

/**
 * One advice for a case that nobody writes about: begins the draft and hands it over, or leaves nothing. The words were
 * written for several cases at once, so no draft of the case was seen.
 */
export async function adviseCase(
  ctx: HandOverContext,
  input: { found: RegionCase; content: DraftContent; action: "submit" | "schedule"; factsHash: string },
): Promise<HandOverResult> {
  const { found, content, action } = input;
  return workAsPerson(ctx, { permission: "curate", regionCode: found.regionCode }, async (trx, worker) => {
    const open = await holdOpenDraft(trx, found.id);
    if (open !== null) return { kind: "conflict", theirs: open };
    if (action === "schedule" && (await asksForTwo(trx, found))) return { kind: "refused", why: "second-person" };
    const handing = { ...input, publishAt: null };
    const refusal = await checkHandOver(ctx, trx, { ...handing, originMessageId: null });
    if (refusal !== null) return refusal;
    const begun = await beginDraft(trx, { worker, found, content, origin: null });
    if (begun.kind === "conflict") return begun;
    return hand(trx, { ...handing, worker, draft: begun.draft });
  });
}

async function asksForTwo(trx: Db, { regionCode }: RegionCase): Promise<boolean> {
  return (await readPolicy(trx, regionCode)).secondPerson === true;
}

/** Everybody who had a hand in it. */
function listHands({ updatedBy, submittedBy, writers }: Draft) {
  return { updatedBy: updatedBy.id, submittedBy: submittedBy?.id ?? null, writers };
}

/** What is against these words going out then on the facts as they stand. */
async function checkHandOver(
  ctx: HandOverContext,
  trx: Db,
  input: Handing & { content: DraftContent; originMessageId: number | null },
): Promise<HandOverRefusal | null> {
  const { found, content, originMessageId, publishAt } = input;
  const { now, grants } = ctx;
  if (publishAt !== null && !isPublishTime(publishAt, now)) return { kind: "refused", why: "time" };
  const kind = content.kind === "auto" ? null : content.kind;
  const prepared = await readPublication(trx, { caseId: found.id, kind, hasAdvice: content.advice !== null });
  if (prepared.kind === "refused") return prepared;
  // What is to hold until a day must still hold when it goes out.
  const problems = checkDraft(content, { ...prepared, today: stockholmDate(publishAt ?? now) });
  if (problems.length > 0) return { kind: "refused", why: "content", problems };
  const { regionCode } = found;
  const sealed = await sealFacts(trx, { regionCode, advice: content.advice, factsHash: prepared.factsHash });
  if (sealed !== input.factsHash) return { kind: "refused", why: "facts-changed" };
  const origin = originMessageId === null ? null : await readOrigin(trx, { originMessageId });
  const isRefused = await isRefusedByChannel(ctx, {
    db: trx,
    now,
    regionCode: found.regionCode,
    account: { grants: grants === "all" ? [] : grants },
    content,
    prepared,
    originRegionCode: origin?.regionCode ?? null,
    publishedAt: publishAt ?? now,
  });
  return isRefused ? { kind: "refused", why: "channel" } : null;
}

async function hand(trx: Db, input: Handing & { worker: Worker; draft: Draft }): Promise<HandOverResult> {
  const { worker, draft, action, publishAt, factsHash, minutes = null } = input;
  const by = action === "approve" ? { approved_by: worker.actor.id } : { submitted_by: worker.actor.id };
  const when =
    action === "submit"
      ? { publish_at: publishAt, facts_hash: null }
      : {
          publish_at: publishAt ?? new Date(worker.now.getTime() + UNDO_MS),
          facts_hash: factsHash,
        };
  await moveDraft(trx, { ...worker, draft, action, set: { ...by, ...when, reason: null } });
  const { actor, now } = worker;
  await writeDraftMinutes(trx, { draftId: draft.id, caseId: draft.caseId, accountId: actor.id, minutes, now });
  return { kind: "done", draft: await findDraft(trx, draft.id) };
}
