import { accountLinkPath } from "../addresses.ts";
import type { Db } from "../db/schema.ts";
import { makeLink } from "../services/account-links.ts";
import type { ServiceContext } from "../services/context.ts";
import { addAccount } from "../services/people.ts";
import { SHOWN_REGION } from "./run.ts";

/** A name that exists nowhere. */
const EMAIL = "apotekare@region.example";

/** Somebody who may do everything in the shown region. Resolves with the path at which they choose a password. */
export async function openDemoDesk(db: Db, now: Date): Promise<string> {
  const ctx: ServiceContext = { db, now, actor: { kind: "command-line", name: "demo" }, grants: "all" };
  const grants = [{ regionCode: SHOWN_REGION, role: "region-admin" }] as const;
  const added = await addAccount(ctx, { email: EMAIL, name: "Demo Apotekare", grants });
  if (added.kind !== "done") throw new Error(`demo/desk: unable to add an account: ${added.kind}`);
  const made = await makeLink(ctx, { accountId: added.accountId, regionCode: SHOWN_REGION });
  if (made.kind !== "done" || made.token === null) throw new Error(`demo/desk: unable to make a link: ${made.kind}`);
  return accountLinkPath(made.token);
}
