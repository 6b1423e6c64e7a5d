import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
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
      const axe = new AxeBuilder({ page }).setLegacyMode();
      const { violations } = await (colorScheme === "dark" ? axe.withRules("color-contrast") : axe).analyze();
      const faults = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
      expect({ path, width, colorScheme, faults }).toEqual({ path, width, colorScheme, faults: [] });
    }
    const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    expect({ path, width, overflow }).toEqual({ path, width, overflow: 0 });
  }
}
