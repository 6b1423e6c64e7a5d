import type { Db } from "./schema.ts";

/** The secret of this installation, made with its database: what it signs or hashes with it, no other can. */
export async function readInstallationKey(db: Db): Promise<string> {
  const { secret } = await db.selectFrom("installation_key").select("secret").executeTakeFirstOrThrow();
  return secret;
}
