import type { FormGroup } from "./form.ts";
import { sameStrength } from "./strength.ts";

/** `other` is a status that is neither, or not known here; `rawStatus` keeps the word. */
export type ProductStatus = "registered" | "deregistered" | "other";

/** A medicine as Läkemedelsverket's product file knows it. */
export interface Product {
  /** 14 digits. */
  readonly nplId: string;
  readonly name: string;
  /** What it was called before; left out where the catalogue does not tell. */
  readonly formerNames?: readonly string[];
  readonly substance: string;
  readonly atc: string | null;
  readonly form: string;
  readonly formGroup: FormGroup | null;
  readonly strength: string | null;
  readonly veterinary: boolean;
  readonly status: ProductStatus;
  readonly rawStatus: string;
  readonly holder: string;
}

export interface UnaffectedQuery {
  readonly products: readonly Product[];
  readonly atc: string;
  readonly formGroup: FormGroup;
  /** Only products of this strength; without it, of any. */
  readonly strength?: string;
  /** The products that are reported short. */
  readonly shortNplIds: ReadonlySet<string>;
}

const swedish = new Intl.Collator("sv", { numeric: true });

/**
 * The registered products for people of the same substance and form that are not reported short, by name. Only a full
 * ATC code of 7 characters names a substance; for a shorter one there are none. Not reported short does not mean that it
 * is sold or in stock.
 */
export function findUnaffected(query: UnaffectedQuery): Product[] {
  const { products, atc, formGroup, strength, shortNplIds } = query;
  if (atc.length !== 7) return [];
  return products
    .filter((product) => product.atc === atc && product.formGroup === formGroup)
    .filter((product) => product.status === "registered" && !product.veterinary && !shortNplIds.has(product.nplId))
    .filter((product) => strength === undefined || sameStrength(strength, product.strength ?? ""))
    .toSorted((a, b) => swedish.compare(a.name, b.name) || swedish.compare(a.strength ?? "", b.strength ?? ""));
}
