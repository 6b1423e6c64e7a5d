import { insertAudit } from "../db/audit.ts";
import { publishCase, type PublicationResult } from "../db/publication.ts";
import { clearDueTime } from "../db/rule-decisions.ts";
import { readOrigin } from "../db/case-desk.ts";
import { holdCase, readCaseNotices, type RegionCase } from "../db/cases.ts";
import { readLastMessage } from "../db/messages.ts";
import type { Db } from "../db/schema.ts";
import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import type { Message } from "../domain/message.ts";
import { isOpen } from "../domain/notice.ts";

export interface RulePublication {
  readonly found: RegionCase;
  /** `rule Avslut`. */
  readonly by: string;
  readonly now: Date;
  readonly digestChannels: ReadonlySet<string>;
}

/**
 * Sends a case's facts, marked as not reviewed, and writes down which rule did. Advice that a pharmacist gave and that
 * still holds goes along, to those it was for: a newer version without it would take it from its readers. Otherwise the
 * list's standing advice does, to the areas that the list names. The end is told to those who were told of it. Call it inside a
 * transaction.
 */
export async function publishByRule(db: Db, input: RulePublication): Promise<PublicationResult> {
  const { found, by, now, digestChannels } = input;
  // Held before it is read: nobody gives newer advice meanwhile, which this message would then take away.
  await holdCase(db, found.id);
  const last = await readLastMessage(db, found.id);
  const isOver = (await readCaseNotices(db, found.id)).every(({ status }) => !isOpen(status));
  const areas = { areas: found.entry.areas, roles: [] };
  const words = isOver
    ? { advice: null, audience: last?.audience ?? areas }
    : ((await keepReviewed(db, { last, today: stockholmDate(now) })) ?? {
        advice: found.entry.standingAdvice,
        audience: areas,
      });
  const result = await publishCase(db, {
    caseId: found.id,
    kind: null,
    ...words,
    urgency: "normal",
    reviewed: false,
    publishedBy: by,
    now,
    digestChannels,
  });
  if (result.kind === "refused") return result;
  await clearDueTime(db, found.id);
  await insertAudit(db, {
    at: now,
    actor: actorOf(by),
    regionCode: found.regionCode,
    what: "message published by rule",
    object: `case ${found.id}`,
    after: { message: result.message.id, version: result.message.version, kind: result.messageKind },
  });
  return result;
}

/** What a pharmacist's newest words were and build on, while they hold; null when there are none, or they hold no more. */
async function keepReviewed(db: Db, { last, today }: { last: Message | null; today: IsoDate }) {
  if (last === null || last.advice === null || last.kind === "resolved" || last.kind === "retraction") return null;
  if (last.validUntil !== null && last.validUntil < today) return null;
  const fromVersion = last.reviewed ? last.version : last.advice.fromVersion;
  if (fromVersion === undefined) return null;
  const { audience, validUntil } = last;
  const origin = await readOrigin(db, { lastMessageId: last.id });
  return {
    advice: { ...last.advice, fromVersion },
    audience,
    validUntil,
    originMessageId: origin?.messageId ?? null,
  };
}

/** A rule as whoever did it. */
export function actorOf(by: string) {
  return { who: by, accountId: null, origin: "rule" };
}
