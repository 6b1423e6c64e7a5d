import type { FormGroup } from "./form.ts";

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
  /** What the catalogue counts it among, such as homeopathic ones; left out where it does not tell. */
  readonly category?: string;
  readonly holder: string;
}

/** Whether a medicine for people is registered: what is homeopathic treats nothing that another medicine does. */
export function isRegisteredMedicine({ status, veterinary, category = "" }: Product): boolean {
  return status === "registered" && !veterinary && !/homeopat|antroposof/i.test(category);
}

/** Whether two catalogues say the same of a product, as far as what is counted and matched goes. */
export function countsAlike(a: Product, b: Product): boolean {
  return (
    a.atc === b.atc &&
    a.form === b.form &&
    a.strength === b.strength &&
    a.rawStatus === b.rawStatus &&
    // A catalogue that tells of categories at last says nothing else of a product.
    (a.category ?? b.category) === (b.category ?? a.category) &&
    a.veterinary === b.veterinary
  );
}
