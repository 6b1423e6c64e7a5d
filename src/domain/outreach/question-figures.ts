import { addDays, stockholmInstant } from "../calendar.ts";
import type { FigureSpec, PlacedRow } from "./figure.ts";
import { holdsInstant } from "./period.ts";

/** A question that a reader asked on a public page. */
export interface QuestionRow extends PlacedRow {
  readonly askedAt: Date;
  /** When somebody closed it; null while it waits. */
  readonly answeredAt: Date | null;
}

const HOUR_MS = 3_600_000;
const hoursBetween = (from: Date, to: Date): number => Math.max(0, (to.getTime() - from.getTime()) / HOUR_MS);

/** A question is one person's. */
const spec = (figure: Omit<FigureSpec<QuestionRow>, "cohort" | "belongs" | "sensitive">): FigureSpec<QuestionRow> => ({
  ...figure,
  cohort: "period",
  sensitive: true,
  belongs: ({ askedAt }, { period }) => holdsInstant(period, askedAt),
});

const waited = (q: number): FigureSpec<QuestionRow>["measure"] => ({
  kind: "survival",
  q,
  of: ({ askedAt, answeredAt }, { followedTo }) => ({
    days: hoursBetween(askedAt, answeredAt ?? stockholmInstant(addDays(followedTo, 1), 0)),
    came: answeredAt !== null,
  }),
});

export const QUESTION_FIGURES: readonly FigureSpec<QuestionRow>[] = [
  spec({ id: "questions", unit: "count", measure: { kind: "count" } }),
  spec({
    id: "questions-answered",
    unit: "share",
    base: "questions",
    measure: { kind: "share", of: ({ answeredAt }) => answeredAt !== null },
    isPending: ({ answeredAt }) => answeredAt === null,
  }),
  spec({ id: "questions-hours-median", unit: "hours", base: "questions", measure: waited(0.5) }),
  spec({ id: "questions-hours-p90", unit: "hours", base: "questions", measure: waited(0.9) }),
];
