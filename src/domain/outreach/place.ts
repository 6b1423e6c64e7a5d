import { findRegion, nameRegion, REGIONS } from "../region.ts";

/** Whose figures: a region by its code, a healthcare region as `sr:Södra`, or the nation. */
export type PlaceId = string;
export const NATION: PlaceId = "SE";
const HEALTHCARE = "sr:";

/** The healthcare regions, by name. */
const HEALTHCARE_REGIONS: readonly PlaceId[] = [
  ...new Set(REGIONS.flatMap(({ healthcareRegions }) => healthcareRegions)),
]
  .toSorted((a, b) => a.localeCompare(b, "sv"))
  .map((name) => `${HEALTHCARE}${name}`);

/** The nation, its healthcare regions, its regions. */
export const PLACES: readonly PlaceId[] = [NATION, ...HEALTHCARE_REGIONS, ...REGIONS.map(({ code }) => code)];

/** Every place that a region's figures are counted in: Halland's in two healthcare regions, and in the nation once. */
export function placesOf(regionCode: string): PlaceId[] {
  const region = findRegion(regionCode);
  if (region === undefined) return [];
  return [NATION, ...region.healthcareRegions.map((name) => `${HEALTHCARE}${name}`), regionCode];
}

/** Codes of the regions of a place; none of what is no place. */
export function regionsOfPlace(place: PlaceId): string[] {
  return REGIONS.map(({ code }) => code).filter((code) => placesOf(code).includes(place));
}

/** What a place is called; null stands for the nation, which each language names. */
export function namePlace(place: PlaceId): string | null {
  if (place === NATION) return null;
  return place.startsWith(HEALTHCARE) ? place.slice(HEALTHCARE.length) : nameRegion(place);
}
