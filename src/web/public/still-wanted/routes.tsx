import { Hono, type Context } from "hono";
import { STILL_WANTED_PATH } from "../../../addresses.ts";
import { readWishNames } from "../../../db/wish-names.ts";
import { readWishes } from "../../../db/wishes.ts";
import { keepSubscription, openQuestion } from "../../../services/reconfirmations.ts";
import { acceptForm } from "../../desk/refused-form.tsx";
import type { FormLimits } from "../../frame/form-body.ts";
import { isFromOtherSite } from "../../frame/own-form.ts";
import { parseLanguage, renderDocument, withLanguage, type Page, type WebEnv } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import { NoticePage, StillWantedPage } from "./page.tsx";
import { stillWantedWords } from "./words.ts";

/** A button, and nothing to fill in. */
const KEEP_FORM: FormLimits = { maxBytes: 1_000, maxFields: 10, maxFieldBytes: 1_000, maxFiles: 0 };

type Visit = Context<WebEnv>;

/**
 * Where the yearly question to a shared mailbox leads. Only the button changes anything: mail scanners open links before
 * anybody reads the letter. To end it leads to the subscription's own page, where that can be taken back.
 */
export function createStillWantedRoute(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const path = `${STILL_WANTED_PATH}/:token`;
  app.use(path, async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
    c.header("referrer-policy", "no-referrer");
    c.header("x-robots-tag", "noindex");
  });
  app.get(path, (c) => answer(deps, c));
  app.post(path, acceptForm(KEEP_FORM), async (c) => {
    const { language } = c.var.page;
    const { foreign, agreement: text } = stillWantedWords[language];
    if (isFromOtherSite(c, deps.publicUrl))
      return c.html(renderDocument(<NoticePage page={c.var.page} {...foreign} />), 403);
    await keepSubscription({ db: deps.db, now: deps.now() }, { token: readToken(c), text });
    return answer(deps, c);
  });
  return app;
}

async function answer({ db, channels, ...deps }: WebDeps, c: Visit): Promise<Response> {
  const now = deps.now();
  const opened = await openQuestion({ db, now }, readToken(c));
  if (opened === null) {
    const { goneTitle: title, gone: text } = stillWantedWords[c.var.page.language];
    return c.html(renderDocument(<NoticePage page={c.var.page} title={title} text={text} />), 404);
  }
  const { subscription } = opened;
  const { id, regionCode, channel, target } = subscription;
  const wishes = (await readWishes(db, [id])).filter(({ endedAt }) => endedAt === null);
  const names = await readWishNames(db, { regionCode, filters: wishes.map(({ filter }) => filter) });
  const name = channels.get(channel)?.describeTarget(target) ?? "…";
  const page = pageOf(c, subscription.language);
  return c.html(renderDocument(<StillWantedPage page={page} {...opened} {...{ wishes, names, name, now }} />));
}

/** In the subscription's own language, unless the address asks for one. */
function pageOf(c: Visit, language: Page["language"]): Page {
  const asked = c.req.query("lang");
  return withLanguage(c.var.page, asked === undefined ? language : parseLanguage(asked));
}

/** The database's text holds no NUL, and no token of ours is long. */
function readToken(c: Visit): string {
  const token = c.req.param("token") ?? "";
  return /^[\w-]{1,100}$/.test(token) ? token : "";
}
