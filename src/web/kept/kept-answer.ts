import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { isHeld, type HeldCopy } from "../../domain/entity-tag.ts";
import { chooseEncoding } from "./choose-encoding.ts";

type HeaderRecord = Readonly<Record<string, string>>;

/** A whole answer as all get it who ask the same; what is a reader's own is added when it is sent. */
export interface KeptAnswer {
  readonly status: number;
  /** Without what hangs on the way it is packed. */
  readonly headers: HeaderRecord;
  /** Cookies for whoever has not got them, as in `Set-Cookie`. */
  readonly cookies: readonly string[];
  /** Gives it as it is fetched in that minute. */
  readonly fill: (minute: string) => FilledAnswer;
  readonly bytes: number;
}

interface FilledAnswer {
  readonly identity: Packed;
  readonly gzip: () => Packed;
}

interface Packed {
  readonly etag: string;
  readonly headers: HeaderRecord;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Those of an answer that tells that nothing is new. */
  readonly unchanged: HeaderRecord;
}

/** What a reader's request says of how it is to be answered. */
export interface Wish extends HeldCopy {
  readonly head: boolean;
  readonly acceptEncoding: string | null | undefined;
}

/** Those of the request that made it, or of a body as it was not packed yet. */
const NOT_KEPT = new Set(["set-cookie", "vary", "etag", "content-length", "content-encoding", "date"]);

/** Takes an answer in. `minute` is the text that stands in it where each reader gets the minute of their own. */
export async function takeAnswer(response: Response, minute: string): Promise<KeptAnswer> {
  const body = Buffer.from(await response.arrayBuffer());
  const minuteAt = body.indexOf(minute, 0, "latin1");
  if (minuteAt >= 0) body.fill(" ", minuteAt, minuteAt + minute.length);
  const hash = createHash("sha256").update(body).digest("base64url");
  const headers = {
    // Each time it is asked whether it still holds; and it may bring a cookie.
    "cache-control": "private, no-cache",
    ...Object.fromEntries([...response.headers].filter(([name]) => !NOT_KEPT.has(name))),
    vary: addVary(response.headers.get("vary"), "Accept-Encoding"),
  };
  const bytes = body.length;
  let last = { body, minute: "", filled: packBoth(body, { hash, headers, isSame: minuteAt < 0 }) };
  const fill = (at: string): FilledAnswer => {
    if (minuteAt >= 0 && last.minute !== at) {
      const whole = writeAt(last.body, at, minuteAt);
      last = { body: whole, minute: at, filled: packBoth(whole, { hash, headers, isSame: false }) };
    }
    return last.filled;
  };
  const cookies = response.headers.getSetCookie();
  return { status: response.status, headers, cookies, fill, bytes };
}

function writeAt(body: Buffer<ArrayBuffer>, text: string, at: number): Buffer<ArrayBuffer> {
  // Of its own: a small one of the shared pool would keep all of that.
  const copy = Buffer.allocUnsafeSlow(body.length);
  body.copy(copy);
  copy.write(text, at, "latin1");
  return copy;
}

/** `isSame`: every byte is the same for everybody, which a strong tag promises. */
function packBoth(
  body: Buffer<ArrayBuffer>,
  { hash, headers, isSame }: { hash: string; headers: HeaderRecord; isSame: boolean },
): FilledAnswer {
  const pack = (packed: Uint8Array<ArrayBuffer>, how: HeaderRecord, strong: boolean): Packed => {
    const etag = strong ? `"${hash}"` : `W/"${hash}"`;
    const tagged: HeaderRecord = { ...headers, etag };
    const { "content-type": _, ...unchanged } = tagged;
    return {
      etag,
      body: packed,
      headers: { ...tagged, ...how, "content-length": String(packed.length) },
      unchanged,
    };
  };
  let gzip: Packed | null = null;
  return {
    identity: pack(body, {}, isSame),
    gzip: () => (gzip ??= pack(new Uint8Array(gzipSync(body)), { "content-encoding": "gzip" }, false)),
  };
}

/** Answers a reader with what is kept, or with less where that is enough, and the cookies that are theirs. */
export function writeAnswer(
  kept: KeptAnswer,
  { wish, minute, cookies }: { wish: Wish; minute: string; cookies: readonly string[] },
): Response {
  const { status } = kept;
  const filled = kept.fill(minute);
  if (status !== 200) {
    const { headers, body } = filled.identity;
    const { etag: _, ...bare } = headers;
    return new Response(wish.head ? null : body, { status, headers: addCookies(bare, cookies) });
  }
  const encoding = chooseEncoding(wish.acceptEncoding);
  if (encoding === null) return refuseUnpacked(kept.headers);
  const { etag, headers, unchanged, body } = encoding === "gzip" ? filled.gzip() : filled.identity;
  if (isHeld(wish, { etag, lastModified: headers["last-modified"] ?? null }))
    return new Response(null, { status: 304, headers: addCookies(unchanged, cookies) });
  return new Response(wish.head ? null : body, { status, headers: addCookies(headers, cookies) });
}

/** A plain object is sent as it stands, which costs a third of what `Headers` do: those are for the second cookie. */
function addCookies(headers: HeaderRecord, [first, ...others]: readonly string[]): HeaderRecord | Headers {
  if (first === undefined) return headers;
  const told = { ...headers, "set-cookie": first };
  if (others.length === 0) return told;
  const all = new Headers(told);
  for (const cookie of others) all.append("set-cookie", cookie);
  return all;
}

function refuseUnpacked(headers: HeaderRecord): Response {
  const told = { ...headers, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return new Response(
    "Svaret finns packat med gzip och opackat, men webbläsaren vill inte ha något av dem.\n" +
      "The answer can be had packed with gzip and unpacked, but the browser wants neither.\n",
    { status: 406, headers: told },
  );
}

/** `Vary` with each name once. */
function addVary(header: string | null, name: string): string {
  const names = [name, ...(header ?? "").split(",").map((one) => one.trim())].filter((one) => one !== "");
  return [...new Map(names.toReversed().map((one) => [one.toLowerCase(), one])).values()].toReversed().join(", ");
}
