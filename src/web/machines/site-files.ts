import { Hono } from "hono";
import type { WebDeps } from "../web-deps.ts";

/** RFC 9116 wants less than a year; it is written anew at each request. */
const VALID_DAYS = 180;
const MAX_AGE_SECONDS = 86_400;

/** What is for one person alone, beside the desk. */
const PERSONAL_PATHS = ["/login", "/preferences", "/r/*/*/questions"];

/** The files that crawlers and those who have found a hole look for. */
export function createSiteFileRoute(deps: WebDeps, deskPaths: readonly string[]): Hono {
  const app = new Hono();
  const robots = writeRobots(deskPaths);
  app.get("/robots.txt", (c) => c.text(robots, 200, { "cache-control": `public, max-age=${MAX_AGE_SECONDS}` }));
  app.get("/.well-known/security.txt", (c) => {
    if (deps.securityContact === null)
      return c.text("No contact for reports of security faults is given here.\n", 404, { "cache-control": "no-store" });
    return c.text(writeSecurity(deps, deps.securityContact), 200, {
      "cache-control": `public, max-age=${MAX_AGE_SECONDS}`,
    });
  });
  return app;
}

/** Public pages and feeds may be read by crawlers; the desk and what is personal may not. */
function writeRobots(deskPaths: readonly string[]): string {
  const desk = deskPaths.map((path) => `/${path.split("/")[1] ?? ""}`);
  const closed = [...new Set([...desk, ...PERSONAL_PATHS])].toSorted();
  return `${["User-agent: *", ...closed.map((path) => `Disallow: ${path}`)].join("\n")}\n`;
}

/** https://www.rfc-editor.org/rfc/rfc9116 */
function writeSecurity({ publicUrl, now }: WebDeps, contact: string): string {
  const expires = new Date(now().getTime() + VALID_DAYS * 86_400_000).toISOString();
  const fields = [
    `Contact: ${contact}`,
    `Expires: ${expires}`,
    "Preferred-Languages: sv, en",
    `Canonical: ${publicUrl}/.well-known/security.txt`,
  ];
  return `${fields.join("\n")}\n`;
}
