import type { Schedule } from "./queue.ts";

/** Turns due delivery rows into jobs; also the sweep that finds what a lost queue forgot. */
export const RELAY_QUEUE = "relay";

export const relaySchedule: Schedule = { queue: RELAY_QUEUE, id: "relay", every: { ms: 1_000 } };

/** A claim older than this, of before sendings had leases, belongs to a worker that died. */
export const STALE_CLAIM_MS = 10 * 60_000;
