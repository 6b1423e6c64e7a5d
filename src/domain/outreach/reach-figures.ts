import type { IsoDate } from "../calendar.ts";
import { REGIONS } from "../region.ts";
import type { SubscriptionFilter } from "../subscription.ts";
import type { Dimension, FigureSpec, PlacedRow } from "./figure.ts";

/** Subscriptions of readers that stood the same at a period's end and had the same wishes. */
export interface ReachRow extends PlacedRow {
  readonly channel: string;
  /** A mailbox that several read. */
  readonly isShared: boolean;
  /** What each of the wishes that they had then asks for. */
  readonly filters: readonly SubscriptionFilter[];
  readonly isActive: boolean;
  /** Why they ended in the period, where they did; `unsaid` by those who gave no reason, `others` where no reader ended it. */
  readonly ended: string | null;
  /** What they were sent of the period's messages, all together. */
  readonly messages: number;
  /** The days of the period on which they stood, all together. */
  readonly days: number;
  readonly weight: number;
}

/** How many there are to reach, as the region says. */
export interface Headcount {
  readonly regionCode: string;
  /** Null for all who may prescribe. */
  readonly role: string | null;
  readonly validFrom: IsoDate;
  /** Null where an earlier number was taken back. */
  readonly count: number | null;
}

/** What a region's readers are set against. */
export interface HeadcountRow extends PlacedRow {
  readonly role: string | null;
  readonly reached: number;
  /** Null where the region has given no number. */
  readonly count: number | null;
}

/** The one channel whose subscriptions are persons: a chat channel has as many readers as it has. */
const PERSONAL_CHANNEL = "email";

/** What the wishes say of that; `""` where none says anything. */
function wanted(filters: readonly SubscriptionFilter[], key: "areas" | "roles"): string[] {
  const found = [...new Set(filters.flatMap((filter) => filter[key] ?? []))];
  return found.length === 0 ? [""] : found;
}

export const REACH_DIMENSIONS: Readonly<Record<string, Dimension<ReachRow>>> = {
  channel: ({ channel }) => [channel],
  role: ({ filters }) => wanted(filters, "roles"),
  area: ({ filters }) => wanted(filters, "areas"),
  reason: ({ ended }) => (ended === null ? [] : [ended]),
};

const isTailored = ({ filters }: ReachRow): boolean =>
  filters.length > 0 && filters.every((filter) => Object.keys(filter).length > 0);

export const REACH_FIGURES: readonly FigureSpec<ReachRow>[] = [
  {
    id: "subscriptions",
    cohort: "end",
    unit: "count",
    sensitive: true,
    belongs: ({ isActive }) => isActive,
    measure: { kind: "count" },
    by: [["channel"], ["role"], ["area"], ["channel", "role"]],
  },
  {
    id: "subscriptions-tailored",
    cohort: "end",
    unit: "share",
    sensitive: true,
    base: "subscriptions",
    belongs: ({ isActive }) => isActive,
    measure: { kind: "share", of: isTailored },
    by: [["channel"]],
  },
  {
    id: "messages-per-week",
    cohort: "end",
    unit: "per-week",
    sensitive: true,
    base: "subscriptions",
    belongs: ({ isActive }) => isActive,
    measure: { kind: "rate", of: ({ messages, days }) => ({ part: messages, whole: days }), per: 7 },
    by: [["channel"]],
  },
  {
    id: "unsubscribed",
    cohort: "period",
    unit: "count",
    sensitive: true,
    belongs: ({ ended }) => ended !== null,
    measure: { kind: "count" },
    by: [["reason"], ["channel"]],
  },
];

/** Every region's readers by e-mail beside the number of those to reach, as it holds on that day, for all and for each role. */
export function headcountsOf(
  reach: readonly ReachRow[],
  headcounts: readonly Headcount[],
  on: IsoDate,
): HeadcountRow[] {
  const persons = Map.groupBy(
    reach.filter(({ isActive, isShared, channel }) => isActive && !isShared && channel === PERSONAL_CHANNEL),
    ({ regionCode }) => regionCode,
  );
  return REGIONS.flatMap(({ code }) => {
    const known = new Map<string | null, number | null>();
    const own = headcounts.filter(({ regionCode, validFrom }) => regionCode === code && validFrom <= on);
    for (const { role, count } of own.toSorted((a, b) =>
      a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0,
    ))
      known.set(role, count);
    const roles = [...known.keys()].filter((role) => role !== null).toSorted();
    return [null, ...roles].map((role) => ({
      id: role === null ? code : `${code}/${role}`,
      regionCode: code,
      role,
      reached: countPersons(persons.get(code) ?? [], role),
      count: known.get(role) ?? null,
    }));
  });
}

function countPersons(rows: readonly ReachRow[], role: string | null): number {
  return rows
    .filter(({ filters }) => role === null || wanted(filters, "roles").includes(role))
    .reduce((sum, { weight }) => sum + weight, 0);
}

export const HEADCOUNT_DIMENSIONS: Readonly<Record<string, Dimension<HeadcountRow>>> = {
  role: ({ role }) => [role ?? ""],
};

const reached = (
  figure: Pick<FigureSpec<HeadcountRow>, "id" | "belongs" | "by" | "follows">,
): FigureSpec<HeadcountRow> => ({
  ...figure,
  cohort: "end",
  unit: "share",
  sensitive: true,
  exclude: ({ count }) => (count === null ? "nothing-to-compare" : null),
  measure: { kind: "ratio", of: ({ reached: part, count }) => ({ part, whole: count ?? 0 }) },
});

export const HEADCOUNT_FIGURES: readonly FigureSpec<HeadcountRow>[] = [
  reached({
    id: "prescribers-reached",
    belongs: ({ role }) => role === null,
    follows: () => ({ id: "subscriptions", cut: { channel: PERSONAL_CHANNEL } }),
  }),
  reached({
    id: "prescribers-reached-by-role",
    belongs: ({ role }) => role !== null,
    by: [["role"]],
    // Who has several roles would count several times in the whole of them.
    follows: ({ role }) =>
      role === undefined ? null : { id: "subscriptions", cut: { channel: PERSONAL_CHANNEL, role } },
  }),
];
