import { accountLinkPath } from "../addresses.ts";
import type { Actor } from "../domain/audit.ts";
import { randomBytes } from "node:crypto";
import { addAccount, makeLink } from "../services/people.ts";
import type { Db } from "../db/schema.ts";
import { SHOWN_REGION } from "./run.ts";

const DEMO: Actor = { kind: "command-line", name: "demo" };
/** A name that exists nowhere. */
const EMAIL = "apotekare@region.example";

/** Somebody who may do everything in the shown region. Resolves with the path at which they choose a password. */
export async function openDemoDesk(db: Db, now: Date): Promise<string> {
  const grants = [{ regionCode: SHOWN_REGION, role: "region-admin" }] as const;
  const added = await addAccount(db, { actor: DEMO, now, email: EMAIL, name: "Demo Apotekare", grants });
  if (added.kind !== "done") throw new Error(`demo/desk: unable to add an account: ${added.why}`);
  const { accountId } = added;
  const token = randomBytes(32).toString("base64url");
  await makeLink(db, { actor: DEMO, now, accountId, token, regionCode: SHOWN_REGION, within: null });
  return accountLinkPath(token);
}
