import type { Db } from "./schema.ts";

/** Grows with each transaction that changed what is public; whoever reads it knows of every change up to it. */
export async function readPublicVersion(db: Db): Promise<number> {
  const { version } = await db.selectFrom("public_version").select("version").executeTakeFirstOrThrow();
  return version;
}
