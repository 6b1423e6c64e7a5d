import { TIME_ZONE } from "../domain/calendar.ts";
import type { Schedule } from "./queue.ts";

/** Takes away each night what regions have decided to keep no longer. */
export const RETENTION_QUEUE = "retention";

export const retentionSchedule: Schedule = {
  queue: RETENTION_QUEUE,
  id: "retention",
  every: { cron: "40 3 * * *", timeZone: TIME_ZONE },
};
