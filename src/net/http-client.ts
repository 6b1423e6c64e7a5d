import { Agent, DecoratorHandler, type Dispatcher } from "undici";
import { createGuardedConnector } from "./address-guard.ts";
import { discardBody, findUnpacking, readBody, writeBody, type Limit } from "./http-body.ts";
import { explainFailure, isRefusal, RequestRefused } from "./http-failure.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 5;
const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What a new origin must not be handed by a redirect. */
const ORIGIN_BOUND_HEADERS = ["authorization", "cookie"];
const BODY_HEADERS = ["content-type", "content-length"];
/** Thirty years: whoever asks for more means "never", and is still a number. */
const LONGEST_WAIT_S = 1_000_000_000;

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

/**
 * How far a request came that got no whole answer: this program would not open the address (`refused`), the request was
 * not written whole, so nobody can have taken it (`unsent`), the host sent it elsewhere (`redirected`), or it was
 * written whole and may have been taken (`sent`).
 */
export type HttpStage = "refused" | "unsent" | "redirected" | "sent";

/** `reason` is a sentence that names the host only: the rest of an address may be a secret. */
export interface HttpFailure {
  readonly kind: "failed";
  readonly reason: string;
  readonly stage: HttpStage;
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

/** Where a request has come to: redirects move `url`, which is null until the first address is found good. */
interface Trip {
  url: URL | null;
  stage: HttpStage;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** When the time for all of it is up, on the clock of `performance.now`. */
  readonly endsAt: number;
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
        const reason = explainFailure({ error, ...trip });
        return { kind: "failed", reason, stage: isRefusal(error) && trip.stage === "unsent" ? "refused" : trip.stage };
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
  if (/^\d+$/.test(text)) return Math.min(Number(text), LONGEST_WAIT_S) * 1_000;
  // Date.parse takes nearly anything for a date, so the shape is asked for first: `Wed, 21 Oct 2026 07:28:00 GMT`.
  const at = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

function startTrip(timeoutMs: number): Trip {
  const endsAt = performance.now() + timeoutMs;
  return { url: null, stage: "unsent", signal: AbortSignal.timeout(timeoutMs), timeoutMs, endsAt };
}

/**
 * Tells the trip when the last byte of its request was written. A process that was held up while the connection was opened
 * hears of the connection before it hears that time is up; somebody else may have asked in its place by then.
 */
function createWatch(trip: Trip): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => dispatch(options, new SentWatch(handler, trip));
}

class SentWatch extends DecoratorHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #trip: Trip;
  constructor(handler: Dispatcher.DispatchHandler, trip: Trip) {
    super(handler);
    this.#handler = handler;
    this.#trip = trip;
  }
  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#handler.onRequestStart?.(controller, context);
    if (performance.now() > this.#trip.endsAt) controller.abort(TOO_LATE);
  }
  onRequestSent(): void {
    this.#trip.stage = "sent";
  }
}

const TOO_LATE = Object.assign(new Error("the connection came too late"), { code: "UND_ERR_CONNECT_TIMEOUT" });

function limitOf(trip: Trip, input: { readonly maxBytes: number }): Limit {
  return { host: trip.url?.host ?? "the host", maxBytes: input.maxBytes };
}

/** One question to one address. */
interface Step {
  readonly url: URL;
  readonly method: Dispatcher.HttpMethod;
  readonly body: string | Uint8Array | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Follows redirects, each through the same checks, to the first answer that is none. */
async function openAnswer(input: {
  readonly agent: Agent;
  readonly trip: Trip;
  readonly input: Pick<HttpRequest, "url" | "method" | "headers" | "body" | "maxRedirects">;
  readonly ownHeaders: Readonly<Record<string, string>>;
}): Promise<Dispatcher.ResponseData> {
  const { agent, trip, ownHeaders } = input;
  const { method = "GET", body = null, headers = {}, maxRedirects = MAX_REDIRECTS } = input.input;
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const asked = { ...ownHeaders, ...Object.fromEntries(given) };
  const watched = agent.compose(createWatch(trip));
  let step: Step = { url: parseTarget(input.input.url, null), method, body, headers: asked };
  for (let redirects = 0; ; redirects++) {
    const { url, ...question } = step;
    trip.url = url;
    const path = `${url.pathname}${url.search}`;
    const answer = await watched.request({ ...question, origin: url.origin, path, signal: trip.signal });
    if (!REDIRECT_STATUSES.has(answer.statusCode)) return answer;
    discardBody(answer);
    trip.stage = "redirected";
    if (redirects === maxRedirects) throw new RequestRefused(`${url.host} redirects more than ${maxRedirects} times`);
    step = followRedirect(step, answer);
  }
}

/** The question that a redirect asks for (RFC 9110, 15.4). */
function followRedirect(step: Step, answer: Dispatcher.ResponseData): Step {
  const url = parseTarget(flattenHeaders(answer)["location"] ?? null, step.url);
  const headers = url.origin === step.url.origin ? step.headers : leaveOut(step.headers, ORIGIN_BOUND_HEADERS);
  const { statusCode } = answer;
  const losesBody = statusCode === 303 || (statusCode < 303 && step.method === "POST");
  if (!losesBody) return { ...step, url, headers };
  const method = step.method === "HEAD" ? "HEAD" : "GET";
  return { url, method, body: null, headers: leaveOut(headers, BODY_HEADERS) };
}

function leaveOut(headers: Step["headers"], names: readonly string[]): Step["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
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

function flattenHeaders(answer: Dispatcher.ResponseData): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
