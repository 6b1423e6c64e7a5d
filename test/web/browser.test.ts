import type { Browser, Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { json } from "../../src/db/client.ts";
import { openAlert } from "../../src/services/alerts.ts";
import { writeSourceTry } from "../../src/db/source-health.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { makeExtentFact } from "../support/extent-facts.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { type BrowsedSite, goAfresh, useBrowsedSite } from "./use-site.ts";

const TWO_DAYS_MS = 2 * 86_400_000;
const TOKEN = "browser-token";

let site: Site;
let browser: Browser;
let addressOf: BrowsedSite["addressOf"];
/** One for all tests that only look: a page of its own would cost each more than the looking. */
let shown: Page;
let now = NOW;

/** What is looked at, and how its path is found. */
const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  "the first page": () => "/",
  "a region": () => "/r/12?priority=2",
  "the first page's answer": () => "/?q=morfin",
  "all that is reported in the country": () => "/?show=all",
  "a region with a wrong filter": () => "/r/12?atc=!!",
  "a region's answer": () => "/r/12?q=insulin",
  "a region's answer in English": () => "/r/12?q=morphine+injection&lang=en",
  "a question that may be misspelt": () => "/r/12?q=Meropenm",
  "a question that names nothing": () => "/r/12?q=%21%21",
  "a region in English": () => "/r/12?priority=1&status=ongoing&lang=en",
  "a region without a list": () => "/r/01",
  "a case with a thread": async () => `/r/12/${await findCaseOf(site.db, "Meropenem")}`,
  "an urgent case": async () => `/r/12/${await findCaseOf(site.db, "Heparin")}`,
  "a case sent unreviewed": async () => `/r/14/${await findCaseOf(site.db, "Meropenem", "14")}`,
  "a case without a message": async () => `/r/12/${await findCaseOf(site.db, "Noradrenalin")}`,
  "a subscription": () => `/preferences/${TOKEN}`,
  "the state of the sources": () => "/kallor",
  "all feeds": () => "/feeds",
  "a feed's page": () => "/r/12/feed?atc=J01&area=Anestesi",
  "a region's feed, with narrower ones": () => "/r/12/feed",
  "the accessibility statement": () => "/tillganglighet",
  "a page that is not there": () => "/r/99",
};

useBrowsedSite({ now: () => now }, async (browsed) => {
  ({ site, browser, addressOf } = browsed);
  shown = await browser.newPage();
  // Only what may call for another treatment has a sign of its own: one that is short, and one that will be.
  await site.db
    .updateTable("region_case")
    .set({ extent: json(makeExtentFact({ grade: "whole" })) })
    .where("id", "in", [await findCaseOf(site.db, "Meropenem"), await findCaseOf(site.db, "Vankomycin")])
    .execute();
  // So that /kallor has a last try and an alert to show.
  const source = { name: "lakemedelsverket", title: "Läkemedelsverket" };
  const reason = "https://docetp.mpa.se/LMF/Reports/opendata-medicine-shortages-current-3-0.xml answered 503";
  await writeSourceTry(site.db, { source: source.name, at: NOW, outcome: "failed", reason, good: null });
  const alert = { source, kind: "unreachable", reason, now: NOW, digestChannels: new Set<string>() } as const;
  await site.db.transaction().execute((db) => openAlert(db, alert));
  await saveSubscription(site.db, {
    regionCode: SKANE,
    channel: "email",
    target: { address: "anna@skane.example" },
    language: "sv",
    filter: { atc: ["J01"] },
    token: TOKEN,
    now: NOW,
  });
});

const show = (path: string) => goAfresh(shown, addressOf(path));

describe("at 320 and 1280 px, in light and dark colours, axe finds no fault and nothing scrolls sideways", () => {
  it.each(Object.keys(PAGES))("on %s", async (name) => {
    await expectNoFaults(await show((await PAGES[name]?.()) ?? ""));
  });

  it("on a page that warns of old facts", async () => {
    now = new Date(NOW.getTime() + TWO_DAYS_MS);
    const page = await show("/r/12?q=meropenem");
    now = NOW;
    expect(await page.getByText("kan vara inaktuella").isVisible()).toBe(true);
    await expectNoFaults(page);
  });
});

describe("without a mouse", () => {
  it("the first stop is the skip link, it shows itself, and it leads to the content", async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
    await page.goto(addressOf("/r/12"));
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Hoppa till innehållet" });
    expect(await skip.evaluate((link) => link.matches(":focus"))).toBe(true);
    expect((await skip.boundingBox())?.height).toBeGreaterThan(24);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").getAttribute("id")).toBe("q");
    await page.close();
  });

  it("every stop shows where it is", async () => {
    const page = await browser.newPage();
    await page.goto(addressOf("/r/12"));
    for (let stop = 0; stop < 12; stop++) {
      await page.keyboard.press("Tab");
      const outline = await page.locator(":focus").evaluate((element) => {
        const style = element.ownerDocument.defaultView?.getComputedStyle(element);
        return { style: style?.outlineStyle, width: Number.parseFloat(style?.outlineWidth ?? "0") };
      });
      expect(outline.style).toBe("solid");
      expect(outline.width).toBeGreaterThanOrEqual(2);
    }
    await page.close();
  });

  it("the question is sent with Enter, and the address can be shared", async () => {
    const page = await browser.newPage();
    await page.goto(addressOf("/r/12"));
    await page.getByLabel("Sök läkemedel").fill("meropenem");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Svar på ”meropenem”" }).waitFor();
    expect(new URL(page.url()).searchParams.get("q")).toBe("meropenem");
    await page.close();
  });
});

it("at 200 % zoom nothing scrolls sideways", async () => {
  // A window of 1280 px that is zoomed to 200 % has 640 CSS pixels.
  await shown.setViewportSize({ width: 640, height: 800 });
  for (const find of Object.values(PAGES)) {
    const page = await show(await find());
    expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).toBe(
      true,
    );
  }
});

describe("without scripts", () => {
  it("a reader finds a region, a case and its advice, and nothing breaks the site's own rules", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(addressOf("/"))) complaints.push(request.url());
    });
    await page.goto(addressOf("/"));
    await page.getByRole("link", { name: "Region Skåne" }).click();
    await page.getByRole("link", { name: "Meropenem, injektion/infusion" }).click();
    await page.getByText("två injektionsflaskor").waitFor({ state: "visible" });
    expect(complaints).toEqual([]);
    await context.close();
  });
});

it("rows that look like cards are a table all the same to a screen reader", async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
  await page.goto(addressOf("/r/12?q=meropenem"));
  const table = page.getByRole("table", { name: "Anmält, på regionens lista (1)" });
  expect(await table.getByRole("columnheader").allTextContents()).toEqual(["Läkemedel", "Omfattning och datum", "Råd"]);
  expect(await table.getByRole("rowheader").count()).toBe(1);
  expect(await table.getByRole("cell").count()).toBe(2);
  await page.close();
});

describe("on paper", () => {
  const signOf = (kind: string) =>
    `(() => {
      const style = getComputedStyle(document.querySelector(".cases .status.${kind}"), "::before");
      const inner = Number.parseFloat(style.width) - 2 * Number.parseFloat(style.borderTopWidth);
      return { filled: inner <= 0.5, background: style.backgroundColor };
    })()`;

  it("the signs keep their meaning without backgrounds, forms stay away, and the page says where and when it was fetched", async () => {
    const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
    await page.goto(addressOf("/r/12"));
    await page.emulateMedia({ media: "print" });
    const none = "rgba(0, 0, 0, 0)";
    expect(await page.evaluate(signOf("ongoing"))).toEqual({ filled: true, background: none });
    expect(await page.evaluate(signOf("upcoming"))).toEqual({ filled: false, background: none });
    for (const hidden of ["form", ".links", ".trail"])
      expect([hidden, await page.locator(`${hidden} >> visible=true`).count()]).toEqual([hidden, 0]);
    const printed = page.locator(".printed");
    expect(await printed.textContent()).toContain(
      "Utskrift av https://restsignal.example/r/12, hämtad 2026-08-21 08:00",
    );
    expect(await printed.isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
    expect(await printed.isVisible()).toBe(false);
    await page.close();
  });

  it("a list of 41 medicines takes four pages at most, in columns", async () => {
    const page = await browser.newPage();
    await page.goto(addressOf("/r/12"));
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page[^s]/g)?.length).toBeLessThanOrEqual(4);
    await page.close();
  });

  it("an address that is a key stands on none", async () => {
    expect(await (await fetch(addressOf(`/preferences/${TOKEN}`))).text()).not.toContain("Utskrift av");
  });
});
