import type { Schedule } from "./queue.ts";

/** Turns drafts whose time has come into messages; also the sweep that finds what a stopped process left. */
export const PUBLISH_QUEUE = "publish";

export const publishSchedule: Schedule = { queue: PUBLISH_QUEUE, id: "publish", every: { ms: 5_000 } };
