import { feedPath } from "../../addresses.ts";
import { parseAtcWish } from "../../domain/atc.ts";
import { EXTENT_GRADES } from "../../domain/extent-fact.ts";
import type { FeedFormat } from "../../domain/feed-format.ts";
import { MAX_PRIORITY, parsePriority } from "../../domain/list.ts";
import type { Language } from "../../domain/message.ts";
import { MAX_ROW_ID, parseRowId } from "../../domain/row-id.ts";
import { NEWS_TOPICS, type SubscriptionFilter } from "../../domain/subscription.ts";
import { parseLanguage } from "./page.ts";
import type { FeedStrings } from "./feed-words-sv.ts";

const MAX_VALUES = 20;
const MAX_NAME_CHARS = 100;
/** Longer ones are taken by few readers. */
const MAX_ADDRESS_CHARS = 1_500;

/** What a feed's address asks for. */
export interface FeedQuery {
  /** The same as a subscription's, so that a feed shows what a subscriber with that choice is told. */
  readonly filter: SubscriptionFilter;
  readonly language: Language;
  /** A page of the archive, the oldest first; null for the newest messages. */
  readonly archive: number | null;
}

type Say = (t: FeedStrings) => string;

export type FeedQueryResult =
  | { readonly kind: "parsed"; readonly query: FeedQuery }
  | { readonly kind: "refused"; readonly reason: Say };

/** Each may stand several times; empty ones and unknown names do not count. */
export function parseFeedQuery(query: URLSearchParams): FeedQueryResult {
  const refusals: Say[] = [];
  const take = <T extends string | number>(name: string, read: (text: string) => T | null, reason: Say) => {
    const texts = [...new Set(query.getAll(name))].filter((text) => text !== "");
    const values = texts.map(read).filter((value) => value !== null);
    if (texts.length > MAX_VALUES) refusals.push((t) => t.tooMany);
    else if (values.length < texts.length) refusals.push(reason);
    return sortOut(values);
  };
  const filter = leaveOutEmpty({
    areas: take("area", readName, (t) => t.badName("area")),
    atc: take("atc", parseAtcWish, (t) => t.badAtc),
    cases: take("case", parseRowId, (t) => t.badNumber("case", MAX_ROW_ID)),
    categories: take("category", readName, (t) => t.badName("category")),
    extents: take(
      "extent",
      (text) => oneOf(EXTENT_GRADES, text),
      (t) => t.badWord("extent", EXTENT_GRADES),
    ),
    news: take(
      "news",
      (text) => oneOf(NEWS_TOPICS, text),
      (t) => t.badWord("news", NEWS_TOPICS),
    ),
    priorities: take("priority", parsePriority, (t) => t.badNumber("priority", MAX_PRIORITY)),
    roles: take("role", readName, (t) => t.badName("role")),
  });
  const [archive = null] = take("archive", parseRowId, (t) => t.badNumber("archive", MAX_ROW_ID));
  const parsed = { filter, language: parseLanguage(query.get("lang")), archive };
  const [reason] = refusals;
  if (reason !== undefined) return { kind: "refused", reason };
  if (writeFeedQuery(parsed).length > MAX_ADDRESS_CHARS) return { kind: "refused", reason: (t) => t.tooMany };
  return { kind: "parsed", query: parsed };
}

function readName(text: string): string | null {
  return text.length > MAX_NAME_CHARS ? null : text;
}

function oneOf<T extends string>(known: readonly T[], text: string): T | null {
  return known.find((one) => one === text) ?? null;
}

/** Each value once and in one order, so that all who ask the same get the same address. */
function sortOut<T extends string | number>(values: readonly T[]): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
}

type FullFilter = { [K in keyof SubscriptionFilter]-?: NonNullable<SubscriptionFilter[K]> };

/** Nothing chosen of a kind is no wish. */
function leaveOutEmpty({ areas, atc, cases, categories, extents, news, priorities, roles }: FullFilter) {
  return {
    ...(areas.length === 0 ? {} : { areas }),
    ...(atc.length === 0 ? {} : { atc }),
    ...(cases.length === 0 ? {} : { cases }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(extents.length === 0 ? {} : { extents }),
    ...(news.length === 0 ? {} : { news }),
    ...(priorities.length === 0 ? {} : { priorities }),
    ...(roles.length === 0 ? {} : { roles }),
  };
}

/** Which feed: of one region or of the whole country (null), in a format or as the page that shows and explains it. */
interface FeedPlace {
  readonly regionCode: string | null;
  readonly format: FeedFormat | "page";
}

/**
 * The address, from the root of the site, of the feed that shows exactly what a subscriber with that filter is told; null
 * for a choice of more than 20 values of a kind, or with a name too long, which no feed has.
 */
export function feedAddress(
  filter: SubscriptionFilter,
  { language, ...place }: FeedPlace & { readonly language: Language },
): string | null {
  const query = { filter, language, archive: null };
  return parseFeedQuery(new URLSearchParams(writeFeedQuery(query))).kind === "parsed"
    ? writeFeedAddress(query, place)
    : null;
}

/** The one address of a feed: its wishes sorted, Swedish left out, so that all who ask the same share a copy. */
export function writeFeedAddress(query: FeedQuery, { regionCode, format }: FeedPlace): string {
  const path = feedPath({ regionCode, format: format === "page" ? null : format });
  const text = writeFeedQuery(query);
  return text === "" ? path : `${path}?${text}`;
}

function writeFeedQuery({ filter, language, archive }: FeedQuery): string {
  const { areas, atc, cases, categories, extents, news, priorities, roles } = filter;
  const params = new URLSearchParams();
  const add = (name: string, values: readonly (string | number)[] = []) => {
    for (const value of sortOut(values)) params.append(name, String(value));
  };
  add("archive", archive === null ? [] : [archive]);
  add("area", areas);
  add("atc", atc);
  add("case", cases);
  add("category", categories);
  add("extent", extents);
  if (language !== "sv") params.append("lang", language);
  add("news", news);
  add("priority", priorities);
  add("role", roles);
  return params.toString();
}
