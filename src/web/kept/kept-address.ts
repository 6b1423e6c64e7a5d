import { LRUCache } from "lru-cache";
import { SOURCES_PATH } from "../../addresses.ts";
import { FEED_FORMATS } from "../../domain/feed-format.ts";
import { findRegion } from "../../domain/region.ts";
import { parseRowId } from "../../domain/row-id.ts";
import { cleanQuery } from "../../domain/search-text.ts";
import { parseCaseFilter, writeCaseFilter } from "../case-parts/case-filter.ts";
import { parseFeedQuery, writeFeedAddress } from "../frame/feed-query.ts";
import { linkTo, parseLanguage } from "../frame/page.ts";
import { judgeAddress } from "../frame/request-limits.ts";
import { parsePage } from "../parts/slice.ts";
import { SHOW_ALL } from "../search-parts/nation-slice.ts";

/** An address whose answer is the same for all who ask it, in its one spelling. */
export interface KeptAddress {
  readonly kind: "page" | "feed";
  /** Path and query: what the answer does not hang on is left out, and the rest stands in one order. */
  readonly address: string;
  /** Nothing special is asked for: of such addresses there are only as many as there are pages. */
  readonly plain: boolean;
  /** The language that a page's address asks for, whatever that is; a feed's is part of its address. */
  readonly lang: string | null;
  /** Whether the page names the region that the reader looked at last. */
  readonly namesLastRegion: boolean;
}

/** Longer ones are nobody's link. */
const MAX_ADDRESS_CHARS = 2_000;
const MAX_KNOWN = 1_000;

const FEED = /^(?:\/r\/([^/]+))?\/feed\.(\w+)$/;
const FEED_PAGE = /^(?:\/r\/([^/]+))?\/feed$/;
const OPML = /^(?:\/r\/[^/]+)?\/feeds\.opml$/;
const REGION = /^\/r\/([^/]+)$/;
const CASE = /^\/r\/([^/]+)\/([^/]+)$/;

/** The same, read once of what is asked often: reading costs a twentieth of an answer. */
export function createAddressReader(): (address: string) => KeptAddress | null {
  const known = new LRUCache<string, KeptAddress>({ max: MAX_KNOWN });
  return (address) => {
    const read = known.get(address);
    if (read !== undefined) return read;
    const found = findKeptAddress(address);
    if (found !== null) known.set(address, found);
    return found;
  };
}

/** Null for what is answered anew each time: what is refused, redirected or unknown, and what is written in a way of its own. */
function findKeptAddress(address: string): KeptAddress | null {
  if (address.length > MAX_ADDRESS_CHARS || judgeAddress(address) !== "fine") return null;
  const queryAt = address.indexOf("?");
  const path = queryAt < 0 ? address : address.slice(0, queryAt);
  if (/[%#]/.test(path)) return null;
  const query = new URLSearchParams(queryAt < 0 ? "" : address.slice(queryAt + 1));
  const feed = FEED.exec(path);
  if (feed !== null) return findFeed({ region: feed[1], format: feed[2] }, query);
  const feedPage = FEED_PAGE.exec(path);
  if (feedPage !== null) return findFeedPage(feedPage[1], query);
  if (OPML.test(path)) return findFeedList(path, query);
  const asked = readPageQuery(path, query);
  if (asked === null) return null;
  return {
    kind: "page",
    address: asked.size === 0 ? path : `${path}?${asked.toString()}`,
    plain: asked.size === 0,
    lang: query.get("lang"),
    namesLastRegion: path === "/",
  };
}

function findFeed(
  asked: { region: string | undefined; format: string | undefined },
  query: URLSearchParams,
): KeptAddress | null {
  const region = asked.region === undefined ? null : findRegion(asked.region);
  const format = FEED_FORMATS.find((known) => known === asked.format);
  const parsed = parseFeedQuery(query);
  if (parsed.kind === "refused" || region === undefined || format === undefined) return null;
  const { filter, archive } = parsed.query;
  return {
    kind: "feed",
    address: writeFeedAddress(parsed.query, { regionCode: region?.code ?? null, format }),
    plain: Object.keys(filter).length === 0 && archive === null,
    lang: null,
    namesLastRegion: false,
  };
}

/** The page that shows a feed; its language is the reader's. */
function findFeedPage(code: string | undefined, query: URLSearchParams): KeptAddress | null {
  const region = code === undefined ? null : findRegion(code);
  const parsed = parseFeedQuery(query);
  if (parsed.kind === "refused" || region === undefined) return null;
  const { filter, archive } = parsed.query;
  return {
    kind: "page",
    address: writeFeedAddress(
      { filter, archive, language: "sv" },
      { regionCode: region?.code ?? null, format: "page" },
    ),
    plain: Object.keys(filter).length === 0 && archive === null,
    lang: query.get("lang"),
    namesLastRegion: false,
  };
}

function findFeedList(path: string, query: URLSearchParams): KeptAddress | null {
  const [, , code] = path.split("/");
  if (path !== "/feeds.opml" && findRegion(code ?? "") === undefined) return null;
  const language = parseLanguage(query.get("lang"));
  return { kind: "feed", address: linkTo(language, path), plain: true, lang: null, namesLastRegion: false };
}

/** What of its query that page hangs on; null when there is no such page, or it is not kept. */
function readPageQuery(path: string, query: URLSearchParams): URLSearchParams | null {
  if (path === "/") return readHomeQuery(query);
  if (path === SOURCES_PATH || path === "/tillganglighet" || path === "/feeds") return new URLSearchParams();
  const [, region] = REGION.exec(path) ?? [];
  if (region !== undefined) return findRegion(region) === undefined ? null : readRegionQuery(query);
  const [, caseRegion, id] = CASE.exec(path) ?? [];
  const isCase = caseRegion !== undefined && findRegion(caseRegion) !== undefined && parseRowId(id) !== null;
  return isCase ? new URLSearchParams() : null;
}

function readHomeQuery(query: URLSearchParams): URLSearchParams | null {
  // It leads on to that region's page.
  if (findRegion(query.get("region") ?? "") !== undefined) return null;
  const asked = readSearch(query);
  if (query.get(SHOW_ALL) === "all") asked.set(SHOW_ALL, "all");
  return setPage(asked, query);
}

function readRegionQuery(query: URLSearchParams): URLSearchParams {
  const asked = readSearch(query);
  const filter = parseCaseFilter(query);
  for (const [name, value] of writeCaseFilter(filter)) asked.set(name, value);
  // It is shown again.
  if (filter.badAtc !== null) asked.set("atc", filter.badAtc);
  return setPage(asked, query);
}

function readSearch(query: URLSearchParams): URLSearchParams {
  const text = cleanQuery(query.get("q") ?? "");
  return new URLSearchParams(text === "" ? {} : { q: text });
}

function setPage(asked: URLSearchParams, query: URLSearchParams): URLSearchParams {
  const page = parsePage(query);
  if (page > 1) asked.set("page", String(page));
  return asked;
}
