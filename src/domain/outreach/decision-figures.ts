import type { MessageKind } from "../message.ts";
import type { Dimension, FigureSpec, Frame, PlacedRow } from "./figure.ts";
import type { MessageRow } from "./message-figures.ts";
import { holdsInstant } from "./period.ts";

/** What a person decided on a case: a message, or that nothing is done. */
export interface DecisionRow extends PlacedRow {
  readonly caseId: number;
  readonly kind: MessageKind | "dismissal";
  readonly decidedAt: Date;
  /** What they say that it took; null where they have not said. */
  readonly minutes: number | null;
}

/** A case that a person decided on, with whether anybody has said what that took. */
export interface DecidedCaseRow extends PlacedRow {
  readonly hasMinutes: boolean;
  readonly decidedAt: Date;
}

export const DECISION_DIMENSIONS: Readonly<Record<string, Dimension<DecisionRow>>> = { kind: ({ kind }) => [kind] };

/** What persons decided: the messages that no rule published, and what was put aside. */
export function decisionsOf(messages: readonly MessageRow[], dismissals: readonly DecisionRow[]): DecisionRow[] {
  const told = messages.flatMap(({ id, regionCode, caseId, kind, byRule, reviewed, publishedAt, minutes }) =>
    caseId === null || byRule || !reviewed
      ? []
      : [{ id: `message-${id}`, regionCode, caseId, kind, decidedAt: publishedAt, minutes }],
  );
  return [...told, ...dismissals];
}

/** Each case of the period once. */
export function decidedCasesOf(decisions: readonly DecisionRow[], at: Frame): DecidedCaseRow[] {
  const inPeriod = decisions.filter((row) => belongs(row, at));
  return [...Map.groupBy(inPeriod, ({ caseId }) => caseId)]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([caseId, rows]) =>
      rows.slice(0, 1).map(({ regionCode, decidedAt }) => ({
        id: String(caseId),
        regionCode,
        decidedAt,
        hasMinutes: rows.some(({ minutes }) => minutes !== null),
      })),
    );
}

const belongs = ({ decidedAt }: { readonly decidedAt: Date }, { period }: Frame): boolean =>
  holdsInstant(period, decidedAt);

const QUARTILES = [
  ["minutes-q1", 0.25],
  ["minutes-median", 0.5],
  ["minutes-q3", 0.75],
] as const;

const spec = (figure: Omit<FigureSpec<DecisionRow>, "cohort" | "belongs">): FigureSpec<DecisionRow> => ({
  ...figure,
  cohort: "period",
  belongs,
  by: [["kind"]],
});

export const DECISION_FIGURES: readonly FigureSpec<DecisionRow>[] = [
  spec({ id: "decisions", unit: "count", measure: { kind: "count" } }),
  spec({
    id: "decisions-with-minutes",
    unit: "share",
    measure: { kind: "share", of: ({ minutes }) => minutes !== null },
  }),
  ...QUARTILES.map(([id, q]) =>
    spec({
      id,
      unit: "minutes",
      // The time of a few decisions is somebody's own.
      sensitive: true,
      exclude: ({ minutes }) => (minutes === null ? "not-answered" : null),
      measure: { kind: "quantile", q, of: ({ minutes }) => minutes ?? 0 },
    }),
  ),
];

export const DECIDED_CASE_FIGURES: readonly FigureSpec<DecidedCaseRow>[] = [
  {
    id: "decided-cases-with-minutes",
    cohort: "period",
    unit: "share",
    belongs,
    measure: { kind: "share", of: ({ hasMinutes }) => hasMinutes },
  },
];
