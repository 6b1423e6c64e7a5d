import { mkdtempSync, rmSync } from "node:fs";
import { utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Notice } from "../../src/domain/notice.ts";
import type { ReadResult, Source } from "../../src/sources/source.ts";

/** When the files that `withFile` lends were written. */
export const WRITTEN_AT = new Date("2026-08-21T04:00:00Z");

/** The path of a file under `test/fixtures/`. */
export function fixturePath(name: string): string {
  return new URL(`../fixtures/${name}`, import.meta.url).pathname;
}

/** Lends a file of that content, gone when the work is done. */
export async function withFile<T>(content: string | Uint8Array, work: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "restsignal-source-"));
  try {
    const file = join(folder, "content");
    await writeFile(file, content);
    await utimes(file, WRITTEN_AT, WRITTEN_AT);
    return await work(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function readSourceFile(
  source: Source,
  file: string,
): Promise<{ readonly result: ReadResult; readonly notices: readonly Notice[] }> {
  const notices: Notice[] = [];
  const result = await source.read({
    file,
    maxBytes: 50_000_000,
    now: WRITTEN_AT,
    onNotices: (batch) => void notices.push(...batch),
  });
  return { result, notices };
}

export async function readSourceContent(source: Source, content: string | Uint8Array) {
  return withFile(content, (file) => readSourceFile(source, file));
}

/** The notices and warnings of a file that must be readable. */
export async function readGood(source: Source, content: string | Uint8Array) {
  const { result, notices } = await readSourceContent(source, content);
  if (result.kind === "rejected") throw new Error(`test: expected a file that is read, but ${result.reason}`);
  return { result, notices, warnings: result.warnings.map(({ place, problem }) => `${place}: ${problem}`) };
}

/** Why a file that must not be read was rejected. */
export async function readReason(source: Source, content: string | Uint8Array): Promise<string> {
  const { result, notices } = await readSourceContent(source, content);
  if (result.kind === "read") throw new Error("test: expected a rejected file");
  if (notices.length > 0) throw new Error("test: a rejected table hands on no notices");
  return result.reason;
}
