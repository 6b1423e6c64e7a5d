import { nextAge } from "../../domain/age.ts";
import { addDays, stockholmDate, stockholmInstant, type IsoDate } from "../../domain/calendar.ts";

const HOUR_MS = 3_600_000;

/**
 * The one time that a page is made at. It remembers until when all that was asked of it has the same answer: so long, and
 * no longer, the page says what is true.
 */
export interface PageClock {
  readonly now: Date;
  /** From when on something that was asked has another answer. */
  readonly until: Date;
  /** The day in Stockholm. */
  today(): IsoDate;
  /** Hours since then, for words that say how old something is; below none for what lies ahead. */
  ageOf(time: Date): number;
  hasPassed(moment: Date): boolean;
}

/** No page is kept for longer, whatever it says. */
const LONGEST_MS = 366 * 24 * HOUR_MS;

export function createPageClock(now: Date): PageClock {
  let until = now.getTime() + LONGEST_MS;
  const changesAt = (moment: number): void => {
    if (moment > now.getTime()) until = Math.min(until, moment);
  };
  return {
    now,
    get until() {
      return new Date(until);
    },
    today() {
      const today = stockholmDate(now);
      changesAt(stockholmInstant(addDays(today, 1), 0).getTime());
      return today;
    },
    ageOf(time) {
      const hours = (now.getTime() - time.getTime()) / HOUR_MS;
      const next = Math.ceil(time.getTime() + nextAge(hours) * HOUR_MS);
      // A rounding error could say that it has been already.
      changesAt(next > now.getTime() ? next : now.getTime() + 1);
      return hours;
    },
    hasPassed(moment) {
      changesAt(moment.getTime());
      return moment <= now;
    },
  };
}
