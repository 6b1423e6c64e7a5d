import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/**
 * The network address a request comes from. `X-Forwarded-For` is believed only as far as our own proxies wrote it:
 * `trustedProxies` of them stand in front, each adding the address it saw at the end.
 */
export function readClientAddress(c: Context, trustedProxies: number): string {
  const forwarded = (c.req.header("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const told = trustedProxies === 0 ? undefined : forwarded.at(-trustedProxies);
  if (told !== undefined && told !== "") return told.slice(0, 64);
  // A request that was made in the process has no connection.
  const bindings: unknown = c.env;
  const connected = typeof bindings === "object" && bindings !== null && "incoming" in bindings;
  return (connected ? getConnInfo(c).remote.address : undefined) ?? "unknown";
}
