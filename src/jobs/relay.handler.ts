import { releaseStaleClaims } from "../db/deliveries.ts";
import type { DueGroup } from "../db/deliveries.ts";
import type { Channel } from "../channels/channel.ts";
import type { Db } from "../db/schema.ts";
import { listDue } from "../services/due-deliveries.ts";
import { fanOut } from "../services/fan-outs.ts";
import { deliverJob, deliverPayload } from "./deliver.ts";
import { deliver, type DeliverDeps, type DeliverResult } from "./deliver.handler.ts";
import type { JobQueue } from "./queue.ts";
import { STALE_CLAIM_MS } from "./relay.ts";

/** Rows turned into jobs in one round; the next round takes the rest. */
const GROUPS_PER_ROUND = 1_000;

/** Puts a job for each sending that is due. */
export async function relay(deps: {
  db: Db;
  queue: JobQueue;
  channels: ReadonlyMap<string, Channel>;
  now: () => Date;
}): Promise<{ jobs: number }> {
  const now = deps.now();
  await releaseStaleClaims(deps.db, { claimedBefore: new Date(now.getTime() - STALE_CLAIM_MS) });
  const due = await listDue(deps.db, { now, all: false, limit: GROUPS_PER_ROUND });
  const jobs = due.flatMap((group) => splitGroup(group, deps.channels)).map(deliverJob);
  await deps.queue.add(jobs);
  return { jobs: jobs.length };
}

/**
 * Hands out what is published and sends everything that is due in this process, without the queue: what `restsignal
 * deliver` does. `all` also takes what waits for a later digest. Each sending is tried once.
 */
export async function deliverDue(deps: DeliverDeps, input: { all: boolean }): Promise<DeliverResult[]> {
  await fanOut(deps);
  const results: DeliverResult[] = [];
  const due = await listDue(deps.db, { now: deps.now(), all: input.all, limit: Number.MAX_SAFE_INTEGER });
  for (const group of due.flatMap((whole) => splitGroup(whole, deps.channels)))
    results.push(await deliver(deps, deliverPayload.parse(group)));
  return results;
}

/** A channel that gathers gets one sending for all that is due; the others get one for each message. */
function splitGroup(group: DueGroup, channels: ReadonlyMap<string, Channel>): DueGroup[] {
  if (channels.get(group.channel)?.batches === true) return [group];
  return group.deliveryIds.map((id) => ({ ...group, deliveryIds: [id] }));
}
