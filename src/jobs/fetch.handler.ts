import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSourceState } from "../db/snapshots.ts";
import type { Download, HttpClient } from "../net/http-client.ts";
import type { Source } from "../sources/source.ts";
import { ingestFile, type IngestDeps, type IngestResult } from "./ingest.handler.ts";

export interface FetchDeps extends IngestDeps {
  readonly http: HttpClient;
  readonly maxBytes: number;
  /** Waits between the two tries; a test passes its own. */
  readonly pause: (ms: number) => Promise<void>;
}

export type FetchResult =
  | IngestResult
  | { readonly kind: "not-modified" }
  | { readonly kind: "failed"; readonly reason: string };

const TIMEOUT_MS = 120_000;
const RETRY_AFTER_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Fetches a source's file, if it has changed, and takes it in. `url` stands in for the source's own address. One retry;
 * the next poll is the next chance.
 */
export async function fetchSource(
  deps: FetchDeps,
  input: { source: Source; url: string | null },
): Promise<FetchResult> {
  const url = input.url ?? input.source.defaultUrl;
  if (url === null) return { kind: "failed", reason: `${input.source.title} has no address: hand its file in` };
  const folder = await mkdtemp(join(tmpdir(), "restsignal-"));
  try {
    const file = join(folder, input.source.name);
    const state = await readSourceState(deps.db, input.source.name);
    const headers = {
      ...(state?.etag == null ? {} : { "if-none-match": state.etag }),
      ...(state?.lastModified == null ? {} : { "if-modified-since": state.lastModified }),
    };
    const request = { url, file, headers, timeoutMs: TIMEOUT_MS, maxBytes: deps.maxBytes };
    let download = await deps.http.download(request);
    if (download.kind === "failed" && mayPass(download)) {
      await deps.pause(Math.min(download.retryAfterMs ?? RETRY_AFTER_MS, LONGEST_RETRY_MS));
      download = await deps.http.download(request);
    }
    if (download.kind === "failed")
      return {
        kind: "failed",
        reason: `${input.source.title} could not be fetched: ${download.reason}; what was taken in before stands`,
      };
    if (download.kind === "not-modified") return download;
    return await ingestFile(deps, {
      source: input.source,
      file,
      maxBytes: deps.maxBytes,
      at: null,
      etag: download.headers["etag"] ?? null,
      lastModified: download.headers["last-modified"] ?? null,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Answers below 500 other than "too many" or "timed out" would come again. */
function mayPass(download: Extract<Download, { kind: "failed" }>): boolean {
  const { status } = download;
  return status === undefined || status >= 500 || status === 429 || status === 408;
}
