import type { Browser, Page } from "@playwright/test";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LANGUAGES, type Message, type MessageView } from "../../src/domain/message.ts";
import { findRegion } from "../../src/domain/region.ts";
import { readAssets } from "../../src/web/frame/assets.ts";
import { createPage, renderDocument } from "../../src/web/frame/page.ts";
import { CasePage } from "../../src/web/public/thread/case-page.tsx";
import { createAssetRoute } from "../../src/web/frame/asset.ts";
import { connectChromium } from "../support/chromium.ts";
import { servePages, type PageServer } from "../support/page-server.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { makeExtentFact } from "../support/extent-facts.ts";
import { longViews } from "../support/long-views.ts";
import { exampleViews, makeFacts } from "../support/message-views.ts";
import { factsOf } from "../support/message-facts.ts";

/** A strength by name, all three states and a day to come. */
const gone = ["500 mg"].map((strength) => ({ strength, products: 2, from: "2026-12-14" }));
const said = { grade: "strength", registered: 16, short: 5, coming: 2, ceasing: 1, unreported: 8, gone } as const;
const extent = {
  extent: { ...makeExtentFact({ ...said, from: "2026-12-14" }), products: [] },
  catalogueOn: "2026-08-21",
};

const PHONE = { width: 360, height: 740 };
const CONTACT = "Läkemedelsjouren dygnet runt 040-12 34 56";
const { overview: _, ...cases } = exampleViews;

/** Each as the newest of its case, on a page that warns of old facts as well. */
const views: Readonly<Record<string, MessageView>> = { ...cases, ...longViews };
const region = findRegion("12");

let browser: Browser;
let server: PageServer;
let page: Page;

function showCase(url: string, thread: readonly Message[], contact: string | null): string {
  if (region === undefined) throw new Error("test: there is no such region");
  const fileTime = new Date("2026-08-21T00:27:00Z");
  const source = { name: "lakemedelsverket", fileTime, ageHours: 2_355, stale: true };
  const about = { source, version: "test", mode: "live", assets: readAssets().paths } as const;
  const [newest] = thread;
  const facts = newest === undefined ? makeFacts() : factsOf("case", newest);
  const { entry } = newest === undefined ? factsOf("case", longViews["long names"].message) : facts;
  const now = {
    facts,
    ended: [],
    extent,
    standing: { falls: [], now: [], keptVersions: [] },
    signals: [],
    today: "2026-08-21" as const,
    caseId: 7,
  };
  const props = {
    page: createPage({ url: new URL(url), ...about }),
    region,
    entry,
    thread,
    contact,
    link: () => url,
    ...now,
  };
  return renderDocument(<CasePage {...props} />);
}

beforeAll(async () => {
  const app = new Hono();
  app.route("/", createAssetRoute(readAssets()));
  app.get("/none", (c) => c.html(showCase(c.req.url, [], c.req.query("contact") ?? null)));
  app.get("/case/:name", (c) => {
    const view = views[c.req.param("name")];
    return view === undefined ? c.notFound() : c.html(showCase(c.req.url, [view.message], CONTACT));
  });
  server = await servePages(app.fetch);
  browser = await connectChromium();
  page = await browser.newPage({ viewport: PHONE });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function open(path: string): Promise<void> {
  await page.goto(server.address + path);
}

/** Where the first of these begins, in pixels from the top. */
async function topOf(selector: string): Promise<number> {
  return (await page.locator(selector).first().boundingBox())?.y ?? Number.POSITIVE_INFINITY;
}

describe.each(LANGUAGES)("on a phone of 360 × 740 px, on a page that warns of old facts, in %s", (language) => {
  it.each(Object.keys(views))("what to do begins in the first screen of the case: %s", async (name) => {
    await open(`/case/${encodeURIComponent(name)}?lang=${language}`);
    const answers = views[name]?.message.advice === null ? ".none p, .lead" : ".advice p:not(.muted)";
    expect(await topOf(`.newest :is(${answers})`)).toBeLessThan(PHONE.height - 24);
    // The facts come after it, in every message.
    expect(await topOf(".now")).toBeGreaterThan(await topOf(`.newest :is(${answers})`));
  });

  it("that there is no advice, and whom to ask, stands in the first screen of a case without a message", async () => {
    await open(`/none?lang=${language}&contact=${encodeURIComponent(CONTACT)}`);
    const box = page.locator(".ds-alert p", { hasText: CONTACT });
    expect((await box.boundingBox())?.y).toBeLessThan(PHONE.height - 24);
  });
});

it("a retraction says first what to disregard, and a region without a number says so by its form", async () => {
  await open("/case/retraction");
  expect(await page.locator(".newest p").first().textContent()).toContain("Bortse från det");
  expect(await page.locator(".when-urgent").textContent()).toContain(CONTACT);
  await open("/none");
  expect(await page.locator(".when-urgent").textContent()).toContain("Region Skåne har inte angett något nummer");
});

it.each(["long names", "a correction by a rule, with a stock"])(
  "the page has no fault and no sideways scroll: %s",
  async (name) => {
    await open(`/case/${encodeURIComponent(name)}`);
    await expectNoFaults(page);
  },
);
