import { findCase, type RegionCase } from "../../../db/cases.ts";
import type { Db } from "../../../db/schema.ts";
import { readWishOptions, type WishOptions } from "../../../db/wish-options.ts";
import type { NewWish } from "../../../db/wishes.ts";
import { READER_ROLES } from "../../../domain/audience.ts";
import { findRegion, type Region } from "../../../domain/region.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { textOf, textsOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { noWishValues, readWish, WISH_FIELDS, type WishValues } from "../../wish-parts/wish-form.tsx";
import { wishWords } from "../../wish-parts/words.ts";

/** What has been chosen so far; it lies in the address or the form, and nowhere else. */
export interface Choice {
  readonly regions: readonly [Region, ...Region[]];
  /** The one case that is followed, instead of a choice by fields. */
  readonly followed: RegionCase | null;
  readonly values: WishValues;
  readonly wish: NewWish;
}

export type ReadChoice =
  | { readonly kind: "read"; readonly choice: Choice }
  /** `unknown`: one of those named is none, so that nobody takes the others for all that they chose. */
  | { readonly kind: "no-region"; readonly unknown: boolean }
  | { readonly kind: "no-case" }
  | {
      readonly kind: "refused";
      readonly regions: Choice["regions"];
      readonly values: WishValues;
      readonly problems: readonly FieldProblem[];
    };

/** The address's query as a form that was sent. */
export function formOf(query: URLSearchParams): FormValues {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(names.map((name) => [name, query.getAll(name).filter((value) => value !== "")]));
}

/** One value, whether it came once or as a list of one. */
export function oneOf(values: FormValues, name: string): string {
  return textOf({ [name]: textsOf(values, name)[0] ?? "" }, name);
}

/** The same with what holds one value as one, as the fields of forms are read. */
function flatten(values: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) && value.length === 1 ? value[0] : value,
    ]),
  );
}

export async function readChoice(db: Db, page: Page, sent: FormValues): Promise<ReadChoice> {
  const codes = [...new Set(textsOf(sent, "region"))].filter((code) => code !== "");
  const known = codes.map(findRegion).filter((region) => region !== undefined);
  const [first, ...others] = known;
  if (first === undefined || known.length < codes.length) return { kind: "no-region", unknown: codes.length > 0 };
  const regions = [first, ...others] as const;
  const caseText = oneOf(sent, "case");
  if (caseText !== "") {
    const followed = await findFollowed(db, { caseText, regions });
    if (followed === null) return { kind: "no-case" };
    const untilResolved = oneOf(sent, "until") !== "ever";
    const wish = { filter: { cases: [followed.id] }, atOnce: false, untilResolved } satisfies NewWish;
    return { kind: "read", choice: { regions, followed, values: noWishValues, wish } };
  }
  const read = readWish(page, flatten(sent));
  if (read.kind === "refused") return { ...read, regions };
  const options = await readWishOptions(
    db,
    regions.map(({ code }) => code),
  );
  const strange = findStrange(read.values, options);
  if (strange !== null) {
    const problem = wishWords[page.language].wish.problems.unknown;
    return { kind: "refused", regions, values: noWishValues, problems: [{ field: strange, problem }] };
  }
  const wish = { ...read.wish, untilResolved: false };
  return { kind: "read", choice: { regions, followed: null, values: read.values, wish } };
}

/** A field with a name that no list here has: nobody can put words of their own into what another is asked to confirm. */
function findStrange(values: WishValues, options: WishOptions): "areas" | "categories" | "roles" | null {
  const known = { areas: options.areas, categories: options.categories, roles: READER_ROLES };
  const fields = ["areas", "categories", "roles"] as const;
  return fields.find((field) => !values[field].every((name) => known[field].some((one) => one === name))) ?? null;
}

/** A case is followed in its own region alone. */
async function findFollowed(
  db: Db,
  { caseText, regions }: { caseText: string; regions: readonly Region[] },
): Promise<RegionCase | null> {
  const id = parseRowId(caseText);
  const found = id === null || regions.length !== 1 ? null : await findCase(db, id);
  return found !== null && found.regionCode === regions[0]?.code ? found : null;
}

/** The fields that carry a choice on, each name with a value. */
export function listFields({ regions, followed, values, wish }: Choice): (readonly [string, string])[] {
  const where = regions.map(({ code }) => ["region", code] as const);
  if (followed !== null)
    return [...where, ["case", String(followed.id)], ["until", wish.untilResolved ? "resolved" : "ever"]];
  const what = WISH_FIELDS.flatMap((name) => [values[name]].flat().map((value) => [name, value] as const));
  return [...where, ...what.filter(([, value]) => value !== "")];
}

/** The same as an address has it. */
export function writeChoice(choice: Choice): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of listFields(choice)) query.append(name, value);
  return query;
}
