import { Hono, type Context } from "hono";
import { createMiddleware } from "hono/factory";
import { MINE_PATH } from "../../../addresses.ts";
import { readReaderHolds } from "../../../db/reader-holds.ts";
import { readWishNames } from "../../../db/wish-names.ts";
import { parseEmailAddress } from "../../../domain/email-address.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { askForManageLink } from "../../../services/manage-links.ts";
import { eraseOwnData, holderOf, readOwnData } from "../../../services/own-data.ts";
import { endOwn, endWish, resumeOwn, resumeWish, snooze, type Changed } from "../../../services/subscriptions.ts";
import { acceptForm } from "../../desk/refused-form.tsx";
import { readClientAddress } from "../../frame/client-address.ts";
import { networksOf } from "../../frame/client-network.ts";
import { OPEN_FORM } from "../../frame/form-body.ts";
import { readForm, textOf } from "../../frame/form.ts";
import { isFromOtherSite } from "../../frame/own-form.ts";
import { renderDocument, type WebEnv } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import { AskedPage, AskPage } from "./ask-page.tsx";
import { addChangeRoutes } from "./change-routes.tsx";
import { writeExport } from "./export.ts";
import { goBack, MINE, OWN, withLink, type Opened } from "./link.tsx";
import { OWN_DEEDS, OverviewPage, type ShownSubscription } from "./overview-page.tsx";
import { ErasedPage, ErasePage, OwnDataPage } from "./own-data-page.tsx";
import { subscriptionsWords } from "./words.ts";

/** All that goes to one address, for whoever has the link that was mailed to it; nothing here is kept by anybody on the way. */
export function createSubscriptionsRoute(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const accept = acceptForm(OPEN_FORM);
  for (const path of [MINE_PATH, `${MINE_PATH}/*`]) app.use(path, keepSecret);
  app.get(MINE_PATH, (c) => c.html(renderDocument(<AskPage page={c.var.page} address="" problems={[]} />)));
  app.post(MINE_PATH, accept, (c) => ask(deps, c));
  app.get(
    MINE,
    withLink(deps, (c, opened) => showOverview(deps, c, opened)),
  );
  app.get(
    `${MINE}/uppgifter`,
    withLink(deps, (c, opened) => showOwnData(deps, c, opened)),
  );
  app.get(
    `${MINE}/uppgifter.json`,
    withLink(deps, (c, opened) => exportOwnData(deps, c, opened)),
  );
  app.get(
    `${MINE}/radera`,
    withLink(deps, (c, opened) => c.html(renderDocument(<ErasePage opened={opened} />))),
  );
  app.post(
    `${MINE}/radera`,
    accept,
    withLink(deps, (c, opened) => erase(deps, c, opened)),
  );
  addChangeRoutes(app, deps);
  app.post(
    OWN,
    accept,
    withLink(deps, (c, opened) => doDeed(deps, c, opened)),
  );
  return app;
}

const keepSecret = createMiddleware<WebEnv>(async (c, next) => {
  await next();
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "no-referrer");
  c.header("x-robots-tag", "noindex");
});

/** The same answer for every address, known or not, and whether too many were asked for or not. */
async function ask(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const { page } = c.var;
  const words = subscriptionsWords[page.language].ask;
  const typed = textOf(await readForm(c), "address");
  const show = (problem: string | null, warning?: string) => {
    const problems = problem === null ? [] : [{ field: "address", problem }];
    const extra = warning === undefined ? {} : { warning };
    return renderDocument(<AskPage page={page} address={typed.slice(0, 400)} problems={problems} {...extra} />);
  };
  if (isFromOtherSite(c, deps.publicUrl)) return c.html(show(null, words.foreign), 403);
  const address = parseEmailAddress(typed);
  if (address === null) return c.html(show(words.bad), 422);
  const network = networksOf(readClientAddress(c, deps.trustedProxies)).wide;
  await askForManageLink({ db: deps.db, now: deps.now() }, { address, language: page.language, network });
  return c.html(renderDocument(<AskedPage page={page} />));
}

async function showOverview(deps: WebDeps, c: Context<WebEnv>, opened: Opened): Promise<Response> {
  const { shown } = await readShown(deps, opened);
  const ids = shown.map(({ own }) => own.id);
  const props = { opened, subscriptions: shown, holds: await readReaderHolds(deps.db, ids), now: deps.now() };
  return c.html(renderDocument(<OverviewPage {...props} />));
}

/** All that lies here about them, with the names that its words need. */
async function readShown({ db }: WebDeps, opened: Opened) {
  const data = await readOwnData({ db }, opened);
  const shown: ShownSubscription[] = [];
  for (const { wishes, ...own } of data.subscriptions) {
    const filters = wishes.map(({ filter }) => filter);
    const names = await readWishNames(db, { regionCode: own.regionCode, filters });
    shown.push({ own, wishes, names });
  }
  return { data, shown };
}

async function doDeed(deps: WebDeps, c: Context<WebEnv>, opened: Opened): Promise<Response> {
  const values = await readForm(c);
  const id = parseRowId(c.req.param("id") ?? "");
  const wishId = parseRowId(textOf(values, "wish"));
  const deed = OWN_DEEDS.find((one) => one === textOf(values, "do"));
  if (id === null || deed === undefined || (deed.endsWith("wish") && wishId === null))
    return goBack(c, opened, "unknown");
  const ctx = { db: deps.db, now: deps.now() };
  const own = { holder: holderOf(opened), id };
  const [changed, done] = await ((): Promise<readonly [Changed, string]> => {
    const told = async (verb: Promise<Changed>, as: string) => [await verb, as] as const;
    switch (deed) {
      case "end":
        return told(endOwn(ctx, own), "ended");
      case "resume":
        return told(resumeOwn(ctx, own), "resumed");
      case "end-wish":
        return told(endWish(ctx, { ...own, wishId: wishId ?? 0 }), "wish-ended");
      case "resume-wish":
        return told(resumeWish(ctx, { ...own, wishId: wishId ?? 0 }), "wish-resumed");
      case "unpause":
        return told(snooze(ctx, { ...own, until: null }), "unpaused");
    }
  })();
  return goBack(c, opened, changed.kind === "changed" ? done : changed.kind);
}

async function showOwnData(deps: WebDeps, c: Context<WebEnv>, opened: Opened): Promise<Response> {
  const { data, shown } = await readShown(deps, opened);
  return c.html(renderDocument(<OwnDataPage opened={opened} data={data} subscriptions={shown} />));
}

async function exportOwnData(deps: WebDeps, c: Context<WebEnv>, opened: Opened): Promise<Response> {
  const { data, shown } = await readShown(deps, opened);
  const text = writeExport({ opened, data, shown, publicUrl: deps.publicUrl, now: deps.now() });
  return c.body(text, 200, {
    "content-type": "application/json; charset=utf-8",
    "content-disposition": 'attachment; filename="restsignal-uppgifter.json"',
  });
}

async function erase(deps: WebDeps, c: Context<WebEnv>, opened: Opened): Promise<Response> {
  if (textOf(await readForm(c), "do") !== "erase") return c.html(renderDocument(<ErasePage opened={opened} />), 400);
  await eraseOwnData({ db: deps.db, now: deps.now() }, opened);
  return c.html(renderDocument(<ErasedPage opened={opened} />));
}
