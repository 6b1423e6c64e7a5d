import type { Lane } from "../domain/delivery.ts";
import type { JobRequest } from "./queue.ts";

/** Each lane of each channel has a queue of its own, and waits for no other. */
export function deliverQueue(channel: string, lane: Lane): string {
  return `deliver-${channel}-${lane}`;
}

/**
 * That something is due in a lane of a channel: what it is stands in the database. The same while it waits or runs, so that
 * asking twice makes one job; `worker` tells those of several apart.
 */
export function deliverJob({ channel, lane, worker }: { channel: string; lane: Lane; worker: number }): JobRequest {
  return { queue: deliverQueue(channel, lane), id: `work-${worker}`, payload: {} };
}
