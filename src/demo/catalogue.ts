import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { isProductAtc } from "../domain/atc.ts";
import { CHANGE_KINDS } from "../domain/change.ts";

/** What happens to a product between the example's two days; the rules are those of `domain/change.ts`. */
const STORY_NAMES = [
  "",
  ...CHANGE_KINDS,
  "cessation",
  "started-at-once",
  "rescheduled-end-unknown",
  "touched",
  "ongoing",
] as const;
export type StoryName = Exclude<(typeof STORY_NAMES)[number], "">;

const catalogueRow = z.object({
  name: z.string().min(1),
  holder: z.string().min(1),
  substances: z.string().min(1),
  atc: z.string().refine(isProductAtc),
  term: z.string().min(1),
  strength: z.string(),
  form: z.string().min(1),
  packages: z.string().min(1),
  origin: z.string(),
  story: z.enum(STORY_NAMES),
});

/** One row of `catalogue.csv`: a made-up product of a real substance. */
export interface CatalogueProduct extends Omit<z.infer<typeof catalogueRow>, "packages"> {
  /** The row's place, from 0; the made-up ids follow from it. */
  readonly index: number;
  readonly packages: readonly string[];
}

/** The products of `catalogue.csv`, in its order. */
export function readCatalogue(): CatalogueProduct[] {
  const text = readFileSync(new URL("catalogue.csv", import.meta.url), "utf8");
  const rows = z.array(catalogueRow).parse(parse(text, { columns: true, delimiter: ";", bom: true }));
  return rows.map((row, index) => ({ ...row, index, packages: row.packages.split(" | ") }));
}

/** Neighbouring strengths of one product share a report, as companies often send them. */
export function groupProducts(catalogue: readonly CatalogueProduct[]): CatalogueProduct[][] {
  const groups: CatalogueProduct[][] = [];
  for (const product of catalogue) {
    const group = groups.at(-1);
    const sibling = group?.at(-1);
    const together =
      sibling?.name === product.name &&
      sibling.holder === product.holder &&
      sibling.form === product.form &&
      sibling.story === product.story;
    if (group && together) group.push(product);
    else groups.push([product]);
  }
  return groups;
}
