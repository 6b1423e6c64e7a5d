import type { MendingKind } from "../alternative.ts";
import { daysBetween, stockholmDate } from "../calendar.ts";
import type { ChangeKind } from "../change.ts";
import type { CaseRow, RowUpdate } from "./case-row.ts";
import type { Dimension, FigureSpec, Frame, PlacedRow } from "./figure.ts";
import { holdsInstant } from "./period.ts";

/** That dates moved, by one file, in a case that readers knew of. */
export interface DateChangeRow extends PlacedRow {
  readonly changedAt: Date;
  readonly isRetracted: boolean;
  /** Null while nobody has told. */
  readonly toldAt: Date | null;
}

/** An alternative of an advice that became worse than readers had been told. */
export interface FallRow extends PlacedRow {
  readonly caseId: number;
  readonly fellAt: Date;
  /** The first message of the case since. */
  readonly toldAt: Date | null;
  /** When that was first put right, and how; null while it is not. */
  readonly mendedAt: Date | null;
  readonly mendedBy: MendingKind | null;
}

const MOVES: ReadonlySet<ChangeKind> = new Set(["rescheduled-start", "rescheduled-end"]);
const TOLD_WITHIN = [1, 3, 7] as const;

/** Every news of moved dates in cases that readers had a message of by then, and whether it was told. */
export function dateChangesOf(cases: readonly CaseRow[]): DateChangeRow[] {
  return cases.flatMap((row) =>
    row.updates
      .filter((update) => update.changes.some(({ kind }) => MOVES.has(kind)) && knew(row, update))
      .map((update) => ({
        id: `update-${update.id}`,
        regionCode: row.regionCode,
        caseId: row.caseId,
        changedAt: update.createdAt,
        isRetracted: update.isRetracted,
        toldAt: update.decision === "published" ? update.decidedAt : null,
      })),
  );
}

/** Whether the last that readers had heard by then was that it is short. */
function knew({ messages }: CaseRow, { createdAt }: RowUpdate): boolean {
  const last = messages.findLast(({ publishedAt }) => publishedAt < createdAt);
  return last !== undefined && last.kind !== "resolved" && last.kind !== "retraction";
}

function daysTo(from: Date, to: Date): number {
  return Math.max(0, daysBetween(stockholmDate(from), stockholmDate(to)));
}

function daysFollowed(since: Date, { followedTo }: Frame): number {
  return Math.max(0, daysBetween(stockholmDate(since), followedTo));
}

const isTold = ({ changedAt, toldAt }: DateChangeRow, days: number): boolean =>
  toldAt !== null && daysTo(changedAt, toldAt) <= days;

const change = (
  figure: Omit<FigureSpec<DateChangeRow>, "cohort" | "belongs" | "exclude">,
): FigureSpec<DateChangeRow> => ({
  ...figure,
  cohort: "period",
  belongs: ({ changedAt }, { period }) => holdsInstant(period, changedAt),
  exclude: ({ isRetracted }) => (isRetracted ? "retracted" : null),
});

export const DATE_CHANGE_FIGURES: readonly FigureSpec<DateChangeRow>[] = [
  change({ id: "date-changes", unit: "count", measure: { kind: "count" } }),
  change({
    id: "date-changes-told",
    unit: "share",
    measure: { kind: "share", of: ({ toldAt }) => toldAt !== null },
  }),
  ...TOLD_WITHIN.map((days) =>
    change({
      id: `date-changes-told-within-${days}`,
      unit: "share",
      measure: { kind: "share", of: (row) => isTold(row, days) },
      isPending: (row, at) => row.toldAt === null && daysFollowed(row.changedAt, at) < days,
    }),
  ),
];

export const FALL_DIMENSIONS: Readonly<Record<string, Dimension<FallRow>>> = {
  mended: ({ mendedBy }) => [mendedBy ?? ""],
};

/** When its readers could know: they were told, or the advice was right again. */
function endOf({ toldAt, mendedAt }: FallRow): Date | null {
  if (toldAt === null || mendedAt === null) return toldAt ?? mendedAt;
  return toldAt < mendedAt ? toldAt : mendedAt;
}

const fall = (figure: Omit<FigureSpec<FallRow>, "cohort" | "belongs">): FigureSpec<FallRow> => ({
  ...figure,
  cohort: "period",
  belongs: ({ fellAt }, { period }) => holdsInstant(period, fellAt),
});

const staleFor = (q: number): FigureSpec<FallRow>["measure"] => ({
  kind: "survival",
  q,
  of: (row, at) => {
    const end = endOf(row);
    return end === null
      ? { days: daysFollowed(row.fellAt, at), came: false }
      : { days: daysTo(row.fellAt, end), came: true };
  },
});

export const FALL_FIGURES: readonly FigureSpec<FallRow>[] = [
  fall({ id: "advice-stale", unit: "count", measure: { kind: "count" }, by: [["mended"]] }),
  fall({ id: "advice-stale-ended", unit: "share", measure: { kind: "share", of: (row) => endOf(row) !== null } }),
  fall({ id: "advice-stale-median", unit: "days", measure: staleFor(0.5) }),
  fall({ id: "advice-stale-p90", unit: "days", measure: staleFor(0.9) }),
];
