import type { PublishingDeps } from "../services/publication.ts";
import { readListImport, sweepListImports } from "./list-read.handler.ts";
import { LIST_READ_QUEUE, LIST_SWEEP_QUEUE, listReadPayload, listSweepSchedule } from "./list-read.ts";
import { activateListImport } from "./list-take.handler.ts";
import { LIST_TAKE_QUEUE, listTakePayload } from "./list-take.ts";
import type { JobQueue } from "./queue.ts";

/** Starts the work on regions' lists: reading, taking into use, and finding what was forgotten. */
export async function startListJobs(deps: { queue: JobQueue; importing: PublishingDeps }): Promise<void> {
  const { queue, importing } = deps;
  await queue.work({
    queue: LIST_READ_QUEUE,
    concurrency: 1,
    handle: (payload) => readListImport(importing, listReadPayload.parse(payload)),
  });
  await queue.work({
    queue: LIST_TAKE_QUEUE,
    concurrency: 1,
    handle: (payload) => activateListImport(importing, listTakePayload.parse(payload)),
  });
  await queue.work({
    queue: LIST_SWEEP_QUEUE,
    concurrency: 1,
    handle: () => sweepListImports({ db: importing.db, queue }),
  });
  await queue.schedule(listSweepSchedule);
}
