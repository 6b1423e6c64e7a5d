import type { CatalogueProduct, StoryName } from "./catalogue.ts";

/** Dates of a package as days from today; `31 Dec` is the placeholder that many companies write as an end. */
export interface Course {
  readonly start: number;
  readonly end: number | "31 Dec" | null;
  readonly actual?: number;
}

export interface ReportedPackage {
  readonly place: number;
  readonly description: string;
  readonly course: Course;
  /** What the information block lists; empty for an empty block. */
  readonly alternatives: readonly CatalogueProduct[];
}

export interface Cause {
  readonly category: string | null;
  readonly code: string | null;
}

/** A report with every date as days from today, so that one plan serves any day. */
export interface ExampleReport {
  readonly id: string;
  readonly type: "SHORTAGE" | "CESSATION";
  /** Which made-up edition of the catalogue the NPL ids come from; above 0 only in files larger than the catalogue. */
  readonly edition: number;
  readonly published: number;
  readonly updated: number;
  readonly cause: Cause;
  readonly products: readonly { readonly product: CatalogueProduct; readonly packages: readonly ReportedPackage[] }[];
}

/** A whole number from 0 up to, not including, `below`. */
export type Draw = (below: number) => number;

/** A linear congruential generator (Numerical Recipes' constants): the same seed gives the same file everywhere. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function drawBetween(draw: Draw, low: number, high: number): number {
  return low + draw(high - low + 1);
}

/** A GUID that begins with 2099 and ends with the report's place in the file. */
export function drawReportId(draw: Draw, place: number): string {
  const hex = (digits: number): string =>
    draw(16 ** digits)
      .toString(16)
      .padStart(digits, "0");
  return `2099${hex(4)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${String(place).padStart(12, "0")}`;
}

const CAUSES: readonly Cause[] = [
  { category: "COMMERCIAL", code: "13" },
  { category: "COMMERCIAL", code: "14" },
  { category: "MANUFACTURING", code: "41" },
  { category: "MANUFACTURING", code: "43" },
  { category: "DISTRIBUTION", code: "33" },
  { category: "QUALITY", code: null },
  { category: "REGULATORY", code: null },
];

/** Most causes are masked in the real file, too. */
export function drawCause(draw: Draw): Cause {
  return (draw(100) < 62 ? undefined : CAUSES[draw(CAUSES.length)]) ?? { category: null, code: null };
}

/** A course on which no date falls near today, so that it changes nothing between the two days. */
export function drawCourse(draw: Draw, type: ExampleReport["type"]): Course {
  const roll = draw(100);
  if (roll < 9) {
    const start = drawBetween(draw, 4, 90);
    return { start, end: drawEnd(draw, { type, after: start }) };
  }
  const start = -drawBetween(draw, 5, 400);
  if (roll < 80) return { start, end: drawEnd(draw, { type, after: 0 }) };
  const past = drawPastCourse(draw);
  if (type === "CESSATION") return { ...past, end: null };
  return roll < 82 ? { start: start - 60, end: -drawBetween(draw, 3, 60) } : past;
}

/** Ended within the 90 days that the source keeps, or, one in eight, withdrawn before it began. */
export function drawPastCourse(draw: Draw): Course {
  const actual = -drawBetween(draw, 3, 88);
  if (draw(8) === 0) return { start: actual + drawBetween(draw, 2, 30), end: actual + 60, actual };
  return { start: actual - drawBetween(draw, 10, 300), end: actual + drawBetween(draw, 0, 20), actual };
}

function drawEnd(draw: Draw, of: { type: ExampleReport["type"]; after: number }): Course["end"] {
  const roll = draw(100);
  if (of.type === "CESSATION") return roll < 93 ? null : "31 Dec";
  if (roll < 3) return null;
  return roll < 12 ? "31 Dec" : of.after + drawBetween(draw, 10, 220);
}

/** Packs of one product differ at times: a later return, or already back. */
export function drawSiblingCourse(draw: Draw, course: Course): Course {
  const roll = draw(10);
  const isShort = typeof course.end === "number" && course.actual === undefined;
  if (!isShort || course.start > 0 || course.end < 0) return course;
  if (roll < 2) return { ...course, end: course.end + 14 };
  return roll < 3 ? { ...course, start: course.start - 10, actual: -3 } : course;
}

/** The courses of the first package and of the rest; null where the package is not in the report. */
export type StoryCourses = readonly [first: Course | null, rest: Course | null];

export interface Story {
  readonly type: ExampleReport["type"];
  /** As in the first file; null when the report is not there. */
  readonly before: StoryCourses | null;
  readonly after: StoryCourses | null;
}

/** The same file both days: the news is that a date was reached. */
function tellUnchanged(course: Course): Story {
  const both = [course, course] as const;
  return { type: "SHORTAGE", before: both, after: both };
}

function tellChange(before: Course | null, after: Course | null): Story {
  return { type: "SHORTAGE", before: before && [before, before], after: after && [after, after] };
}

const OPEN: Course = { start: -24, end: 34 };

export const STORIES: Record<StoryName, Story> = {
  announced: tellChange(null, { start: 9, end: 61 }),
  cessation: { ...tellChange(null, { start: 40, end: null }), type: "CESSATION" },
  started: tellUnchanged({ start: 0, end: 47 }),
  "started-at-once": tellChange(null, { start: -1, end: 27 }),
  "rescheduled-end": tellChange({ start: -31, end: 12 }, { start: -31, end: 54 }),
  "rescheduled-end-unknown": tellChange({ start: -31, end: 12 }, { start: -31, end: null }),
  "rescheduled-start": tellChange({ start: 6, end: 75 }, { start: 20, end: 75 }),
  widened: { type: "SHORTAGE", before: [OPEN, null], after: [OPEN, { start: -1, end: 34 }] },
  narrowed: { type: "SHORTAGE", before: [OPEN, OPEN], after: [OPEN, { ...OPEN, actual: -1 }] },
  ended: tellChange({ start: -58, end: 8 }, { start: -58, end: 8, actual: -1 }),
  withdrawn: tellChange({ start: 13, end: 70 }, { start: 13, end: 70, actual: -1 }),
  vanished: tellChange(OPEN, null),
  reopened: tellChange({ start: -70, end: -12, actual: -12 }, { start: -70, end: 26 }),
  overdue: tellUnchanged({ start: -45, end: -1 }),
  touched: tellUnchanged({ start: -33, end: "31 Dec" }),
  ongoing: tellUnchanged({ start: -16, end: 41 }),
};
