import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createHttpClient, type HttpClient } from "../../src/net/http-client.ts";
import { PATIENT } from "../support/patience.ts";

const TEXT = `<rss>${"brist ".repeat(1_000)}</rss>`;

let server: Server;
let origin: string;
let client: HttpClient;
let folder: string;
let answer: { readonly encoding: string; readonly body: Uint8Array };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "restsignal-packed-"));
  server = createServer((_request, response) => {
    response.writeHead(200, { "content-encoding": answer.encoding }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("test: unable to read the port of the server");
  origin = `http://127.0.0.1:${address.port}`;
  client = createHttpClient({ userAgent: "Restsignal-test/1", allowPrivateHosts: [`127.0.0.1:${address.port}`] });
});
beforeEach(async () => {
  for (const name of await readdir(folder)) await rm(join(folder, name));
});
afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const download = (maxBytes = 100_000) =>
  client.download({ url: `${origin}/feed`, file: join(folder, "file"), timeoutMs: PATIENT.timeout, maxBytes });

it.each([
  ["gzip", gzipSync(TEXT)],
  ["GZIP", gzipSync(TEXT)],
  ["x-gzip", gzipSync(TEXT)],
  ["deflate", deflateSync(TEXT)],
  ["deflate", deflateRawSync(TEXT)],
  ["br", brotliCompressSync(TEXT)],
])("a server that packs with %s whatever it is asked for is read", async (encoding, body) => {
  answer = { encoding, body };
  expect(await download()).toMatchObject({ kind: "downloaded", bytes: TEXT.length });
  expect(await readFile(join(folder, "file"), "utf8")).toBe(TEXT);
});

it.each([
  ["gzip", gzipSync(Buffer.alloc(300_000_000))],
  ["br", brotliCompressSync(Buffer.alloc(20_000_000))],
])("a %s bomb is refused by what it unpacks to", async (encoding, body) => {
  answer = { encoding, body };
  expect(await download(1_000_000)).toMatchObject({
    kind: "failed",
    refused: true,
    reason: expect.stringContaining("is larger than the 1000000 bytes allowed"),
  });
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  ["cut short", "gzip", gzipSync(TEXT).subarray(0, 40)],
  ["not what it says", "gzip", Buffer.from(TEXT)],
  ["not what it says", "br", Buffer.from(TEXT)],
  ["cut short", "deflate", deflateSync(TEXT).subarray(0, 40)],
])("a packed answer that is %s (%s) fails in one sentence and leaves nothing", async (_what, encoding, body) => {
  answer = { encoding, body };
  expect(await download()).toMatchObject({
    kind: "failed",
    reason: expect.stringMatching(/^the packed answer of 127\.0\.0\.1:\d+ is broken or cut short/),
  });
  expect(await readdir(folder)).toEqual([]);
});

it("a packing that nobody knows is named", async () => {
  answer = { encoding: "zstd", body: Buffer.from("x") };
  expect(await download()).toMatchObject({
    kind: "failed",
    reason: "the answer is packed (zstd), which cannot be read",
  });
});
