import type { DeskRoute } from "../../desk-route.ts";
import type { WebDeps } from "../../web-deps.ts";

export function createPeopleRoutes(_deps: WebDeps): readonly DeskRoute[] {
  return [];
}
