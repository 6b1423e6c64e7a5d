import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settleAlerts, type Trouble } from "../services/alerts.ts";
import { actAsSystem } from "../services/context.ts";
import { readSourceState } from "../db/source-state.ts";
import { readSourceHealth, writeSourceTry, type SourceHealth } from "../db/source-health.ts";
import {
  FAILURES_BEFORE_ALERT,
  ageHours,
  isStale,
  type AlertKind,
  type FetchFailure,
  type TryCause,
} from "../domain/source-health.ts";
import type { Download, HttpClient } from "../net/http-client.ts";
import type { AnySource } from "../sources/source.ts";
import { ingestFile, type IngestResult } from "../services/intake/ingest-file.ts";
import type { IngestDeps } from "../services/intake/intake.ts";

export interface FetchDeps extends IngestDeps {
  readonly http: HttpClient;
  readonly maxBytes: number;
  /** For a whole download. */
  readonly timeoutMs: number;
  /** Configured addresses by source name: such a source is read from nowhere else. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Tries in one poll; 4 unless told. */
  readonly tries?: number;
  /** Waits between tries; a test passes its own. */
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 to 1; spreads the tries of many installations. */
  readonly random: () => number;
}

export type FetchResult =
  | IngestResult
  | { readonly kind: "not-modified" }
  | { readonly kind: "failed"; readonly reason: string; readonly failure: FetchFailure };

/** Tries in one poll, and the wait before the second; it doubles, up to the longest. */
const TRIES = 4;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Fetches a source's file, if it has changed, and takes it in; what became of it is written down, and whoever runs this
 * is alerted when a guard held it back, when it fails again and again, or when it has stood still for too long.
 * It is read from its configured address, else from the last good one, else from its own, else it is found anew.
 */
export async function pollSource(deps: FetchDeps, source: AnySource): Promise<FetchResult> {
  const health = await readSourceHealth(deps.db, source.name);
  const { result, url, download } = await fetchOnce(deps, { source, health });
  const taken = result.kind === "ingested" && download !== null;
  const written = await writeSourceTry(deps.db, {
    source: source.name,
    at: deps.now(),
    outcome: result.kind,
    reason: "reason" in result ? result.reason : null,
    ...nameCause(result),
    good: taken
      ? {
          url,
          etag: download.headers["etag"] ?? null,
          lastModified: download.headers["last-modified"] ?? null,
          byteCount: download.bytes,
        }
      : null,
  });
  await tellTrouble(deps, { source, result, health: written });
  return result;
}

/** Why there is no new file, where that can be said in any language. */
function nameCause(result: FetchResult): { readonly cause?: TryCause } {
  if (result.kind === "failed") return { cause: { kind: "failed", failure: result.failure } };
  if (result.kind !== "held") return {};
  return { cause: { kind: "held", snapshot: result.snapshot, doubt: result.doubt } };
}

interface Fetched {
  readonly result: FetchResult;
  readonly url: string | null;
  readonly download: Extract<Download, { kind: "downloaded" }> | null;
}

async function fetchOnce(deps: FetchDeps, input: { source: AnySource; health: SourceHealth | null }): Promise<Fetched> {
  const { source, health } = input;
  const configured = deps.addresses.get(source.name);
  const known = configured ?? health?.goodUrl ?? source.defaultUrl;
  if (known === null) {
    const reason = `${source.title} has no address; give its file with ingest --file`;
    const failure = { kind: "no-address", detail: reason } as const;
    return { result: { kind: "failed", reason, failure }, url: null, download: null };
  }
  const folder = await mkdtemp(join(tmpdir(), "restsignal-"));
  try {
    const file = join(folder, "file");
    const findUrl = configured === undefined ? source.findUrl : undefined;
    const { url, download } = await downloadAnywhere(deps, { url: known, findUrl, file, health });
    if (download.kind === "failed") {
      const reason = `${source.title} could not be fetched: ${download.reason}; the last accepted file stays in use`;
      return { result: { kind: "failed", reason, failure: nameFailure(download) }, url, download: null };
    }
    if (download.kind === "not-modified") return { result: download, url, download: null };
    return { result: await ingestDownload(deps, { source, file, download }), url, download };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Downloads from the address, and from where the source finds its file when that has moved. */
async function downloadAnywhere(
  deps: FetchDeps,
  input: { url: string; findUrl: AnySource["findUrl"]; file: string; health: SourceHealth | null },
): Promise<{ readonly url: string; readonly download: Download }> {
  const { url, findUrl, file, health } = input;
  const download = await downloadPatiently(deps, { url, file, health });
  if (download.kind !== "failed" || !isMoved(download) || findUrl === undefined) return { url, download };
  const found = await findUrl(deps.http);
  if (found.kind !== "found") return { url, download };
  return { url: found.url, download: await downloadPatiently(deps, { url: found.url, file, health: null }) };
}

async function ingestDownload(
  deps: FetchDeps,
  { source, file, download }: { source: AnySource; file: string; download: NonNullable<Fetched["download"]> },
): Promise<IngestResult> {
  const { headers } = download;
  // A table has no date of its own: it was made when the server says, and now when that says nothing.
  const saidAt = Date.parse(headers["last-modified"] ?? "");
  const now = deps.now();
  const madeAt = Number.isNaN(saidAt) || saidAt > now.getTime() ? now : new Date(saidAt);
  await utimes(file, madeAt, madeAt);
  return ingestFile(deps, {
    source,
    file,
    maxBytes: deps.maxBytes,
    at: null,
    etag: headers["etag"] ?? null,
    lastModified: headers["last-modified"] ?? null,
    charset: /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(headers["content-type"] ?? "")?.[1] ?? null,
    trust: "poll",
  });
}

async function downloadPatiently(
  deps: FetchDeps,
  input: { url: string; file: string; health: SourceHealth | null },
): Promise<Download> {
  const { url, file, health } = input;
  const headers = {
    ...(health?.etag == null ? {} : { "if-none-match": health.etag }),
    ...(health?.lastModified == null ? {} : { "if-modified-since": health.lastModified }),
  };
  for (let tries = 1; ; tries += 1) {
    const download = await deps.http.download({
      url,
      file,
      headers,
      timeoutMs: deps.timeoutMs,
      maxBytes: deps.maxBytes,
    });
    if (download.kind !== "failed" || tries >= (deps.tries ?? TRIES) || !mayPass(download)) return download;
    const backoffMs = FIRST_WAIT_MS * 2 ** (tries - 1) * (0.5 + deps.random());
    await deps.pause(Math.min(download.retryAfterMs ?? backoffMs, LONGEST_WAIT_MS));
  }
}

/** Answers below 500 other than "too many" or "timed out" would come again, and so would a refusal of our own. */
function mayPass({ status, refused }: Extract<Download, { kind: "failed" }>): boolean {
  if (refused === true) return false;
  return status === undefined || status >= 500 || status === 429 || status === 408;
}

/** The file is not where it was; 406 is what this host says to programs it does not like, not that it moved. */
function isMoved({ status }: Extract<Download, { kind: "failed" }>): boolean {
  return status === undefined || status === 404 || status === 410;
}

function nameFailure(download: Extract<Download, { kind: "failed" }>): FetchFailure {
  const { status, refused, timedOut, reason: detail } = download;
  if (status !== undefined) return { kind: "status", status, detail };
  if (refused === true) return { kind: "refused", detail };
  return { kind: timedOut === true ? "timeout" : "no-answer", detail };
}

/** Opens and closes alerts by what this try showed. */
async function tellTrouble(
  deps: FetchDeps,
  input: { source: AnySource; result: FetchResult; health: SourceHealth },
): Promise<void> {
  const { source, result, health } = input;
  const now = deps.now();
  const state = await readSourceState(deps.db, source.name);
  const troubles: Trouble[] = [];
  const over: AlertKind[] = [];
  if (result.kind === "held")
    troubles.push({
      kind: "held",
      reason: `${result.reason}. Accept it with: ingest accept ${result.snapshot} --reason …`,
      cause: { kind: "held", snapshot: result.snapshot, doubt: result.doubt },
    });
  if (result.kind === "rejected") troubles.push({ kind: "rejected", reason: result.reason });
  if (result.kind === "failed" && health.failures >= FAILURES_BEFORE_ALERT)
    troubles.push({
      kind: "unreachable",
      reason: result.reason,
      cause: { kind: "unreachable", tries: health.failures, failure: result.failure },
    });
  if (result.kind !== "failed") over.push("unreachable");
  // Not modified since the last good one: whatever else stood there is gone.
  if (result.kind === "ingested" || result.kind === "not-modified") over.push("held", "rejected");
  if (state !== null && source.complete) {
    const fileTime = new Date(state.fileTime);
    const hours = ageHours(fileTime, now);
    if (isStale(fileTime, now, source.staleAfterHours))
      troubles.push({
        kind: "stalled",
        reason: `the newest file is of ${fileTime.toISOString()}`,
        cause: { kind: "stalled", hours },
      });
    else over.push("stalled");
  }
  await settleAlerts(actAsSystem(deps), { source, over, troubles });
}
