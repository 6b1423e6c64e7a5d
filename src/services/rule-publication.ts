import { stringsOf } from "../../templates/language.ts";
import { insertAudit } from "../db/audit.ts";
import { writeDueTime } from "../db/decisions.ts";
import { readThread } from "../db/messages.ts";
import { readOrigin } from "../db/case-desk.ts";
import type { Db } from "../db/schema.ts";
import { lacksSecondLook } from "../db/second-look.ts";
import { nameActor, type RuleActor } from "../domain/audit.ts";
import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import { isDown, type AdviceReview } from "../domain/alternative.ts";
import type { Message, MessageAdvice } from "../domain/message.ts";
import { readAlternativeFacts } from "./alternatives.ts";
import { isOpen } from "../domain/notice.ts";
import { tellsOfFalls, type NoMessage } from "../domain/publication.ts";
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
  const { standing, review, ...words } = await chooseWords(trx, held, stockholmDate(now));
  if (await lacksSecondLook(trx, { found, standing }))
    return { kind: "refused", why: "second-person", reason: stringsOf("sv").heldBack.unseen(by.name) };
  const known = preparePublication(held, { kind: null, hasAdvice: words.advice !== null });
  if (known.kind === "refused") return known;
  const prepared = review === null ? known : { ...known, facts: { ...known.facts, review } };
  const isNewFall = review !== null && !tellsOfFalls(held.last, held.falls);
  const who = { reviewed: false, publishedBy: nameActor(by), ...times };
  const result = await publishHeldCase(trx, held, {
    ...who,
    ...words,
    prepared,
    // Who follows an advice that has fallen must know at once.
    urgency: isNewFall || prepared.urgent !== null ? "high" : "normal",
  });
  // That the advice is being reviewed decides nothing of it.
  if (review === null) await writeDueTime(trx, { caseId: found.id, dueAt: null });
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
async function chooseWords(trx: Db, { found, notices, last, falls }: HeldCase, today: IsoDate) {
  const areas = { areas: found.entry.areas, roles: [] };
  const audience = last?.audience ?? areas;
  const isOver = notices.every(({ status }) => !isOpen(status));
  if (isOver) return { standing: false, review: null, advice: null, audience };
  // Words that hold no more are not told again as if they did: that they are being reviewed is told to the same readers.
  const review = buildReview(falls);
  if (review !== null) return { standing: false, review, advice: null, audience };
  const kept = await keepReviewed(trx, { last: await findTold(trx, last), today });
  if (kept !== null) return { standing: false, review: null, ...kept };
  const { regionCode, entry } = found;
  const { standingAdvice } = entry;
  const advice = (await holdsNow(trx, { regionCode, advice: standingAdvice })) ? standingAdvice : null;
  return { standing: advice !== null, review: null, advice, audience: areas };
}

/** Whether nothing is against the alternatives that an advice names. */
async function holdsNow(db: Db, input: { regionCode: string; advice: MessageAdvice | null }): Promise<boolean> {
  const { regionCode, advice } = input;
  const asked = (advice?.alternatives ?? []).map((alternative) => ({ regionCode, alternative }));
  return (await readAlternativeFacts(db, asked)).every(({ state }) => !isDown(state));
}

/** That an advice is being reviewed, with what has fallen of it; null when nothing has. */
export function buildReview(falls: HeldCase["falls"]): AdviceReview | null {
  const newest = falls.at(-1);
  if (newest === undefined) return null;
  return {
    version: newest.version,
    toldOn: stockholmDate(newest.toldAt),
    fallen: falls.map(({ alternative, state, knownOn, fellAt }) => ({
      alternative,
      state,
      on: knownOn,
      fellOn: stockholmDate(fellAt),
    })),
  };
}

/** The message that told the advice: the newest, or the one of which that only says that its advice is in review. */
async function findTold(db: Db, last: Message | null): Promise<Message | null> {
  if (last === null || last.caseId === null || last.facts.kind !== "case") return last;
  const { review } = last.facts;
  if (review === undefined) return last;
  return (await readThread(db, last.caseId)).find(({ version }) => version === review.version) ?? last;
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
