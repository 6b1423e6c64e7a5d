import { createHash } from "node:crypto";
import { Hono, type Context } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { LRUCache } from "lru-cache";
import { renderFeedItem } from "../../../../templates/feed.tsx";
import { FEED_CONTENT_TYPES, renderFeed } from "../../../channels/index.ts";
import { FEED_FORMATS, type FeedFormat } from "../../../domain/feed-format.ts";
import { knowsFeedValues, readFeedMessages, readMessageMark } from "../../../db/messages.ts";
import { feedPath, viewMessage } from "../../../addresses.ts";
import type { Message } from "../../../domain/message.ts";
import { withholdFallen } from "../../../services/advice-review.ts";
import { findRegion, type Region } from "../../../domain/region.ts";
import { feedAddress, parseFeedQuery, type FeedQuery } from "../../frame/feed-query.ts";
import { linkTo, parseLanguage } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import { feedWords } from "../../frame/feed-words.ts";

const MAX_ITEMS = 100;
const MAX_COPIES = 500;
const MAX_COPIES_CHARS = 20_000_000;
const MAX_AGE_SECONDS = 60;

/** A feed as it is served: it stands until there is a new message, or an advice falls or is mended. */
type FeedCopy = Awaited<ReturnType<typeof writeFeed>> & {
  /** What `readMessageMark` said when it was written. */
  readonly mark: string;
};

interface FeedRequest {
  readonly format: FeedFormat;
  /** Null for the whole country. */
  readonly region: Region | null;
  readonly query: FeedQuery;
  /** Path and query, canonical. */
  readonly address: string;
}

/** The feeds of each region and of the nation. Written once for all who ask the same, and again when there is news. */
export function createFeedRoute(deps: WebDeps): Hono {
  const app = new Hono();
  const copies: Copies = new LRUCache({
    max: MAX_COPIES,
    maxSize: MAX_COPIES_CHARS,
    sizeCalculation: ({ body }) => body.length,
  });
  const revalidate = etag({ retainedHeaders: [...RETAINED_304_HEADERS, "last-modified"] });

  const serve = async (c: Context, format: FeedFormat, region: Region | null) => {
    const { searchParams } = new URL(c.req.url);
    const parsed = parseFeedQuery(searchParams);
    if (parsed.kind === "refused")
      return refuse(c, 400, parsed.reason(feedWords[parseLanguage(searchParams.get("lang"))]));
    const path = feedPath({ regionCode: region?.code ?? null, format });
    const request = { format, region, query: parsed.query, address: feedAddress(path, parsed.query) };
    const { kept, ...copy } = await refreshCopy(deps, { copies, request });
    c.header("content-type", FEED_CONTENT_TYPES[format]);
    c.header("cache-control", kept ? `public, max-age=${MAX_AGE_SECONDS}` : "no-store");
    c.header("etag", copy.etag);
    if (copy.lastModified !== null) c.header("last-modified", copy.lastModified);
    return c.body(copy.body);
  };

  for (const format of FEED_FORMATS) {
    app.get(`/feed.${format}`, revalidate, (c) => serve(c, format, null));
    app.get(`/r/:region/feed.${format}`, revalidate, (c) => {
      const region = findRegion(c.req.param("region"));
      if (region !== undefined) return serve(c, format, region);
      return refuse(c, 404, feedWords[parseLanguage(c.req.query("lang"))].unknownRegion);
    });
  }
  return app;
}

function refuse(c: Context, status: 400 | 404, reason: string): Response {
  return c.text(`${reason}\n`, status, { "cache-control": "no-store" });
}

type Copies = LRUCache<string, FeedCopy>;

/** The feed as it is now; `kept` unless its wishes are of the reader's own making. */
async function refreshCopy(
  deps: WebDeps,
  { copies, request }: { copies: Copies; request: FeedRequest },
): Promise<FeedCopy & { kept: boolean }> {
  // The mark is read first: a message that comes in between makes the copy too new for its mark, never too old.
  const mark = await readMessageMark(deps.db);
  const known = copies.get(request.address);
  if (known?.mark === mark) return { ...known, kept: true };
  const copy = { mark, ...(await writeFeed(deps, request)) };
  const kept = await knowsFeedValues(deps.db, { ...request.query, regionCode: request.region?.code ?? null });
  if (kept) copies.set(request.address, copy);
  return { ...copy, kept };
}

async function writeFeed(deps: WebDeps, request: FeedRequest) {
  const { format, region, query, address } = request;
  const wish = { ...query, regionCode: region?.code ?? null, limit: MAX_ITEMS };
  const messages = await withholdFallen(deps.db, await readFeedMessages(deps.db, wish));
  const t = feedWords[query.language];
  const sitePath = region === null ? "/" : `/r/${region.code}`;
  const newest = messages.reduce<Date | null>(
    (latest, { publishedAt }) => (latest === null || publishedAt > latest ? publishedAt : latest),
    null,
  );
  const body = renderFeed({
    format,
    title: [region === null ? t.nation : t.region(region.name), ...describeWishes(query, t.wishes)].join(", "),
    description: t.description,
    language: query.language,
    feedUrl: `${deps.publicUrl}${address}`,
    siteUrl: `${deps.publicUrl}${linkTo(query.language, sitePath)}`,
    items: messages.map((message) => writeItem(deps, message, request)),
    // The newest message's time, so that nothing new means no new byte; before the first message, the epoch.
    updatedAt: newest ?? new Date(0),
  });
  return {
    body,
    etag: `"${createHash("sha256").update(body).digest("base64url")}"`,
    lastModified: newest?.toUTCString() ?? null,
  };
}

function writeItem(deps: WebDeps, message: Message, { region, query }: FeedRequest) {
  const view = viewMessage(message, (path) => deps.publicUrl + linkTo(query.language, path));
  const item = renderFeedItem(view, query.language);
  return region === null ? { ...item, title: `${view.regionName}: ${item.title}` } : item;
}

function describeWishes({ atc, priorities, areas }: FeedQuery, names: Record<"atc" | "priority" | "area", string>) {
  return [
    ...atc.map((prefix) => `${names.atc} ${prefix}`),
    ...priorities.map((priority) => `${names.priority} ${priority}`),
    ...areas.map((area) => `${names.area} ${area}`),
  ];
}
