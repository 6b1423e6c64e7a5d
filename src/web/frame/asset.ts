import { Hono } from "hono";
import type { Assets } from "./assets.ts";

/** Style sheets and the favicon, from this host alone. */
export function createAssetRoute({ byPath }: Assets): Hono {
  const app = new Hono();
  app.get("/assets/:name", (c) => {
    const asset = byPath.get(c.req.path);
    if (asset === undefined) return c.text("There is no such file.\n", 404);
    c.header("content-type", asset.contentType);
    c.header("cache-control", "public, max-age=31536000, immutable");
    c.header("vary", "accept-encoding");
    if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return c.body(asset.body);
    c.header("content-encoding", "gzip");
    return c.body(asset.gzip);
  });
  return app;
}
