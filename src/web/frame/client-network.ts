import ipaddr from "ipaddr.js";

/** The networks of an address, which limits count by. */
export interface ClientNetworks {
  /** What one line has: an IPv4 address, or 2^64 addresses of IPv6. */
  readonly narrow: string;
  /** What one customer of a provider easily has: 256 addresses of IPv4, or a /48 with its 65,536 lines. */
  readonly wide: string;
}

export function networksOf(address: string): ClientNetworks {
  if (!ipaddr.isValid(address)) return { narrow: address, wide: address };
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) {
    const octets = parsed.toString().split(".").slice(0, 3);
    return { narrow: parsed.toString(), wide: `${octets.join(".")}.0/24` };
  }
  const network = (parts: number) => {
    const groups = parsed.parts.slice(0, parts).map((part) => part.toString(16));
    return `${groups.join(":")}::/${parts * 16}`;
  };
  return { narrow: network(4), wide: network(3) };
}
