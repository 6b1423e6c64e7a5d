import { findAccount } from "../db/accounts.ts";
import type { Actor } from "../db/audit.ts";
import { lockCase } from "../db/cases.ts";
import { finishDraft, putBackDraft } from "../services/drafts.ts";
import { holdDueDraft, type Draft } from "../db/open-drafts.ts";
import { preparePublication, publishCase, type PublicationRefusal } from "../db/publication.ts";
import { readPolicy } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import { leadingRole } from "../domain/account.ts";
import { stockholmDate, stockholmMinute } from "../domain/calendar.ts";
import { checkDraft } from "../domain/draft.ts";
import type { MessageKind } from "../domain/message.ts";

export interface PublishDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly digestChannels: ReadonlySet<string>;
}

export type PublishedDraft = { readonly draftId: number; readonly caseId: number } & (
  | {
      readonly kind: "published";
      readonly messageId: number;
      readonly messageKind: MessageKind;
      readonly deliveries: number;
    }
  | { readonly kind: "put-back"; readonly reason: string }
);

type Outcome =
  | {
      readonly kind: "published";
      readonly messageId: number;
      readonly messageKind: MessageKind;
      readonly deliveries: number;
    }
  | { readonly kind: "put-back"; readonly reason: string };

/** Why a draft came back, for those who work in the region: in Swedish, as all that is written down there. */
const REASONS = {
  factsChanged: (time: string) => `Nya uppgifter kom innan meddelandet gick ut ${time}. Läs dem och publicera igen.`,
  secondPerson: "Regionen kräver numera en andra granskare. Skicka utkastet till granskning.",
  content: "Utkastet går inte att publicera som det är. Kontrollera texten och sista giltighetsdag.",
  "no-case": "Ärendet finns inte längre.",
  "no-notices": "Ärendet har inga anmälningar kvar på regionens lista: det finns inget att berätta.",
  "no-news": "Det finns inget nytt sedan förra meddelandet. Skriv ett råd eller välj rättelse.",
  "nothing-to-correct": "Det finns inget meddelande att rätta eller återta.",
} as const satisfies Record<PublicationRefusal["why"], string> & Record<string, string | ((time: string) => string)>;

const RULE: Actor = { who: "rule", accountId: null, origin: "rule" };

/**
 * Publishes every draft that is due, each in a transaction of its own: it becomes one message, whole, or stays due. What
 * must not go out as it is goes back to its writer with the reason. Throws at the end when some could not be handled.
 */
export async function publishDueDrafts(deps: PublishDeps): Promise<PublishedDraft[]> {
  const results: PublishedDraft[] = [];
  const failed: number[] = [];
  const causes: unknown[] = [];
  for (;;) {
    const now = deps.now();
    let taken: number | null = null;
    try {
      const result = await deps.db.transaction().execute(async (db) => {
        const draft = await holdDueDraft(db, { now, except: failed });
        if (draft === null) return null;
        taken = draft.id;
        return { draftId: draft.id, caseId: draft.caseId, ...(await publishDraft({ ...deps, db }, { draft, now })) };
      });
      if (result === null) break;
      results.push(result);
    } catch (cause) {
      // One that fails must not hold up the others; the next round tries it again.
      if (taken === null) throw cause;
      failed.push(taken);
      causes.push(cause);
    }
  }
  if (causes.length > 0)
    throw new AggregateError(causes, `jobs/publish: unable to publish drafts ${failed.join(", ")}`);
  return results;
}

async function publishDraft(deps: PublishDeps, { draft, now }: { draft: Draft; now: Date }): Promise<Outcome> {
  const { db } = deps;
  const { content, caseId } = draft;
  const kind = content.kind === "auto" ? null : content.kind;
  // From here on no news can come to the case: what was checked is what is told.
  await lockCase(db, caseId);
  const reason = await findObstacle(db, { draft, kind, now });
  if (reason !== null) return putBack(db, { draft, reason, now });
  const submitter = await findAccount(db, draft.submittedBy?.id ?? draft.updatedBy.id);
  const reviewer = draft.approvedBy === null ? submitter : await findAccount(db, draft.approvedBy.id);
  const result = await publishCase(db, {
    caseId,
    kind,
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
    digestChannels: deps.digestChannels,
  });
  if (result.kind === "refused") return putBack(db, { draft, reason: REASONS[result.why], now });
  const { message, messageKind } = result;
  const actor = { who: submitter?.name ?? "rule", accountId: submitter?.id ?? null, origin: "rule" };
  await finishDraft(db, { draft, messageId: message.id, actor, now });
  return { kind: "published", messageId: message.id, messageKind, deliveries: message.deliveries };
}

/** Why the draft must not go out as it is; null when nothing is in its way. */
async function findObstacle(
  db: Db,
  { draft, kind, now }: { draft: Draft; kind: MessageKind | null; now: Date },
): Promise<string | null> {
  const { content, caseId } = draft;
  if (draft.approvedBy === null && (await readPolicy(db, draft.regionCode)).secondPerson === true)
    return REASONS.secondPerson;
  const prepared = await preparePublication(db, { caseId, kind, hasAdvice: content.advice !== null });
  if (prepared.kind === "refused") return REASONS[prepared.why];
  if (prepared.factsHash !== draft.factsHash) return REASONS.factsChanged(stockholmMinute(draft.publishAt ?? now));
  const problems = checkDraft(content, { ...prepared, today: stockholmDate(now) });
  return problems.length === 0 ? null : REASONS.content;
}

async function putBack(db: Db, input: { draft: Draft; reason: string; now: Date }): Promise<Outcome> {
  const { draft, reason, now } = input;
  await putBackDraft(db, { draft, reason, actor: RULE, now });
  return { kind: "put-back", reason };
}
