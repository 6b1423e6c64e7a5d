import type { MiddlewareHandler } from "hono";
import { rateLimiter } from "hono-rate-limiter";
import ipaddr from "ipaddr.js";
import { readClientAddress } from "./client-address.ts";
import { renderDocument, type WebEnv } from "./page.ts";
import { SignInNotice } from "./pages/sign-in-page.tsx";
import type { WebDeps } from "./web-deps.ts";

const WINDOW_MS = 5 * 60_000;
/** A whole hospital may come from one address; what a single account takes is counted apart. */
const MAX_TRIES = 40;

/** Holds back a client that tries too much. It counts in this process; tries for an account count in the database. */
export function limitSignIns({ trustedProxies }: Pick<WebDeps, "trustedProxies">): MiddlewareHandler<WebEnv> {
  return rateLimiter<WebEnv>({
    windowMs: WINDOW_MS,
    limit: MAX_TRIES,
    standardHeaders: false,
    keyGenerator: (c) => networkOf(readClientAddress(c, trustedProxies)),
    handler: (c) => {
      const { page } = c.var;
      c.header("retry-after", String(WINDOW_MS / 1_000));
      const { title, text } = page.t.desk.signIn.tooMany;
      return c.html(renderDocument(<SignInNotice page={page} title={title} text={text} />), 429);
    },
  });
}

/** One line gets 2^64 addresses of IPv6 to try from, and one of IPv4. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(":")}::/64`;
}
