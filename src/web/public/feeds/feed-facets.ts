import { EXTENT_GRADES } from "../../../domain/extent-fact.ts";
import type { ListEntry } from "../../../domain/list.ts";
import type { SubscriptionFilter } from "../../../domain/subscription.ts";

/** Feeds that are narrower by one thing. */
export interface FeedFacet {
  readonly kind: "priorities" | "areas" | "categories" | "extents" | "atc";
  readonly filters: readonly SubscriptionFilter[];
}

/** The therapeutic subgroup, such as J01: deep enough to be of use, and few enough to choose among. */
const GROUP_CHARS = 3;

/** The narrower feeds that a region's list has. */
export function listFacets(
  entries: readonly Pick<ListEntry, "atc" | "priority" | "category" | "areas">[],
): FeedFacet[] {
  if (entries.length === 0) return [];
  const sort = <T extends string | number>(values: readonly T[]): T[] =>
    [...new Set(values)].toSorted((a, b) =>
      typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "sv"),
    );
  const facets: FeedFacet[] = [
    {
      kind: "priorities",
      filters: sort(entries.flatMap(({ priority }) => priority ?? [])).map((one) => ({ priorities: [one] })),
    },
    { kind: "areas", filters: sort(entries.flatMap(({ areas }) => areas)).map((one) => ({ areas: [one] })) },
    {
      kind: "categories",
      filters: sort(entries.flatMap(({ category }) => category ?? [])).map((one) => ({ categories: [one] })),
    },
    { kind: "extents", filters: EXTENT_GRADES.map((one) => ({ extents: [one] })) },
    {
      kind: "atc",
      filters: sort(entries.map(({ atc }) => atc.slice(0, GROUP_CHARS)).filter((code) => code !== "")).map((one) => ({
        atc: [one],
      })),
    },
  ];
  return facets.filter(({ filters }) => filters.length > 0);
}
