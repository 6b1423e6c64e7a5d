import type { Schedule } from "./queue.ts";

/** Takes in what pharmacists wrote at the desk, as any other source's file. */
export const OWN_NOTICES_QUEUE = "own-notices";

export const ownNoticesSchedule: Schedule = { queue: OWN_NOTICES_QUEUE, id: "own-notices", every: { ms: 10_000 } };
