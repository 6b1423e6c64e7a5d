import { accountLinkPath } from "../addresses.ts";
import type { Db } from "../db/schema.ts";
import { makeLink } from "../services/account-links.ts";
import { actAtCommandLine } from "../services/context.ts";
import { addAccount } from "../services/people.ts";
import { SHOWN_REGION } from "./run.ts";

/** A name that exists nowhere. */
const EMAIL = "apotekare@region.example";

/** Somebody who may do everything in the shown region. Resolves with the path at which they choose a password. */
export async function openDemoDesk(deps: { db: Db; now: () => Date }): Promise<string> {
  const ctx = actAtCommandLine(deps, "demo");
  const grants = [{ regionCode: SHOWN_REGION, role: "region-admin" }] as const;
  const added = await addAccount(ctx, { email: EMAIL, name: "Demo Apotekare", grants });
  if (added.kind !== "done") throw new Error(`demo/desk: unable to add an account: ${added.kind}`);
  const made = await makeLink(ctx, { accountId: added.accountId, regionCode: SHOWN_REGION });
  if (made.kind !== "done" || made.token === null) throw new Error(`demo/desk: unable to make a link: ${made.kind}`);
  return accountLinkPath(made.token);
}
