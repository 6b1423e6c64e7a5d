import type { Actor } from "../../domain/audit.ts";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { closeAlerts } from "../../db/alerts.ts";
import { insertAudit } from "../../db/audit.ts";
import type { Db } from "../../db/schema.ts";
import { findHeldSnapshot, readPieces, releaseSnapshot } from "../../db/snapshots.ts";
import type { Source } from "../../sources/source.ts";
import { ingestFile, type IngestDeps, type IngestResult } from "./ingest-file.ts";

/** Takes in a file that a guard held back, on a person's word, which is written down with the reason. */
export async function acceptSnapshot(
  deps: IngestDeps & { readonly maxBytes: number },
  input: { snapshot: number; reason: string; by: Actor; findSource: (name: string) => Promise<Source | null> },
): Promise<IngestResult> {
  const held = await findHeldSnapshot(deps.db, input.snapshot);
  if (held === null) return { kind: "rejected", reason: "not waiting for acceptance" };
  const source = await input.findSource(held.source);
  if (source === null) return { kind: "rejected", reason: `the source ${held.source} no longer exists` };
  return withKeptFile(deps.db, input.snapshot, async (file) => {
    const given = { source, file, maxBytes: deps.maxBytes, at: null, etag: null, lastModified: null };
    const result = await ingestFile(deps, { ...given, trust: "accepted" });
    if (result.kind !== "ingested") return result;
    await deps.db.transaction().execute(async (db) => {
      await releaseSnapshot(db, input.snapshot);
      await closeAlerts(db, { source: source.name, kinds: ["held"], now: deps.now() });
      await insertAudit(db, {
        at: deps.now(),
        actor: input.by,
        regionCode: null,
        deed: "snapshot-accepted",
        objectId: input.snapshot,
        reason: input.reason,
        after: { acceptedAs: result.snapshot, guard: held.reason },
      });
    });
    return result;
  });
}

/** Lends the file of a snapshot as it came, gone when the work is done. */
export async function withKeptFile<T>(db: Db, snapshot: number, work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-"));
  try {
    const file = join(folder, "file");
    await pipeline(Readable.from(readPieces(db, snapshot)), createGunzip(), createWriteStream(file));
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
