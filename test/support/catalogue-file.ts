/** A line of the product file, a registered powder of meropenem 1 g for people unless told otherwise. */
export interface CatalogueRow {
  readonly name?: string;
  readonly substance?: string;
  readonly atc?: string;
  readonly form?: string;
  readonly strength?: string;
  readonly nplId: string;
  readonly species?: string;
  readonly status?: string;
  readonly holder?: string;
}

const POWDER = "Pulver till injektions-/infusionsvätska, lösning";

/** A product file of those products, as CSV. */
export function catalogueOf(rows: readonly CatalogueRow[]): string {
  const lines = rows.map(({ name = "Exempem", substance = "meropenem", atc = "J01DH02", form = POWDER, ...row }) => {
    const { strength = "1 g", nplId, species = "HUM", status = "Godkänd", holder = "Exempelbolaget AB" } = row;
    return [name, substance, atc, form, strength, nplId, species, status, holder].join(";");
  });
  return ["Namn;Verksamt ämne;ATC-kod;Form;Styrka;NPL-id;H/V;Registreringsstatus;Innehavare", ...lines, ""].join("\n");
}
