import type { MiddlewareHandler } from "hono";
import type { WebEnv } from "./page.ts";
import type { WebDeps } from "../web-deps.ts";

/** Also as a scanner or a person may write it, to whom it leads nowhere: the token is the same. */
const SECRET_PATH = /^(?:\/|%2f)+(preferences|login(?:\/|%2f)+link|prenumerera(?:\/|%2f)+\w+?)(?:\/|%2f).*/is;

/** Logs each answer without its query, and without the token that a path may hold: both may be secret. */
export function logRequests({ log, now }: WebDeps): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const startedAt = now().getTime();
    await next();
    // Nobody asked for it in these words: the keeper logs who did.
    if (c.env?.keeping !== undefined) return;
    const path = c.req.path.replace(SECRET_PATH, "/$1/(token)");
    log.info({ method: c.req.method, path, status: c.res.status, ms: now().getTime() - startedAt }, "request");
  };
}
