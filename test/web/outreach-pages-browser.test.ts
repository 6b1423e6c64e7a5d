import type { BrowserContext, Page } from "@playwright/test";
import { expect, it } from "vitest";
import { OPERATIONS } from "../../src/domain/region.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { freezeEdition, setEditionPublic } from "../../src/services/outreach-editions.ts";
import { parsePeriod } from "../../src/domain/outreach/period.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { signIn } from "./desk-visitor.ts";
import { SKANE } from "./site.ts";
import { goAfresh, PLAIN, useBrowsedSite } from "./use-site.ts";

/** When August is over, and all that follows on it. */
const LATER = new Date("2026-10-15T08:00:00Z");

let analyst: Page;
let phone: BrowserContext;

useBrowsedSite({ ...PLAIN, now: () => LATER }, async ({ site, openFor }) => {
  const saga = await signIn(site.deps, [{ regionCode: OPERATIONS.code, role: "analyst" }], "Saga SKR");
  const bo = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }], "Bo Berg");
  const ctx = actAtCommandLine({ db: site.db, now: () => LATER });
  const period = parsePeriod("2026-08");
  if (typeof period === "string") throw new Error(period);
  const frozen = await freezeEdition(ctx, { period, program: null });
  if (frozen.kind === "frozen") await setEditionPublic(ctx, { id: frozen.id, isPublic: true });
  analyst = await (await openFor(saga)).newPage();
  phone = await openFor(bo, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
});

it("at 320 and 1280 px, in light and dark colours, axe finds no fault and nothing scrolls sideways", async () => {
  for (const path of ["/outreach?period=2026-08&sort=-cases-new&lang=en", "/outreach/editions", "/rapport"]) {
    await goAfresh(analyst, path);
    await expectNoFaults(analyst);
  }
});

it("on a phone and without script a region's people see the answer first, what it is made of, and open a case", async () => {
  const page = await phone.newPage();
  await page.goto(`/outreach/${SKANE}?period=2026-08`);
  const answer = page.locator(".report-lead");
  expect((await answer.boundingBox())?.y).toBeLessThan(740);
  await page.getByRole("link", { name: "Visa raderna för Öppna fall", exact: true }).click();
  await page
    .getByRole("link", { name: /^Fall \d+$/ })
    .first()
    .click();
  expect(new URL(page.url()).pathname).toMatch(/^\/cases\/\d+$/);
});
