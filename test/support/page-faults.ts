import type { Page } from "@playwright/test";
import axe, { type AxeResults, type Result, type RunOptions } from "axe-core";
import { expect } from "vitest";

/** Looks at the page that is open narrow and wide, light and dark: axe finds nothing, and nothing scrolls sideways. */
export async function expectNoFaults(page: Page): Promise<void> {
  const { pathname: path } = new URL(page.url());
  // What is folded must hold, too.
  await page.locator("details").evaluateAll((all) => all.forEach((details) => details.setAttribute("open", "")));
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      // In the dark only colours differ, so only they are looked at again.
      const found = await findFaults(page, colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {});
      const faults = found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
      expect({ path, width, colorScheme, faults }).toEqual({ path, width, colorScheme, faults: [] });
    }
    const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    expect({ path, width, overflow }).toEqual({ path, width, overflow: 0 });
  }
}

/**
 * What axe finds wrong on the page that is open. The page reads axe once, however often it is asked: most of the work
 * is the reading. Frames are left out, since the only ones, of drawn mails, run no script.
 */
export async function findFaults(page: Page, options: RunOptions = {}): Promise<Result[]> {
  if (await page.evaluate("globalThis.axe === undefined")) await page.evaluate(axe.source);
  const asked: RunOptions = { iframes: false, resultTypes: ["violations"], ...options };
  return (await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(asked)})`)).violations;
}
