import type { PGlite } from "@electric-sql/pglite";

interface PoolResult {
  rows: never[];
  rowCount: number | null;
}

type NotificationListener = (message: { channel: string; payload: string }) => void;

const LISTEN = /^LISTEN\s+(\w+);?\s*$/m;

/**
 * What BullMQ's PostgreSQL backend needs of a `pg.Pool`, on the one connection PGlite has. Its runtime statements are
 * single calls of stored functions; only its migrations use a transaction, and they run before anything else does.
 */
export function createPGlitePool(pglite: PGlite) {
  async function query(text: string, params?: readonly unknown[]): Promise<PoolResult> {
    if (params === undefined || params.length === 0) {
      const results = await pglite.exec(text);
      return toPoolResult(results.at(-1));
    }
    return toPoolResult(await pglite.query(text, [...params]));
  }

  function createClient() {
    const listeners = new Set<NotificationListener>();
    const unlistens: (() => Promise<void>)[] = [];
    const client = {
      async query(text: string, params?: readonly unknown[]): Promise<PoolResult> {
        const channel = LISTEN.exec(text)?.[1];
        if (channel === undefined) return query(text, params);
        const unlisten = await pglite.listen(channel, (payload) => {
          for (const listener of listeners) listener({ channel, payload });
        });
        unlistens.push(() => unlisten());
        return { rows: [], rowCount: 0 };
      },
      on(event: string, listener: NotificationListener) {
        if (event === "notification") listeners.add(listener);
        return client;
      },
      removeListener(_event: string, listener: NotificationListener) {
        listeners.delete(listener);
        return client;
      },
      removeAllListeners() {
        listeners.clear();
        return client;
      },
      release() {
        listeners.clear();
        // The instance may be closed already, and then nobody listens anyway.
        if (!pglite.closed) for (const unlisten of unlistens.splice(0)) void unlisten().catch(() => {});
      },
    };
    return client;
  }

  const pool = {
    query,
    connect: () => Promise.resolve(createClient()),
    end: () => Promise.resolve(),
    on: () => pool,
    removeAllListeners: () => pool,
  };
  return pool;
}

function toPoolResult(result: { rows: unknown[]; affectedRows?: number } | undefined): PoolResult {
  // BullMQ states the row shape at each call; the driver cannot know it.
  return { rows: (result?.rows ?? []) as never[], rowCount: result?.affectedRows ?? result?.rows.length ?? 0 };
}
