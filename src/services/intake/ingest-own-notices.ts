import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finishOwnNotice, readWaitingNotices, type WrittenNotice } from "../../db/own-notices.ts";
import { manual } from "../../sources/manual.ts";
import { ingestFile } from "./ingest-file.ts";
import type { IngestDeps } from "./intake.ts";

/** A notice by hand is some hundred bytes. */
const MAX_BYTES = 100_000;

/**
 * Takes in every notice that waits, one after the other. One that was taken in just before a crash is known by its
 * content and told once.
 */
export async function ingestOwnNotices(deps: IngestDeps): Promise<{ taken: number; refused: number }> {
  const count = { taken: 0, refused: 0 };
  for (const written of await readWaitingNotices(deps.db)) {
    const reason = await ingestNotice(deps, written);
    await finishOwnNotice(deps.db, { id: written.id, state: reason === null ? "taken" : "refused", reason });
    if (reason === null) count.taken += 1;
    else count.refused += 1;
  }
  return count;
}

/** The reason why it was refused; null when it was taken in. */
async function ingestNotice(deps: IngestDeps, { notice }: WrittenNotice): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-"));
  try {
    const file = join(folder, "notice.json");
    await writeFile(file, JSON.stringify(notice));
    const given = { source: manual, file, maxBytes: MAX_BYTES, at: null, etag: null, lastModified: null };
    const result = await ingestFile(deps, { ...given, trust: "file" });
    return result.kind === "ingested" ? null : result.reason;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
