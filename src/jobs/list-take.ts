import { z } from "zod";
import type { JobRequest } from "./queue.ts";

/** Takes a staged version of a region's list into use. */
export const LIST_TAKE_QUEUE = "list-take";

export const listTakePayload = z.object({ importId: z.int() });

export function listTakeJob(importId: number): JobRequest {
  return { queue: LIST_TAKE_QUEUE, id: `import-${importId}`, payload: { importId } };
}
