import { createWriteStream } from "node:fs";
import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { closeAlerts } from "../../db/alerts.ts";
import { insertAudit } from "../../db/audit.ts";
import type { Db } from "../../db/schema.ts";
import { findHeldSnapshot, readKeptAs, readPieces, releaseSnapshot } from "../../db/snapshots.ts";
import type { AnySource } from "../../sources/source.ts";
import type { ServiceContext } from "../context.ts";
import { ingestFile, type IngestResult } from "./ingest-file.ts";
import type { IngestDeps, IngestInput } from "./intake.ts";

/** Whoever gives their word on a file, with what it takes to read one once more. */
export type FileWordContext = ServiceContext & Omit<IngestDeps, keyof ServiceContext> & { readonly maxBytes: number };

/** What is said of a kept file, and how its source is found by name; null when it is no longer there. */
export interface FileWord {
  readonly snapshot: number;
  readonly reason: string;
  readonly findSource: (name: string) => Promise<AnySource | null>;
}

/** Takes in a file that a guard held back, on a person's word, which is written down with the reason. */
export async function acceptSnapshot(ctx: FileWordContext, word: FileWord): Promise<IngestResult> {
  const { db, now, actor, maxBytes } = ctx;
  const { snapshot, reason } = word;
  const held = await findHeldSnapshot(db, snapshot);
  if (held === null) return { kind: "rejected", reason: "not waiting for acceptance" };
  const source = await word.findSource(held.source);
  if (source === null) return refuseLostSource(held.source);
  return withKeptFile(db, snapshot, async (kept) =>
    ingestFile(readAt(ctx), {
      ...kept,
      source,
      maxBytes,
      trust: "accepted",
      async alsoWrite(trx, taken) {
        await releaseSnapshot(trx, snapshot);
        await closeAlerts(trx, { source: source.name, kinds: ["held"], now });
        const after = { acceptedAs: taken.snapshot, guard: held.reason };
        const deed = "snapshot-accepted";
        await insertAudit(trx, { at: now, actor, regionCode: null, deed, objectId: snapshot, reason, after });
      },
    }),
  );
}

/** The file that the word is about came from a source that was removed since. */
export function refuseLostSource(name: string) {
  return { kind: "rejected", reason: `the source ${name} no longer exists` } as const;
}

/** All that is done on somebody's word is done at one time. */
export function readAt(ctx: FileWordContext) {
  return { ...ctx, now: () => ctx.now };
}

type KeptFile = Pick<IngestInput, "file" | "layout" | "at" | "etag" | "lastModified">;

/** Lends the file of a snapshot as it came, with its time and how it was read; it is gone when the work is done. */
export async function withKeptFile<T>(db: Db, snapshot: number, work: (kept: KeptFile) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-"));
  try {
    const file = join(folder, "file");
    await pipeline(Readable.from(readPieces(db, snapshot)), createGunzip(), createWriteStream(file));
    const { modifiedAt, layout } = await readKeptAs(db, snapshot);
    await utimes(file, modifiedAt, modifiedAt);
    return await work({ file, layout, at: null, etag: null, lastModified: null });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
