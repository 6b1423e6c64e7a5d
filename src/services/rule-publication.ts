import { stringsOf } from "../../templates/language.ts";
import { insertAudit } from "../db/audit.ts";
import { writeDueTime } from "../db/decisions.ts";
import { readOrigin } from "../db/case-desk.ts";
import type { Db } from "../db/schema.ts";
import { lacksSecondLook } from "../db/second-look.ts";
import { nameActor, type RuleActor } from "../domain/audit.ts";
import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import type { Message } from "../domain/message.ts";
import { isOpen } from "../domain/notice.ts";
import type { NoMessage } from "../domain/publication.ts";
import { preparePublication, type HeldCase } from "./held-case.ts";
import { publishHeldCase, type Published } from "./publication.ts";

/** The region asks for a second person, and one alone stands for some of what would be sent. */
export interface UnseenByASecond {
  readonly kind: "refused";
  readonly why: "second-person";
  /** In Swedish, as the region's record is. */
  readonly reason: string;
}

interface RulePublication {
  readonly by: RuleActor;
  readonly now: Date;
  readonly digestChannels: ReadonlySet<string>;
  /** When it leaves on every channel; left out as for any message. */
  readonly deliverAt?: Date;
}

/**
 * Sends a case's facts, marked as not reviewed, and writes down which rule did. Advice that a pharmacist gave and that
 * still holds goes along, to those it was for: a newer version without it would take it from its readers. Otherwise the
 * list's standing advice does, to the areas that the list names. The end is told to those who were told of it.
 */
export async function publishByRule(
  trx: Db,
  held: HeldCase,
  input: RulePublication,
): Promise<Published | NoMessage | UnseenByASecond> {
  const { by, ...times } = input;
  const { now } = times;
  const { found } = held;
  const { standing, ...words } = await chooseWords(trx, held, stockholmDate(now));
  if (await lacksSecondLook(trx, { found, standing }))
    return { kind: "refused", why: "second-person", reason: stringsOf("sv").heldBack.unseen(by.name) };
  const prepared = preparePublication(held, { kind: null, hasAdvice: words.advice !== null });
  if (prepared.kind === "refused") return prepared;
  const who = { reviewed: false, publishedBy: nameActor(by), ...times };
  const result = await publishHeldCase(trx, held, {
    ...who,
    ...words,
    prepared,
    urgency: prepared.urgent === null ? "normal" : "high",
  });
  await writeDueTime(trx, { caseId: found.id, dueAt: null });
  await insertAudit(trx, {
    at: now,
    actor: by,
    regionCode: found.regionCode,
    deed: "message-published-by-rule",
    objectId: found.id,
    after: { message: result.message.id, version: result.message.version, kind: result.messageKind },
  });
  return result;
}

/** What a rule says beside the facts and to whom; `standing` when it is the list's own advice. */
async function chooseWords(trx: Db, { found, notices, last }: HeldCase, today: IsoDate) {
  const areas = { areas: found.entry.areas, roles: [] };
  const isOver = notices.every(({ status }) => !isOpen(status));
  if (isOver) return { standing: false, advice: null, audience: last?.audience ?? areas };
  const kept = await keepReviewed(trx, { last, today });
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
