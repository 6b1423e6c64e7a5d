import type { Schedule } from "./queue.ts";

/** Finds what nobody has decided on within its rule's hours: reminds, escalates, and sends where the region chose so. */
export const REMIND_QUEUE = "remind";

export const remindSchedule: Schedule = { queue: REMIND_QUEUE, id: "remind", every: { ms: 5 * 60_000 } };
