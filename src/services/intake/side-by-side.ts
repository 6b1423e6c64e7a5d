/** Lets work go on beside its caller. It fails for whoever awaits it. */
export type Start = <T>(work: Promise<T>) => Promise<T>;

/**
 * Runs work whose parts go on side by side within one transaction, and waits for all of them, whatever happens: it must not
 * end under what is being written. Throws the first failure, since what fails after it only says that the transaction is over.
 */
export async function runSideBySide<T>(work: (start: Start) => Promise<T>): Promise<T> {
  const started: Promise<unknown>[] = [];
  const failures: unknown[] = [];
  const start: Start = (part) => {
    part.catch((cause: unknown) => failures.push(cause));
    started.push(part);
    return part;
  };
  try {
    return await work(start);
  } catch (cause) {
    throw failures.length === 0 ? cause : failures[0];
  } finally {
    // What is started meanwhile is waited for, too.
    for (const part of started) await part.catch(() => null);
  }
}

/** Work that is done one item at a time beside whoever hands the items in. */
export interface Line<T> {
  /** Waits until the item before is done, and starts with this one. */
  next(item: T): Promise<void>;
  /** Waits until the last item is done. */
  end(): Promise<void>;
}

export function createLine<T>(start: Start, work: (item: T) => Promise<void>): Line<T> {
  let current: Promise<void> = Promise.resolve();
  return {
    async next(item) {
      await current;
      current = start(work(item));
    },
    end: () => current,
  };
}
