import { Hono, type Context } from "hono";
import type { Db } from "../../../db/schema.ts";
import { findSubscriptionByToken, setSubscriptionState, type Subscription } from "../../../db/subscriptions.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { parseLanguage, renderDocument, withLanguage, type WebEnv } from "../../frame/page.ts";
import { PreferencesPage } from "./preferences-page.tsx";
import type { WebDeps } from "../../web-deps.ts";

/**
 * A subscriber's own page: the token in the address is all that is needed, and only a POST changes anything. The same
 * POST is the one click of mail readers, which send no cookies and follow no redirect:
 * https://www.rfc-editor.org/rfc/rfc8058#section-3.1
 */
export function createPreferencesRoute({ db, now }: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use("/preferences/*", async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
    c.header("x-robots-tag", "noindex");
  });
  app.get("/preferences/:token", async (c) => {
    const subscription = await findByToken(db, c.req.param("token"));
    return subscription === null ? answerUnknown(c) : answerPreferences(c, subscription);
  });
  app.post("/preferences/:token", async (c) => {
    const subscription = await findByToken(db, c.req.param("token"));
    if (subscription === null) return answerUnknown(c);
    const ended = { state: "ended", reason: "ended by the subscriber" } as const;
    await setSubscriptionState(db, { id: subscription.id, ...ended, now: now() });
    return answerPreferences(c, { ...subscription, state: "ended" });
  });
  return app;
}

/** The database's text holds no NUL, and no token of ours is long. */
async function findByToken(db: Db, token: string): Promise<Subscription | null> {
  return /^[\w-]{1,200}$/.test(token) ? findSubscriptionByToken(db, token) : null;
}

function answerUnknown(c: Context<WebEnv>): Response | Promise<Response> {
  return answerNotFound(c, c.var.page.t.notFound.subscription);
}

/** In the subscriber's own language, unless the address asks for one. */
function answerPreferences(c: Context<WebEnv>, subscription: Subscription): Response | Promise<Response> {
  const asked = c.req.query("lang");
  const language = asked === undefined ? subscription.language : parseLanguage(asked);
  const page = withLanguage(c.var.page, language);
  return c.html(renderDocument(<PreferencesPage page={page} subscription={subscription} />));
}
