import type { PGlite } from "@electric-sql/pglite";
import { PGliteDialect, type DatabaseConnection, type Driver } from "kysely";

/**
 * Kysely's PGlite dialect hands one connection to everybody at once, so that a query beside an open transaction would
 * run inside it. This one lets a single user at a time have the connection, as Kysely's SQLite driver does.
 */
export function createPGliteDialect(pglite: PGlite): PGliteDialect {
  const dialect = new PGliteDialect({ pglite });
  const createDriver = dialect.createDriver.bind(dialect);
  dialect.createDriver = () => serialise(createDriver());
  return dialect;
}

function serialise(driver: Driver): Driver {
  let last: Promise<void> = Promise.resolve();
  const release = new WeakMap<DatabaseConnection, () => void>();
  const acquire = driver.acquireConnection.bind(driver);
  const free = driver.releaseConnection.bind(driver);
  driver.acquireConnection = async (options) => {
    const before = last;
    const turn = Promise.withResolvers<void>();
    last = turn.promise;
    await before;
    try {
      const connection = await acquire(options);
      release.set(connection, turn.resolve);
      return connection;
    } catch (cause) {
      turn.resolve();
      throw cause;
    }
  };
  driver.releaseConnection = async (connection, ...rest) => {
    const done = release.get(connection);
    await free(connection, ...rest);
    done?.();
  };
  return driver;
}
