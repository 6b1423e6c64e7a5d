import { TIME_ZONE } from "../domain/calendar.ts";
import type { Schedule } from "./queue.ts";

/** Asks shared mailboxes whether they still want what they get. */
export const RECONFIRM_QUEUE = "reconfirm";

/** On mornings when a ward's office is there. */
export const reconfirmSchedule: Schedule = {
  queue: RECONFIRM_QUEUE,
  id: "reconfirm",
  every: { cron: "0 9 * * 1-5", timeZone: TIME_ZONE },
};
