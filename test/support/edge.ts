import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { stop as stopEsbuild } from "esbuild";
import { createTestHarness } from "wrangler";
import type { KvNamespace } from "../../src/edge/platform.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** What the origin shall answer for one path; `drip` sends half the body and then nothing, `cut` breaks off there. */
export interface OriginFeed {
  readonly status?: number;
  readonly body: string;
  readonly etag?: string;
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly lastModified?: string;
  readonly manner?: "whole" | "drip" | "cut";
}

export interface OriginQuestion {
  readonly url: string;
  readonly ifNoneMatch: string | undefined;
}

/** A feed origin on the loopback interface that can go away and come back on the same port. */
export interface FeedOrigin {
  readonly url: string;
  /** Sets what it answers for a path, whatever the query. */
  publish(path: string, feed: OriginFeed): void;
  /** What it was asked for that path, oldest first. */
  questions(path: string): readonly OriginQuestion[];
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

/** Starts an origin that honours `If-None-Match` as the real one does; 404 for paths with nothing published. */
export async function startFeedOrigin(): Promise<FeedOrigin> {
  const feeds = new Map<string, OriginFeed>();
  const asked: OriginQuestion[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    asked.push({ url, ifNoneMatch: request.headers["if-none-match"] });
    answerAs(feeds.get(url.split("?", 1).join("")), request, response);
  });
  const listen = async (port: number): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
  };
  await listen(0);
  const { port } = loopbackAddress(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    publish: (path, feed) => void feeds.set(path, feed),
    questions: (path) => asked.filter(({ url }) => url.split("?", 1).join("") === path),
    goAway: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
    comeBack: () => listen(port),
  };
}

function answerAs(feed: OriginFeed | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (feed === undefined) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("no such region\n");
    return;
  }
  const headers: Record<string, string> = { "cache-control": feed.cacheControl ?? "public, max-age=60" };
  if (feed.lastModified !== undefined) headers["last-modified"] = feed.lastModified;
  if (feed.etag !== undefined) headers["etag"] = feed.etag;
  if (feed.etag !== undefined && request.headers["if-none-match"] === feed.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(feed.status ?? 200, { ...headers, "content-type": feed.contentType ?? "application/rss+xml" });
  if (feed.manner === "drip" || feed.manner === "cut") {
    response.write(feed.body.slice(0, feed.body.length / 2), () => {
      if (feed.manner === "cut") response.destroy();
    });
    return;
  }
  response.end(feed.body);
}

function loopbackAddress(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("test origin: unable to listen on a port");
  return address;
}

/** The Worker that `wrangler.toml` describes, built by wrangler and running in workerd. */
export interface RunningEdge {
  /** Asks for a path (and query), as a reader would. */
  ask(path: string, init?: { readonly method?: string; readonly headers?: Record<string, string> }): Promise<Response>;
  readonly lastGood: KvNamespace;
  stop(): Promise<void>;
}

/** Starts the real Worker on the loopback interface with its timeouts shortened; nothing persists. */
export async function startEdge(originUrl: string): Promise<RunningEdge> {
  // Wrangler reads these: nothing leaves this machine, and no log is written to the home folder.
  Object.assign(process.env, { CI: "true", WRANGLER_SEND_METRICS: "false", WRANGLER_WRITE_LOGS: "false" });
  const harness = createTestHarness({
    root: repository,
    workers: [
      {
        configPath: "./wrangler.toml",
        vars: { ORIGIN_URL: originUrl, ORIGIN_TIMEOUT_MS: 5000, ORIGIN_PAUSE_SECONDS: 1 },
      },
    ],
  });
  const { url } = await harness.listen();
  const { LAST_GOOD } = await harness.getWorker<{ LAST_GOOD: KvNamespace }>().getEnv();
  return {
    ask: (path, init) => fetch(new URL(path, url), { redirect: "manual", ...init }),
    lastGood: LAST_GOOD,
    stop: async () => {
      await harness.close();
      // Wrangler builds with esbuild, whose service would otherwise live as long as the test process.
      await stopEsbuild();
    },
  };
}
