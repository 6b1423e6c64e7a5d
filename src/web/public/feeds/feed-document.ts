import { nameEntryInLine } from "../../../../templates/entry-name.ts";
import { renderFeedItem, type FeedItem, type FeedView } from "../../../../templates/feed.tsx";
import { stringsOf } from "../../../../templates/language.ts";
import { viewMessage } from "../../../addresses.ts";
import { renderFeed } from "../../../channels/index.ts";
import { readFeed, type FeedPart } from "../../../db/feed-entries.ts";
import { readWishNames } from "../../../db/wish-names.ts";
import type { FeedFormat } from "../../../domain/feed-format.ts";
import type { Language, Message } from "../../../domain/message.ts";
import type { Region } from "../../../domain/region.ts";
import type { SubscriptionFilter } from "../../../domain/subscription.ts";
import { uncapitalize } from "../../../domain/words.ts";
import { withholdFallen } from "../../../services/advice-review.ts";
import { gradeWords } from "../../case-parts/grade-words.ts";
import { writeFeedAddress, type FeedQuery } from "../../frame/feed-query.ts";
import { feedWords } from "../../frame/feed-words.ts";
import type { PageClock } from "../../frame/page-clock.ts";
import { linkTo } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";

/** What is asked for. */
export interface FeedRequest {
  /** Null for the whole country. */
  readonly region: Region | null;
  readonly query: FeedQuery;
}

/** A part of a feed in words. */
export interface FeedContent extends Pick<FeedPart, "older" | "newer"> {
  /** Newest first. */
  readonly items: readonly FeedItem[];
  readonly cases: CaseNames;
}

/** What the cases of a choice are about, by their ids. */
type CaseNames = ReadonlyMap<number, string>;

/** Null when the archive has no such page. */
export async function readFeedContent(
  deps: WebDeps,
  request: FeedRequest,
  clock: PageClock,
): Promise<FeedContent | null> {
  const { region, query } = request;
  const { filter, archive } = query;
  const part = await readFeed(deps.db, { regionCode: region?.code ?? null, filter, archive, now: clock.now });
  if (part === null) return null;
  // It comes to be shown by time alone.
  if (part.nextAt !== null) clock.hasPassed(part.nextAt);
  const told = await withholdFallen(
    deps.db,
    part.entries.map(({ message }) => message),
  );
  const items = part.entries.map(({ message, at, revision }, place) => {
    const { message: readable, changedAt } = told[place] ?? { message, changedAt: null };
    const shown = { ...viewInFeed(deps, request, { message: readable, at }), changedAt };
    const later = revision === null ? null : viewInFeed(deps, request, { message: revision, at: revision.at });
    const item = renderFeedItem(shown, query.language, later);
    return region === null ? { ...item, title: `${shown.view.regionName}: ${item.title}` } : item;
  });
  return { items, older: part.older, newer: part.newer, cases: await nameCases(deps.db, request) };
}

async function nameCases(db: WebDeps["db"], { region, query: { filter, language } }: FeedRequest): Promise<CaseNames> {
  if (region === null) return new Map();
  const { cases } = await readWishNames(db, { regionCode: region.code, filters: [{ cases: filter.cases ?? [] }] });
  return new Map([...cases].map(([id, entry]) => [id, nameEntryInLine(entry, stringsOf(language))]));
}

/** Each version has an address of its own: there are readers who take two with one address for the same. */
function viewInFeed(
  { publicUrl }: WebDeps,
  { query: { language } }: FeedRequest,
  { message, at }: { readonly message: Message; readonly at: Date },
): FeedView {
  const view = viewMessage(message, (path) => publicUrl + linkTo(language, path));
  return { view: message.caseId === null ? view : { ...view, url: `${view.url}#message-${message.id}` }, at };
}

/** The feed, and when it last came to say something else: null before it says anything. */
export function writeFeed(
  { publicUrl }: WebDeps,
  { region, query }: FeedRequest,
  { format, content }: { readonly format: FeedFormat; readonly content: FeedContent },
): { body: string; updatedAt: Date | null } {
  const { items, older, newer } = content;
  const t = feedWords[query.language];
  const link = (archive: number | null, how: FeedFormat | "page" = format): string =>
    publicUrl + writeFeedAddress({ ...query, archive }, { regionCode: region?.code ?? null, format: how });
  const times = items.map(({ publishedAt, updatedAt }) => Math.max(publishedAt.getTime(), updatedAt?.getTime() ?? 0));
  const updatedAt = times.length === 0 ? null : new Date(Math.max(...times));
  const body = renderFeed({
    format,
    title: titleOf({ region, query, cases: content.cases }),
    description: t.description,
    language: query.language,
    feedUrl: link(query.archive),
    currentUrl: link(null),
    pageUrl: link(null, "page"),
    olderUrl: older === null ? null : link(older),
    newerUrl: newer === null ? null : link(newer),
    items,
    // The newest item's time, so that nothing new means no new byte; before the first, the epoch.
    updatedAt: updatedAt ?? new Date(0),
  });
  return { body, updatedAt };
}

/** What the feed is, in a reader's words. */
export function titleOf({ region, query, cases }: FeedRequest & { readonly cases?: CaseNames }): string {
  const t = feedWords[query.language];
  return [region === null ? t.nation : t.region(region.name), ...listWishes(query, cases)].join(", ");
}

/** What a choice is limited to, in a reader's words. */
export function describeWish(filter: SubscriptionFilter, language: Language): string {
  const text = listWishes({ filter, language }).join(", ");
  return text.charAt(0).toLocaleUpperCase("sv") + text.slice(1);
}

/** A role is written in Swedish in an address, whatever its reader's language. */
function nameRole(role: string, language: Language): string {
  return language === "sv" ? role : (stringsOf(language).wish.roleNames[role] ?? role);
}

function listWishes({ filter, language }: Pick<FeedQuery, "filter" | "language">, cases?: CaseNames): string[] {
  const { wishes, news } = feedWords[language];
  const grades = gradeWords[language].names;
  const name = (what: string) => (value: string | number) => `${what} ${value}`;
  return [
    ...(filter.atc ?? []).map(name(wishes.atc)),
    ...(filter.priorities ?? []).map(name(wishes.priority)),
    ...(filter.areas ?? []).map(name(wishes.area)),
    ...(filter.roles ?? []).map((role) => nameRole(role, language)).map(name(wishes.role)),
    ...(filter.categories ?? []).map(name(wishes.category)),
    ...(filter.extents ?? []).map((grade) => uncapitalize(grades[grade])),
    ...(filter.news ?? []).map((topic) => news[topic]),
    ...(filter.cases ?? []).map((id) => cases?.get(id) ?? name(wishes.case)(id)),
  ];
}
