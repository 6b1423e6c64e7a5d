import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Redis } from "ioredis";
import { LosableClient } from "../db/losable-client.ts";
import { REDIS_OPTIONS, RETRY_MS } from "./queue-backends.ts";

const ASK_MS = 1_000;

/** Notices that a server was away, and is there again. */
export interface Watch {
  close(): Promise<void>;
}

/** Holds a session of its own, which ends when the server does. */
export function watchPostgres(url: string, onReturn: () => void): Watch {
  const closing = new AbortController();
  let client: LosableClient | null = null;
  let sessions = 0;
  async function holdSession(): Promise<void> {
    client = new LosableClient({ connectionString: url, keepAlive: true });
    const ended = once(client, "end");
    await client.connect();
    sessions += 1;
    if (sessions > 1) onReturn();
    await ended;
  }
  const watching = (async () => {
    while (!closing.signal.aborted) await holdSession().catch(() => setTimeout(RETRY_MS));
  })();
  return {
    async close() {
      closing.abort();
      await client?.end().catch(() => {});
      await watching;
    },
  };
}

/** Holds a connection of its own; also asks `isWhole` every now and then, since a server may be emptied while it runs. */
export function watchRedis(
  url: string,
  { isWhole, onReturn }: { isWhole: () => Promise<boolean>; onReturn: () => void },
): Watch {
  const redis = new Redis(url, REDIS_OPTIONS);
  let sessions = 0;
  redis.on("error", () => {});
  redis.on("ready", () => {
    sessions += 1;
    if (sessions > 1) onReturn();
  });
  const stop = new AbortController();
  void (async () => {
    while (!stop.signal.aborted) {
      await setTimeout(ASK_MS, null, { signal: stop.signal }).catch(() => {});
      // One that is away is not asked: it says itself when it is back.
      if (redis.status === "ready" && !(await isWhole().catch(() => true))) onReturn();
    }
  })();
  return {
    async close() {
      // A question that is under way is not waited for: its server may be away.
      stop.abort();
      redis.disconnect();
    },
  };
}
