import { existsSync, openAsBlob } from "node:fs";
import { mkdir, rename, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openDatabase, type Database } from "../../src/db/client.ts";
import type { Db } from "../../src/db/schema.ts";

/** What a database in memory begins with: its name, unique in the whole suite, and what fills a migrated database. */
export interface Beginning {
  readonly name: string;
  readonly fill: (db: Db) => Promise<void>;
}

const MIGRATED: Beginning = { name: "migrated", fill: () => Promise.resolve() };

/** A database in memory of the caller's own: filled once for the whole run, and copied since. */
export async function openMemoryDatabase({ name, fill }: Beginning = MIGRATED): Promise<Database> {
  const folder = process.env["TEST_RUN_FOLDER"];
  // A single file of tests that was not started by npm test has nobody to share with.
  if (folder === undefined) return openFilled(fill);
  const file = join(folder, `${name}.tar`);
  const claim = `${file}.claim`;
  while (!existsSync(file)) {
    if (await tryClaim(claim)) {
      try {
        await writeImage(file, fill);
      } finally {
        await rmdir(claim);
      }
    } else await setTimeout(20);
  }
  return openDatabase("pglite:memory", { image: await openAsBlob(file) });
}

async function openFilled(fill: Beginning["fill"]): Promise<Database> {
  const database = await openDatabase("pglite:memory");
  await fill(database.db);
  return database;
}

/** A folder can be made by one process only. */
async function tryClaim(claim: string): Promise<boolean> {
  return mkdir(claim).then(
    () => true,
    () => false,
  );
}

async function writeImage(file: string, fill: Beginning["fill"]): Promise<void> {
  const database = await openFilled(fill);
  const { engine } = database;
  if (engine.kind !== "pglite") throw new Error("test database: unable to copy it: it is no PGlite");
  const image = await engine.pglite.dumpDataDir("none");
  await database.close();
  // Renamed last, so that nobody reads half of it.
  await writeFile(`${file}.part`, image.stream());
  await rename(`${file}.part`, file);
}
