import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import type { Dispatcher } from "undici";
import { RequestRefused } from "./http-failure.ts";

export interface Limit {
  readonly host: string;
  readonly maxBytes: number;
}

/** Yields the body, and throws as soon as it is larger than allowed. */
export async function* readBody(body: AsyncIterable<Uint8Array>, limit: Limit): AsyncGenerator<Uint8Array, void, void> {
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
export async function writeBody(input: {
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
export function discardBody(answer: Dispatcher.ResponseData): void {
  answer.body.on("error", () => {}).destroy();
}

type Unpack = (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** How the body is unpacked: some servers pack whatever they are asked for. */
export function findUnpacking(answer: Dispatcher.ResponseData, headers: Record<string, string>): Unpack {
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
  throw new Error("net/http-body: unable to unpack a body: it gave no bytes");
}
