import type { DeskRoute } from "../../desk-route.ts";
import type { WebDeps } from "../../web-deps.ts";

export function createAuditRoutes(_deps: WebDeps): readonly DeskRoute[] {
  return [];
}
