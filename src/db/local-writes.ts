import type { DatabaseConnection, Dialect, Driver, LogEvent } from "kysely";

/** What this process has done to a database itself. */
export interface LocalWrites {
  /** Grows with all that may have changed what others see, before whoever did it hears that it is done. */
  count: number;
  /** Nobody else can write to this database, and it has one connection. */
  readonly alone: boolean;
  /** A transaction is under way on the one connection: until its end nobody sees what it writes. */
  isInTransaction: boolean;
}

const byDatabase = new WeakMap<object, LocalWrites>();

/** The log that a database is opened with: it counts what is written outside transactions. */
export function countWrites(writes: LocalWrites): (event: LogEvent) => void {
  return ({ level, query }) => {
    if (writes.alone && writes.isInTransaction) return;
    // What broke may be done all the same.
    if (level === "error" || !/^\s*(select|begin|start|set)\b/i.test(query.sql)) writes.count += 1;
  };
}

/** The same dialect; it counts the ends of transactions. */
export function countCommits(dialect: Dialect, writes: LocalWrites): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => watchDriver(dialect.createDriver(), writes),
  };
}

function watchDriver(driver: Driver, writes: LocalWrites): Driver {
  const begin = driver.beginTransaction.bind(driver);
  const endWith =
    (end: (connection: DatabaseConnection) => Promise<void>) =>
    async (connection: DatabaseConnection): Promise<void> => {
      try {
        await end(connection);
      } finally {
        writes.isInTransaction = false;
        writes.count += 1;
      }
    };
  return Object.assign(driver, {
    beginTransaction: async (...input: Parameters<typeof begin>): Promise<void> => {
      await begin(...input);
      writes.isInTransaction = true;
    },
    commitTransaction: endWith(driver.commitTransaction.bind(driver)),
    rollbackTransaction: endWith(driver.rollbackTransaction.bind(driver)),
  });
}

export function attachWrites<T extends object>(db: T, writes: LocalWrites): T {
  byDatabase.set(db, writes);
  return db;
}

/** Null of a database that was opened in another way, and of a transaction. */
export function findLocalWrites(db: object): LocalWrites | null {
  return byDatabase.get(db) ?? null;
}
