import { setImmediate } from "node:timers/promises";

/** Does work when its turn has come. */
export type InTurn = <T>(work: () => T | Promise<T>) => Promise<T>;

/**
 * Begins one work at a time, and lets the loop go round in between: with the database in the process a page is made in
 * one go, and many that came together would hold all others up until the last is made.
 */
export function createTurns(): InTurn {
  let last = Promise.resolve();
  return async (work) => {
    const before = last;
    const turn = Promise.withResolvers<void>();
    last = turn.promise;
    await before;
    await setImmediate();
    // Its end is not waited for: whoever waits for a slow body holds nobody up.
    turn.resolve();
    return work();
  };
}
