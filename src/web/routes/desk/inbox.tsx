import type { DeskRoute } from "../../desk-route.ts";
import type { WebDeps } from "../../web-deps.ts";

export function createInboxRoutes(_deps: WebDeps): readonly DeskRoute[] {
  return [];
}
