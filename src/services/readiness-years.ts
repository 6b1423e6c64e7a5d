import { readRounds } from "../db/questionnaire-rounds.ts";
import type { Db } from "../db/schema.ts";
import type { Answer, Answers } from "../domain/questionnaire/answer.ts";
import type { RegionProgress, Round } from "../domain/questionnaire/round.ts";
import { GOODS, type Goods } from "../domain/outreach/readiness-target.ts";
import { readRoundAnswers } from "./questionnaire-results.ts";

/** A cost as a region signed it: kronor, or that nobody knows, or that it has none; null where it is unanswered. */
export type SignedCost = number | "unknown" | "not-applicable" | null;

/** What a region signed of what secures its supply in a year, and what that costs. */
export interface ReadinessAnswers {
  readonly regionCode: string;
  readonly name: string;
  readonly progress: RegionProgress;
  /** Null when it has signed nothing. */
  readonly signed: {
    /** How many systems it named; null where it named none and did not say that it has none. */
    readonly systems: number | null;
    readonly cost: Readonly<Record<Goods, SignedCost>>;
    readonly planned: Readonly<Record<Goods, SignedCost>>;
  } | null;
}

export interface ReadinessYear {
  readonly round: Round;
  readonly regions: readonly ReadinessAnswers[];
}

/** What the regions have signed of their preparedness, each asking of its own, the newest first. */
export async function readReadinessYears(db: Db): Promise<ReadinessYear[]> {
  const years: ReadinessYear[] = [];
  for (const { id, questionnaire } of await readRounds(db)) {
    const results = questionnaire === "readiness" ? await readRoundAnswers(db, id) : null;
    if (results === null) continue;
    const regions = results.regions.map(({ regionCode, name, progress, answers }) => ({
      regionCode,
      name,
      progress,
      signed: answers === null ? null : summarise(answers),
    }));
    years.push({ round: results.round, regions });
  }
  return years;
}

function summarise(answers: Answers): NonNullable<ReadinessAnswers["signed"]> {
  const systems = answers["R01.answer"];
  return {
    systems: systems?.kind === "rows" ? systems.value.length : systems?.kind === "not-applicable" ? 0 : null,
    cost: costsOf(answers, "R02"),
    planned: costsOf(answers, "R03"),
  };
}

function costsOf(answers: Answers, question: string): Record<Goods, SignedCost> {
  const of = (goods: Goods) => readCost(answers[`${question}.${goods}`]);
  return { medicine: of("medicine"), device: of("device"), protective: of("protective") };
}

function readCost(answer: Answer | undefined): SignedCost {
  if (answer?.kind === "number") return answer.value;
  return answer?.kind === "unknown" || answer?.kind === "not-applicable" ? answer.kind : null;
}

/** The sum of the costs that are known, over how many regions; null where none is. */
export function sumCosts(
  regions: readonly ReadinessAnswers[],
  which: "cost" | "planned",
): Readonly<Record<Goods, { readonly sum: number; readonly n: number } | null>> {
  const sums = GOODS.map((goods) => {
    const known = regions.flatMap(({ signed }) => {
      const cost = signed?.[which][goods];
      return typeof cost === "number" ? [cost] : [];
    });
    return known.length === 0 ? null : { sum: known.reduce((sum, cost) => sum + cost, 0), n: known.length };
  });
  const [medicine = null, device = null, protective = null] = sums;
  return { medicine, device, protective };
}
