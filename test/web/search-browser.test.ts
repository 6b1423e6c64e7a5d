import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { type BrowsedSite, goAfresh, useBrowsedSite } from "./use-site.ts";
import { readCases } from "../support/case-table.ts";

const SCREENS = [
  { name: "a phone", width: 360, height: 740 },
  { name: "a desk", width: 1280, height: 800 },
] as const;

let addressOf: BrowsedSite["addressOf"];
let page: Page;

useBrowsedSite({}, async (browsed) => {
  ({ addressOf } = browsed);
  page = await browsed.browser.newPage({ javaScriptEnabled: false });
});

async function open(path: string, { width, height }: { width: number; height: number }): Promise<void> {
  await page.setViewportSize({ width, height });
  await goAfresh(page, addressOf(path));
}

/** How far down the first such part begins and ends. */
async function placeOf(part: string): Promise<{ top: number; bottom: number }> {
  const box = await page.locator(part).first().boundingBox();
  if (box === null) throw new Error(`test: unable to find ${part} on the page`);
  return { top: box.y, bottom: box.y + box.height };
}

describe.each(SCREENS)("on the first screen of $name, without script", (screen) => {
  it("the home page is the one field", async () => {
    await open("/", screen);
    expect((await placeOf("#q")).bottom).toBeLessThan(screen.height / 2);
    expect(await page.locator("main input:not([type=hidden])").count()).toBe(1);
  });

  it("a region's page has the field, and the first medicine's name and state", async () => {
    await open("/r/12", screen);
    const row = "table.cases tbody tr";
    expect((await placeOf("#q")).bottom).toBeLessThan((await placeOf(row)).top);
    expect((await placeOf(`${row} th`)).bottom).toBeLessThan(screen.height);
    expect((await placeOf(`${row} td`)).top).toBeLessThan(screen.height);
    // The filter is folded below the list.
    expect((await placeOf(".filter-box")).top).toBeGreaterThan((await placeOf(row)).bottom);
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
    await open(path, screen);
    expect((await placeOf(part)).top).toBeLessThan(screen.height);
  });
});

it("a question is asked with the keyboard alone, on the home page of one region", async () => {
  await open("/", SCREENS[0]);
  await page.getByRole("search").getByRole("searchbox", { name: "Sök läkemedel" }).fill("panodil");
  await page.getByLabel("Sök i").selectOption("12");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sök" }).press("Enter");
  await page.getByRole("heading", { name: "Svar på ”panodil”" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/r/12");
});
