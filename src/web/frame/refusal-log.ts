import type { Context } from "hono";
import { readInstallationKey } from "../../db/installation-key.ts";
import { readClientAddress } from "./client-address.ts";
import { networksOf } from "./client-network.ts";
import { hashAccount } from "./known-browser.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * Logs that somebody was not let in: from which network, and a keyed hash of the account that they named, which tells a
 * flood against one from a flood against many. The address itself stays out: a password is easily typed into that field.
 */
export async function logRefusal(
  deps: WebDeps,
  c: Context,
  { event, why, email }: { event: `${string} refused`; why: string; email?: string },
): Promise<void> {
  const network = networksOf(readClientAddress(c, deps.trustedProxies)).narrow;
  const account = email === undefined ? {} : { account: hashAccount(await readInstallationKey(deps.db), email) };
  deps.log.info({ why, network, ...account }, event);
}
