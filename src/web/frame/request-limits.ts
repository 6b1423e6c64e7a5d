import type { Context, MiddlewareHandler } from "hono";

/** Longer than any address of ours; the server itself takes no more than 16 kB of address and headers together. */
const MAX_ADDRESS_CHARS = 8_000;
/** A filter with everything chosen has fewer. */
const MAX_PARAMETERS = 200;

/** Refuses an address that no page of ours has, before anything looks at it: too long, or with a NUL in it. */
export function limitAddresses(): MiddlewareHandler {
  return async (c, next) => {
    switch (judgeAddress(addressOf(c.req.url))) {
      case "too-long":
        return refuse(c, 414, "Adressen är för lång.\nThe address is too long.\n");
      case "unreadable":
        return refuse(c, 400, "Adressen går inte att läsa.\nThe address cannot be read.\n");
      case "fine":
        await next();
    }
  };
}

/** Path and query as they came. */
export function addressOf(url: string): string {
  return url.slice(Math.max(0, url.indexOf("/", url.indexOf("//") + 2)));
}

export function judgeAddress(address: string): "fine" | "too-long" | "unreadable" {
  if (address.length > MAX_ADDRESS_CHARS) return "too-long";
  // The database's text holds no NUL, and nobody types one.
  const many = address.split("&", MAX_PARAMETERS + 1).length > MAX_PARAMETERS;
  return many || address.includes("%00") ? "unreadable" : "fine";
}

function refuse(c: Context, status: 400 | 414, reason: string): Response {
  return c.text(reason, status, { "cache-control": "no-store" });
}
