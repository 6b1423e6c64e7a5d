import type { Schedule } from "./queue.ts";

/** Makes the digests whose time has come; also the sweep that finds the runs that a stopped process left, or never made. */
export const DIGEST_QUEUE = "digest";

export const digestSchedule: Schedule = { queue: DIGEST_QUEUE, id: "digest", every: { ms: 1_000 } };
