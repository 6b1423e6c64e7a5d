import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CaseNotice } from "../../src/domain/case.ts";
import type { MessageView } from "../../src/domain/message.ts";
import { makeNotice, makePackage } from "../support/builders.ts";
import { connectChromium } from "../support/chromium.ts";
import type { PageServer } from "../support/page-server.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { exampleViews, makeHostileView, makeView, tailoredView } from "../support/message-views.ts";
import { startPreviewSite } from "./preview-site.tsx";

const withCase = (view: MessageView, caseId: number): MessageView => ({
  ...view,
  message: { ...view.message, caseId },
});

const views = {
  tailored: withCase(tailoredView, 1),
  unreviewed: withCase(exampleViews.cessation, 3),
  hostile: withCase(makeHostileView(), 4),
  refused: makeView({ caseId: 6, advice: { type: "no-action", text: { sv: "Ett långt råd. ".repeat(2_000) } } }),
};

const packages = Array.from({ length: 20 }, (_, index) =>
  makePackage({
    nplPackId: `pack-${index}`,
    start: index % 3 === 0 ? "2026-09-10" : "2026-06-01",
    end: index % 4 === 0 ? null : index % 5 === 0 ? "2026-08-01" : "2026-12-31",
    ended: index % 7 === 0 ? "2026-08-02" : null,
  }),
);
const notices: readonly CaseNotice[] = (["shortage", "cessation", "unknown"] as const).map((type, index) => ({
  noticeId: index,
  vanished: index === 2,
  notice: makeNotice({
    type,
    packages,
    source: "lakemedelsverket",
    productName: `Läkemedel ${"långt namn ".repeat(12)}`,
  }),
}));

let site: PageServer;
let browser: Browser;
let onePage: Page;

beforeAll(async () => {
  site = await startPreviewSite({ views, notices });
  browser = await connectChromium();
  onePage = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});

describe("at 320 and 1280 px, in light and dark colours, axe finds no fault and nothing scrolls sideways", () => {
  it.each([...Object.keys(views), "timeline"])("on %s", async (name) => {
    await onePage.goto(`${site.address}/${name}`);
    await expectNoFaults(onePage);
  });
});

describe("the page's own policy", () => {
  it.each(["tailored", "timeline"])("is broken by nothing on %s", async (name) => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${site.address}/${name}`);
    await page.waitForLoadState("networkidle");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("lets a page with previews frame the site itself, and no other page", async () => {
    const policyOf = async (name: string) =>
      (await fetch(`${site.address}/${name}`)).headers.get("content-security-policy") ?? "";
    expect(await policyOf("tailored")).toContain("frame-src 'self'");
    expect(await policyOf("tailored")).toContain("frame-ancestors 'none'");
    expect(await policyOf("timeline")).not.toContain("frame-src");
    expect(await policyOf("cases/1/preview/email")).toContain("sandbox");
  });
});

it("the mail is seen in its frame, with its own styles and without scripts", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.address}/tailored`);
  const frame = page.frameLocator('iframe[title^="Mejlet"]').first();
  await frame.getByText("Gäller: Akutsjukvård, IVA · läkare").waitFor({ state: "visible" });
  const background = await frame.locator(".advice").evaluate((box) => {
    return box.ownerDocument.defaultView?.getComputedStyle(box).backgroundColor;
  });
  expect(background).toBe("rgb(233, 244, 236)");
  await page.close();
});

it("a long time line is bounded in height, and can be reached and scrolled by keyboard on a narrow screen", async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
  await page.goto(`${site.address}/timeline`);
  const box = page.locator(".timeline-scroll");
  expect((await box.boundingBox())?.height).toBeLessThan(600);
  await box.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => box.evaluate((element) => element.scrollLeft > 0 && element.scrollTop > 0)).toBe(true);
  await page.close();
});

it("a time line is coloured by the page's style sheet: a bar differs in light and dark, and an upcoming one is hollow", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.address}/timeline`);
  const colourOf = (name: string) =>
    page
      .locator(`.${name} rect`)
      .first()
      .evaluate((bar) => bar.ownerDocument.defaultView?.getComputedStyle(bar).fill);
  await page.emulateMedia({ colorScheme: "light" });
  const [light, hollow] = [await colourOf("timeline-ongoing"), await colourOf("timeline-upcoming")];
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await colourOf("timeline-ongoing")).not.toBe(light);
  expect(hollow).not.toBe(light);
  expect(light).not.toBe("rgb(0, 0, 0)");
  await page.close();
});

it("each label of the time line lies whole within the drawing, however long and wide its words are", async () => {
  const wide = ["W".repeat(200), "MOMETASON ".repeat(20), "Åäö ".repeat(60), "x"].map(
    (productName, index): CaseNotice => ({
      noticeId: index,
      vanished: false,
      notice: makeNotice({
        source: "lakemedelsverket",
        productName,
        packages: [makePackage({ nplPackId: `w-${index}` })],
      }),
    }),
  );
  for (const shown of [notices, wide]) {
    const long = await startPreviewSite({ views: {}, notices: shown });
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await page.goto(`${long.address}/timeline`);
    const svg = await page.locator("svg.timeline").boundingBox();
    if (svg === null) throw new Error("test: no drawing");
    const labels = await page.locator(".timeline-words text, .timeline-today-words text").evaluateAll((all) =>
      all.map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        return { text: text.textContent.slice(0, 40), left, right, top, bottom };
      }),
    );
    expect(labels.length).toBeGreaterThan(shown.length);
    const outside = labels.filter(
      ({ left, right, top, bottom }) =>
        left < svg.x || right > svg.x + svg.width || top < svg.y || bottom > svg.y + svg.height,
    );
    expect(outside).toEqual([]);
    await page.close();
    long.close();
  }
});
