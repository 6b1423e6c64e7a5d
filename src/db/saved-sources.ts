import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** A source that was added beside the built-in ones. `options` has passed its kind's schema. */
export interface SavedSource {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly url: string | null;
  readonly options: unknown;
}

/** Adds a source, or gives the one of that name other choices. */
export async function writeSavedSource(db: Db, input: { source: SavedSource; now: Date }): Promise<void> {
  const { name, options, ...rest } = input.source;
  const row = { ...rest, options: json(options) };
  await db
    .insertInto("saved_source")
    .values({ name, ...row, created_at: input.now })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
    .execute();
}

export async function readSavedSources(db: Db): Promise<SavedSource[]> {
  return db.selectFrom("saved_source").select(["name", "kind", "title", "url", "options"]).orderBy("name").execute();
}

/** Stops reading a source; what it told stays. False when there is none of that name. */
export async function removeSavedSource(db: Db, name: string): Promise<boolean> {
  const result = await db.deleteFrom("saved_source").where("name", "=", name).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
