import type { QueryId } from "kysely";
import { attachWrites, findLocalWrites } from "../../src/db/local-writes.ts";
import type { Db } from "../../src/db/schema.ts";

/** The same database, whose queries a test sees; what it gives back is waited for before their results go on. */
export function watchDatabase(db: Db, see: (query: string) => Promise<void> | void): Db {
  const queries = new WeakMap<QueryId, string>();
  const watched = db.withPlugin({
    transformQuery({ node, queryId }) {
      queries.set(queryId, db.getExecutor().compileQuery(node, queryId).sql);
      return node;
    },
    async transformResult({ result, queryId }) {
      await see(queries.get(queryId) ?? "");
      return result;
    },
  });
  const writes = findLocalWrites(db);
  return writes === null ? watched : attachWrites(watched, writes);
}
