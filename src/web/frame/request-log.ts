import type { MiddlewareHandler } from "hono";
import type { WebDeps } from "../web-deps.ts";

/** Logs each answer without its query, and without the token that a path may hold: both may be secret. */
export function logRequests({ log, now }: WebDeps): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = now().getTime();
    await next();
    const path = c.req.path.replace(/^\/+(preferences|login\/+link)\/.*/s, "/$1/(token)");
    log.info({ method: c.req.method, path, status: c.res.status, ms: now().getTime() - startedAt }, "request");
  };
}
