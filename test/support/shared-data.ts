import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/** Why tests on real input are skipped here, or null when the folder is there. */
export const sharedDataMissing: string | null = existsSync(folder)
  ? null
  : "real input is not on this machine: the folder shared/data beside the checkout is absent";

/** A file of the real input that lies beside the checkout and is never copied into it. */
export function sharedData(path: string): string {
  return `${folder}${path}`;
}

/** What changed between the two national files, by notice. */
export const REAL_CHANGES = {
  announced: 9,
  started: 7,
  ended: 8,
  "rescheduled-end": 7,
  "rescheduled-start": 1,
  narrowed: 1,
  overdue: 2,
};
