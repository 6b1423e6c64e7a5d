import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import ipaddr from "ipaddr.js";

/**
 * The network address a request comes from. `X-Forwarded-For` is believed only as far as our own proxies wrote it:
 * `trustedProxies` of them stand in front, each adding the address it saw at the end. What is no address there counts as
 * nothing said, and then the proxy's own is the answer.
 */
export function readClientAddress(c: Context, trustedProxies: number): string {
  const hops = (c.req.header("x-forwarded-for") ?? "").split(",");
  const told = trustedProxies === 0 ? undefined : hops.at(-trustedProxies);
  return parseAddress(told ?? "") ?? parseAddress(readPeer(c)) ?? "unknown";
}

function readPeer(c: Context): string {
  // A request that was made in the process has no connection.
  const bindings: unknown = c.env;
  const connected = typeof bindings === "object" && bindings !== null && "incoming" in bindings;
  return (connected ? getConnInfo(c).remote.address : undefined) ?? "";
}

/**
 * An IP address in its one spelling: without the port, brackets, quotes or zone that proxies write around it, and an IPv4
 * address that is told as IPv6 as itself. Null for anything else.
 */
export function parseAddress(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();
  const inBrackets = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(bare)?.[1];
  const address = (inBrackets ?? bare.replace(/^([\d.]+):\d{1,5}$/, "$1")).replace(/%[\w.-]{1,30}$/, "");
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.parse(address).toString();
  if (!ipaddr.IPv6.isValid(address)) return null;
  return ipaddr.process(address).toString();
}
