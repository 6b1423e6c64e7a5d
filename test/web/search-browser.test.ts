import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { type BrowsedSite, useBrowsedSite } from "./use-site.ts";
import { readCases } from "../support/case-table.ts";

const SCREENS = [
  { name: "a phone", width: 360, height: 740 },
  { name: "a desk", width: 1280, height: 800 },
] as const;

let browsed: BrowsedSite;

useBrowsedSite({}, (opened) => {
  browsed = opened;
});

async function open(path: string, screen: { width: number; height: number }): Promise<Page> {
  const { width, height } = screen;
  const context = await browsed.browser.newContext({ viewport: { width, height }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(browsed.addressOf(path));
  return page;
}

/** How far down the first such part begins and ends. */
async function placeOf(page: Page, part: string): Promise<{ top: number; bottom: number }> {
  const box = await page.locator(part).first().boundingBox();
  if (box === null) throw new Error(`test: unable to find ${part} on the page`);
  return { top: box.y, bottom: box.y + box.height };
}

describe.each(SCREENS)("on the first screen of $name, without script", (screen) => {
  it("the home page is the one field", async () => {
    const page = await open("/", screen);
    expect((await placeOf(page, "#q")).bottom).toBeLessThan(screen.height / 2);
    expect(await page.locator("main input:not([type=hidden])").count()).toBe(1);
    await page.context().close();
  });

  it("a region's page has the field, and the first medicine's name and state", async () => {
    const page = await open("/r/12", screen);
    const row = "table.cases tbody tr";
    expect((await placeOf(page, "#q")).bottom).toBeLessThan((await placeOf(page, row)).top);
    expect((await placeOf(page, `${row} th`)).bottom).toBeLessThan(screen.height);
    expect((await placeOf(page, `${row} td`)).top).toBeLessThan(screen.height);
    // The filter is folded below the list.
    expect((await placeOf(page, ".filter-box")).top).toBeGreaterThan((await placeOf(page, row)).bottom);
    await page.context().close();
  });

  it.each(
    readCases<[string, string, string]>(`
      a case → /r/12?q=meropenem → table.cases tbody th
      that nothing is reported → /r/12?q=bleomycin → .results .lead
      what may have been meant → /r/12?q=Meropenm → .meant a
      what the country reports → /r/12?q=amlodipin → table.notices tbody th
      the country's answer → /?q=amlodipin → table.notices tbody th
      that nobody knows it → /r/12?q=blablaxyz → .results p
      all that is reported, of a region without a list → /r/01 → table.notices tbody th
    `),
  )("the answer stands there: %s", async (_what, path, part) => {
    const page = await open(path, screen);
    expect((await placeOf(page, part)).top).toBeLessThan(screen.height);
    await page.context().close();
  });
});

it("a question is asked with the keyboard alone, on the home page of one region", async () => {
  const page = await open("/", SCREENS[0]);
  await page.getByRole("search").getByRole("searchbox", { name: "Sök läkemedel" }).fill("panodil");
  await page.getByLabel("Sök i").selectOption("12");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sök" }).press("Enter");
  await page.getByRole("heading", { name: "Svar på ”panodil”" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/r/12");
  await page.context().close();
});
