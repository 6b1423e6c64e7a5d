import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmailChannel } from "../../src/channels/email.ts";
import { LANGUAGES, type Language, type MessageView } from "../../src/domain/message.ts";
import { connectChromium } from "../support/chromium.ts";
import { extentOverview, extentReminder, fullExtent, gradeViews, movedViews } from "../support/extent-views.ts";
import { longViews } from "../support/long-views.ts";
import { findFaults } from "../support/page-faults.ts";
import {
  exampleViews,
  makeAlertView,
  makeHostileView,
  makeReminderView,
  ofOwnCases,
} from "../support/message-views.ts";
import { drawMail, renderPayload } from "../support/sending.ts";

const PHONE = { width: 360, height: 740 };
/** So late that the mail warns of old facts, above everything else. */
const LATE = new Date("2026-11-27T07:15:00Z");

const single: Readonly<Record<string, MessageView>> = {
  ...exampleViews,
  ...longViews,
  ...gradeViews,
  ...movedViews,
  "three kinds of reports, of two products that the region buys": fullExtent,
};
const mails: Readonly<Record<string, readonly MessageView[]>> = {
  ...Object.fromEntries(Object.entries(single).map(([name, view]) => [name, [view]])),
  "a digest of everything": ofOwnCases(Object.values(single)),
  "an alert": [makeAlertView()],
  "a reminder": [makeReminderView()],
  "an overview of extents": [extentOverview],
  "a reminder of extents": [extentReminder],
  "a hostile one": [makeHostileView()],
};

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await connectChromium();
  page = await browser.newPage({ viewport: PHONE });
});
afterAll(() => browser?.close());

async function open(views: readonly MessageView[], language: Language = "sv"): Promise<void> {
  const channel = createEmailChannel({ smtpUrl: null, from: "Restsignal <utskick@restsignal.example.se>" });
  const unsubscribeUrl = `https://restsignal.example.se/preferences/${"a1b2c3".repeat(12)}`;
  const payload = await renderPayload(channel, { views, language, unsubscribeUrl, now: LATE });
  await page.setContent(drawMail(channel, payload).html);
}

const width = () => page.evaluate("document.documentElement.scrollWidth");

describe.each(LANGUAGES)("on a phone of 360 px, in %s", (language) => {
  it.each(Object.keys(mails))(
    "the mail is no wider than the screen, light or dark, and every text can be read: %s",
    async (name) => {
      await open(mails[name] ?? [], language);
      for (const size of [PHONE, { width: 600, height: 900 }]) {
        await page.setViewportSize(size);
        expect(await width()).toBeLessThanOrEqual(size.width);
      }
      await page.setViewportSize(PHONE);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const faults = await findFaults(page, { runOnly: ["color-contrast"] });
        expect(faults.flatMap(({ nodes }) => nodes.map(({ html }) => html.slice(0, 120)))).toEqual([]);
      }
      await page.emulateMedia({ colorScheme: "light" });
    },
  );

  it.each(Object.keys(single))("what to do begins in the first screen: %s", async (name) => {
    const view = single[name];
    await open(view === undefined ? [] : [view], language);
    await page.setViewportSize(PHONE);
    const first = page
      .locator(view?.message.advice === null ? ".none p, .lead, .facts li" : ".advice p:not(.muted)")
      .first();
    const box = await first.boundingBox();
    expect((box?.y ?? Number.POSITIVE_INFINITY) + Math.min(box?.height ?? 0, 24)).toBeLessThanOrEqual(PHONE.height);
  });
});

it("in a digest, too, what to do of the first messages stands in the first screen, each with a link to its place", async () => {
  const views = Object.values(gradeViews).flatMap((view) => [view, view]);
  const numbered = views.map((view, index) => ({ ...view, message: { ...view.message, id: index + 1 } }));
  await open(ofOwnCases(numbered));
  await page.setViewportSize(PHONE);
  const items = page.locator(".index li");
  expect(await items.count()).toBe(views.length);
  for (const place of [0, 1, 2, 3]) {
    const box = await items.nth(place).locator(".brief").boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? PHONE.height)).toBeLessThan(PHONE.height);
  }
  for (const lead of await items.locator("a:first-child").all()) {
    const place = (await lead.getAttribute("href")) ?? "";
    expect(await page.locator(`[id="${place.slice(1)}"]`).count(), place).toBe(1);
  }
});

it.each(LANGUAGES)(
  "medicines are two lines each of a phone in the index, in %s, and no advice is cut off in it",
  async (language) => {
    const views = Object.values(gradeViews).flatMap((view) => [view, view, view]);
    const numbered = views.map((view, index) => ({ ...view, message: { ...view.message, id: index + 1 } }));
    await open(ofOwnCases(numbered), language);
    await page.setViewportSize(PHONE);
    const items = page.locator(".index li");
    const heights = await items.evaluateAll((all) => all.map((item) => item.getBoundingClientRect().height));
    expect(heights.length).toBe(views.length);
    // A line is some twenty pixels high. Whatever the machine's font, most have two, and none more than three.
    expect(heights.filter((height) => height <= 42).length).toBeGreaterThan(heights.length * 0.6);
    expect(Math.max(...heights)).toBeLessThanOrEqual(62);
    expect((await items.allTextContents()).join("\n")).not.toMatch(/…/);
    expect(await page.locator(".contents .kicker").allTextContents()).toEqual(
      language === "sv" ? ["Brådskande", "Övrigt"] : ["Urgent", "Other"],
    );
  },
);

it("the mail is dark where its reader asks for dark, and its structure has no fault", async () => {
  await open([exampleViews.new]);
  const background = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((part) => part.ownerDocument.defaultView?.getComputedStyle(part).backgroundColor);
  for (const selector of [".paper", ".advice", ".page"]) {
    await page.emulateMedia({ colorScheme: "light" });
    const light = await background(selector);
    await page.emulateMedia({ colorScheme: "dark" });
    expect([selector, await background(selector)]).not.toEqual([selector, light]);
  }
  expect(await page.locator("h1").count()).toBe(1);
  expect(await page.locator('meta[name="color-scheme"]').getAttribute("content")).toBe("light dark");
  const faults = await findFaults(page, {
    rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } },
  });
  expect(faults.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});
