import { readRegionAnswers, readSaves, type SavedRevision } from "../../../db/questionnaire-answers.ts";
import { readRound } from "../../../db/questionnaire-rounds.ts";
import { readSignatures, type Signature } from "../../../db/questionnaire-signatures.ts";
import type { Answers } from "../../../domain/questionnaire/answer.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import {
  judgeProgress,
  judgeRound,
  type RegionProgress,
  type Round,
  type RoundState,
} from "../../../domain/questionnaire/round.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import type { WebDeps } from "../../web-deps.ts";

/** Saves of the history that a page shows. */
export const SAVES_SHOWN = 50;

/** A region's part in a round, as its pages show it. */
export interface RegionRound {
  readonly round: Round;
  readonly regionCode: string;
  readonly state: RoundState;
  readonly progress: RegionProgress;
  readonly revision: number;
  /** What is written, signed or not. */
  readonly answers: Answers;
  readonly saved: { readonly by: string; readonly at: Date } | null;
  /** The signature that counts. */
  readonly signed: Signature | null;
  readonly signatures: readonly Signature[];
  readonly saves: readonly SavedRevision[];
  /** Whether it can be written now. */
  readonly writable: boolean;
}

/** Null when there is no such round. */
export async function readRegionRound(
  { db, now }: Pick<WebDeps, "db" | "now">,
  { id, regionCode }: { id: string | undefined; regionCode: string },
): Promise<RegionRound | null> {
  const roundId = parseRowId(id);
  const round = roundId === null ? null : await readRound(db, roundId);
  if (round === null) return null;
  const place = { roundId: round.id, regionCode };
  const held = await readRegionAnswers(db, place);
  const signatures = await readSignatures(db, place);
  const [last] = signatures;
  const signed = last === undefined || last.reopenedAt !== null ? null : last;
  const revision = held?.revision ?? 0;
  const progress = judgeProgress({ isSigned: signed !== null, correcting: held?.correcting === true, revision });
  const state = judgeRound(round, stockholmDate(now()));
  return {
    round,
    regionCode,
    state,
    progress,
    revision,
    answers: held?.answers ?? {},
    saved: held === null || revision === 0 ? null : { by: held.savedBy, at: held.savedAt },
    signed,
    signatures,
    saves: await readSaves(db, { ...place, limit: SAVES_SHOWN }),
    writable: state === "open" && progress !== "signed",
  };
}
