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
  readonly holder: string;
}
