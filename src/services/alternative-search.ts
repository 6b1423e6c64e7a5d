import { findProducts } from "../db/alternatives.ts";
import type { Db } from "../db/schema.ts";
import { alternativeKey, alternativeSchema, distinctAlternatives, type Alternative } from "../domain/alternative.ts";
import { cleanLine, clipText } from "../domain/clean-text.ts";
import { isRegisteredMedicine, type Product } from "../domain/product.ts";

/** So many are shown at once: whoever asks for more is asked to write more. */
const MAX_FOUND = 15;
const MAX_NAME_CHARS = 200;

export interface FoundAlternatives {
  readonly found: readonly Alternative[];
  /** With those that are chosen, and those that are too many to show. */
  readonly total: number;
}

/**
 * What somebody may mean by a name, a substance, an ATC code or an NPL id: substances in their forms first, then products;
 * without those that are chosen. None where the catalogue knows none.
 */
export async function searchAlternatives(
  db: Db,
  input: { text: string; chosen: readonly Alternative[] },
): Promise<FoundAlternatives> {
  const words = cleanLine(input.text).toLowerCase().split(" ").filter(Boolean);
  if (words.join("").length < 3) return { found: [], total: 0 };
  const products = (await findProducts(db, words)).filter(isRegisteredMedicine);
  const known = new Set(input.chosen.map(alternativeKey));
  const all = distinctAlternatives([...products.flatMap(toSubstance), ...products.flatMap(toProduct)]);
  return { found: all.filter((one) => !known.has(alternativeKey(one))).slice(0, MAX_FOUND), total: all.length };
}

function toSubstance({ atc, formGroup, substance }: Product): Alternative[] {
  const name = clipText(cleanLine(substance), MAX_NAME_CHARS);
  const read = alternativeSchema.safeParse({ kind: "substance", atc, formGroup, strength: null, name });
  return read.success ? [read.data] : [];
}

function toProduct({ nplId, name, strength, form }: Product): Alternative[] {
  const told = clipText([name, strength ?? "", form].map(cleanLine).filter(Boolean).join(" "), MAX_NAME_CHARS);
  const read = alternativeSchema.safeParse({ kind: "product", nplId, name: told });
  return read.success ? [read.data] : [];
}
