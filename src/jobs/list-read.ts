import { z } from "zod";
import type { JobRequest, Schedule } from "./queue.ts";

/** Reads a file that somebody handed in as a region's list, and tries it out. */
export const LIST_READ_QUEUE = "list-read";

export const listReadPayload = z.object({ importId: z.int() });

export function listReadJob(importId: number): JobRequest {
  return { queue: LIST_READ_QUEUE, id: `import-${importId}`, payload: { importId } };
}

/** Finds the imports that a lost queue forgot. */
export const LIST_SWEEP_QUEUE = "list-sweep";

export const listSweepSchedule: Schedule = { queue: LIST_SWEEP_QUEUE, id: "list-sweep", every: { ms: 30_000 } };
