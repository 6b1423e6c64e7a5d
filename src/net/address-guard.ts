import { lookup as dnsLookup, type LookupAddress, type LookupAllOptions } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { buildConnector } from "undici";

type LookupAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** The connection was not opened, since the host is no public one. Names the kind of address, never the address. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
  readonly range: string;
  constructor(host: string, range: string) {
    super(`${host} is not a public address (${range})`);
    this.range = range;
  }
}

/** IPv6 hands out public addresses from here only (RFC 4291, section 2.4); `::127.0.0.1` lies outside. */
const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3");

/** Public by their number, and yet the agents of clouds, which give whoever asks from inside the machine's secrets. */
const CLOUD_AGENTS = ["168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::/32", "fd20:ce::/32"].map(
  (range) => ipaddr.parseCIDR(range),
);

/** Names that mean something inside a network only. */
const CLOSED_NAME =
  /^(localhost|metadata|instance-data|kubernetes|.+\.(internal|local|localhost|localdomain|home\.arpa|svc))\.*$/i;

/** Null for a public address, otherwise the range that makes it none, such as `loopback` or `private`. */
export function findPrivateRange(address: string): string | null {
  if (!ipaddr.isValid(address)) return "unreadable";
  const parsed = ipaddr.parse(address);
  if (CLOUD_AGENTS.some((agent) => parsed.kind() === agent[0].kind() && parsed.match(agent))) return "cloud agent";
  const range = parsed.range();
  if (range !== "unicast") return range;
  return parsed.kind() === "ipv6" && !parsed.match(GLOBAL_UNICAST) ? "reserved" : null;
}

/** The same for a host as an address names it: an IP literal, or a name that only a closed network knows. */
export function findPrivateHost(host: string): string | null {
  if (isIP(host) !== 0) return findPrivateRange(host);
  return CLOSED_NAME.test(host) ? "a closed network's name" : null;
}

/**
 * A connector for undici that opens public addresses only. IP literals and looked-up addresses are checked alike, and
 * what was checked is what is dialled, so a name that changes its answer between check and use gains nothing. One
 * private address among a name's several refuses the name. `allowPrivateHosts` are `host:port` let through unchecked.
 */
export function createGuardedConnector(options: {
  readonly allowPrivateHosts: readonly string[];
  readonly connectTimeoutMs: number;
  readonly lookup?: LookupAll;
}): buildConnector.connector {
  // Node gives up an address after 250 ms when a name has several, too soon for a slow line.
  const base = { timeout: options.connectTimeoutMs, allowH2: false, autoSelectFamilyAttemptTimeout: 1_000 };
  const connectUnchecked = buildConnector(base);
  const connectChecked = buildConnector({ ...base, lookup: createGuardedLookup(options.lookup ?? dnsLookup) });
  const allowed = new Set(options.allowPrivateHosts.map((host) => host.toLowerCase()));
  return (target, callback) => {
    if (allowed.has(hostAndPort(target))) return connectUnchecked(target, callback);
    // Node never asks `lookup` about an IP literal, so literals are checked here.
    const range = findPrivateHost(target.hostname);
    if (range === null) return connectChecked(target, callback);
    queueMicrotask(() => callback(new AddressRefused(target.hostname, range), null));
  };
}

function createGuardedLookup(lookup: LookupAll): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      for (const { address } of addresses) {
        const range = findPrivateRange(address);
        if (range !== null) return callback(new AddressRefused(hostname, range), []);
      }
      const first = addresses[0];
      if (first === undefined) return callback(new AddressRefused(hostname, "no address"), []);
      if (options.all === true) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function hostAndPort(target: buildConnector.Options): string {
  const host = isIP(target.hostname) === 6 ? `[${target.hostname}]` : target.hostname;
  return `${host}:${target.port === "" ? (target.protocol === "https:" ? "443" : "80") : target.port}`.toLowerCase();
}
