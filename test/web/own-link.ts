import type { Db } from "../../src/db/schema.ts";
import { askForManageLink } from "../../src/services/manage-links.ts";
import { makeReaderLink } from "../../src/services/reader-letters.ts";

/** Asks for the link as anybody may, and makes it as its letter's sending does. Gives the path that it leads to. */
export async function makeOwnLink(db: Db, { address, now }: { address: string; now: Date }): Promise<string> {
  const asked = await askForManageLink({ db, now }, { address, language: "sv", network: `of ${address}` });
  if (asked.kind !== "sent") throw new Error("test: the letter with the link was held back");
  const expiresAt = new Date(now.getTime() + 24 * 3_600_000);
  return `/prenumerera/mina/${await makeReaderLink({ db, now }, { id: asked.letterId, expiresAt })}`;
}
