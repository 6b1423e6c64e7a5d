import type { IsoDate } from "../calendar.ts";
import type { ListEntry } from "../list.ts";
import { OPERATIONS } from "../region.ts";

/** What a line of a list is of: a medicine, a medical device, or equipment that protects whoever works. */
export const GOODS = ["medicine", "device", "protective"] as const;
export type Goods = (typeof GOODS)[number];

/** The branches of EMDN that gloves, drapes and protective clothing lie in. https://webgate.ec.europa.eu/dyna2/emdn/ */
const PROTECTIVE_EMDN = /^T0[1-3]/;
const PROTECTIVE_WORDS = /skyddsutrustning|skyddskläder|protective equipment|\bPPE\b/i;

/** A list says what is protective equipment by its category, or by the code of a glove or a gown. */
export function goodsOf({ emdn, category }: Pick<ListEntry, "emdn" | "category">): Goods {
  if (category !== null && PROTECTIVE_WORDS.test(category)) return "protective";
  if (emdn === null) return "medicine";
  return PROTECTIVE_EMDN.test(emdn) ? "protective" : "device";
}

/** From a day on, so many days is the stock of a kind of goods to last. */
export interface ReadinessTarget {
  /** The nation's under the operations' code. */
  readonly regionCode: string;
  readonly goods: Goods;
  /** As the lists write it; empty for all of those goods. */
  readonly category: string;
  readonly validFrom: IsoDate;
  /** Null: from then on there is none. */
  readonly days: number | null;
}

/** The most days that a target can be: ten years. */
export const MAX_TARGET_DAYS = 3_650;
export const MAX_CATEGORY_CHARS = 200;

/**
 * The target that holds for a line of a region's list on a day: the region's own before the nation's, one of its category
 * before one of all its goods, and of each the latest that has begun. Null where there is none.
 */
export function findTarget(
  targets: readonly ReadinessTarget[],
  line: { readonly regionCode: string; readonly goods: Goods; readonly category: string | null },
  on: IsoDate,
): number | null {
  const category = normaliseCategory(line.category ?? "");
  const places = [line.regionCode, OPERATIONS.code];
  const categories = category === "" ? [""] : [category, ""];
  for (const regionCode of places)
    for (const wanted of categories) {
      const days = latest(
        targets.filter(
          (one) =>
            one.regionCode === regionCode &&
            one.goods === line.goods &&
            normaliseCategory(one.category) === wanted &&
            one.validFrom <= on,
        ),
      );
      if (days !== null) return days;
    }
  return null;
}

/** Lists write the same category in capitals or not. */
function normaliseCategory(category: string): string {
  return category.trim().toLocaleLowerCase("sv");
}

function latest(targets: readonly ReadinessTarget[]): number | null {
  return targets.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)).at(-1)?.days ?? null;
}
