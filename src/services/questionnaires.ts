import { insertAudit } from "../db/audit.ts";
import {
  ensureRegionAnswers,
  readAnswersAt,
  readRegionAnswers,
  readSaves,
  writeCorrecting,
  writeSave,
  type Place,
  type RegionAnswers,
  type SavedRevision,
} from "../db/questionnaire-answers.ts";
import { holdRound } from "../db/questionnaire-rounds.ts";
import { insertSignature, readSignatures } from "../db/questionnaire-signatures.ts";
import type { Db } from "../db/schema.ts";
import { leadingRole } from "../domain/account.ts";
import { stockholmDate } from "../domain/calendar.ts";
import {
  applyChanges,
  listAnswerFaults,
  listChangedKeys,
  type Answer,
  type AnswerFault,
} from "../domain/questionnaire/answer.ts";
import { listParts } from "../domain/questionnaire/question.ts";
import { judgeRound, type Round } from "../domain/questionnaire/round.ts";
import { workAsPerson, type Forbidden, type ServiceContext, type Worker } from "./context.ts";

/** Why nothing of a round can be written: there is no such, or it has not opened, or is closed for good. */
export interface NotOpen {
  readonly kind: "gone" | "planned" | "closed";
}

/** What a region signed stands until somebody who signs for it begins a correction, or SKR reopens it. */
interface IsSigned {
  readonly kind: "signed";
}

/** Somebody else has written what this would write over. */
interface Conflict {
  readonly kind: "conflict";
  /** What the writer would have changed. */
  readonly keys: readonly string[];
  readonly saves: readonly SavedRevision[];
}

interface Refused {
  readonly kind: "refused";
  readonly faults: Readonly<Record<string, readonly AnswerFault[]>>;
}

interface Saved {
  readonly kind: "saved" | "unchanged";
  readonly revision: number;
}

export interface SaveInput extends Place {
  /** By key; null takes an answer away, and what is left out stays as it is. */
  readonly answers: Readonly<Record<string, Answer | null>>;
  /** The revision that the writer had before them: only what is otherwise than there is theirs. */
  readonly seen: number;
}

/** Saves answers of a region, and keeps who changed what and when. Nothing that another has written since is written over. */
export async function saveAnswers(
  ctx: ServiceContext,
  input: SaveInput,
): Promise<Saved | Refused | Conflict | IsSigned | NotOpen | Forbidden> {
  const { roundId, regionCode, answers } = input;
  return workAsPerson(ctx, { permission: "curate", regionCode }, async (trx, worker) => {
    const round = await holdOpenRound(trx, { roundId, now: worker.now });
    if ("kind" in round) return round;
    const faults = checkAnswers(round, answers);
    if (Object.keys(faults).length > 0) return { kind: "refused", faults };
    await ensureRegionAnswers(trx, { roundId, regionCode, now: worker.now });
    const held = await holdAnswers(trx, input);
    if (await isLocked(trx, { ...input, held })) return { kind: "signed" };
    const changes = await listOwnChanges(trx, { ...input, held });
    const keys = Object.keys(changes);
    if (keys.length === 0) return { kind: "unchanged", revision: held.revision };
    const saves = await listConflicts(trx, { ...input, keys });
    if (saves.length > 0) return { kind: "conflict", keys, saves };
    const revision = held.revision + 1;
    const after = applyChanges(held.answers, changes);
    await writeSave(trx, { roundId, regionCode, revision, answers: after, changes, by: worker.actor, now: worker.now });
    await log(trx, { worker, place: input, deed: "answers-saved", after: { revision, answers: keys } });
    return { kind: "saved", revision };
  });
}

/** What of the answers is no answer to what is asked; nothing when all are. */
function checkAnswers(round: Round, answers: SaveInput["answers"]): Refused["faults"] {
  const parts = new Map(listParts(round.questions).map(({ key, part }) => [key, part]));
  const found = Object.entries(answers).flatMap(([key, answer]): [string, AnswerFault[]][] => {
    const part = parts.get(key);
    if (part === undefined) return [[key, [{ because: "wrong-kind", at: null }]]];
    const faults = answer === null ? [] : listAnswerFaults(part, answer);
    return faults.length === 0 ? [] : [[key, faults]];
  });
  return Object.fromEntries(found);
}

/** What the writer changed of what they had before them, and is not so already. */
async function listOwnChanges(
  trx: Db,
  { answers, seen, held, ...place }: SaveInput & { held: RegionAnswers },
): Promise<Record<string, Answer | null>> {
  const base = seen === held.revision ? held.answers : await readAnswersAt(trx, { ...place, revision: seen });
  const own = listChangedKeys(base, applyChanges(base, answers));
  const news = new Set(listChangedKeys(held.answers, applyChanges(held.answers, answers)));
  return Object.fromEntries(own.filter((key) => news.has(key)).map((key) => [key, answers[key] ?? null]));
}

/** What others have saved of these answers since the writer looked. */
async function listConflicts(
  trx: Db,
  { roundId, regionCode, keys, seen }: Place & { keys: readonly string[]; seen: number },
): Promise<SavedRevision[]> {
  const saves = await readSaves(trx, { roundId, regionCode, after: seen });
  return saves.filter((save) => save.keys.some((key) => keys.includes(key)));
}

async function holdAnswers(trx: Db, place: Place): Promise<RegionAnswers> {
  const held = await readRegionAnswers(trx, { ...place, hold: true });
  return held ?? { revision: 0, answers: {}, savedAt: new Date(0), savedBy: "", correcting: false };
}

/** Whether what counts is signed, and nobody has begun to correct it. */
async function isLocked(trx: Db, { held, ...place }: Place & { held: RegionAnswers }): Promise<boolean> {
  return !held.correcting && (await isSigned(trx, place));
}

async function isSigned(trx: Db, place: Place): Promise<boolean> {
  const [last] = await readSignatures(trx, place);
  return last !== undefined && last.reopenedAt === null;
}

/** The round, held while its answers are written, or why they cannot be. */
async function holdOpenRound(trx: Db, { roundId, now }: { roundId: number; now: Date }): Promise<Round | NotOpen> {
  const round = await holdRound(trx, roundId, "share");
  if (round === null) return { kind: "gone" };
  const state = judgeRound(round, stockholmDate(now));
  return state === "open" ? round : { kind: state };
}

/** Signs for a region what its signer has before them; `changed` when somebody has written since. */
export async function signAnswers(
  ctx: ServiceContext,
  { seen, ...place }: Place & { seen: number },
): Promise<{ readonly kind: "done" | "changed" | "nothing" } | IsSigned | NotOpen | Forbidden> {
  const { roundId, regionCode } = place;
  return workAsPerson(ctx, { permission: "sign", regionCode }, async (trx, worker) => {
    const round = await holdOpenRound(trx, { roundId, now: worker.now });
    if ("kind" in round) return round;
    const held = await holdAnswers(trx, place);
    if (await isLocked(trx, { ...place, held })) return { kind: "signed" };
    if (held.revision !== seen) return { kind: "changed" };
    if (Object.keys(held.answers).length === 0) return { kind: "nothing" };
    const { revision, answers } = held;
    const role = ctx.grants === "all" ? null : leadingRole({ grants: ctx.grants }, regionCode);
    await insertSignature(trx, {
      ...place,
      revision,
      answers,
      by: worker.actor,
      role: role ?? "approver",
      now: worker.now,
    });
    await writeCorrecting(trx, { ...place, correcting: false });
    await log(trx, { worker, place, deed: "answers-signed", after: { revision, role } });
    return { kind: "done" };
  });
}

/** Lets a region write again after it has signed: what it signed counts until it signs anew. */
export async function correctAnswers(
  ctx: ServiceContext,
  place: Place,
): Promise<{ readonly kind: "done" | "not-signed" } | NotOpen | Forbidden> {
  const { roundId, regionCode } = place;
  return workAsPerson(ctx, { permission: "sign", regionCode }, async (trx, worker) => {
    const round = await holdOpenRound(trx, { roundId, now: worker.now });
    if ("kind" in round) return round;
    const held = await holdAnswers(trx, place);
    if (!(await isSigned(trx, place))) return { kind: "not-signed" };
    if (held.correcting) return { kind: "done" };
    await writeCorrecting(trx, { ...place, correcting: true });
    await log(trx, { worker, place, deed: "answers-corrected", after: { revision: held.revision } });
    return { kind: "done" };
  });
}

async function log(
  trx: Db,
  {
    worker: { actor, now },
    place,
    deed,
    after,
  }: {
    worker: Worker;
    place: Place;
    deed: "answers-saved" | "answers-signed" | "answers-corrected";
    after: unknown;
  },
): Promise<void> {
  const { regionCode, roundId } = place;
  await insertAudit(trx, { at: now, actor, regionCode, deed, objectId: roundId, after });
}
