import type { Context, MiddlewareHandler } from "hono";
import { rateLimiter } from "hono-rate-limiter";
import { readClientAddress } from "./client-address.ts";
import { networksOf } from "./client-network.ts";
import type { WebEnv } from "./page.ts";

/** How many requests a network may make in a window. */
export interface NetworkLimit {
  readonly windowMs: number;
  readonly narrow: number;
  readonly wide: number;
  readonly trustedProxies: number;
  /** A key of its own for whom is known already, such as a browser that somebody has signed in with; null for the others. */
  readonly findKnown?: (c: Context) => Promise<string | null>;
  readonly answer: (c: Context<WebEnv>) => Response | Promise<Response>;
}

/** Holds back a network that asks too much, narrow and wide. It counts in this process. */
export function limitByNetwork(limit: NetworkLimit): MiddlewareHandler<WebEnv> {
  const { windowMs, trustedProxies, findKnown = async () => null } = limit;
  // What it gives is the answer, though the library's type says that it gives nothing.
  const handler = (c: Context<WebEnv>): unknown => {
    c.header("retry-after", String(windowMs / 1_000));
    return limit.answer(c);
  };
  const count = (size: "narrow" | "wide") =>
    rateLimiter<WebEnv>({
      windowMs,
      limit: limit[size],
      standardHeaders: false,
      keyGenerator: async (c) => {
        const network = networksOf(readClientAddress(c, trustedProxies))[size];
        return (await findKnown(c)) ?? network;
      },
      handler,
    });
  const [narrow, wide] = [count("narrow"), count("wide")];
  return async (c, next) => {
    const answered: { wide?: Response | void } = {};
    const refused = await narrow(c, async () => {
      answered.wide = await wide(c, next);
    });
    return refused ?? answered.wide;
  };
}
