import type { Context, MiddlewareHandler } from "hono";
import { rateLimiter } from "hono-rate-limiter";
import { readClientAddress } from "./client-address.ts";
import { networkOf } from "./client-network.ts";
import type { WebEnv } from "./page.ts";
import { showNotice } from "./sign-in-answer.tsx";
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
    handler: answerTooMany,
  });
}

/** What it gives is the answer, though the library's type says that it gives nothing. */
function answerTooMany(c: Context<WebEnv>): unknown {
  c.header("retry-after", String(WINDOW_MS / 1_000));
  return showNotice(c, { ...c.var.page.t.desk.signIn.tooMany, status: 429 });
}
