import { daysBetween, stockholmDate, type IsoDate } from "./calendar.ts";
import { GRADES_BY_CONCERN, isSevere, type ExtentGrade } from "./extent-fact.ts";
import type { NoticeStatus } from "./notice.ts";

/** What decides how soon a case must be looked at. */
export interface UrgencySubject {
  readonly caseId: number;
  /** 1 is the most important; null comes last. */
  readonly priority: number | null;
  /** Null when no notice is left. */
  readonly status: NoticeStatus | null;
  /** The earliest start of what is away. */
  readonly start: IsoDate | null;
  /** The day on which the region's stock ends, when the shortage outlasts it. */
  readonly stockEndsOn: IsoDate | null;
  /** How much of it is reported; null when nothing is any more, or when it was not measured. */
  readonly grade: ExtentGrade | null;
  /** The advice that readers follow names an alternative that has fallen, and is not back. */
  readonly fallen: boolean;
  readonly waitingSince: Date;
  readonly dueAt: Date | null;
}

/** An instant and its date in Stockholm, which is worked out once for many. */
export interface Moment {
  readonly now: Date;
  readonly today: IsoDate;
}

/** Ranks in the order in which they decide; the smaller comes first. */
export type UrgencyRanks = readonly number[];

/**
 * An advice that readers follow and that holds no more comes before all: of a shortage they are at least not told what is
 * untrue. What may call for another treatment decides next: nine cases in ten leave products that nobody reported, and in a
 * list by priority alone those hide the tenth. Among the severe, as among the others, the list's priority is next, since
 * it is the region's own word; within one priority the grade, the worst first. Then the stock that ends before the
 * shortage does, the sooner first (what has ended is no later than today); then how soon it starts, what goes on first
 * and what is over last; then what is overdue; then who has waited longest. The case's id makes the order total.
 */
export function rankUrgency(subject: UrgencySubject, { now, today }: Moment): UrgencyRanks {
  const { priority, stockEndsOn, grade, waitingSince, caseId } = subject;
  return [
    subject.fallen ? 0 : 1,
    isSevere(grade) ? 0 : 1,
    priority ?? Number.POSITIVE_INFINITY,
    grade === null ? GRADES_BY_CONCERN.length : GRADES_BY_CONCERN.indexOf(grade),
    stockEndsOn === null ? Number.POSITIVE_INFINITY : Math.max(0, daysBetween(today, stockEndsOn)),
    daysToStart(subject, today),
    isDue(subject, now) ? 0 : 1,
    waitingSince.getTime(),
    caseId,
  ];
}

/** Negative when `a` is the more urgent; zero only for the same case. */
export function compareUrgency(a: UrgencyRanks, b: UrgencyRanks): number {
  for (const [place, rank] of a.entries()) {
    const other = b[place] ?? 0;
    // Not a difference: two that never end would give none at all.
    if (rank !== other) return rank < other ? -1 : 1;
  }
  return 0;
}

/** The most urgent first; the order never depends on the order given. */
export function sortByUrgency<T extends UrgencySubject>(subjects: readonly T[], now: Date): T[] {
  const moment = { now, today: stockholmDate(now) };
  return subjects
    .map((subject) => ({ subject, urgency: rankUrgency(subject, moment) }))
    .toSorted((a, b) => compareUrgency(a.urgency, b.urgency))
    .map(({ subject }) => subject);
}

/** Whether the time by which somebody should have decided has passed. */
export function isDue({ dueAt }: Pick<UrgencySubject, "dueAt">, now: Date): boolean {
  return dueAt !== null && dueAt <= now;
}

function daysToStart({ status, start }: UrgencySubject, today: IsoDate): number {
  if (status === "ongoing") return 0;
  if (status !== "upcoming") return Number.POSITIVE_INFINITY;
  return start === null ? 0 : Math.max(0, daysBetween(today, start));
}
