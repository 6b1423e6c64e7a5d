import { readDueImports } from "../db/list-imports.ts";
import type { Db } from "../db/schema.ts";
import { actAsSystem } from "../services/context.ts";
import { readStagedList } from "../services/list-reading.ts";
import { listReadJob } from "./list-read.ts";
import { listTakeJob } from "./list-take.ts";
import type { JobQueue } from "./queue.ts";

/** Reads a file that somebody handed in as a region's list. */
export async function readListImport(
  deps: { readonly db: Db; readonly now: () => Date },
  payload: { importId: number },
): Promise<void> {
  await readStagedList(actAsSystem(deps), payload);
}

/** Puts what is still to be done to any import into the queue again; what is there already stays as it is. */
export async function sweepListImports({ db, queue }: { db: Db; queue: Pick<JobQueue, "add"> }): Promise<void> {
  const due = await readDueImports(db);
  await queue.add(due.map(({ id, work }) => (work === "read" ? listReadJob(id) : listTakeJob(id))));
}
