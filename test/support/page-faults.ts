import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What axe finds on a page, and how far it scrolls sideways, narrow and wide, in light and dark; empty when all is well. */
export async function findPageFaults(page: Page): Promise<string[]> {
  // What is folded must hold, too.
  await page.locator("details").evaluateAll((all) => all.forEach((details) => details.setAttribute("open", "")));
  const faults: string[] = [];
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      // In the dark only colours differ, so only they are looked at again.
      const axe = new AxeBuilder({ page }).setLegacyMode();
      const { violations } = await (colorScheme === "dark" ? axe.withRules("color-contrast") : axe).analyze();
      for (const { id, nodes } of violations)
        for (const node of nodes) faults.push(`${width} ${colorScheme}: ${id}: ${node.html.slice(0, 120)}`);
    }
    const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    if (overflow !== 0) faults.push(`${width}: scrolls ${String(overflow)} px sideways`);
  }
  return faults;
}
