import { insertAudit } from "../db/audit.ts";
import type { Db } from "../db/schema.ts";
import { nameActor } from "../domain/audit.ts";
import { EVERYBODY } from "../domain/audience.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { checkDraft, type DraftContent, type DraftProblem } from "../domain/draft.ts";
import type { MessageKind, Urgency } from "../domain/message.ts";
import type { PublicationRefusal } from "../domain/publication.ts";
import { tellAlternatives } from "./alternatives.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";
import { writeMessage, type MessageToWrite, type PublishedMessage } from "./messages.ts";
import {
  holdCase,
  preparePublication,
  refuseUnknownCase,
  type HeldCase,
  type PreparedPublication,
} from "./held-case.ts";

/** Who publishes also knows which channels gather what is due into one digest. */
export interface PublishingContext extends ServiceContext {
  readonly digestChannels: ReadonlySet<string>;
}

/** What goes on by itself, and publishes. */
export interface PublishingDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly digestChannels: ReadonlySet<string>;
}

/** What is said of a case beside its facts, to whom, and who stands for it. */
export type Publication = Omit<MessageToWrite, "regionCode" | "caseId" | "kind" | "facts" | "purpose">;

export interface Published {
  readonly kind: "published";
  readonly message: PublishedMessage;
  readonly messageKind: MessageKind;
}

/** Turns a case that is held, and what was prepared of it, into a message and its deliveries. */
export async function publishHeldCase(
  trx: Db,
  { found }: HeldCase,
  { prepared, ...publication }: Publication & { readonly prepared: PreparedPublication },
): Promise<Published> {
  const { messageKind } = prepared;
  const { id: caseId, regionCode } = found;
  const facts = await tellAlternatives(trx, { regionCode, facts: prepared.facts, advice: publication.advice });
  const about = { caseId, regionCode, kind: messageKind, facts };
  return { kind: "published", message: await writeMessage(trx, { ...publication, ...about }), messageKind };
}

/** Words that stand in the way of a publication, each with what is wrong. */
export interface WordsRefusal {
  readonly kind: "refused";
  readonly why: "content";
  readonly problems: readonly DraftProblem[];
}

/** Publishes a case at once, reviewed and for everybody, in the name of the actor. */
export async function publishCase(
  ctx: PublishingContext,
  input: Pick<DraftContent, "kind" | "advice" | "factsOnly"> & {
    readonly caseId: number;
    /** Null lets the case decide. */
    readonly urgency: Urgency | null;
  },
): Promise<Published | PublicationRefusal | WordsRefusal | Forbidden> {
  const { now, actor, digestChannels } = ctx;
  const { caseId, ...words } = input;
  return ctx.db.transaction().execute(async (trx) => {
    const held = await holdCase(trx, caseId);
    if (held === null) return refuseUnknownCase(caseId);
    const { regionCode } = held.found;
    if (!mayDo(ctx, "curate", regionCode)) return FORBIDDEN;
    const { advice } = words;
    const kind = words.kind === "auto" ? null : words.kind;
    const prepared = preparePublication(held, { kind, hasAdvice: advice !== null });
    if (prepared.kind === "refused") return prepared;
    // What puts right or takes back what went at once goes at once too.
    const isUrgent = prepared.urgent !== null || (kind !== null && prepared.last?.urgency === "high");
    const urgency = words.urgency ?? (isUrgent ? "high" : "normal");
    const content = { ...words, urgency, audience: { areas: [], roles: [] }, validUntil: null };
    const problems = checkDraft(content, { ...prepared, today: stockholmDate(now) });
    if (problems.length > 0) return { kind: "refused", why: "content", problems };
    const who = { reviewed: true, publishedBy: nameActor(actor), now, digestChannels };
    const published = await publishHeldCase(trx, held, { ...who, prepared, advice, urgency, audience: EVERYBODY });
    const { message, messageKind } = published;
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      deed: "message-published",
      objectId: caseId,
      after: { message: message.id, version: message.version, kind: messageKind },
    });
    return published;
  });
}
