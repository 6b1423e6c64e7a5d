import {
  findFallTime,
  insertFalls,
  lockToldMessages,
  mendFalls,
  readFalls,
  readOpenFalls,
  type AdviceFall,
  type NewFall,
} from "../db/advice-falls.ts";
import { insertCaseUpdates, readFallenCases, setDueAtOnce } from "../db/case-updates.ts";
import { explainFallen } from "../db/rule-decisions.ts";
import { readPolicy } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import { alternativeKey, isWorse, type Alternative, type AlternativeFact } from "../domain/alternative.ts";
import { stockholmDate } from "../domain/calendar.ts";
import type { Message } from "../domain/message.ts";
import { decidePolicy } from "../domain/policy.ts";
import { tellsOfFalls } from "../domain/publication.ts";
import { readAlternativeFacts } from "./alternatives.ts";
import { holdCase } from "./held-case.ts";
import type { PublishingDeps } from "./publication.ts";
import { buildReview, publishByRule } from "./rule-publication.ts";

/** Ends what brought the case back by these updates, of which somebody decided that the advice stands. */
export async function keepAdvice(
  trx: Db,
  { caseId, updateIds, now }: { caseId: number; updateIds: readonly number[]; now: Date },
): Promise<void> {
  const latest = await findFallTime(trx, updateIds);
  if (latest === null) return;
  const decided = (await readOpenFalls(trx, caseId)).filter(({ fellAt }) => fellAt <= latest);
  await mendFalls(trx, { ids: decided.map(({ id }) => id), kind: "kept", messageId: null, now });
}

/** An alternative that is followed for a message: it was told there, and perhaps has fallen before. */
interface Followed {
  readonly caseId: number;
  readonly regionCode: string;
  readonly messageId: number;
  readonly alternative: Alternative;
  readonly told: AlternativeFact["state"];
  /** The fall that nothing has mended; null while it holds. */
  readonly open: AdviceFall | null;
  /** The fall by which somebody has decided to stand, while it lasts. */
  readonly kept: AdviceFall | null;
}

/**
 * Looks again at every alternative that the regions' readers were told of in open cases. What has become worse than it was
 * told brings its case back to a person, due at once, each fall once; what has come back is written down as that. Call it
 * in the transaction in which notices, lists or the catalogue changed.
 */
export async function reviewAdvice(
  trx: Db,
  { regionCodes, now }: { regionCodes: readonly string[]; now: Date },
): Promise<void> {
  const followed = await readFollowed(trx, regionCodes);
  const facts = await readAlternativeFacts(trx, followed);
  const judged = followed.map((one, place) => ({ ...one, now: facts[place] ?? null }));
  const isFallen = ({ told, now: fact }: (typeof judged)[number]) =>
    fact !== null && isWorse({ told, now: fact.state });
  const returned = judged.flatMap((one) => {
    const { open, kept, now: fact } = one;
    if (open !== null) return isFallen(one) ? [] : [open.id];
    return kept === null || fact === null || isWorse({ told: kept.told, now: fact.state }) ? [] : [kept.id];
  });
  await mendFalls(trx, { ids: returned, kind: "returned", messageId: null, now });
  const falls = judged.flatMap((one): NewFall[] => {
    if (one.open !== null || one.now === null || !isFallen(one)) return [];
    const { caseId, messageId, alternative, told } = one;
    return [{ caseId, messageId, alternative, told, state: one.now.state, knownOn: one.now.on }];
  });
  await insertFalls(trx, { falls, now });
  const caseIds = [...new Set(falls.map(({ caseId }) => caseId))];
  const updates = caseIds.map((caseId) => ({ caseId, changes: [] }));
  const about = { kind: "fallen", decision: "pending", snapshotId: null, onDate: stockholmDate(now) } as const;
  await insertCaseUpdates(trx, { ...about, updates, now });
  await setDueAtOnce(trx, { caseIds, now });
}

async function readFollowed(trx: Db, regionCodes: readonly string[]): Promise<Followed[]> {
  const messages = await lockToldMessages(trx, regionCodes);
  const falls = await readFalls(
    trx,
    messages.map(({ caseId }) => caseId),
  );
  const byCase = Map.groupBy(falls, ({ caseId }) => caseId);
  return messages.flatMap((message) => {
    const { caseId, regionCode, isOpen, messageId, kind, facts } = message;
    const known = byCase.get(caseId) ?? [];
    const holds = isOpen && kind !== "resolved" && kind !== "retraction" && facts.kind === "case";
    const told = (holds ? facts.alternatives : undefined) ?? [];
    const newest = told.map(({ alternative, state }): Followed => {
      const earlier = known.findLast(
        (fall) => fall.messageId === messageId && alternativeKey(fall.alternative) === alternativeKey(alternative),
      );
      const open = earlier?.mended === null ? earlier : null;
      const kept = earlier?.mended?.kind === "kept" ? earlier : null;
      // What somebody has decided to stand by is no fall again while it stays as it was then.
      const base = open?.told ?? kept?.state ?? state;
      return { caseId, regionCode, messageId, alternative, told: base, open, kept };
    });
    // What fell is followed until it is mended, also of an older message and after its case has closed.
    const followed = new Set(newest.map(({ open }) => open?.id));
    const older = known
      .filter((fall) => fall.mended === null && !followed.has(fall.id))
      .map((fall) => ({ ...fall, regionCode, open: fall, kept: null }));
    return [...newest, ...older];
  });
}

/**
 * Tells readers, where a rule of their region says so by name, that the advice they have is being reviewed; each fall once,
 * and also when somebody has begun to write. Resolves with the number of messages.
 */
export async function tellFallenAdvice(
  deps: PublishingDeps,
  { regionCodes }: { regionCodes: readonly string[] },
): Promise<number> {
  const { db, digestChannels } = deps;
  const now = deps.now();
  let published = 0;
  for (const { caseId, regionCode, priority, extent } of await readFallenCases(db, regionCodes)) {
    const policy = await readPolicy(db, regionCode);
    const { action, by } = decidePolicy(policy, {
      kind: "fallen",
      priority,
      extent,
      types: [],
      changes: ["advice-fallen"],
    });
    if (action !== "auto" || by === null) continue;
    const held = await holdCase(db, caseId);
    if (held === null || held.falls.length === 0 || tellsOfFalls(held.last, held.falls)) continue;
    const result = await publishByRule(db, held, { by, now, digestChannels });
    if (result.kind === "published") published += 1;
    else await explainFallen(db, { caseId, reason: result.reason });
  }
  return published;
}

/** A message as it may be read from now on. */
export interface ReadableMessage {
  readonly message: Message;
  /** When it last came to be told otherwise than at first; null when it never has. */
  readonly changedAt: Date | null;
}

/**
 * The messages as they may be read from now on: words that name what has fallen since are not told as if they held, in a
 * digest that had to wait or in a feed that is read later.
 */
export async function withholdFallen(db: Db, messages: readonly Message[]): Promise<readonly ReadableMessage[]> {
  const naming = messages.flatMap(({ caseId, advice }) => (advice?.alternatives === undefined ? [] : (caseId ?? [])));
  const byCase = Map.groupBy(await readFalls(db, [...new Set(naming)]), ({ caseId }) => caseId);
  return messages.map((message) => {
    const { advice, facts } = message;
    const named = new Set((advice?.alternatives ?? []).map(alternativeKey));
    const falls = (byCase.get(message.caseId ?? 0) ?? []).filter(({ alternative }) =>
      named.has(alternativeKey(alternative)),
    );
    const times = falls.flatMap(({ fellAt, mended }) => [fellAt, ...(mended === null ? [] : [mended.at])]);
    const later = times.filter((at) => at > message.publishedAt).map(Number);
    const changedAt = later.length === 0 ? null : new Date(Math.max(...later));
    const review = buildReview(falls.filter(({ mended }) => mended === null));
    if (review === null || facts.kind !== "case") return { message, changedAt };
    const { alternatives: _, ...rest } = facts;
    return { message: { ...message, advice: null, facts: { ...rest, review } }, changedAt };
  });
}
