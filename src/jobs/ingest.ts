import { TIME_ZONE } from "../domain/calendar.ts";
import type { Schedule } from "./queue.ts";

/** Fetches a source and takes in what is new. */
export const INGEST_QUEUE = "ingest";

/** Läkemedelsverket writes its file about 02:25 every night; hourly polls with validators find it within the hour. */
export const ingestSchedule: Schedule = {
  queue: INGEST_QUEUE,
  id: "lakemedelsverket",
  every: { cron: "35 * * * *", timeZone: TIME_ZONE },
};
