import { REGIONS } from "../../src/domain/region.ts";

/** How a region works with its list. */
export interface Habit {
  readonly regionCode: string;
  /** Hours until somebody decides, least and most; null where nobody ever does. */
  readonly hours: readonly [least: number, most: number] | null;
  /** How much of the news its rules see to at once. */
  readonly byRule: number;
  /** How much of it is put aside. */
  readonly aside: number;
  /** How much of what is told takes back or corrects. */
  readonly retracts: number;
  readonly corrects: number;
  /** How much of the advice is another region's. */
  readonly reuses: number;
  /** How many decisions somebody fills in the time of. */
  readonly timed: number;
  /** How many lines its list has, of an ordinary one; 0 where it has none. */
  readonly list: number | "one line";
  /** The day of the year, from 0 to 1, on which its first list and its next one are taken into use. */
  readonly listFrom: number;
  readonly listChanged: number | null;
  readonly restsInJuly: boolean;
  /** Readers, of an ordinary region's. */
  readonly readers: number;
}

const ORDINARY: Omit<Habit, "regionCode"> = {
  hours: [2, 120],
  byRule: 0,
  aside: 0.2,
  retracts: 0.01,
  corrects: 0.03,
  reuses: 0.1,
  timed: 0.5,
  list: 1,
  listFrom: 0,
  listChanged: null,
  restsInJuly: false,
  readers: 1,
};

const OWN: Readonly<Record<string, Partial<Habit>>> = {
  /** Quick. */
  "01": { hours: [0, 8], readers: 3, list: 1.4 },
  /** Slow. */
  "03": { hours: [200, 1_100], timed: 0.1 },
  /** Its rules tell most of it. */
  "04": { byRule: 0.8, timed: 0 },
  /** Nobody ever decides. */
  "05": { hours: null, readers: 0.4 },
  /** Without a list. */
  "06": { list: 0, readers: 0.2 },
  /** A list with one line. */
  "07": { list: "one line", readers: 0.3 },
  /** No curators in July. */
  "08": { restsInJuly: true },
  /** A list from May on, and few readers. */
  "09": { listFrom: 0.35, list: 0.5, readers: 0.05 },
  /** The list is changed in the middle of the year. */
  "10": { listChanged: 0.53, readers: 0.1 },
  "12": { hours: [1, 48], readers: 2, list: 1.3, reuses: 0.4 },
  "13": { listChanged: 0.75, readers: 0.15 },
  /** Takes back much of what it says. */
  "14": { retracts: 0.12, corrects: 0.12, readers: 3, list: 1.5 },
  /** Does nothing about most of it. */
  "17": { aside: 0.85 },
  /** No readers. */
  "23": { readers: 0 },
};

/** Each of the regions works in its own way. */
export const HABITS: readonly Habit[] = REGIONS.map(({ code }) => ({ ...ORDINARY, ...OWN[code], regionCode: code }));
