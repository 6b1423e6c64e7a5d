import { setTimeout } from "node:timers/promises";

const PAUSE_MS = 250;

/**
 * Does what must be written, again and again while the database is away, and for so long at most. Throws its last error.
 * It may have been done though it failed, as where only the answer was lost: the work has to bear a repetition.
 */
export async function persist<T>(
  work: () => Promise<T>,
  { forMs, stop }: { forMs: number; stop?: AbortSignal | undefined },
): Promise<T> {
  for (let left = Math.ceil(forMs / PAUSE_MS); ; left -= 1)
    try {
      return await work();
    } catch (cause) {
      if (left <= 0 || stop?.aborted === true) throw cause;
      await setTimeout(PAUSE_MS);
    }
}
