import { stringsOf } from "../../templates/language.ts";
import { insertAudit } from "../db/audit.ts";
import { publishCase, type PublicationResult } from "../db/publication.ts";
import { clearDueTime } from "../db/rule-decisions.ts";
import { readOrigin } from "../db/case-desk.ts";
import { lockCase, readCaseNotices, type RegionCase } from "../db/cases.ts";
import { readLastMessage } from "../db/messages.ts";
import type { Db } from "../db/schema.ts";
import { lacksSecondLook } from "../db/second-look.ts";
import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import type { Message } from "../domain/message.ts";
import { isOpen } from "../domain/notice.ts";

/** The region asks for a second person, and one alone stands for some of what would be sent. */
export interface UnseenByASecond {
  readonly kind: "refused";
  readonly why: "second-person";
  /** In Swedish, as the region's record is. */
  readonly reason: string;
}

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
export async function publishByRule(db: Db, input: RulePublication): Promise<PublicationResult | UnseenByASecond> {
  const { found, by, now, digestChannels } = input;
  // Held before it is read: nobody gives newer advice meanwhile, which this message would then take away.
  await lockCase(db, found.id);
  const { standing, ...words } = await chooseWords(db, { found, now });
  if (await lacksSecondLook(db, { found, standing }))
    return { kind: "refused", why: "second-person", reason: stringsOf("sv").held.unseen(by.replace(/^rule /, "")) };
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

/** Whether a rule is kept from sending the case as it stands, since one person alone stands for some of it. */
export async function isUnseenByASecond(db: Db, about: { found: RegionCase; now: Date }): Promise<boolean> {
  const { standing } = await chooseWords(db, about);
  return lacksSecondLook(db, { found: about.found, standing });
}

/** What a rule says beside the facts and to whom; `standing` when it is the list's own advice. */
async function chooseWords(db: Db, { found, now }: { found: RegionCase; now: Date }) {
  const last = await readLastMessage(db, found.id);
  const areas = { areas: found.entry.areas, roles: [] };
  const isOver = (await readCaseNotices(db, found.id)).every(({ status }) => !isOpen(status));
  if (isOver) return { standing: false, advice: null, audience: last?.audience ?? areas };
  const kept = await keepReviewed(db, { last, today: stockholmDate(now) });
  if (kept !== null) return { standing: false, ...kept };
  return { standing: true, advice: found.entry.standingAdvice, audience: areas };
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
