import { addDays, type IsoDate } from "../calendar.ts";
import type { Questionnaire, QuestionnaireName } from "./question.ts";

/** What a round asks about: a year, a half or a quarter. */
export function parsePeriod(text: string): string | null {
  const period = text.trim().toUpperCase();
  return /^20\d{2}(?:-(?:H[12]|Q[1-4]))?$/.test(period) ? period : null;
}

/** One asking of all regions. Its questions stand as they were when it was made. */
export interface Round {
  readonly id: number;
  readonly questionnaire: QuestionnaireName;
  readonly version: number;
  readonly period: string;
  readonly questions: Questionnaire;
  /** The first and the last day on which it is answered, in Stockholm. */
  readonly opensOn: IsoDate;
  readonly lastDay: IsoDate;
  /** So many days before the last those are reminded who have not signed. */
  readonly remindDays: readonly number[];
  readonly closedAt: Date | null;
}

export type RoundState = "planned" | "open" | "closed";

/** A round is closed when somebody has closed it, and by itself when its last day has passed. */
export function judgeRound({ opensOn, lastDay, closedAt }: RoundDays, today: IsoDate): RoundState {
  if (closedAt !== null || lastDay < today) return "closed";
  return opensOn > today ? "planned" : "open";
}
export type RoundDays = Pick<Round, "opensOn" | "lastDay" | "closedAt">;

/** How far a region has come. `correcting`: what it signed counts, and something else is being written. */
export type RegionProgress = "not-begun" | "draft" | "signed" | "correcting";

export const DEFAULT_REMIND_DAYS: readonly number[] = [14, 7, 1];
const MAX_REMINDERS = 6;

export function judgeProgress(input: { isSigned: boolean; correcting: boolean; revision: number }): RegionProgress {
  if (input.isSigned) return input.correcting ? "correcting" : "signed";
  return input.revision > 0 ? "draft" : "not-begun";
}

/** Days to remind on, the earliest first: 1 to 90 days before the last one, each once; null when it is something else. */
export function parseRemindDays(text: string): number[] | null {
  if (text.trim() === "") return [];
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length > MAX_REMINDERS || parts.some((part) => !/^[1-9]\d?$/.test(part) || Number(part) > 90)) return null;
  return [...new Set(parts.map(Number))].toSorted((a, b) => b - a);
}

/** Why a round cannot have these days. */
export type DaysFault = "past" | "reversed";

export function findDaysFault(
  { opensOn, lastDay }: Pick<Round, "opensOn" | "lastDay">,
  today: IsoDate,
): DaysFault | null {
  if (lastDay < opensOn) return "reversed";
  return lastDay < today ? "past" : null;
}

/** What regions are told of by mail: that it has opened, or how many days are left; a last day that is moved counts anew. */
export type RoundNews = "opened" | `${number} days before ${IsoDate}`;

/** All that a region should have been told by that day, in order. One mail, of the last, tells what was missed. */
export function listDueNews(round: Pick<Round, "lastDay" | "remindDays">, today: IsoDate): RoundNews[] {
  const days = round.remindDays.filter((count) => addDays(round.lastDay, -count) <= today);
  return ["opened", ...days.map((count): RoundNews => `${count} days before ${round.lastDay}`)];
}
