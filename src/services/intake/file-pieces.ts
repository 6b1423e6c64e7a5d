import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Db } from "../../db/schema.ts";
import { insertPiece, insertSnapshot, type FetchedFile } from "../../db/snapshots.ts";

/** Bytes of a file that are taken together. */
const PIECE_BYTES = 1_048_576;
const packPiece = promisify(gzip);

/** SHA-256 of a file, hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const sha256 = createHash("sha256");
  for await (const piece of readFilePieces(file)) sha256.update(piece);
  return sha256.digest("hex");
}

/** Packs a file and hands it on piece by piece: pieces of gzip, one behind the other, are gzip. */
export async function keepFile(
  file: string,
  to: { onPiece: (piece: { place: number; content: Uint8Array }) => Promise<void>; signal?: AbortSignal },
): Promise<void> {
  let place = 0;
  for await (const piece of readFilePieces(file)) {
    const content = await packPiece(piece);
    if (to.signal?.aborted === true) return;
    await to.onPiece({ place, content });
    place += 1;
  }
}

/** A piece is good until the next one is asked for: new memory for each would pile up with the file. */
async function* readFilePieces(file: string): AsyncGenerator<Uint8Array, void, void> {
  const handle = await open(file);
  try {
    const bytes = new Uint8Array(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(bytes);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Keeps a file that was not taken in, with why. Gives the number it is kept under. */
export async function keepRefused(
  database: Db,
  input: { file: FetchedFile; path: string; status: "held" | "rejected"; reason: string },
): Promise<number> {
  return database.transaction().execute(async (db) => {
    const snapshotId = await insertSnapshot(db, { ...input, baseline: false });
    await keepFile(input.path, { onPiece: (piece) => insertPiece(db, { snapshotId, ...piece }) });
    return snapshotId;
  });
}
