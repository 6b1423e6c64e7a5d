import { createFeedEdge } from "../src/edge/feed-edge.ts";
import type { EdgeCache } from "../src/edge/platform.ts";

declare const caches: { readonly default: EdgeCache };

export default createFeedEdge({
  openCache: () => caches.default,
  fetch: (url, init) => fetch(url, init),
  now: () => new Date(),
  // oxlint-disable-next-line no-console -- the console is a Worker's only log
  log: (entry) => console.warn(JSON.stringify(entry)),
});
