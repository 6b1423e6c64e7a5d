import type { DeskRoute } from "../../desk-route.ts";
import type { WebDeps } from "../../web-deps.ts";

export function createCaseRoutes(_deps: WebDeps): readonly DeskRoute[] {
  return [];
}
