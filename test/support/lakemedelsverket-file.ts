import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Notice } from "../../src/domain/notice.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";

const MEND = `; fetch the file again from ${lakemedelsverket.defaultUrl}`;

/** The path of a fixture file. */
export function fixture(name: string): string {
  return new URL(`../fixtures/lakemedelsverket/${name}.xml`, import.meta.url).pathname;
}

/** The text of the plain fixture, to be varied. */
export const plain = readFileSync(fixture("plain"), "utf8");

export async function readPath(file: string, maxBytes = 50_000_000) {
  const notices: Notice[] = [];
  const result = await lakemedelsverket.read({
    file,
    maxBytes,
    now: new Date(),
    onNotices: (batch) => void notices.push(...batch),
  });
  return { result, notices };
}

export async function readContent(content: string | Uint8Array, maxBytes?: number) {
  return withFile(content, (file) => readPath(file, maxBytes));
}

/** Lends a file of that content, gone when the work is done. */
export async function withFile<T>(content: string | Uint8Array, work: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "restsignal-lv-"));
  try {
    const file = join(folder, "content.xml");
    await writeFile(file, content);
    return await work(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function reasonOf(content: string | Uint8Array, maxBytes?: number): Promise<string> {
  const { result } = await readContent(content, maxBytes);
  if (result.kind !== "rejected") throw new Error("test: expected a rejected file");
  expect(result.reason.endsWith(MEND)).toBe(true);
  return result.reason.slice(0, -MEND.length);
}

export async function warningsOf(content: string) {
  const { result, notices } = await readContent(content);
  if (result.kind !== "read") throw new Error(`test: expected a file that is read, but ${result.reason}`);
  return { result, notices, warnings: result.warnings.map(({ place, problem }) => `${place}: ${problem}`) };
}

/** A file of `count` reports with ids of their own, several pieces long when `count` is high. */
export function manyReports(count: number): string {
  const start = plain.indexOf("<MedicineShortage>");
  const end = plain.indexOf("</MedicineShortage>") + "</MedicineShortage>".length;
  const report = plain.slice(start, end);
  const reports = Array.from({ length: count }, (_, index) =>
    report.replace("000000000001<", `${String(index).padStart(12, "0")}<`),
  );
  return `${plain.slice(0, start)}${reports.join("\n")}</MedicineShortages></OpenDataMedicineShortages>`;
}
