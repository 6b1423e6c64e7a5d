import { tallySendings } from "../services/tallies.ts";
import type { DeliverDeps } from "./deliver.handler.ts";
import type { JobQueue } from "./queue.ts";
import { TALLY_QUEUE, tallySchedule } from "./tally.ts";

/** Keeps the operator's figures. */
export async function startKeeping({ queue, delivering }: { queue: JobQueue; delivering: DeliverDeps }): Promise<void> {
  await queue.work({
    queue: TALLY_QUEUE,
    concurrency: 1,
    handle: async () => void (await tallySendings(delivering)),
  });
  await queue.schedule(tallySchedule);
}
