import { parseEntityTag } from "../domain/entity-tag.ts";
import { FEED_MEDIA_TYPES } from "./feed-address.ts";
import type { FeedFormat } from "../domain/feed-format.ts";
import type { FeedCopy } from "./last-good.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const DEFAULT_MAX_AGE_SECONDS = 60;
const LONGEST_MAX_AGE_SECONDS = 300;

// 408 and 429 say "not now" of an address that is right, so the reader is better served by the last good copy.
const NOT_NOW_STATUSES: ReadonlySet<number> = new Set([408, 429]);

/**
 * `good`: a whole feed, and how long it is fresh, null when nobody may keep it; the very `known` object when the origin said 304.
 * `refused`: the origin says that the request is wrong (4xx). `down`: anything that is not an answer about the feed.
 */
export type OriginAnswer =
  | { readonly kind: "good"; readonly copy: FeedCopy; readonly maxAgeSeconds: number | null }
  | { readonly kind: "refused"; readonly status: number; readonly contentType: string; readonly body: ArrayBuffer }
  | { readonly kind: "down"; readonly reason: string };

export interface OriginQuestion {
  readonly url: string;
  readonly format: FeedFormat;
  /** The copy to revalidate, when there is one. */
  readonly known: FeedCopy | null;
  /** For the whole answer, its last byte included. */
  readonly timeoutMs: number;
}

export interface OriginDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Date;
}

/** Asks the origin for a feed, with `If-None-Match` when a copy is known. Never throws for what the network does. */
export async function fetchFromOrigin(deps: OriginDeps, question: OriginQuestion): Promise<OriginAnswer> {
  const headers = new Headers({
    accept: FEED_MEDIA_TYPES[question.format].join(", "),
    "user-agent": "restsignal-edge",
  });
  const knownTag = question.known?.etag ?? null;
  if (knownTag !== null) headers.set("if-none-match", knownTag);
  const signal = AbortSignal.timeout(question.timeoutMs);
  try {
    // A redirect is not followed: it is a wrong ORIGIN_URL, and would be followed anew for every reader.
    const response = await deps.fetch(question.url, { headers, signal, redirect: "manual", cache: "no-store" });
    return await judgeAnswer(response, question, deps.now());
  } catch (cause) {
    return { kind: "down", reason: signal.aborted ? `no whole answer within ${question.timeoutMs} ms` : String(cause) };
  }
}

async function judgeAnswer(response: Response, question: OriginQuestion, now: Date): Promise<OriginAnswer> {
  const { status, headers } = response;
  const contentType = headers.get("content-type") ?? "";
  const maxAgeSeconds = parseMaxAgeSeconds(headers.get("cache-control"));
  const { known } = question;
  if (status === 304 && known !== null) return { kind: "good", copy: known, maxAgeSeconds };
  const refused = status >= 400 && status < 500 && !NOT_NOW_STATUSES.has(status);
  if (status !== 200 && !refused) return discard(response, `status ${status}`);
  if (!refused && !isFeedType(contentType, question.format)) return discard(response, `content type "${contentType}"`);
  const body = await readBody(response);
  if (body === null) return { kind: "down", reason: `more than ${MAX_BODY_BYTES} bytes` };
  if (refused) return { kind: "refused", status, contentType, body };
  if (body.byteLength === 0) return { kind: "down", reason: "an empty body" };
  const copy: FeedCopy = {
    body,
    contentType,
    etag: parseEntityTag(headers.get("etag")),
    lastModified: headers.get("last-modified"),
    savedAt: now.toISOString(),
  };
  return { kind: "good", copy, maxAgeSeconds };
}

async function discard(response: Response, reason: string): Promise<OriginAnswer> {
  await response.body?.cancel();
  return { kind: "down", reason };
}

function isFeedType(contentType: string, format: FeedFormat): boolean {
  const mediaType = contentType.split(";", 1).join("").trim().toLowerCase();
  return FEED_MEDIA_TYPES[format].includes(mediaType);
}

/** The whole body, or null when it is over the cap. */
async function readBody(response: Response): Promise<ArrayBuffer | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return new Blob(chunks).arrayBuffer();
}

/** How long an answer with that Cache-Control is fresh here: `s-maxage`, else `max-age`, else a minute; capped. Null: never kept. */
function parseMaxAgeSeconds(cacheControl: string | null): number | null {
  const directives = (cacheControl ?? "").toLowerCase();
  if (/\bno-store\b/.test(directives)) return null;
  if (/\b(?:no-cache|private)\b/.test(directives)) return 0;
  const shared = /\bs-maxage="?(\d+)/.exec(directives) ?? /\bmax-age="?(\d+)/.exec(directives);
  return Math.min(Number(shared?.[1] ?? DEFAULT_MAX_AGE_SECONDS), LONGEST_MAX_AGE_SECONDS);
}
