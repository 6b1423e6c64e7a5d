import type { Schedule } from "./queue.ts";

/** Counts what has ended, for whoever asks for figures. */
export const TALLY_QUEUE = "tally";

export const tallySchedule: Schedule = { queue: TALLY_QUEUE, id: "tally", every: { ms: 15_000 } };
