import { Hono, type Context } from "hono";
import { readReaderHolds } from "../../../db/reader-holds.ts";
import { findSubscriptionByToken, type Subscription } from "../../../db/subscriptions.ts";
import { readWishNames } from "../../../db/wish-names.ts";
import { readWishes } from "../../../db/wishes.ts";
import { END_REASONS } from "../../../domain/subscription.ts";
import { mailManageLink } from "../../../services/manage-links.ts";
import { chooseSilence, endByToken, explainEnd, resumeByToken } from "../../../services/unsubscribing.ts";
import { answerRefusedForm } from "../../desk/refused-form.tsx";
import { readClientAddress } from "../../frame/client-address.ts";
import { networksOf } from "../../frame/client-network.ts";
import { receiveForm, type FormLimits } from "../../frame/form-body.ts";
import { readForm, textOf } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { parseLanguage, renderDocument, withLanguage, type Page, type WebEnv } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import { readDeed } from "./deeds.ts";
import { PreferencesPage, WrongFormPage, type Told } from "./preferences-page.tsx";

/** One click and our own forms hold a few words. */
const SMALL_FORM: FormLimits = { maxBytes: 10_000, maxFields: 20, maxFieldBytes: 1_000, maxFiles: 0 };

/**
 * A subscriber's own page: the token in the address ends that one subscription and takes that back, and only a POST changes
 * anything. The same POST is the one click of mail readers, which send no cookies and follow no redirect:
 * https://www.rfc-editor.org/rfc/rfc8058#section-3.1
 */
export function createPreferencesRoute(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use("/preferences/*", async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
    c.header("x-robots-tag", "noindex");
  });
  app.get("/preferences/:token", (c) => answer(deps, c, null));
  app.post("/preferences/:token", async (c) => {
    const subscription = await findByToken(deps, c);
    if (subscription === null) return answerUnknown(c);
    const page = pageOf(c, subscription);
    const refusal = await receiveForm(c, SMALL_FORM);
    if (refusal?.kind === "too-large") return answerRefusedForm(c, { refusal, limits: SMALL_FORM });
    const told = refusal === null ? await doDeed(deps, c, subscription) : "nothing";
    if (told === "nothing") return c.html(renderDocument(<WrongFormPage page={page} />), 400);
    return answer(deps, c, told);
  });
  return app;
}

/** Does what the form asks for; `nothing` where it asks for nothing that we know. */
async function doDeed(deps: WebDeps, c: Context<WebEnv>, subscription: Subscription): Promise<Told | "nothing"> {
  const { token } = subscription;
  const ctx = { db: deps.db, now: deps.now() };
  const values = await readForm(c);
  const deed = readDeed(values);
  switch (deed) {
    case "end":
      await endByToken(ctx, { token });
      return null;
    case "resume":
      return (await resumeByToken(ctx, { token })).kind === "changed" ? "undone" : null;
    case "explain": {
      const reason = END_REASONS.find((one) => one === textOf(values, "reason"));
      if (reason === undefined) return "no-reason";
      await explainEnd(ctx, { token, reason });
      return "thanks";
    }
    case "silence-on":
    case "silence-off":
      await chooseSilence(ctx, { token, tellsSilence: deed === "silence-on" });
      return deed;
    case "link": {
      const network = networksOf(readClientAddress(c, deps.trustedProxies)).wide;
      await mailManageLink(ctx, { subscription, network });
      return "sent";
    }
    case null:
      return "nothing";
  }
}

async function answer(deps: WebDeps, c: Context<WebEnv>, told: Told): Promise<Response> {
  const { db, now } = deps;
  const subscription = await findByToken(deps, c);
  if (subscription === null) return answerUnknown(c);
  const wishes = await readWishes(db, [subscription.id]);
  const filters = wishes.map(({ filter }) => filter);
  const names = await readWishNames(db, { regionCode: subscription.regionCode, filters });
  const hold = (await readReaderHolds(db, [subscription.id])).get(subscription.id) ?? null;
  const props = { page: pageOf(c, subscription), subscription, wishes, names, hold, told, now: now() };
  return c.html(renderDocument(<PreferencesPage {...props} />));
}

/** The database's text holds no NUL, and no token of ours is long. */
async function findByToken({ db }: WebDeps, c: Context<WebEnv>): Promise<Subscription | null> {
  const token = c.req.param("token") ?? "";
  return /^[\w-]{1,200}$/.test(token) ? findSubscriptionByToken(db, token) : null;
}

function answerUnknown(c: Context<WebEnv>): Response | Promise<Response> {
  return answerNotFound(c, c.var.page.t.notFound.subscription);
}

/** In the subscriber's own language, unless the address asks for one. */
function pageOf(c: Context<WebEnv>, { language }: Subscription): Page {
  const asked = c.req.query("lang");
  return withLanguage(c.var.page, asked === undefined ? language : parseLanguage(asked));
}
