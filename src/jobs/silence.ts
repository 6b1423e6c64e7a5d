import { TIME_ZONE } from "../domain/calendar.ts";
import type { Schedule } from "./queue.ts";

/** Tells who had nothing in a month that all works. */
export const SILENCE_QUEUE = "silence";

/** On mornings of a month's first week: what one misses the next tells. */
export const silenceSchedule: Schedule = {
  queue: SILENCE_QUEUE,
  id: "silence",
  every: { cron: "30 8 1-7 * *", timeZone: TIME_ZONE },
};
