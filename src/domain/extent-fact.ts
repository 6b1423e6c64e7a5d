import type { IsoDate } from "./calendar.ts";

/** How much of what a line of a list covers is reported, the worst first. */
export const EXTENT_GRADES = ["whole", "own", "strength", "part", "ceasing", "unknown"] as const;
/**
 * `whole`: no product is left that nobody reported · `own`: a product that the region buys is reported, others are left ·
 * `strength`: of some strength all are reported, of others not · `part`: some are short or will be · `ceasing`: some cease
 * to be sold, no more · `unknown`: there is no catalogue, or the line's code names no substance.
 */
export type ExtentGrade = (typeof EXTENT_GRADES)[number];

/**
 * The same in the order in which they ask to be looked at: what nobody can measure may be the worst of all, so it stands
 * before what is known to leave others.
 */
export const GRADES_BY_CONCERN = [
  "whole",
  "own",
  "strength",
  "unknown",
  "part",
  "ceasing",
] as const satisfies readonly ExtentGrade[];

/** The worst first, where a product has several reports. */
export const REPORT_STATES = ["short", "coming", "ceasing"] as const;
/** `short`: away now · `coming`: reported, and not away yet · `ceasing`: ceases to be sold, or has ceased. */
export type ReportState = (typeof REPORT_STATES)[number];
/** `unreported`: registered, and nobody has reported it; that does not mean that it is on a shelf. */
export type ProductState = ReportState | "unreported";

/** A strength of which every product is reported. */
export interface GoneStrength {
  readonly strength: string;
  readonly products: number;
  /** The first day on which all of it is hit; null when it is so already. */
  readonly from: IsoDate | null;
}

/** A product, pack or article that the region buys. */
export interface OwnProductFact {
  /** What it is shown by. */
  readonly name: string;
  /** `unknown`: neither a catalogue nor a notice knows it. */
  readonly state: ProductState | "unknown";
  /** The first day on which it is so; null when it is so already, or when no day is told. */
  readonly from: IsoDate | null;
  /** Another pack of the same product is reported so, and the region's pack is not. */
  readonly otherPack?: ReportState;
}

/** What is said of it. */
export type OwnProductState = OwnProductFact["state"] | "otherPack";

export function readOwnProductState({ state, otherPack }: OwnProductFact): OwnProductState {
  return otherPack === undefined ? state : "otherPack";
}

/** A product that nobody has reported, as the catalogue names it. */
export interface LeftProduct {
  readonly name: string;
  readonly strength: string | null;
  readonly holder: string;
}

/** How much is hit, as kept with a case and frozen in its messages. Registered does not mean on a shelf. */
export interface ExtentFact {
  readonly grade: ExtentGrade;
  /** Products that the line covers, registered or reported; null where nobody knows of the others. */
  readonly registered: number | null;
  /** Of them, those that are reported and that the catalogue no longer has; absent where there are none. */
  readonly unlisted?: number;
  readonly short: number;
  readonly coming: number;
  readonly ceasing: number;
  /** Null where `registered` is. */
  readonly unreported: number | null;
  /** The first day on which all that is reported is hit; null when it is so already. */
  readonly from: IsoDate | null;
  /** Of a line that names no strength, while others are left. */
  readonly gone: readonly GoneStrength[];
  readonly own: readonly OwnProductFact[];
  /** The first five that nobody has reported, by name. */
  readonly left: readonly LeftProduct[];
  /** The day that the catalogue holds on; null without one. */
  readonly catalogueOn: IsoDate | null;
}

/** How many products are reported, and of how many; null where nobody knows of the others. */
export interface ExtentCounts {
  readonly reported: number;
  readonly registered: number | null;
}

export function countReported({ short, coming, ceasing, registered }: ExtentFact): ExtentCounts {
  return { reported: short + coming + ceasing, registered };
}

/** What a message tells of the extent of its case. */
export interface ToldExtent {
  /** How much of what the entry covers is hit; absent where it was not measured, and in old messages. */
  readonly extent?: ExtentFact;
  /** The grade that readers know of, where it is another now. */
  readonly extentBefore?: ExtentGrade;
  /** What the last message counted, where it is news against what is counted now. */
  readonly countsBefore?: ExtentCounts;
}

/** A case whose extent was another grade before. */
export interface ExtentMove {
  readonly from: ExtentGrade;
  readonly to: ExtentGrade;
}

export const EXTENT_NEWS = ["extent-worsened", "extent-eased"] as const;
export type ExtentNews = (typeof EXTENT_NEWS)[number];

/** The place of a grade when the worst stands first; what was not measured is as little known as what could not be. */
export function rankGrade(grade: ExtentGrade | null | undefined): number {
  return EXTENT_GRADES.indexOf(grade ?? "unknown");
}

/** Grades that may call for another treatment or product; the others are told calmly. */
export function isSevere(grade: ExtentGrade | null): boolean {
  return grade === "whole" || grade === "own" || grade === "strength";
}

/** Whether what makes it severe lies all ahead of that day. */
export function isAhead(
  { grade, from, gone, own }: Pick<ExtentFact, "grade" | "from" | "gone" | "own">,
  on: IsoDate,
): boolean {
  const days =
    grade === "strength"
      ? gone.map((strength) => strength.from)
      : grade === "own"
        ? own.filter(({ state }) => state !== "unreported" && state !== "unknown").map((product) => product.from)
        : [from];
  return days.every((day) => day !== null && day > on);
}

/** Whether that move is news, and which; null when one of the two says nothing of the others, or both are the same. */
export function newsOfMove({ from, to }: ExtentMove): ExtentNews | null {
  if (from === "unknown" || to === "unknown" || from === to) return null;
  return EXTENT_GRADES.indexOf(to) < EXTENT_GRADES.indexOf(from) ? "extent-worsened" : "extent-eased";
}

/** Whether a product that the region buys is reported itself. */
export function isOwnHit({ state }: OwnProductFact): boolean {
  return state !== "unreported" && state !== "unknown";
}
