import type { Browser, BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { afterAll, beforeAll } from "vitest";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { connectChromium } from "../support/chromium.ts";
import { servePages, type PageServer } from "../support/page-server.ts";
import type { DeskVisitor } from "./desk-visitor.ts";
import { createEmptySite, createPostgresSite, createSite, type Site } from "./site.ts";

type Over = Partial<WebDeps>;
type Prepare<Opened> = (opened: Opened) => Promise<void> | void;

/** One site for all tests of a file, once `prepare` has had its way with it. */
export function useSite(over: Over, prepare: Prepare<Site>): void {
  use(() => createSite(over), prepare);
}

/** The same on PostgreSQL. */
export function usePostgresSite(over: Over, prepare: Prepare<Site>): void {
  use(() => createPostgresSite(over), prepare);
}

/** The same with nothing in it. */
export function useEmptySite(over: Over, prepare: Prepare<Site>): void {
  use(() => createEmptySite(over), prepare);
}

function use(open: () => Promise<Site>, prepare: Prepare<Site>): void {
  let site: Site | undefined;
  beforeAll(async () => {
    site = await open();
    await prepare(site);
  });
  afterAll(() => site?.close());
}

/** The cookie of a plain address is one that a browser takes without a certificate. */
export const PLAIN = { publicUrl: "http://127.0.0.1" } as const;

/** Goes there as somebody who has chosen no language: a choice stays in a cookie, and tests of a file share their page. */
export async function goAfresh(page: Page, path: string): Promise<Page> {
  await page.context().clearCookies({ name: "restsignal_language" });
  await page.goto(path);
  return page;
}

/** A site, and a browser that visits it. */
export interface BrowsedSite {
  readonly site: Site;
  readonly browser: Browser;
  readonly addressOf: (path: string) => string;
  /** A browser in which that visitor is signed in; paths lead to the site. */
  readonly openFor: (visitor: DeskVisitor, options?: BrowserContextOptions) => Promise<BrowserContext>;
}

/** The same for tests that look at its pages in a browser. */
export function useBrowsedSite(over: Over, prepare: Prepare<BrowsedSite>): void {
  let connected: Browser | undefined;
  let server: PageServer | undefined;
  useSite(over, async (site) => {
    const browser = (connected = await connectChromium());
    const { address } = (server = await servePages(site.app.fetch));
    await prepare({
      site,
      browser,
      addressOf: (path) => address + path,
      async openFor({ token }, options) {
        const context = await browser.newContext({ baseURL: address, ...options });
        await context.addCookies([{ name: "restsignal_session", value: token, url: address }]);
        return context;
      },
    });
  });
  afterAll(async () => {
    await connected?.close();
    server?.close();
  });
}
