import { z } from "zod";
import type { DueGroup } from "../db/deliveries.ts";
import type { JobRequest } from "./queue.ts";

/** One sending: what is due to one subscription on one channel. */
export const deliverPayload = z.object({
  subscriptionId: z.int(),
  channel: z.string(),
  deliveryIds: z.array(z.int()).nonempty(),
});
export type DeliverPayload = z.infer<typeof deliverPayload>;

/** Attempts after which a delivery becomes a dead letter. */
export const MAX_ATTEMPTS = 8;

/** A channel has a queue of its own, since a limiter holds back everything in its queue. */
export function deliverQueue(channel: string): string {
  return `deliver-${channel}`;
}

/** The id comes from the rows, so that a sweep that finds them again makes no second job. */
export function deliverJob(group: DueGroup): JobRequest {
  const [first] = group.deliveryIds;
  const { subscriptionId, channel, deliveryIds } = group;
  return {
    queue: deliverQueue(channel),
    id: `${subscriptionId}-${first ?? 0}-${deliveryIds.length}-${group.attempts}`,
    payload: { subscriptionId, channel, deliveryIds },
  };
}
