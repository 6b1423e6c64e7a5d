import { daysBetween, stockholmDate } from "../calendar.ts";
import { rankGrade, type ExtentGrade } from "../extent-fact.ts";
import {
  clockOf,
  daysFollowed,
  daysOpen,
  daysUntil,
  excludeUntimed,
  firstDecision,
  firstTold,
  openingOf,
  outcomeOf,
  seenOn,
  startOf,
  warningOf,
  type CaseRow,
} from "./case-row.ts";
import type { Dimension, Exclusion, FigureSpec, Frame } from "./figure.ts";
import { holds } from "./period.ts";

/** How far back and ahead: the agreement's law of two months, two weeks, and not at all. */
const WARNINGS = [0, 14, 60] as const;
const WITHIN = [1, 3, 7, 14, 30] as const;
const HOUR_MS = 3_600_000;

/** What cases are broken down by. */
export const CASE_DIMENSIONS: Readonly<Record<string, Dimension<CaseRow>>> = {
  category: ({ entry }) => [entry.category ?? ""],
  priority: ({ entry }) => [entry.priority === null ? "" : String(entry.priority)],
  /** The anatomical group; of a device the first letter of its EMDN code. */
  group: ({ entry }) => [entry.atc === "" ? `EMDN ${(entry.emdn ?? "").slice(0, 1)}` : entry.atc.slice(0, 1)],
  extent: (row, at) => [worstGrade(row, at)],
  type: ({ notices }) => (notices.length === 0 ? [""] : notices.map(({ type }) => type)),
};
const NEED = [["category"], ["priority"], ["group"]];

const inStock = (row: CaseRow, { period }: Frame): boolean => {
  if (openingOf(row) === "retracted" || seenOn(row) > period.to) return false;
  return row.closedAt === null || stockholmDate(row.closedAt) >= period.from;
};
const inFlow = (row: CaseRow, { period }: Frame): boolean => holds(period, clockOf(row));

/** The worst that it was while it was followed; `unknown` where nobody had measured it. */
function worstGrade(row: CaseRow, { followedTo }: Frame): ExtentGrade {
  const grades = [
    ...row.updates.filter(({ createdAt }) => stockholmDate(createdAt) <= followedTo),
    ...row.messages.filter(({ publishedAt }) => stockholmDate(publishedAt) <= followedTo),
  ].flatMap(({ grade }) => (grade === null ? [] : [grade]));
  return grades.toSorted((a, b) => rankGrade(a) - rankGrade(b))[0] ?? "unknown";
}

const untold = (row: CaseRow, at: Frame): Exclusion | null =>
  excludeUntimed(row) ?? (firstTold(row, at) === null ? "not-told" : null);
const untoldOrUndated = (row: CaseRow, at: Frame): Exclusion | null =>
  untold(row, at) ?? (startOf(row) === null ? "no-start" : null);
const isUndecided = (row: CaseRow, at: Frame): Exclusion | null =>
  excludeUntimed(row) ?? (firstDecision(row, at) === null ? "not-decided" : null);

const warned = (row: CaseRow, at: Frame): number => warningOf(row, at, "actual") ?? 0;
const warnedAsKnown = (row: CaseRow, at: Frame): number => warningOf(row, at, "known") ?? 0;
const withoutKnownStart = (row: CaseRow, at: Frame): Exclusion | null =>
  untold(row, at) ?? (firstTold(row, at)?.start == null ? "no-start" : null);

const spec = (figure: FigureSpec<CaseRow>): FigureSpec<CaseRow> => figure;
const timed = (figure: Omit<FigureSpec<CaseRow>, "cohort" | "belongs">): FigureSpec<CaseRow> =>
  spec({ exclude: excludeUntimed, ...figure, cohort: "inflow", belongs: inFlow });

const NEEDS: readonly FigureSpec<CaseRow>[] = [
  spec({
    id: "cases-open",
    cohort: "stock",
    unit: "count",
    belongs: inStock,
    measure: { kind: "count" },
    by: [...NEED, ["extent"], ["type"]],
  }),
  spec({ id: "case-days", cohort: "stock", unit: "days", belongs: inStock, measure: { kind: "sum", of: daysOpen } }),
  spec({
    id: "national-notices",
    cohort: "stock",
    unit: "count",
    belongs: inStock,
    measure: { kind: "distinct", of: ({ notices }) => notices.map(({ id }) => String(id)) },
  }),
  timed({ id: "cases-new", unit: "count", measure: { kind: "count" }, by: NEED }),
  spec({
    id: "cases-by-list",
    cohort: "inflow",
    unit: "count",
    belongs: (row, at) => inFlow(row, at) && openingOf(row) === "list",
    measure: { kind: "count" },
  }),
];

const TOLD: readonly FigureSpec<CaseRow>[] = (["told", "no-action", "unhandled"] as const).map((outcome) =>
  timed({
    id: `share-${outcome}`,
    unit: "share",
    measure: { kind: "share", of: (row, at) => outcomeOf(row, at) === outcome },
    by: [["priority"]],
  }),
);

/** Within so many days of the clock's start, of all whose clock started: who waits still stays among them. */
const within = (what: "decided" | "told", days: number): FigureSpec<CaseRow> => {
  const find = (row: CaseRow, at: Frame): Date | null =>
    what === "told" ? (firstTold(row, at)?.publishedAt ?? null) : (firstDecision(row, at)?.at ?? null);
  return timed({
    id: `${what}-within-${days}`,
    unit: "share",
    measure: {
      kind: "share",
      of: (row, at) => {
        const when = find(row, at);
        return when !== null && daysUntil(row, when) <= days;
      },
    },
    isPending: (row, at) => find(row, at) === null && daysFollowed(row, at) < days,
  });
};

const waitFor = (what: "decided" | "told", q: number): FigureSpec<CaseRow>["measure"] => ({
  kind: "survival",
  q,
  of: (row, at) => {
    const when = what === "told" ? firstTold(row, at)?.publishedAt : firstDecision(row, at)?.at;
    return when === undefined
      ? { days: daysFollowed(row, at), came: false }
      : { days: daysUntil(row, when), came: true };
  },
});

const SPEED: readonly FigureSpec<CaseRow>[] = [
  timed({
    id: "seen-median",
    unit: "days",
    measure: { kind: "quantile", q: 0.5, of: (row) => daysUntil(row, row.openedAt) },
  }),
  timed({
    id: "seen-p90",
    unit: "days",
    measure: { kind: "quantile", q: 0.9, of: (row) => daysUntil(row, row.openedAt) },
  }),
  ...(["decided", "told"] as const).flatMap((what) => [
    ...WITHIN.map((days) => within(what, days)),
    timed({ id: `${what}-median`, unit: "days", measure: waitFor(what, 0.5) }),
    timed({ id: `${what}-p90`, unit: "days", measure: waitFor(what, 0.9) }),
  ]),
  timed({
    id: "seen-to-decided-hours",
    unit: "hours",
    exclude: isUndecided,
    measure: { kind: "quantile", q: 0.5, of: (row, at) => hoursBetween(row.openedAt, firstDecision(row, at)?.at) },
  }),
];

function hoursBetween(from: Date, to: Date | undefined): number {
  return to === undefined ? 0 : Math.max(0, (to.getTime() - from.getTime()) / HOUR_MS);
}

const WARNING: readonly FigureSpec<CaseRow>[] = [
  timed({
    id: "warning-median",
    unit: "days",
    exclude: untoldOrUndated,
    measure: { kind: "quantile", q: 0.5, of: warned },
  }),
  timed({
    id: "warning-known-median",
    unit: "days",
    exclude: withoutKnownStart,
    measure: { kind: "quantile", q: 0.5, of: warnedAsKnown },
  }),
  ...WARNINGS.map((days) =>
    timed({
      id: `warning-${days}`,
      unit: "share",
      exclude: untoldOrUndated,
      measure: { kind: "share", of: (row, at) => warned(row, at) >= days },
    }),
  ),
  ...WARNINGS.map((days) =>
    timed({
      id: `warning-known-${days}`,
      unit: "share",
      exclude: withoutKnownStart,
      measure: { kind: "share", of: (row, at) => warnedAsKnown(row, at) >= days },
    }),
  ),
  timed({
    id: "company-lead-median",
    unit: "days",
    exclude: (row) => excludeUntimed(row) ?? (startOf(row) === null ? "no-start" : null),
    measure: { kind: "quantile", q: 0.5, of: (row) => daysBetween(clockOf(row), startOf(row) ?? clockOf(row)) },
  }),
];

/** Every figure that is made of cases. */
export const CASE_FIGURES: readonly FigureSpec<CaseRow>[] = [...NEEDS, ...TOLD, ...SPEED, ...WARNING];
