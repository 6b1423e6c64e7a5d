import { TIME_ZONE } from "../domain/calendar.ts";
import type { Schedule } from "./queue.ts";

/** Finds what a new day brings though no file says it: a start that is reached, a forecast end that is passed. */
export const CLOCK_QUEUE = "clock";

/** Just after midnight; a day begins once, also where the clocks change. */
export const clockSchedule: Schedule = {
  queue: CLOCK_QUEUE,
  id: "clock",
  every: { cron: "5 0 * * *", timeZone: TIME_ZONE },
};
