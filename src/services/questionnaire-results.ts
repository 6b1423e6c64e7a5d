import { readRound } from "../db/questionnaire-rounds.ts";
import { readProgress, readSignedAnswers } from "../db/questionnaire-signatures.ts";
import type { Db } from "../db/schema.ts";
import type { Role } from "../domain/account.ts";
import type { Answers } from "../domain/questionnaire/answer.ts";
import { countAnswers, type PartCounts } from "../domain/questionnaire/counts.ts";
import type { RegionProgress, Round } from "../domain/questionnaire/round.ts";
import { nameRegion } from "../domain/region.ts";

/** What a region's part in a round came to. */
export interface RegionResult {
  readonly regionCode: string;
  readonly name: string;
  readonly progress: RegionProgress;
  /** What it signed, by the keys of the parts; null when it has signed nothing: an unsigned draft is no answer. */
  readonly answers: Answers | null;
  /** Who signed is told by role; the name stands in the region's log. */
  readonly signed: { readonly role: Role; readonly at: Date } | null;
}

export interface RoundAnswers {
  /** With the questions as they were frozen. */
  readonly round: Round;
  /** All 21, by code. */
  readonly regions: readonly RegionResult[];
  readonly signed: number;
  /** Over the regions that signed. */
  readonly counts: readonly PartCounts[];
}

/** All that the regions have signed in a round, with its questions as frozen and what each option came to; null when there is none. */
export async function readRoundAnswers(db: Db, roundId: number): Promise<RoundAnswers | null> {
  const round = await readRound(db, roundId);
  if (round === null) return null;
  const [progress, signed] = [await readProgress(db, roundId), await readSignedAnswers(db, roundId)];
  const bySigner = new Map(signed.map((one) => [one.regionCode, one]));
  const regions = progress.map((region): RegionResult => {
    const own = bySigner.get(region.regionCode);
    return {
      regionCode: region.regionCode,
      name: nameRegion(region.regionCode),
      progress: region.progress,
      answers: own?.answers ?? null,
      signed: own === undefined ? null : { role: own.role, at: own.signedAt },
    };
  });
  const counts = countAnswers(
    round.questions,
    signed.map(({ answers }) => answers),
  );
  return { round, regions, signed: signed.length, counts };
}
