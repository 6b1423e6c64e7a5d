import { findAccount } from "../db/accounts.ts";
import { holdDueDraft, type Draft } from "../db/open-drafts.ts";
import { readPolicy } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import type { Actor } from "../domain/audit.ts";
import { leadingRole } from "../domain/account.ts";
import { stockholmDate, stockholmMinute } from "../domain/calendar.ts";
import { checkDraft } from "../domain/draft.ts";
import type { MessageKind } from "../domain/message.ts";
import type { NoMessage } from "../domain/publication.ts";
import { sealFacts } from "./alternatives.ts";
import { finishDraft, putBackDraft } from "./draft-moves.ts";
import { holdCase, preparePublication, type HeldCase, type PreparedPublication } from "./held-case.ts";
import { SYSTEM } from "./context.ts";
import { publishHeldCase, type PublishingContext } from "./publication.ts";

type DueResult =
  | {
      readonly kind: "published";
      readonly messageId: number;
      readonly messageKind: MessageKind;
      /** Null while it is being handed out. */
      readonly deliveries: number | null;
    }
  | PutBack;

interface PutBack {
  readonly kind: "put-back";
  readonly reason: string;
}

/** What became of a draft whose time came; `failed` leaves it due, with nothing of a message. */
export type DueDraft = { readonly draftId: number } & (
  | (DueResult & { readonly caseId: number })
  | { readonly kind: "failed"; readonly cause: unknown }
);

/** Why a draft came back, for those who work in the region: in Swedish, as all that is written down there. */
const REASONS = {
  factsChanged: (time: string) => `Nya uppgifter kom innan meddelandet gick ut ${time}. Läs dem och publicera igen.`,
  secondPerson: "Regionen kräver numera en andra granskare. Skicka utkastet till granskning.",
  content: "Utkastet går inte att publicera som det är. Kontrollera texten och sista giltighetsdag.",
  "no-notices": "Ärendet har inga anmälningar kvar på regionens lista: det finns inget att berätta.",
  "no-news": "Det finns inget nytt sedan förra meddelandet. Skriv ett råd eller välj rättelse.",
  "nothing-to-correct": "Det finns inget meddelande att rätta eller återta.",
} as const satisfies Record<NoMessage["why"], string> & Record<string, string | ((time: string) => string)>;

/**
 * Publishes the draft whose time came first, those left out that are named: it becomes one message, whole, or goes back to
 * its writer with the reason why it must not go out as it is. Null when none is due that no other worker has.
 */
export async function publishDueDraft(
  ctx: PublishingContext,
  { except }: { except: readonly number[] },
): Promise<DueDraft | null> {
  let draftId: number | null = null;
  try {
    return await ctx.db.transaction().execute(async (trx) => {
      const draft = await holdDueDraft(trx, { now: ctx.now, except });
      if (draft === null) return null;
      draftId = draft.id;
      return { draftId: draft.id, caseId: draft.caseId, ...(await publishDraft(ctx, trx, draft)) };
    });
  } catch (cause) {
    // Which one it was, so that it does not hold up the others.
    if (draftId === null) throw cause;
    return { kind: "failed", draftId, cause };
  }
}

async function publishDraft(ctx: PublishingContext, trx: Db, draft: Draft): Promise<DueResult> {
  const { now, digestChannels } = ctx;
  const { content } = draft;
  const held = await holdCase(trx, draft.caseId);
  if (held === null) throw new Error(`services/due-drafts: unable to publish draft ${draft.id}: its case is gone`);
  const checked = await checkDue(trx, { draft, held, now });
  if (checked.kind === "put-back") {
    await putBackDraft(trx, { draft, reason: checked.reason, actor: SYSTEM, now });
    return checked;
  }
  const submitter = await findAccount(trx, draft.submittedBy?.id ?? draft.updatedBy.id);
  const reviewer = draft.approvedBy === null ? submitter : await findAccount(trx, draft.approvedBy.id);
  const { message, messageKind } = await publishHeldCase(trx, held, {
    prepared: checked,
    advice: content.advice,
    audience: content.audience,
    urgency: content.urgency,
    reviewed: true,
    publishedBy: submitter?.name ?? draft.updatedBy.name,
    approvedBy: draft.approvedBy?.name ?? null,
    reviewerRole: reviewer === null ? null : leadingRole(reviewer, draft.regionCode),
    validUntil: content.validUntil,
    originMessageId: draft.originMessageId,
    now,
    digestChannels,
  });
  const actor: Actor =
    submitter === null ? SYSTEM : { kind: "person", id: submitter.id, name: submitter.name, address: null };
  await finishDraft(trx, { draft, messageId: message.id, actor, now });
  return { kind: "published", messageId: message.id, messageKind, deliveries: message.deliveries };
}

/** What the draft would become now, or why it must not go out as it is. */
async function checkDue(
  trx: Db,
  { draft, held, now }: { draft: Draft; held: HeldCase; now: Date },
): Promise<PreparedPublication | PutBack> {
  const putBack = (reason: string): PutBack => ({ kind: "put-back", reason });
  const { content } = draft;
  if (draft.approvedBy === null && (await readPolicy(trx, draft.regionCode)).secondPerson === true)
    return putBack(REASONS.secondPerson);
  const kind = content.kind === "auto" ? null : content.kind;
  const prepared = preparePublication(held, { kind, hasAdvice: content.advice !== null });
  if (prepared.kind === "refused") return putBack(REASONS[prepared.why]);
  const { regionCode } = draft;
  const sealed = await sealFacts(trx, { regionCode, advice: content.advice, factsHash: prepared.factsHash });
  if (sealed !== draft.factsHash) return putBack(REASONS.factsChanged(stockholmMinute(draft.publishAt ?? now)));
  const problems = checkDraft(content, { ...prepared, today: stockholmDate(now) });
  return problems.length === 0 ? prepared : putBack(REASONS.content);
}
