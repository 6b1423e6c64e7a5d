import type { Context } from "hono";
import { MINE_PATH, readerLinkPath } from "../../../addresses.ts";
import { findReaderLink } from "../../../db/reader-letters.ts";
import { readSubscriptionsOf, type Subscription } from "../../../db/subscriptions.ts";
import { findRegion, nameRegion } from "../../../domain/region.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { holderOf } from "../../../services/own-data.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, parseLanguage, renderDocument, withLanguage, type Page, type WebEnv } from "../../frame/page.ts";
import { redirectDone } from "../../parts/notice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { subscriptionsWords } from "./words.ts";

/** What holds the link in a route. */
export const MINE = `${MINE_PATH}/:token`;
/** The same about one of its subscriptions. */
export const OWN = `${MINE}/:id{[0-9]+}`;

/** Somebody with a link that works: what goes to its address is theirs. */
export interface Opened {
  readonly address: string;
  readonly expiresAt: Date;
  /** Path of the first page that the link opens. */
  readonly path: string;
  /** In the language that the address asks for, else that of the letter. */
  readonly page: Page;
}

type Answer = Response | Promise<Response>;

/** Opens the link, or says that it works no more, without a word on what it may have opened. */
export function withLink(deps: WebDeps, handle: (c: Context<WebEnv>, opened: Opened) => Answer) {
  return async (c: Context<WebEnv>): Promise<Response> => {
    const token = c.req.param("token") ?? "";
    const kind = "manage-subscriptions" as const;
    const link = /^[\w-]{20,200}$/.test(token) ? await findReaderLink(deps.db, { token, kind, now: deps.now() }) : null;
    if (link === null) return c.html(renderDocument(<GonePage page={c.var.page} />), 404);
    const asked = c.req.query("lang");
    const page = withLanguage(c.var.page, asked === undefined ? link.language : parseLanguage(asked));
    const { address, expiresAt } = link;
    return handle(c, { address, expiresAt, path: readerLinkPath({ kind, token, language: "sv" }), page });
  };
}

/** One of their own subscriptions, with what it is about. */
export interface OpenedOne extends Opened {
  readonly own: Subscription;
  readonly region: string;
}

/** The same for a page about one subscription, which the address names; the first page where it is none of theirs, or has ended. */
export function withOwn(deps: WebDeps, handle: (c: Context<WebEnv>, opened: OpenedOne) => Answer) {
  return withLink(deps, async (c, opened) => {
    const id = parseRowId(c.req.param("id") ?? "");
    const all = await readSubscriptionsOf(deps.db, holderOf(opened));
    const own = all.find((one) => one.id === id);
    if (own === undefined || own.state === "ended") return goBack(c, opened, "unknown");
    return handle(c, { ...opened, own, region: findRegion(own.regionCode)?.name ?? nameRegion(own.regionCode) });
  });
}

/** To the first page, which tells what was done, in the same language. */
export function goBack(c: Context<WebEnv>, { path, page }: Opened, done: string): Response {
  return redirectDone({ redirect: (to, status) => c.redirect(to, status), var: { page } }, path, done);
}

function GonePage({ page }: { readonly page: Page }) {
  const { gone } = subscriptionsWords[page.language];
  return (
    <Layout page={page} title={gone.title}>
      <h1>{gone.title}</h1>
      <p class="lead">{gone.text}</p>
      <p>
        <a href={linkTo(page.language, MINE_PATH)}>{gone.ask}</a>
      </p>
    </Layout>
  );
}
