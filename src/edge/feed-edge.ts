import { Hono, type Context } from "hono";
import { isHeld, type HeldCopy } from "../domain/entity-tag.ts";
import { canonicaliseFeedAddress } from "./feed-address.ts";
import { FEED_FORMATS, type FeedFormat } from "../domain/feed-format.ts";
import { fetchFromOrigin, type OriginDeps } from "./feed-origin.ts";
import { isSameCopy, readLastGood, writeLastGood, type FeedCopy } from "./last-good.ts";
import type { EdgeCache, KvNamespace } from "./platform.ts";

/** The site has no feed with a longer one. */
const MAX_ADDRESS_CHARS = 1_600;
const STALE_MAX_AGE_SECONDS = 30;
const STALE_HEADER = "x-restsignal-stale";
const PUBLIC_HEADERS = ["content-type", "etag", "last-modified", "cache-control", "age", STALE_HEADER];

/** The Worker's vars and bindings, as `wrangler.toml` names them; the dashboard gives numbers as text. */
export interface FeedEdgeEnv {
  readonly ORIGIN_URL: string;
  /** How long the origin may take for a whole answer. */
  readonly ORIGIN_TIMEOUT_MS: number | string;
  /** How long one failure spares an origin that is down the next question. */
  readonly ORIGIN_PAUSE_SECONDS: number | string;
  readonly LAST_GOOD: KvNamespace;
}

export interface FeedEdgeDeps extends OriginDeps {
  /** Called per request, because a Worker has no cache before its first one. */
  readonly openCache: () => EdgeCache;
  readonly log: (entry: { readonly event: string; readonly address: string; readonly reason: string }) => void;
}

type EdgeContext = Context<{ Bindings: FeedEdgeEnv }>;

interface FeedRequest {
  readonly deps: FeedEdgeDeps;
  readonly context: EdgeContext;
  readonly cache: EdgeCache;
  readonly format: FeedFormat;
  /** Path and query, canonical: names the copy in KV, and with the Worker's own host in the cache. */
  readonly address: string;
  readonly cacheKey: string;
}

/** Serves the origin's feeds from a cache near the reader, and their last good copies while the origin is down. */
export function createFeedEdge(deps: FeedEdgeDeps): Hono<{ Bindings: FeedEdgeEnv }> {
  const app = new Hono<{ Bindings: FeedEdgeEnv }>();
  app.use(async (context, next) => {
    await next();
    context.header("x-content-type-options", "nosniff");
  });
  for (const format of FEED_FORMATS) {
    for (const path of [`/feed.${format}`, `/r/:region{[a-z0-9-]+}/feed.${format}`]) {
      app.get(path, (context) => serveFeed(deps, context, format));
      app.all(path, (context) => context.text("Only GET and HEAD are served here.\n", 405, { allow: "GET, HEAD" }));
    }
  }
  app.notFound((context) => context.text("Only feeds are served here: /feed.rss, /feed.atom or /feed.json.\n", 404));
  app.onError((error, context) => {
    deps.log({ event: "failed", address: context.req.path, reason: error.message });
    return context.text("The feed cannot be served: the edge is not working as it should.\n", 500);
  });
  return app;
}

async function serveFeed(deps: FeedEdgeDeps, context: EdgeContext, format: FeedFormat): Promise<Response> {
  const url = new URL(context.req.url);
  const address = canonicaliseFeedAddress(context.req.path, url.searchParams);
  if (address.length > MAX_ADDRESS_CHARS) return context.text("The address is too long.\n", 414);
  const cache = deps.openCache();
  const request: FeedRequest = { deps, context, cache, format, address, cacheKey: new URL(address, url.origin).href };
  const response = (await cache.match(request.cacheKey)) ?? (await refreshFeed(request));
  return answerReader(response, {
    ifNoneMatch: context.req.header("if-none-match"),
    ifModifiedSince: context.req.header("if-modified-since"),
  });
}

async function refreshFeed(request: FeedRequest): Promise<Response> {
  const { deps, context, address, format } = request;
  const known = await readLastGood(context.env.LAST_GOOD, address).catch((cause: unknown) => {
    deps.log({ event: "last-good-unreadable", address, reason: String(cause) });
    return null;
  });
  const url = `${parseOriginUrl(context.env.ORIGIN_URL)}${address}`;
  const timeoutMs = parsePositive("ORIGIN_TIMEOUT_MS", context.env.ORIGIN_TIMEOUT_MS);
  const answer = await fetchFromOrigin(deps, { url, format, known, timeoutMs });
  switch (answer.kind) {
    case "good":
      // What the origin lets nobody keep, such as a feed for an area of the reader's own making, is passed on only.
      if (answer.maxAgeSeconds === null) return renderFeed(answer.copy, { "cache-control": "no-store" });
      if (!isSameCopy(known, answer.copy)) {
        keepDoing(request, "last-good-unwritable", writeLastGood(context.env.LAST_GOOD, address, answer.copy));
      }
      return cacheFeed(request, answer.copy, { "cache-control": `public, max-age=${answer.maxAgeSeconds}` });
    case "refused":
      return new Response(answer.body, {
        status: answer.status,
        headers: { "content-type": answer.contentType, "cache-control": "no-store" },
      });
    case "down":
      deps.log({ event: "origin-down", address, reason: answer.reason });
      return known === null ? refuseWithoutCopy(context) : cacheStaleFeed(request, known);
  }
}

/** Readers keep a marked copy for half a minute; the cache keeps it shorter, so that the origin's return is soon seen. */
function cacheStaleFeed(request: FeedRequest, copy: FeedCopy): Response {
  const pauseSeconds = parsePositive("ORIGIN_PAUSE_SECONDS", request.context.env.ORIGIN_PAUSE_SECONDS);
  const cacheControl = `public, max-age=${STALE_MAX_AGE_SECONDS}, s-maxage=${pauseSeconds}`;
  return cacheFeed(request, copy, { "cache-control": cacheControl, [STALE_HEADER]: copy.savedAt });
}

function cacheFeed(request: FeedRequest, copy: FeedCopy, headers: Readonly<Record<string, string>>): Response {
  const put = request.cache.put(request.cacheKey, renderFeed(copy, headers));
  keepDoing(request, "cache-unwritable", put);
  return renderFeed(copy, headers);
}

function renderFeed(copy: FeedCopy, extraHeaders: Readonly<Record<string, string>>): Response {
  const headers = new Headers({ "content-type": copy.contentType, ...extraHeaders });
  if (copy.etag !== null) headers.set("etag", copy.etag);
  if (copy.lastModified !== null) headers.set("last-modified", copy.lastModified);
  return new Response(copy.body, { headers });
}

function refuseWithoutCopy(context: EdgeContext): Response {
  const headers = { "retry-after": String(STALE_MAX_AGE_SECONDS), "cache-control": "no-store" };
  return context.text(
    "The feed cannot be reached just now and there is no earlier copy. Try again soon.\n",
    503,
    headers,
  );
}

/** The response, or 304 when the reader already holds it. The cache's own headers stay behind. */
function answerReader(response: Response, held: HeldCopy): Response {
  if (response.status !== 200) return response;
  const headers = new Headers();
  for (const name of PUBLIC_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const copy = { etag: headers.get("etag"), lastModified: headers.get("last-modified") };
  if (!isHeld(held, copy)) return new Response(response.body, { headers });
  headers.delete("content-type");
  return new Response(null, { status: 304, headers });
}

/** Lets work go on after the answer: what fails there costs the next reader time, never this one the feed. */
function keepDoing(request: FeedRequest, failure: string, work: Promise<void>): void {
  const { deps, context, address } = request;
  context.executionCtx.waitUntil(
    work.catch((cause: unknown) => deps.log({ event: failure, address, reason: String(cause) })),
  );
}

function parseOriginUrl(value: string): string {
  if (!/^https?:\/\/[^/]/.test(value) || !URL.canParse(value)) {
    throw new Error("edge: unable to read ORIGIN_URL: it must be an http or https address");
  }
  return value.replace(/\/+$/, "");
}

function parsePositive(name: string, value: number | string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number <= 0)
    throw new Error(`edge: unable to read ${name}: it must be a whole number above 0`);
  return number;
}
