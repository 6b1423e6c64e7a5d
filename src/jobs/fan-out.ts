import type { JobRequest, Schedule } from "./queue.ts";

/** Makes the deliveries of published messages; also the sweep that finds what a stopped process left. */
export const FAN_OUT_QUEUE = "fan-out";

export const fanOutSchedule: Schedule = { queue: FAN_OUT_QUEUE, id: "fan-out", every: { ms: 1_000 } };

/** For what has just been published. */
export const fanOutJob: JobRequest = { queue: FAN_OUT_QUEUE, id: "published", payload: {} };
