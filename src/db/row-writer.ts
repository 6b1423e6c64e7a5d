interface Waiting<Row, Result> {
  readonly row: Row;
  readonly resolve: (result: Result) => void;
  readonly reject: (cause: unknown) => void;
}

interface Gathering {
  readonly ms: number;
  readonly isEnough: (rows: number) => boolean;
}

/**
 * Gathers what many write one by one: what comes while one statement runs goes together with the next. `write` gives one
 * result for each row, in their order; where it fails, all of its rows do. With `gather` a statement waits so long for more
 * rows, unless there are enough.
 */
export function createRowWriter<Row, Result>(
  write: (rows: readonly Row[]) => Promise<readonly Result[]>,
  { maxRows, gather }: { maxRows: number; gather?: Gathering },
): (row: Row) => Promise<Result> {
  const waiting: Waiting<Row, Result>[] = [];
  let running = false;
  let wake: (() => void) | null = null;
  const isEnough = () => waiting.length >= maxRows || gather === undefined || gather.isEnough(waiting.length);

  async function run(): Promise<void> {
    running = true;
    // What is written in the same turn of the loop goes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      if (gather !== undefined && gather.ms > 0 && !isEnough())
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, gather.ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      wake = null;
      const taken = waiting.splice(0, maxRows);
      try {
        const results = await write(taken.map(({ row }) => row));
        for (const [index, { resolve, reject }] of taken.entries()) {
          const result = results[index];
          if (result === undefined) reject(new Error("jobs/row-writer: unable to write a row: it has no result"));
          else resolve(result);
        }
      } catch (cause) {
        for (const { reject } of taken) reject(cause);
      }
    }
    running = false;
  }

  return (row) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ row, resolve, reject });
      if (!running) void run();
      else if (wake !== null && isEnough()) wake();
    });
}
