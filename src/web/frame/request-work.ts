import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { RecordWork } from "../../domain/work-done.ts";

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);

/** Tells of each answer by its route, never its address: that may hold a token, or what somebody looked for. */
export function recordRequests(record: RecordWork, now: () => Date): MiddlewareHandler {
  return async (c, next) => {
    const from = now();
    await next();
    const method = METHODS.has(c.req.method) ? c.req.method : "_OTHER";
    const route = routePath(c, -1);
    const { status } = c.res;
    record({
      name: `${method} ${route}`,
      kind: "server",
      from,
      to: now(),
      attributes: { "http.request.method": method, "http.route": route, "http.response.status_code": status },
      ...(status >= 500 ? { failure: `answered ${status}` } : {}),
    });
  };
}
