import { existsSync } from "node:fs";
import { mkdir, rename, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A folder of this run of the tests, which goes with it; undefined for a file of tests that npm test did not start. */
export const RUN_FOLDER: string | undefined = process.env["TEST_RUN_FOLDER"];

/** The path of a file that all test files of the run share. */
export function shareFile(name: string): string {
  if (RUN_FOLDER === undefined) throw new Error("test run: unable to share a file: run through npm test");
  return join(RUN_FOLDER, name);
}

/** The path of such a file with what `make` wrote to the path it was given: the first who asks makes it, others wait. */
export async function makeOnce(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const file = shareFile(name);
  const claim = `${file}.claim`;
  while (!existsSync(file)) {
    if (await tryClaim(claim)) {
      try {
        await make(`${file}.part`);
        // Renamed last, so that nobody reads half of it.
        await rename(`${file}.part`, file);
      } finally {
        await rmdir(claim);
      }
    } else await setTimeout(20);
  }
  return file;
}

/** A folder can be made by one process only. */
async function tryClaim(claim: string): Promise<boolean> {
  return mkdir(claim).then(
    () => true,
    () => false,
  );
}
