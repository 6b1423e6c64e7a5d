import type { JobRequest, Schedule } from "./queue.ts";

/** Sends letters to readers about their subscriptions. */
export const READER_LETTER_QUEUE = "reader-letter";

export const readerLetterSchedule: Schedule = {
  queue: READER_LETTER_QUEUE,
  id: "reader-letter",
  every: { ms: 10_000 },
};

/** For what has just been asked for: whoever asked looks for it now. */
export const readerLetterJob: JobRequest = { queue: READER_LETTER_QUEUE, id: "asked-for", payload: {} };
