/** A Swedish region: `code` is the county code, two digits, as SKR and Statistics Sweden write it. */
export interface Region {
  readonly code: string;
  readonly name: string;
  /** The healthcare regions (sjukvårdsregioner) it belongs to; Halland belongs to two. */
  readonly healthcareRegions: readonly string[];
}

/** The 21 regions, by county code. */
export const REGIONS: readonly Region[] = [
  { code: "01", name: "Region Stockholm", healthcareRegions: ["Stockholm–Gotland"] },
  { code: "03", name: "Region Uppsala", healthcareRegions: ["Mellansverige"] },
  { code: "04", name: "Region Sörmland", healthcareRegions: ["Mellansverige"] },
  { code: "05", name: "Region Östergötland", healthcareRegions: ["Sydöstra"] },
  { code: "06", name: "Region Jönköpings län", healthcareRegions: ["Sydöstra"] },
  { code: "07", name: "Region Kronoberg", healthcareRegions: ["Södra"] },
  { code: "08", name: "Region Kalmar län", healthcareRegions: ["Sydöstra"] },
  { code: "09", name: "Region Gotland", healthcareRegions: ["Stockholm–Gotland"] },
  { code: "10", name: "Region Blekinge", healthcareRegions: ["Södra"] },
  { code: "12", name: "Region Skåne", healthcareRegions: ["Södra"] },
  { code: "13", name: "Region Halland", healthcareRegions: ["Västra", "Södra"] },
  { code: "14", name: "Västra Götalandsregionen", healthcareRegions: ["Västra"] },
  { code: "17", name: "Region Värmland", healthcareRegions: ["Mellansverige"] },
  { code: "18", name: "Region Örebro län", healthcareRegions: ["Mellansverige"] },
  { code: "19", name: "Region Västmanland", healthcareRegions: ["Mellansverige"] },
  { code: "20", name: "Region Dalarna", healthcareRegions: ["Mellansverige"] },
  { code: "21", name: "Region Gävleborg", healthcareRegions: ["Mellansverige"] },
  { code: "22", name: "Region Västernorrland", healthcareRegions: ["Norra"] },
  { code: "23", name: "Region Jämtland Härjedalen", healthcareRegions: ["Norra"] },
  { code: "24", name: "Region Västerbotten", healthcareRegions: ["Norra"] },
  { code: "25", name: "Region Norrbotten", healthcareRegions: ["Norra"] },
];

/** Not a region: those who run Restsignal subscribe under it, and get the alerts through the ordinary channels. */
export const OPERATIONS: Region = { code: "00", name: "Restsignal drift", healthcareRegions: [] };

/** The region with that code, or undefined when there is none. */
export function findRegion(code: string): Region | undefined {
  return REGIONS.find((region) => region.code === code);
}

/** How readers know whoever has that code, the operations among them; a code that nobody has stands for itself. */
export function nameRegion(code: string): string {
  return code === OPERATIONS.code ? OPERATIONS.name : (findRegion(code)?.name ?? code);
}
