import { createFeedEdge } from "../../src/edge/feed-edge.ts";
import type { KvNamespace } from "../../src/edge/platform.ts";

/** The edge outside workerd, with nothing cached, and with its late work awaited so that writes can be counted. */
export function createEdgeInProcess(originUrl: string, broken?: KvNamespace) {
  const saved = new Map<string, { value: ArrayBuffer; metadata: unknown }>();
  const writes: string[] = [];
  const keys: string[] = [];
  const events: string[] = [];
  const kv: KvNamespace = {
    getWithMetadata: async (key) => saved.get(key) ?? { value: null, metadata: null },
    put: async (key, value, { metadata }) => {
      keys.push(key);
      writes.push(new TextDecoder().decode(value));
      saved.set(key, { value, metadata });
    },
  };
  const app = createFeedEdge({
    openCache: () => ({ match: async () => undefined, put: async () => undefined }),
    fetch,
    now: () => new Date(0),
    log: ({ event }) => void events.push(event),
  });
  const vars = { ORIGIN_URL: originUrl, ORIGIN_TIMEOUT_MS: "1000", ORIGIN_PAUSE_SECONDS: "1" };
  const ask = async (path: string): Promise<Response> => {
    const late: Promise<unknown>[] = [];
    const lifetime = {
      waitUntil: (work: Promise<unknown>) => void late.push(work),
      passThroughOnException: () => {},
      props: {},
    };
    const response = await app.request(path, {}, { ...vars, LAST_GOOD: broken ?? kv }, lifetime);
    await Promise.all(late);
    return response;
  };
  return { ask, writes, keys, events };
}
