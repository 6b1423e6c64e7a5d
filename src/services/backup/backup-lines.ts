import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { BackupFault, parseBackupHeader, parseBackupLine, type BackupPiece } from "../../domain/backup-file.ts";

/** Far more than the largest row there is; a file that never ends its line is none of ours. */
const LONGEST_LINE_BYTES = 256_000_000;

/**
 * Reads a backup piece by piece; the last one is the end, and comes only when all before it is as it was written. Throws
 * BackupFault.
 */
export async function* readBackup(file: string): AsyncGenerator<BackupPiece> {
  const hash = createHash("sha256");
  let ended = false;
  let first = true;
  for await (const line of readLines(file)) {
    if (ended) throw new BackupFault("altered");
    const text = line.toString("utf8");
    if (first) yield { kind: "header", header: parseBackupHeader(text) };
    else {
      const piece = parseBackupLine(text);
      ended = piece.kind === "end";
      if (piece.kind === "end" && piece.sha256 !== hash.copy().digest("hex")) throw new BackupFault("altered");
      yield piece;
    }
    hash.update(line).update("\n");
    first = false;
  }
  if (first) throw new BackupFault("no-backup");
  if (!ended) throw new BackupFault("cut-off");
}

/** The lines of a packed file. What stands after the last newline was cut off, and what stands after the gzip is not ours. */
async function* readLines(file: string): AsyncGenerator<Buffer> {
  const size = await measure(file);
  if (size === 0) throw new BackupFault("cut-off");
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.once("error", (cause) => unpacked.destroy(cause));
  source.pipe(unpacked);
  let parts: Buffer[] = [];
  let length = 0;
  let begun = false;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      begun = true;
      let from = 0;
      for (let to = chunk.indexOf(0x0a); to !== -1; to = chunk.indexOf(0x0a, from)) {
        parts.push(chunk.subarray(from, to));
        yield Buffer.concat(parts);
        [parts, length, from] = [[], 0, to + 1];
      }
      parts.push(chunk.subarray(from));
      length += chunk.length - from;
      if (length > LONGEST_LINE_BYTES) throw new BackupFault("altered");
    }
  } catch (cause) {
    throw explain(cause, begun);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
  if (length > 0) throw new BackupFault("cut-off");
  if (unpacked.bytesWritten !== size) throw new BackupFault("altered");
}

async function measure(file: string): Promise<number> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new BackupFault("unreadable", { cause });
  });
  if (!found.isFile()) throw new BackupFault("unreadable");
  return found.size;
}

/** zlib's and the disk's own words, in ours. */
function explain(cause: unknown, begun: boolean): unknown {
  if (cause instanceof BackupFault || !(cause instanceof Error) || !("code" in cause)) return cause;
  if (cause.code === "Z_BUF_ERROR") return new BackupFault("cut-off", { cause });
  if (cause.code === "Z_DATA_ERROR") return new BackupFault(begun ? "altered" : "no-backup", { cause });
  return new BackupFault("unreadable", { cause });
}
