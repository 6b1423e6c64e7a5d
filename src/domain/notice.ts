import { isVeterinaryAtc } from "./atc.ts";
import { addDays, type IsoDate } from "./calendar.ts";

/**
 * A value a source may leave out. `nullFlavor` keeps the source's own reason (`NA`, `UNK`, `MSK`, `NI`, or a code
 * nobody has seen yet) when there is no value.
 */
export interface Field<T> {
  readonly value: T | null;
  readonly nullFlavor?: string;
}

export const MISSING: Field<never> = { value: null };

/** One package of a product in a report. Dates and status belong here, not to the report. */
export interface Package {
  /** NPL package id, 14 digits; a string, since leading zeros count. */
  readonly nplPackId: string;
  readonly description: string;
  /** Six digits with leading zeros; NOT unique in the Nordic countries. */
  readonly nordicArticleNumber: Field<string>;
  readonly start: Field<IsoDate>;
  readonly forecastEnd: Field<IsoDate>;
  readonly actualEnd: Field<IsoDate>;
  /** The source does not say when it ends: `actualEnd` counts from the day on which this was seen first. */
  readonly endSeen?: true;
  readonly duration: Field<string>;
  readonly lastUpdated: Field<string>;
  readonly isParallelDistribution: boolean | null;
  readonly parallelDistributor: string | null;
  readonly riskAssessment: Field<string>;
  /** The inner XML of MedicineShortageInformations, kept as it came; null when empty. Shown to curators only. */
  readonly information: string | null;
}

/** `unknown` is a type the source has invented since; `rawType` keeps its word. */
export type NoticeType = "shortage" | "cessation" | "unknown";

/**
 * What a source's notices are good for: `facts` open cases and are told; `candidates` wait for a curator's word before
 * they do; `signals` are only ever shown beside a case.
 */
export type NoticeUse = "facts" | "candidates" | "signals";

/** One product in one report: what changes, matches and cases are about. */
export interface Notice {
  /** The source's name in the registry, e.g. `lakemedelsverket`. */
  readonly source: string;
  readonly reportId: string;
  /** NPL id, 14 digits; for what has none another id of the item in the report, which may be empty. */
  readonly nplId: string;
  readonly type: NoticeType;
  readonly rawType: string;
  readonly firstNotified: Field<IsoDate>;
  readonly firstPublished: Field<IsoDate>;
  readonly organisationPhone: Field<string>;
  readonly organisationEmail: Field<string>;
  /** Public cause, such as `MANUFACTURING`; mostly masked (`MSK`). */
  readonly causeCategory: Field<string>;
  /** A number whose meaning is not published: never shown. */
  readonly cause: Field<string>;
  readonly lastUpdated: Field<string>;
  /** `<name> <strength> <form>`, read by `parseProductName`. */
  readonly productName: string;
  readonly holder: string;
  readonly substances: readonly string[];
  /** 1–8 characters; `Q…` is veterinary. */
  readonly atc: Field<string>;
  readonly atcTerm: string | null;
  readonly isParallelImport: boolean | null;
  readonly countryOfOrigin: Field<string>;
  readonly packages: readonly Package[];
  /** A device or protective equipment instead of a medicine: then `nplId` is empty and `atc` is missing. */
  readonly device?: Device;
  /** Only this region may match the notice: its pharmacist wrote it, or it stood in the region's own file. */
  readonly regionCode?: string;
  /** Where the source's own words are, and the words, clean text. */
  readonly link?: string;
  readonly text?: string;
  /** All ATC codes that a free text names; `atc` is the first. */
  readonly atcCodes?: readonly string[];
  /** All NPL ids that a free text names; they are no identity, since an edit may add one. */
  readonly nplIds?: readonly string[];
}

/** A medical device, named by the European nomenclature, which is hierarchical like ATC. */
export interface Device {
  /** EMDN code, such as `A0101`: a letter and digits, a prefix takes what is below it. */
  readonly emdn: string | null;
  readonly articleNumber: string;
  readonly manufacturer: string;
}

export type PackageStatus = "withdrawn" | "ended" | "upcoming" | "ongoing";
export type NoticeStatus = PackageStatus;

/** Status of a package on a Stockholm date. A package without a start date counts as ongoing until it ends. */
export function packageStatus(pack: Pick<Package, "start" | "actualEnd">, on: IsoDate): PackageStatus {
  const start = pack.start.value;
  const end = pack.actualEnd.value;
  if (end !== null && start !== null && end < start) return "withdrawn";
  if (end !== null && end <= on) return "ended";
  if (start !== null && start > on) return "upcoming";
  return "ongoing";
}

export function isOpen(status: NoticeStatus): boolean {
  return status === "ongoing" || status === "upcoming";
}

/** Open, and its forecast end has passed. */
export function isOverdue(pack: Pick<Package, "start" | "forecastEnd" | "actualEnd">, on: IsoDate): boolean {
  return isOpen(packageStatus(pack, on)) && pack.forecastEnd.value !== null && pack.forecastEnd.value < on;
}

/** Ongoing if any package is; else upcoming; else ended; else withdrawn. */
export function noticeStatus(notice: Pick<Notice, "packages">, on: IsoDate): NoticeStatus {
  const statuses = new Set(notice.packages.map((pack) => packageStatus(pack, on)));
  for (const status of ["ongoing", "upcoming", "ended"] as const) if (statuses.has(status)) return status;
  return "withdrawn";
}

export function openPackages(notice: Pick<Notice, "packages">, on: IsoDate): Package[] {
  return notice.packages.filter((pack) => isOpen(packageStatus(pack, on)));
}

/** An end that counts from the day on which it was seen would be later in each file: the first one stays. */
export function keepFirstSeenEnds(notice: Notice, earlier: Notice): Notice {
  if (!notice.packages.some((pack) => pack.endSeen === true)) return notice;
  const known = new Map(earlier.packages.map((pack) => [pack.nplPackId, pack.actualEnd]));
  const packages = notice.packages.map((pack) => {
    const first = known.get(pack.nplPackId);
    const isEarlier = (first?.value ?? null) !== null && (first?.value ?? "") <= (pack.actualEnd.value ?? "");
    return pack.endSeen === true && first !== undefined && isEarlier ? { ...pack, actualEnd: first } : pack;
  });
  return { ...notice, packages };
}

/** What a source that says little of a notice leaves out. */
export const NOTHING_SAID = {
  firstNotified: MISSING,
  firstPublished: MISSING,
  organisationPhone: MISSING,
  organisationEmail: MISSING,
  causeCategory: MISSING,
  cause: MISSING,
  lastUpdated: MISSING,
  substances: [],
  atcTerm: null,
  isParallelImport: null,
  countryOfOrigin: MISSING,
} satisfies Partial<Notice>;

/** The same of a package. */
export const NOTHING_SAID_OF_PACKAGE = {
  nordicArticleNumber: MISSING,
  forecastEnd: MISSING,
  duration: MISSING,
  lastUpdated: MISSING,
  isParallelDistribution: null,
  parallelDistributor: null,
  riskAssessment: MISSING,
  information: null,
} satisfies Partial<Package>;

/** Each package once: where a report tells of one more than once, the latest start counts. */
export function mergePackages(packages: readonly Package[], onRepeated: (nplPackId: string) => void): Package[] {
  const byId = new Map<string, Package>();
  for (const pack of packages) {
    const earlier = byId.get(pack.nplPackId);
    if (earlier !== undefined) onRepeated(pack.nplPackId);
    if (earlier === undefined || (pack.start.value ?? "") >= (earlier.start.value ?? ""))
      byId.set(pack.nplPackId, pack);
  }
  return [...byId.values()];
}

/** The notice as one that never was: what told of it is believed no longer. */
export function withdrawNotice(notice: Notice, on: IsoDate): Notice {
  const packages = notice.packages.map((pack) => {
    const start = pack.start.value ?? on;
    return { ...pack, start: { value: start }, forecastEnd: MISSING, actualEnd: { value: addDays(start, -1) } };
  });
  return { ...notice, packages };
}

export function isVeterinary(notice: Pick<Notice, "atc">): boolean {
  return notice.atc.value !== null && isVeterinaryAtc(notice.atc.value);
}

const NULL_FLAVORS: ReadonlySet<string> = new Set(["NA", "UNK", "MSK", "NI"]);
const CAUSE_CATEGORIES: ReadonlySet<string> = new Set([
  "MANUFACTURING",
  "COMMERCIAL",
  "DISTRIBUTION",
  "QUALITY",
  "REGULATORY",
  "SAFETY",
  "CORRECTION",
]);

/** How many values a notice has that nobody has seen before: the source has changed, and somebody should look. */
export function countUnknownValues(notice: Notice): number {
  const flavors = [notice, ...notice.packages]
    .flatMap((part) => Object.values(part))
    .filter((value) => typeof value === "object" && value !== null && "nullFlavor" in value)
    .filter(({ nullFlavor }) => typeof nullFlavor === "string" && !NULL_FLAVORS.has(nullFlavor));
  const category = notice.causeCategory.value;
  // A source may say nothing of the type, and give the cause in plain words: only codes can be unknown.
  const isUnknownType = notice.type === "unknown" && notice.rawType !== "";
  const isUnknownCategory = category !== null && /^[A-Z_]{3,}$/.test(category) && !CAUSE_CATEGORIES.has(category);
  return flavors.length + Number(isUnknownType) + Number(isUnknownCategory);
}
