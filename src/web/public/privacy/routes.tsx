import { Hono } from "hono";
import { PRIVACY_PATH } from "../../../addresses.ts";
import { readAllRetention } from "../../../services/retention.ts";
import { renderDocument, type WebEnv } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import { PrivacyPage } from "./privacy-page.tsx";

/** Made anew each time: what a region has decided to keep shows at once. */
export function createPrivacyRoute({ db, contact }: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get(PRIVACY_PATH, async (c) => {
    const kept = await readAllRetention({ db });
    return c.html(renderDocument(<PrivacyPage page={c.var.page} contact={contact} kept={kept} />));
  });
  return app;
}
