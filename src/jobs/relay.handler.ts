import { releaseStaleClaims, readDueLanes } from "../db/deliveries.ts";
import { LANES } from "../domain/delivery.ts";
import { endExpiredClaims } from "../services/attempt-ends.ts";
import type { AttemptResult } from "../services/attempts.ts";
import { runDigests } from "../services/digest-runs.ts";
import { fanOut } from "../services/fan-outs.ts";
import { deliverJob } from "./deliver.ts";
import { workLane, type DeliverDeps } from "./deliver.handler.ts";
import type { JobQueue } from "./queue.ts";
import { STALE_CLAIM_MS } from "./relay.ts";

/** Workers, on as many machines, that share a lane with more to send than this are asked for one for each so many. */
const SENDINGS_A_WORKER = 500;
const MAX_WORKERS = 4;

/** Gives back what dead workers held, and puts jobs for each lane of a channel in which something is due. */
export async function relay(
  deps: Pick<DeliverDeps, "db" | "channels" | "now"> & { queue: JobQueue },
): Promise<{ jobs: number }> {
  const now = deps.now();
  await releaseStaleClaims(deps.db, { claimedBefore: new Date(now.getTime() - STALE_CLAIM_MS) });
  while ((await endExpiredClaims(deps)) > 0);
  return wakeLanes(deps);
}

/** Puts jobs for each lane of a channel in which something is due. */
export async function wakeLanes(
  deps: Pick<DeliverDeps, "db" | "channels" | "now"> & { queue: JobQueue },
): Promise<{ jobs: number }> {
  const now = deps.now();
  const upTo = SENDINGS_A_WORKER * MAX_WORKERS;
  const lanes = await readDueLanes(deps.db, { channels: [...deps.channels.keys()], now, upTo });
  const jobs = lanes.flatMap(({ channel, lane, due }) => {
    const workers = Math.min(MAX_WORKERS, Math.ceil(due / SENDINGS_A_WORKER));
    return Array.from({ length: workers }, (_, worker) => deliverJob({ channel, lane, worker }));
  });
  await deps.queue.add(jobs);
  return { jobs: jobs.length };
}

/**
 * Hands out what is published and sends everything that is due in this process, without the queue: what `restsignal
 * deliver` does. It waits out our own pace, but neither for whoever is left alone nor for who asked for a pause. `all` also
 * takes what waits for a later digest, and leaves none of it to the next run. What a process that died had in hand is taken
 * from it first: there may be no other that does so.
 */
export async function deliverDue(deps: DeliverDeps, { all }: { all: boolean }): Promise<AttemptResult[]> {
  while ((await endExpiredClaims(deps)) > 0);
  await fanOut(deps);
  if (!all) await runDigests(deps, { waitForNews: false });
  const results: AttemptResult[] = [];
  const report = (result: AttemptResult) => void results.push(result);
  for (const lane of LANES)
    for (const channel of deps.channels.values()) await workLane(deps, { channel, lane, all, report, patient: true });
  return results;
}
