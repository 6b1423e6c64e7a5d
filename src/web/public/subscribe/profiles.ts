import type { WishOptions } from "../../../db/wish-options.ts";
import { noWishValues, type WishValues } from "../../wish-parts/wish-form.tsx";

export const PROFILES = [
  "emergency",
  "primary",
  "anaesthesia",
  "paediatrics",
  "oncology",
  "psychiatry",
  "geriatrics",
  "infection",
  "women",
  "cardiology",
] as const;
export type Profile = (typeof PROFILES)[number];

/** How lists name what the profile is about, and its groups of ATC for a list that names nothing of it. */
const GROUNDS: Readonly<Record<Profile, { readonly named: RegExp; readonly atc: readonly string[] }>> = {
  emergency: {
    named: /akut|ambulans|prehospital|antidot/i,
    atc: ["A10A", "B01A", "B05", "C01", "C03C", "H02A", "J01", "N01", "N02A", "N03A", "N05", "R03", "V03AB"],
  },
  primary: {
    named: /primärvård|vårdcentral|allmänmedicin|hälsocentral/i,
    atc: ["A02", "A10", "B01", "C", "D", "G03", "H03", "J01", "M01", "N02", "N06A", "R", "S01"],
  },
  anaesthesia: {
    named: /anestesi|intensivvård|\biva\b|operation|narkos/i,
    atc: ["B05", "C01", "H01BA", "H02A", "J01", "M03", "N01", "N02A", "N05C", "V03AB"],
  },
  paediatrics: {
    named: /pediatri|\bbarn|neonat/i,
    atc: ["A10A", "B05", "H01AC", "H02A", "J01", "J07", "N02B", "N03A", "N06B", "R03"],
  },
  oncology: {
    named: /onkolog|cancer|hematolog|tumör|cytostatik|stödjande vård/i,
    atc: ["A04", "L01", "L02", "L03A", "L04", "M05B", "N02A", "V03AF"],
  },
  psychiatry: { named: /psykiatr|beroende/i, atc: ["N03A", "N05", "N06A", "N06B", "N07B"] },
  geriatrics: {
    named: /geriatri|äldre|palliativ/i,
    atc: ["A02", "A06", "A10", "B01", "C", "M05", "N02", "N04", "N05", "N06A", "N06D", "R03"],
  },
  infection: { named: /infektion/i, atc: ["J", "P01"] },
  women: {
    named: /obstetrik|gynekolog|förlossning|kvinno|mödra/i,
    atc: ["B03", "G01", "G02", "G03", "H01B", "J06B"],
  },
  cardiology: { named: /kardiolog|hjärt|koagulation/i, atc: ["B01", "C"] },
};

/** By what a profile has chosen: the names that the lists have for it, else groups of ATC. */
export type ProfileBasis = "areas" | "categories" | "atc";

export interface ChosenProfile {
  readonly profile: Profile;
  readonly basis: ProfileBasis;
  readonly values: WishValues;
}

export function parseProfile(text: string): Profile | null {
  return PROFILES.find((profile) => profile === text) ?? null;
}

/** A start, to be changed: what that kind of care needs, as these regions' lists name it. */
export function fillProfile(profile: Profile, options: WishOptions): ChosenProfile {
  const { named, atc } = GROUNDS[profile];
  const areas = options.areas.filter((area) => named.test(area));
  if (areas.length > 0) return { profile, basis: "areas", values: { ...noWishValues, areas } };
  const categories = options.categories.filter((category) => named.test(category));
  if (categories.length > 0) return { profile, basis: "categories", values: { ...noWishValues, categories } };
  return { profile, basis: "atc", values: { ...noWishValues, atc: atc.join(", ") } };
}
