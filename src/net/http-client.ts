import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { Agent, type Dispatcher } from "undici";
import { createGuardedConnector } from "./address-guard.ts";
import { explainFailure, isRefusal, RequestRefused } from "./http-failure.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 5;
const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What a new origin must not be handed by a redirect. */
const ORIGIN_BOUND_HEADERS = ["authorization", "cookie"];

export interface HttpRequest {
  readonly url: string;
  /** `GET` unless told. */
  readonly method?: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For everything: name, connection, redirects and the last byte of the body. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Five unless told; 0 for what carries a secret that no other address may be handed. */
  readonly maxRedirects?: number;
}

/** `reason` is a sentence that names the host only: the rest of an address may be a secret. */
export interface HttpFailure {
  readonly kind: "failed";
  readonly reason: string;
}

export interface HttpResponse {
  readonly kind: "response";
  readonly status: number;
  /** Names in lower case; repeated ones joined by `, `. */
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
  readonly retryAfterMs: number | null;
}

export interface DownloadRequest {
  readonly url: string;
  /** Written whole or not at all; the folder must be there. */
  readonly file: string;
  /** Validators go here: `if-none-match`, `if-modified-since`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export type Download =
  | {
      readonly kind: "downloaded";
      readonly status: 200;
      readonly bytes: number;
      /** Hexadecimal, of the file as written. */
      readonly sha256: string;
      readonly headers: Record<string, string>;
    }
  | { readonly kind: "not-modified" }
  | {
      readonly kind: "failed";
      /** Absent when no answer came. */
      readonly status?: number;
      readonly reason: string;
      readonly retryAfterMs: number | null;
      /** It is this program that will not have it, and so it will be the next time. */
      readonly refused?: true;
      /** The time given for all of it was up. */
      readonly timedOut?: true;
    };

export interface HttpClient {
  /** Any status is a `response`; only what gave no whole answer has failed. */
  request(input: HttpRequest): Promise<HttpResponse | HttpFailure>;
  /** Streams to disk; anything but 200 and 304 has failed. */
  download(input: DownloadRequest): Promise<Download>;
  close(): Promise<void>;
}

interface Limit {
  readonly host: string;
  readonly maxBytes: number;
}

/** Where a request has come to: redirects move `url`, which is null until the first address is found good. */
interface Trip {
  url: URL | null;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * The one way out of the program. Opens public addresses only, also after redirects; `allowPrivateHosts` lists the
 * `host:port` that may be private (closed networks, tests).
 */
export function createHttpClient(deps: {
  readonly userAgent: string;
  readonly allowPrivateHosts: readonly string[];
}): HttpClient {
  const connect = createGuardedConnector({ ...deps, connectTimeoutMs: CONNECT_TIMEOUT_MS });
  // The trip's own timer covers headers and body; undici's would only cover the pause between two pieces.
  const agent = new Agent({ connect, headersTimeout: 0, bodyTimeout: 0 });
  const ownHeaders = { "user-agent": deps.userAgent, "accept-encoding": "identity" };
  return {
    async request(input) {
      const trip = startTrip(input.timeoutMs);
      try {
        const answer = await openAnswer({ agent, trip, input, ownHeaders });
        const chunks: Uint8Array[] = [];
        for await (const chunk of readBody(answer.body, limitOf(trip, input))) chunks.push(chunk);
        const body = Buffer.concat(chunks);
        const headers = flattenHeaders(answer);
        const retryAfterMs = parseRetryAfterMs(headers["retry-after"], Date.now());
        return { kind: "response", status: answer.statusCode, headers, body, retryAfterMs };
      } catch (error) {
        return { kind: "failed", reason: explainFailure({ error, ...trip }) };
      }
    },
    async download(input) {
      const trip = startTrip(input.timeoutMs);
      try {
        const answer = await openAnswer({ agent, trip, input, ownHeaders });
        const headers = flattenHeaders(answer);
        if (answer.statusCode !== 200) {
          discardBody(answer);
          if (answer.statusCode === 304) return { kind: "not-modified" };
          const reason = `${trip.url?.host} answered ${answer.statusCode}`;
          const retryAfterMs = parseRetryAfterMs(headers["retry-after"], Date.now());
          return { kind: "failed", status: answer.statusCode, reason, retryAfterMs };
        }
        const unpack = findUnpacking(answer, headers);
        return {
          kind: "downloaded",
          status: 200,
          headers,
          ...(await writeBody({ answer, unpack, file: input.file, limit: limitOf(trip, input) })),
        };
      } catch (error) {
        const reason = explainFailure({ error, ...trip });
        const why = isRefusal(error)
          ? { refused: true as const }
          : trip.signal.aborted
            ? { timedOut: true as const }
            : {};
        return { kind: "failed", reason, retryAfterMs: null, ...why };
      }
    },
    close: () => agent.close(),
  };
}

/** Milliseconds a `Retry-After` header asks for, as seconds or as a date (RFC 9110, 10.2.3); null when it says nothing. */
export function parseRetryAfterMs(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Date.parse takes nearly anything for a date, so the shape is asked for first: `Wed, 21 Oct 2026 07:28:00 GMT`.
  const at = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

function startTrip(timeoutMs: number): Trip {
  return { url: null, signal: AbortSignal.timeout(timeoutMs), timeoutMs };
}

function limitOf(trip: Trip, input: { readonly maxBytes: number }): Limit {
  return { host: trip.url?.host ?? "the host", maxBytes: input.maxBytes };
}

/** Follows redirects, each through the same checks, to the first answer that is none. */
async function openAnswer(input: {
  readonly agent: Agent;
  readonly trip: Trip;
  readonly input: Pick<HttpRequest, "url" | "method" | "headers" | "body" | "maxRedirects">;
  readonly ownHeaders: Readonly<Record<string, string>>;
}): Promise<Dispatcher.ResponseData> {
  const { agent, trip } = input;
  const maxRedirects = input.input.maxRedirects ?? MAX_REDIRECTS;
  let method: Dispatcher.HttpMethod = input.input.method ?? "GET";
  let body = input.input.body ?? null;
  const headers = new Map(Object.entries(input.ownHeaders));
  for (const [name, value] of Object.entries(input.input.headers ?? {})) headers.set(name.toLowerCase(), value);
  let url = parseTarget(input.input.url, null);
  for (let redirects = 0; ; redirects++) {
    trip.url = url;
    const path = `${url.pathname}${url.search}`;
    const send = { origin: url.origin, path, method, body, headers: Object.fromEntries(headers), signal: trip.signal };
    const answer = await agent.request(send);
    if (!REDIRECT_STATUSES.has(answer.statusCode)) return answer;
    discardBody(answer);
    if (redirects === maxRedirects) throw new RequestRefused(`${url.host} redirects more than ${maxRedirects} times`);
    const next = parseTarget(flattenHeaders(answer)["location"] ?? null, url);
    if (next.origin !== url.origin) for (const name of ORIGIN_BOUND_HEADERS) headers.delete(name);
    if (answer.statusCode === 303 || (answer.statusCode < 303 && method === "POST")) {
      if (method !== "HEAD") method = "GET";
      body = null;
      for (const name of ["content-type", "content-length"]) headers.delete(name);
    }
    url = next;
  }
}

/** The address to ask, or a refusal; `from` is the address that redirected, null for the caller's own. */
function parseTarget(text: string | null, from: URL | null): URL {
  const what = from === null ? "the address" : `the address that ${from.host} redirects to`;
  const url = text === null ? null : URL.parse(text, from?.href);
  if (url === null) throw new RequestRefused(`${what} is not a valid URL`);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new RequestRefused(`${what} starts with ${url.protocol}, and only http: and https: are opened`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new RequestRefused(`${what} (${url.host}) holds a user name or password; remove it from the address`);
  }
  if (from?.protocol === "https:" && url.protocol === "http:") {
    throw new RequestRefused(`${from.host} redirects from https: to unprotected http:`);
  }
  return url;
}

/** Yields the body, and throws as soon as it is larger than allowed. */
async function* readBody(body: AsyncIterable<Uint8Array>, limit: Limit): AsyncGenerator<Uint8Array, void, void> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > limit.maxBytes) {
      throw new RequestRefused(`the answer of ${limit.host} is larger than the ${limit.maxBytes} bytes allowed`);
    }
    yield chunk;
  }
}

/** Writes beside the file and renames at the end, so that not even a crash leaves half a file under its name. */
async function writeBody(input: {
  readonly answer: Dispatcher.ResponseData;
  readonly unpack: Unpack;
  readonly file: string;
  readonly limit: Limit;
}): Promise<{ bytes: number; sha256: string }> {
  const partial = `${input.file}.part`;
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    const handle = await open(partial, "w");
    try {
      for await (const chunk of readBody(input.unpack(readBody(input.answer.body, input.limit)), input.limit)) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        await handle.writeFile(chunk);
      }
    } finally {
      await handle.close();
    }
    await rename(partial, input.file);
  } catch (error) {
    discardBody(input.answer);
    await rm(partial, { force: true });
    throw error;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Ends the connection rather than read what nobody wants; without a listener the abort would count as unhandled. */
function discardBody(answer: Dispatcher.ResponseData): void {
  answer.body.on("error", () => {}).destroy();
}

type Unpack = (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** How the body is unpacked: some servers pack whatever they are asked for. */
function findUnpacking(answer: Dispatcher.ResponseData, headers: Record<string, string>): Unpack {
  const encoding = headers["content-encoding"]?.trim().toLowerCase() || "identity";
  if (encoding === "identity") return (body) => body;
  const create = Object.hasOwn(UNPACKERS, encoding) ? UNPACKERS[encoding] : undefined;
  if (create !== undefined) return (body) => unpackBody(body, create);
  discardBody(answer);
  throw new RequestRefused(`the answer is packed (${encoding}), which cannot be read`);
}

const UNPACKERS: Readonly<Record<string, (first: Uint8Array) => Transform>> = {
  gzip: () => createGunzip(),
  "x-gzip": () => createGunzip(),
  // Some servers leave the wrapping off that the standard asks for.
  deflate: (first) => (((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
};

/** What is unpacked is counted by whoever reads it, piece by piece: a bomb is refused before it is large. */
async function* unpackBody(
  body: AsyncIterable<Uint8Array>,
  create: (first: Uint8Array) => Transform,
): AsyncGenerator<Uint8Array, void, void> {
  const source = body[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) return;
  async function* all(head: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
    yield head;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  }
  const unpacker = create(first.value);
  const piped = pipeline(all(first.value), unpacker);
  piped.catch(() => null);
  try {
    for await (const chunk of unpacker) yield parseChunk(chunk);
    await piped;
  } finally {
    unpacker.destroy();
  }
}

/** A stream may carry anything; zlib's carry bytes. */
function parseChunk(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new Error("net/http-client: unable to unpack a body: it gave no bytes");
}

function flattenHeaders(answer: Dispatcher.ResponseData): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
