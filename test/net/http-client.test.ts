import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createHttpClient, parseRetryAfterMs, type HttpClient } from "../../src/net/http-client.ts";
import { PATIENT } from "../support/patience.ts";
import { holdUp } from "../support/hold-up.ts";

const LIMITS = { timeoutMs: PATIENT.timeout, maxBytes: 100_000 };
const SECRET = "hook-7f3a?sig=topsecret";

let server: Server;
let host: string;
let origin: string;
let client: HttpClient;
let folder: string;
let handle: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "restsignal-http-"));
  server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("test: unable to read the port of the server");
  host = `127.0.0.1:${address.port}`;
  origin = `http://${host}`;
  client = createHttpClient({ userAgent: "Restsignal-test/1", allowPrivateHosts: [host] });
});

beforeEach(() => {
  handle = (_request, response) => response.end();
});

afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function get(url: string, over: { timeoutMs?: number; maxBytes?: number } = {}) {
  return client.request({ url, ...LIMITS, ...over });
}

async function failure(url: string, over: { timeoutMs?: number; maxBytes?: number } = {}): Promise<string> {
  const answer = await get(url, over);
  expect(answer.kind).toBe("failed");
  const reason = answer.kind === "failed" ? answer.reason : "";
  expect(reason).not.toContain("secret");
  expect(reason).not.toContain("hook-7f3a");
  return reason;
}

describe("private addresses", () => {
  test.each([
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "017700000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "localhost",
    "169.254.169.254",
    "10.0.0.1",
    "192.168.0.1",
    "0.0.0.0",
    "0",
    "[::]",
    "[fd00::1]",
    "[64:ff9b::7f00:1]",
  ])("are refused when written as %s", async (name) => {
    const strict = createHttpClient({ userAgent: "x", allowPrivateHosts: [] });
    const url = `http://${name}:${host.split(":")[1]}/${SECRET}`;
    const answer = await strict.request({ url, ...LIMITS });
    expect(answer).toEqual({
      kind: "failed",
      stage: "refused",
      reason: expect.stringMatching(/is not a public address \(.+\)/),
    });
    await strict.close();
  });

  test("are refused when a redirect leads there", async () => {
    handle = (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:1/${SECRET}` }).end();
    expect(await failure(origin)).toBe("127.0.0.1:1 is not a public address (loopback) and is not opened");
  });

  test("are refused for a download too, and nothing is written", async () => {
    const file = join(folder, "private.xml");
    const answer = await client.download({ url: "http://localhost:1/", file, ...LIMITS });
    expect(answer).toMatchObject({ kind: "failed", retryAfterMs: null });
    expect(existsSync(file)).toBe(false);
  });
});

describe("addresses that are never opened", () => {
  test.each([
    ["file:///etc/passwd", /starts with file:, and only http: and https: are opened/],
    ["ftp://example.test/", /starts with ftp:/],
    ["data:text/plain,secret", /starts with data:/],
    ["not a url/secret", /the address is not a valid URL/],
    ["http://", /the address is not a valid URL/],
    [`https://user:secret@example.test/${SECRET}`, /example\.test\) holds a user name or password/],
  ])("%s says why", async (url, reason) => {
    expect(await failure(url)).toMatch(reason);
  });

  test.each(["file:///etc/passwd", "http://me:secret@example.test/", "http://["])(
    "a redirect to %s says why",
    async (location) => {
      handle = (_request, response) => response.writeHead(301, { location }).end();
      expect(await failure(origin)).toMatch(/^the address that 127\.0\.0\.1:\d+ redirects to/);
    },
  );

  test("a redirect without an address says so", async () => {
    handle = (_request, response) => response.writeHead(302).end();
    expect(await failure(origin)).toMatch(/redirects to is not a valid URL/);
  });

  test("a circle of redirects ends", async () => {
    handle = (_request, response) => response.writeHead(302, { location: "/again" }).end();
    expect(await failure(origin)).toBe(`${host} redirects more than 5 times`);
  });
});

test("what carries a secret goes nowhere else when no redirect is allowed", async () => {
  let asked = 0;
  handle = (_request, response) => {
    asked += 1;
    response.writeHead(307, { location: "/elsewhere" }).end();
  };
  const answer = await client.request({ url: origin, method: "POST", body: "secret", ...LIMITS, maxRedirects: 0 });
  expect([answer, asked]).toEqual([
    { kind: "failed", stage: "redirected", reason: `${host} redirects more than 0 times` },
    1,
  ]);
});

test("a process that was held up until its time was up asks nothing: another may have asked in its place", async () => {
  let asked = 0;
  handle = (_request, response) => {
    asked += 1;
    response.end("x");
  };
  const fresh = createHttpClient({ userAgent: "x", allowPrivateHosts: [host] });
  // Held up while the answer to its wish for a connection is on the way, and before anybody says that time is up.
  server.once("connection", () => holdUp(100));
  const answer = fresh.request({ url: origin, method: "POST", body: "once", timeoutMs: 50, maxBytes: 10 });
  expect(await answer).toMatchObject({ kind: "failed", stage: "unsent" });
  await fresh.close();
  expect(asked).toBe(0);
});

describe("a request", () => {
  test("carries method, headers, body and our own user agent, and brings the whole answer", async () => {
    let seen: unknown = null;
    handle = (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method, url, headers } = request;
        seen = {
          method,
          url,
          agent: headers["user-agent"],
          type: headers["content-type"],
          body: String(Buffer.concat(chunks)),
        };
        response.writeHead(201, { "X-Answer": "yes" }).end("åäö");
      });
    };
    const answer = await client.request({
      url: `${origin}/a?b=c`,
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"text":"å"}',
      ...LIMITS,
    });
    expect(answer).toMatchObject({ kind: "response", status: 201, retryAfterMs: null, headers: { "x-answer": "yes" } });
    expect(answer.kind === "response" && new TextDecoder().decode(answer.body)).toBe("åäö");
    expect(seen).toEqual({
      method: "POST",
      url: "/a?b=c",
      agent: "Restsignal-test/1",
      type: "application/json",
      body: '{"text":"å"}',
    });
  });

  test("tells any status as an answer, with the wait the other side asks for", async () => {
    handle = (_request, response) => response.writeHead(429, { "retry-after": "7" }).end("slow down");
    expect(await get(origin)).toMatchObject({ kind: "response", status: 429, retryAfterMs: 7_000 });
  });

  test("follows a redirect and brings what lies there", async () => {
    handle = (request, response) => {
      if (request.url === "/to") response.end("there");
      else response.writeHead(307, { location: "to" }).end();
    };
    const answer = await get(`${origin}/from`);
    expect(answer.kind === "response" && String(Buffer.from(answer.body))).toBe("there");
  });

  test.each([
    [303, "GET", ""],
    [302, "GET", ""],
    [307, "POST", "hello"],
    [308, "POST", "hello"],
  ])("that a %i redirects arrives as %s", async (status, method, body) => {
    const arrived: string[] = [];
    handle = (request, response) => {
      if (request.url !== "/to") return void response.writeHead(status, { location: "/to" }).end();
      request.on("data", (chunk: Buffer) => arrived.push(String(chunk)));
      request.on("end", () => response.end(request.method));
    };
    const answer = await client.request({ url: `${origin}/from`, method: "POST", body: "hello", ...LIMITS });
    expect(answer.kind === "response" && String(Buffer.from(answer.body))).toBe(method);
    expect(arrived.join("")).toBe(body);
  });

  test("hands no credentials to another origin it is redirected to", async () => {
    const other = createServer((request, response) => {
      response.end(JSON.stringify([request.headers.authorization ?? null, request.headers["x-plain"]]));
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const otherHost = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const both = createHttpClient({ userAgent: "x", allowPrivateHosts: [host, otherHost] });
    handle = (_request, response) => response.writeHead(302, { location: `http://${otherHost}/` }).end();
    const headers = { Authorization: "Bearer topsecret", "X-Plain": "kept" };
    const answer = await both.request({ url: origin, headers, ...LIMITS });
    expect(answer.kind === "response" && JSON.parse(String(Buffer.from(answer.body)))).toEqual([null, "kept"]);
    await both.close();
    other.close();
  });

  test("ends when a slow drip never does", async () => {
    handle = (_request, response) => {
      const timer = setInterval(() => response.write("drip"), 10);
      response.on("close", () => clearInterval(timer));
    };
    expect(await failure(`${origin}/${SECRET}`, { timeoutMs: 150 })).toBe(
      `${host} did not answer in full within 150 ms`,
    );
  });

  test("ends when no answer comes at all", async () => {
    handle = () => {};
    expect(await failure(origin, { timeoutMs: 100 })).toBe(`${host} did not answer in full within 100 ms`);
  });

  test("ends at the size cap, told or untold", async () => {
    handle = (_request, response) => response.end("x".repeat(1_001));
    expect(await failure(origin, { maxBytes: 1_000 })).toBe(
      `the answer of ${host} is larger than the 1000 bytes allowed`,
    );
    handle = (_request, response) => {
      const timer = setInterval(() => response.write("x".repeat(500)), 1);
      response.on("close", () => clearInterval(timer));
    };
    expect(await failure(origin, { maxBytes: 1_000 })).toBe(
      `the answer of ${host} is larger than the 1000 bytes allowed`,
    );
  });

  test("takes an answer of exactly the size allowed", async () => {
    handle = (_request, response) => response.end("x".repeat(1_000));
    expect((await get(origin, { maxBytes: 1_000 })).kind).toBe("response");
  });

  test("that the other side cuts short has failed", async () => {
    handle = (_request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("half", () => response.destroy());
    };
    expect(await failure(`${origin}/${SECRET}`)).toMatch(/^127\.0\.0\.1:\d+ (closed the connection before|broke the)/);
  });

  test("to a port where nobody listens has failed", async () => {
    const nobody = createHttpClient({ userAgent: "x", allowPrivateHosts: ["127.0.0.1:1"] });
    const answer = await nobody.request({ url: `http://127.0.0.1:1/${SECRET}`, ...LIMITS });
    expect(answer).toEqual({ kind: "failed", stage: "unsent", reason: "127.0.0.1:1 refused the connection" });
    await nobody.close();
  });

  test("by https: to a plain server says so", async () => {
    expect(await failure(`https://${host}/${SECRET}`)).toMatch(/does not speak https: on this port/);
  });
});

describe("a download", () => {
  async function download(over: { maxBytes?: number; timeoutMs?: number; headers?: Record<string, string> } = {}) {
    const file = join(folder, "download.xml");
    await rm(file, { force: true });
    return { file, answer: await client.download({ url: `${origin}/${SECRET}`, file, ...LIMITS, ...over }) };
  }

  test("lies whole on disk with its hash and validators", async () => {
    handle = (_request, response) => response.writeHead(200, { etag: '"v1"' }).end("hello");
    const { file, answer } = await download();
    expect(answer).toMatchObject({
      kind: "downloaded",
      status: 200,
      bytes: 5,
      sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
      headers: { etag: '"v1"' },
    });
    expect(await readFile(file, "utf8")).toBe("hello");
  });

  test("of what has not changed writes nothing", async () => {
    handle = (request, response) => response.writeHead(request.headers["if-none-match"] === '"v1"' ? 304 : 200).end();
    const { file, answer } = await download({ headers: { "If-None-Match": '"v1"' } });
    expect(answer).toEqual({ kind: "not-modified" });
    expect(existsSync(file)).toBe(false);
  });

  test.each([206, 404, 406, 500])("answered with %i has failed and says so", async (status) => {
    handle = (_request, response) => response.writeHead(status).end("no");
    const { file, answer } = await download();
    expect(answer).toEqual({ kind: "failed", status, reason: `${host} answered ${status}`, retryAfterMs: null });
    expect(existsSync(file)).toBe(false);
  });

  test("that must wait says for how long", async () => {
    handle = (_request, response) => response.writeHead(503, { "retry-after": "120" }).end();
    expect((await download()).answer).toMatchObject({ kind: "failed", status: 503, retryAfterMs: 120_000 });
  });

  test.each(["too large", "too slow", "cut short", "packed"])("that is %s leaves no partial file", async (fault) => {
    handle = (_request, response) => {
      if (fault === "cut short") response.writeHead(200, { "content-length": "1000" });
      if (fault === "packed") response.writeHead(200, { "content-encoding": "gzip" });
      response.write("half", () => {
        if (fault === "too large") response.end("x".repeat(2_000));
        if (fault === "cut short") response.destroy();
      });
    };
    const { answer } = await download({ maxBytes: 1_000, ...(fault === "too slow" ? { timeoutMs: 100 } : {}) });
    expect(answer).toMatchObject({ kind: "failed", retryAfterMs: null });
    expect(answer).toMatchObject(
      { "too slow": { timedOut: true }, "cut short": {}, packed: {} }[fault] ?? { refused: true },
    );
    expect(JSON.stringify(answer)).not.toContain("hook-7f3a");
    expect(await readdir(folder)).toEqual([]);
  });

  test("into a folder that is not there is broken infrastructure, told without the address", async () => {
    handle = (_request, response) => response.end("x");
    const file = join(folder, "no-such-folder", "file.xml");
    const failed = client.download({ url: `${origin}/${SECRET}`, file, ...LIMITS });
    await expect(failed).rejects.toThrow(`http-client: unable to write ${file}.part: ENOENT`);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-08-21T02:27:00Z");
  test.each([
    ["0", 0],
    ["30", 30_000],
    [" 30 ", 30_000],
    ["Fri, 21 Aug 2026 02:28:00 GMT", 60_000],
    ["Fri, 21 Aug 2026 02:26:00 GMT", 0],
    ["-5", null],
    ["soon", null],
    ["2026", 2_026_000],
    ["99999999999999999999", 1_000_000_000_000],
    ["", null],
  ])("%j means %j ms", (header, expected) => {
    expect(parseRetryAfterMs(header, now)).toBe(expected);
  });

  test("that is absent means nothing", () => {
    expect(parseRetryAfterMs(undefined, now)).toBeNull();
  });
});
