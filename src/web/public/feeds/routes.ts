import { Hono, type Context } from "hono";
import { renderFeedItem } from "../../../../templates/feed.tsx";
import { FEED_CONTENT_TYPES, renderFeed } from "../../../channels/index.ts";
import { FEED_FORMATS, type FeedFormat } from "../../../domain/feed-format.ts";
import { knowsFeedValues, readFeedMessages } from "../../../db/feed-entries.ts";
import { viewMessage } from "../../../addresses.ts";
import type { Message } from "../../../domain/message.ts";
import { withholdFallen } from "../../../services/advice-review.ts";
import { findRegion, type Region } from "../../../domain/region.ts";
import { parseFeedQuery, writeFeedAddress, type FeedQuery } from "../../frame/feed-query.ts";
import { gradeWords } from "../../case-parts/grade-words.ts";
import { uncapitalize } from "../../../domain/words.ts";
import { linkTo, parseLanguage } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import { feedWords } from "../../frame/feed-words.ts";

const MAX_ITEMS = 100;
const MAX_AGE_SECONDS = 60;

interface FeedRequest {
  readonly format: FeedFormat;
  /** Null for the whole country. */
  readonly region: Region | null;
  readonly query: FeedQuery;
  /** Path and query, canonical. */
  readonly address: string;
}

/** The feeds of each region and of the nation. */
export function createFeedRoute(deps: WebDeps): Hono {
  const app = new Hono();
  const serve = async (c: Context, format: FeedFormat, region: Region | null) => {
    const { searchParams } = new URL(c.req.url);
    const parsed = parseFeedQuery(searchParams);
    if (parsed.kind === "refused")
      return refuse(c, 400, parsed.reason(feedWords[parseLanguage(searchParams.get("lang"))]));
    const choice = { regionCode: region?.code ?? null, filter: parsed.query.filter };
    const address = writeFeedAddress(parsed.query, { ...choice, format });
    const request = { format, region, query: parsed.query, address };
    const { body, lastModified } = await writeFeed(deps, request);
    // What only this reader asks for is kept by nobody.
    const known = await knowsFeedValues(deps.db, choice);
    c.header("content-type", FEED_CONTENT_TYPES[format]);
    c.header("cache-control", known ? `public, max-age=${MAX_AGE_SECONDS}` : "no-store");
    if (lastModified !== null) c.header("last-modified", lastModified);
    return c.body(body);
  };

  for (const format of FEED_FORMATS) {
    app.get(`/feed.${format}`, (c) => serve(c, format, null));
    app.get(`/r/:region/feed.${format}`, (c) => {
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

async function writeFeed(deps: WebDeps, request: FeedRequest) {
  const { format, region, query, address } = request;
  const wish = { filter: query.filter, regionCode: region?.code ?? null, limit: MAX_ITEMS };
  const messages = await withholdFallen(deps.db, await readFeedMessages(deps.db, wish));
  const t = feedWords[query.language];
  const sitePath = region === null ? "/" : `/r/${region.code}`;
  const newest = messages.reduce<Date | null>(
    (latest, { publishedAt }) => (latest === null || publishedAt > latest ? publishedAt : latest),
    null,
  );
  const body = renderFeed({
    format,
    title: [region === null ? t.nation : t.region(region.name), ...describeWishes(query)].join(", "),
    description: t.description,
    language: query.language,
    feedUrl: `${deps.publicUrl}${address}`,
    siteUrl: `${deps.publicUrl}${linkTo(query.language, sitePath)}`,
    items: messages.map((message) => writeItem(deps, message, request)),
    // The newest message's time, so that nothing new means no new byte; before the first message, the epoch.
    updatedAt: newest ?? new Date(0),
  });
  return { body, lastModified: newest?.toUTCString() ?? null };
}

function writeItem(deps: WebDeps, message: Message, { region, query }: FeedRequest) {
  const view = viewMessage(message, (path) => deps.publicUrl + linkTo(query.language, path));
  const item = renderFeedItem(view, query.language);
  return region === null ? { ...item, title: `${view.regionName}: ${item.title}` } : item;
}

/** What a feed is limited to, in a reader's words. */
function describeWishes({ filter, language }: FeedQuery): string[] {
  const { wishes, news } = feedWords[language];
  const grades = gradeWords[language].names;
  const name = (what: string) => (value: string | number) => `${what} ${value}`;
  return [
    ...(filter.atc ?? []).map(name(wishes.atc)),
    ...(filter.priorities ?? []).map(name(wishes.priority)),
    ...(filter.areas ?? []).map(name(wishes.area)),
    ...(filter.roles ?? []).map(name(wishes.role)),
    ...(filter.categories ?? []).map(name(wishes.category)),
    ...(filter.extents ?? []).map((grade) => uncapitalize(grades[grade])),
    ...(filter.news ?? []).map((topic) => news[topic]),
    ...(filter.cases ?? []).map(name(wishes.case)),
  ];
}
