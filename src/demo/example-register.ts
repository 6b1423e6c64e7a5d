import type { ListEntry } from "../domain/list.ts";
import { readCatalogue, type CatalogueProduct } from "./catalogue.ts";
import { nplIdOf, shortNameOf } from "./example-xml.ts";

/**
 * Products of which the example knows no other: with them whole medicines, or whole strengths of them, are reported. Of
 * every other reported product there are two more that nobody reported.
 */
const ALONE: readonly { readonly atc: string; readonly strength?: string }[] = [
  { atc: "C01CA03" },
  { atc: "B02AA02" },
  { atc: "J01DH02", strength: "500 mg" },
  { atc: "B01AB05", strength: "8000 IE (80 mg)/0,8 ml" },
];

/** What the example's regions buy of the medicines of these codes: one that is reported and one that is not. */
const PURCHASED: ReadonlySet<string> = new Set(["B01AB01", "A10AB05"]);

const HOLDERS = ["Fiktivbolaget AB", "Inbillad Läkemedel AB"] as const;

/** The example's product register in the columns of Läkemedelsverket's, with what is reported and what is not. */
export function renderExampleRegister(): string {
  const products = readCatalogue().filter(({ atc }) => !atc.startsWith("Q"));
  const reported = products.map((product) =>
    renderRow(product, { name: shortNameOf(product), holder: product.holder, nplId: nplIdOf(product, 0) }),
  );
  const others = products
    .filter((product) => !isAlone(product))
    .flatMap((product) => HOLDERS.map((_holder, place) => renderRow(product, nameOther(product, place))));
  const header = "Namn;Verksamt ämne;ATC-kod;Form;Styrka;NPL-id;H/V;Registreringsstatus;Innehavare";
  return [header, ...reported, ...others, ""].join("\n");
}

/** The example list's lines with what the regions buy. */
export function addPurchased(entries: readonly ListEntry[]): ListEntry[] {
  const products = readCatalogue();
  return entries.map((entry) => {
    const product = PURCHASED.has(entry.atc) ? products.find(({ atc }) => atc === entry.atc) : undefined;
    if (product === undefined) return entry;
    const none = { nplPackId: null, articleNumber: null };
    const other = nameOther(product, 0);
    return {
      ...entry,
      own: [
        { ...none, nplId: nplIdOf(product, 0), name: shortNameOf(product) },
        { ...none, nplId: other.nplId, name: other.name },
      ],
    };
  });
}

function isAlone({ atc, strength }: CatalogueProduct): boolean {
  return ALONE.some((one) => one.atc === atc && (one.strength === undefined || one.strength === strength));
}

interface Named {
  readonly name: string;
  readonly holder: string;
  readonly nplId: string;
}

function renderRow({ substances, atc, form, strength }: CatalogueProduct, { name, holder, nplId }: Named): string {
  return [name, substances, atc, form, strength, nplId, "HUM", "Godkänd", holder].join(";");
}

/** Another company's product; its id is made up as those of the reports are, and none of theirs. */
function nameOther({ name, index }: CatalogueProduct, place: number): Named {
  const holder = HOLDERS[place] ?? HOLDERS[0];
  const [company = ""] = holder.split(" ");
  return { name: `${name} ${company}`, holder, nplId: `20980000${place}${String(index + 1).padStart(5, "0")}` };
}
