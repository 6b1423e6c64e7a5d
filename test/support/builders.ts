import type { Product } from "../../src/domain/product.ts";
import type { IsoDate } from "../../src/domain/calendar.ts";
import type { GivenDates } from "../../src/domain/case-dates.ts";
import { entryKey, type ListEntry } from "../../src/domain/list.ts";
import { MISSING, type Notice, type Package } from "../../src/domain/notice.ts";

/** Dates of a package as plain text, since that is what tests are about. */
export interface PackageOver extends Partial<Omit<Package, "start" | "forecastEnd" | "actualEnd" | "lastUpdated">> {
  readonly start?: string | null;
  readonly end?: string | null;
  readonly ended?: string | null;
  readonly lastUpdated?: string;
}

/** An ongoing package; `end` is the forecast end, `ended` the actual one. */
export function makePackage(over: PackageOver = {}): Package {
  const { start = "2026-08-01", end = "2026-10-01", ended = null, lastUpdated = "2026-08-01", ...rest } = over;
  return {
    nplPackId: "20990000100011",
    description: "Injektionsflaska, 10 x 1 g",
    nordicArticleNumber: { value: "012345" },
    start: { value: start },
    forecastEnd: { value: end },
    actualEnd: { value: ended },
    duration: MISSING,
    lastUpdated: { value: lastUpdated },
    isParallelDistribution: false,
    parallelDistributor: null,
    riskAssessment: MISSING,
    information: null,
    ...rest,
  };
}

export interface NoticeOver extends Partial<Omit<Notice, "atc" | "lastUpdated">> {
  readonly atc?: string | null;
  readonly lastUpdated?: string;
}

/** An ongoing shortage of meropenem by injection; `atc` null when the source does not tell. */
export function makeNotice(over: NoticeOver = {}): Notice {
  const { atc = "J01DH02", lastUpdated = "2026-08-01", ...rest } = over;
  return {
    source: "double",
    reportId: "report-1",
    nplId: "20990000000011",
    type: "shortage",
    rawType: "SHORTAGE",
    firstNotified: { value: "2026-07-20" },
    firstPublished: { value: "2026-07-25" },
    organisationPhone: MISSING,
    organisationEmail: MISSING,
    causeCategory: { value: null, nullFlavor: "MSK" },
    cause: MISSING,
    lastUpdated: { value: lastUpdated },
    productName: "Meropenem Exempel 1 g Pulver till injektions-/infusionsvätska, lösning",
    holder: "Exempel Pharma AB",
    substances: ["meropenem"],
    atc: { value: atc },
    atcTerm: "meropenem",
    isParallelImport: false,
    countryOfOrigin: MISSING,
    packages: [makePackage()],
    ...rest,
  };
}

/** A list line for meropenem by injection; the key follows from the rest. */
export function makeEntry(over: Partial<ListEntry> = {}): ListEntry {
  const entry = {
    row: 2,
    atc: "J01DH02",
    emdn: null,
    substance: "Meropenem",
    formGroup: "parenteral",
    strength: null,
    priority: 1,
    category: "Antibiotika",
    stockDays: null,
    standingAdvice: null,
    areas: [],
    careSetting: null,
    own: [],
    ...over,
  } as const satisfies Omit<ListEntry, "key">;
  return { key: entryKey(entry), ...entry };
}

/** What a package says of its dates. */
export function makeDates(
  start: IsoDate | null,
  forecastEnd: IsoDate | null = null,
  actualEnd: IsoDate | null = null,
): GivenDates {
  return { start, forecastEnd, actualEnd };
}

/** A product of meropenem by injection in the catalogue. */
export function makeProduct(over: Partial<Product> = {}): Product {
  return {
    nplId: "20200101000011",
    name: "Exempem",
    substance: "meropenem",
    atc: "J01DH02",
    form: "Pulver till injektionsvätska, lösning",
    formGroup: "parenteral",
    strength: "1 g",
    veterinary: false,
    status: "registered",
    rawStatus: "Registrerad",
    holder: "Exempelbolaget AB",
    ...over,
  };
}
