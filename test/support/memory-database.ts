import { openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import { openDatabase, type Database } from "../../src/db/client.ts";
import type { Db } from "../../src/db/schema.ts";
import { makeOnce, RUN_FOLDER } from "./run-folder.ts";

/** What a database in memory begins with: its name, unique in the whole suite, and what fills a migrated database. */
export interface Beginning {
  readonly name: string;
  readonly fill: (db: Db) => Promise<void>;
}

const MIGRATED: Beginning = { name: "migrated", fill: () => Promise.resolve() };

/** A database in memory of the caller's own: filled once for the whole run, and copied since. */
export async function openMemoryDatabase({ name, fill }: Beginning = MIGRATED): Promise<Database> {
  if (RUN_FOLDER === undefined) return openFilled(fill);
  const file = await makeOnce(`${name}.tar`, (path) => writeImage(path, fill));
  return openDatabase("pglite:memory", { image: await openAsBlob(file) });
}

async function openFilled(fill: Beginning["fill"]): Promise<Database> {
  const database = await openDatabase("pglite:memory");
  await fill(database.db);
  return database;
}

async function writeImage(path: string, fill: Beginning["fill"]): Promise<void> {
  const database = await openFilled(fill);
  const { engine } = database;
  if (engine.kind !== "pglite") throw new Error("test database: unable to copy it: it is no PGlite");
  const image = await engine.pglite.dumpDataDir("none");
  await database.close();
  await writeFile(path, image.stream());
}
