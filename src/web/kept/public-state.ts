import { findLocalWrites } from "../../db/local-writes.ts";
import { readPublicVersion } from "../../db/public-version.ts";
import type { Db } from "../../db/schema.ts";

/** What another process has published is seen after so long at the latest, beside the time that the question takes. */
const SEEN_MS = 200;

/** Which state of what is public the database is in, asked as seldom as that may be. Versions grow. */
export interface PublicState {
  /** What it is in without asking; null when only the database knows. */
  known(): number | null;
  /** What is known, or else the answer to one question for all who wait. */
  read(): Promise<number>;
  /** What it is in after this call, so that what was read before is of no later state. */
  readAgain(): Promise<number>;
}

interface Known {
  readonly version: number;
  /** When it was asked for and answered, on the process's own clock, and what this process had written when it asked. */
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly writes: number;
}

/**
 * What this process writes is seen at once. What others write is asked for, unless the database is this process's own, as
 * PGlite's is.
 */
export function createPublicState(db: Db): PublicState {
  const local = findLocalWrites(db);
  let known: Known | null = null;
  let asking: { readonly writes: number; readonly askedAt: number; readonly answer: Promise<number> } | null = null;

  const isFresh = ({ writes, askedAt }: Known): boolean =>
    local !== null && writes === local.count && (local.alone || performance.now() - askedAt < SEEN_MS);

  const ask = async (writes: number): Promise<number> => {
    const askedAt = performance.now();
    const version = await readPublicVersion(db);
    const last = known;
    // Of two that were asked side by side the later state counts, whichever came first.
    if (last !== null && askedAt < last.answeredAt && version < last.version) return last.version;
    known = { version, askedAt, answeredAt: performance.now(), writes };
    return version;
  };

  const askForAll = (): Promise<number> => {
    const writes = local?.count ?? 0;
    const question = { writes, askedAt: performance.now(), answer: ask(writes) };
    asking = question;
    const forget = (): void => {
      if (asking === question) asking = null;
    };
    question.answer.then(forget, forget);
    return question.answer;
  };

  const state = {
    known: () => (known !== null && isFresh(known) ? known.version : null),
    read: async () => {
      const version = state.known();
      if (version !== null) return version;
      // One that hangs, as on a connection that has gone silent, holds up nobody who comes later.
      if (asking === null || performance.now() - asking.askedAt >= SEEN_MS) return askForAll();
      return asking.writes === local?.count ? asking.answer : askForAll();
    },
    readAgain: async () => {
      const version = local?.alone === true ? state.known() : null;
      return version ?? askForAll();
    },
  };
  return state;
}
