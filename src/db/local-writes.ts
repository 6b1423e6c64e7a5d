import type { LogEvent } from "kysely";

/** What this process has done to a database itself. */
export interface LocalWrites {
  /** Grows with each write and each commit, before whoever wrote hears that it is done. */
  count: number;
  /** Nobody else can write to this database. */
  readonly alone: boolean;
}

const byDatabase = new WeakMap<object, LocalWrites>();

/** The log that a database is opened with: it counts what may have changed something. */
export function countWrites(writes: LocalWrites): (event: LogEvent) => void {
  return ({ level, query }) => {
    // What broke may be done all the same.
    if (level === "error" || !/^\s*(select|begin|start|set)\b/i.test(query.sql)) writes.count += 1;
  };
}

export function attachWrites<T extends object>(db: T, writes: LocalWrites): T {
  byDatabase.set(db, writes);
  return db;
}

/** Null of a database that was opened in another way, and of a transaction. */
export function findLocalWrites(db: object): LocalWrites | null {
  return byDatabase.get(db) ?? null;
}
