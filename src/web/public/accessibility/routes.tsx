import { Hono } from "hono";
import { renderDocument, type WebEnv } from "../../frame/page.ts";
import { AccessibilityPage } from "./accessibility-page.tsx";
import type { WebDeps } from "../../web-deps.ts";

export function createAccessibilityRoute({ contact }: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get("/tillganglighet", (c) => c.html(renderDocument(<AccessibilityPage page={c.var.page} contact={contact} />)));
  return app;
}
