import { insertAudit } from "../db/audit.ts";
import { updateDraft, type Draft, type DraftChange } from "../db/open-drafts.ts";
import type { Db } from "../db/schema.ts";
import type { Actor, Deed } from "../domain/audit.ts";
import { nextDraftState, type DraftAction } from "../domain/draft.ts";

/** Who moves a draft that is held, and when. */
interface Mover {
  readonly draft: Draft;
  readonly actor: Actor;
  readonly now: Date;
}

/** What a draft loses when it goes back. */
export const FREE = { submitted_by: null, approved_by: null, publish_at: null, facts_hash: null };

/** Gives a draft that is held, and must not go out as it is, back to its writer. */
export async function putBackDraft(trx: Db, input: Mover & { reason: string }): Promise<void> {
  await moveDraft(trx, { ...input, action: "put-back", set: { ...FREE, reason: input.reason } });
}

/** The draft has become this message. */
export async function finishDraft(trx: Db, input: Mover & { messageId: number }): Promise<void> {
  await moveDraft(trx, { ...input, action: "publish", set: { message_id: input.messageId } });
}

interface Move extends Mover {
  readonly action: DraftAction;
  readonly set: DraftChange;
}

const DEEDS: Record<Exclude<DraftAction, "save">, Deed> = {
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

/** Brings the draft to its next state, and writes down that it came there. Throws when it does not take the action. */
export async function moveDraft(trx: Db, { draft, action, set, actor, now }: Move): Promise<void> {
  const state = nextDraftState(draft.state, action);
  if (state === null || action === "save")
    throw new Error(`services/draft-moves: unable to ${action} draft ${draft.id}: it is ${draft.state}`);
  await updateDraft(trx, { id: draft.id, set: { ...set, state, revision: draft.revision + 1 } });
  const { publish_at: publishAt, message_id: message } = set;
  await noteAudit(trx, {
    actor,
    now,
    draft,
    deed: DEEDS[action],
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

/** What a draft says and, where its words are another region's, whose. */
function listWords({ content, originMessageId }: Draft) {
  return originMessageId === null ? content : { ...content, originMessageId };
}

/** The same with which revision of which draft it is, by which `readSeenContent` finds it again. */
export function noteWords(draft: Draft) {
  return { ...listWords(draft), draft: draft.id, revision: draft.revision };
}

export async function noteAudit(
  trx: Db,
  input: Mover & {
    deed: Deed;
    reason?: string | null;
    before?: unknown;
    after: unknown;
  },
): Promise<void> {
  const { draft, now, actor, deed, reason = null, before, after } = input;
  const about = { regionCode: draft.regionCode, objectId: draft.caseId };
  await insertAudit(trx, { ...about, at: now, actor, deed, reason, before, after });
}
