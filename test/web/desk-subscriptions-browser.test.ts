import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { setSubscriptionState } from "../../src/db/subscriptions.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { createDeliveryScene, TEAMS_URL } from "./delivery-scene.ts";
import { signIn } from "./desk-visitor.ts";
import { findCaseOf, NOW, SKANE } from "./site.ts";
import { PLAIN, useBrowsedSite } from "./use-site.ts";

const scene = createDeliveryScene(new Date(NOW.getTime() + 60 * 60_000));
const home = `/subscriptions/${SKANE}`;
let page: Page;
let paths: string[];

useBrowsedSite({ ...PLAIN, ...scene.deps }, async ({ site, openFor }) => {
  scene.bind(site);
  const anna = await scene.subscribe("email", { address: "anna@region.example" });
  const gone = await scene.subscribe("email", { address: "borta@annan-region-med-langt-namn.example" });
  const left = await scene.subscribe("email", { address: "slutade@region.example" });
  await scene.subscribe("teams", { webhookUrl: TEAMS_URL });
  await scene.subscribe("slack", { channelId: "C0123ABCD" });
  const filter = JSON.stringify({ areas: ["Akutsjukvård", "Intensivvård"], roles: ["läkare"], priorities: [1, 2] });
  await site.db.updateTable("subscription").set({ filter }).where("id", "=", anna).execute();
  await scene.publish("Heparin", { gathered: true });
  await scene.deliverNow();
  await setSubscriptionState(site.db, { id: gone, state: "paused", reason: "550 5.1.1 user unknown", now: scene.now });
  await setSubscriptionState(site.db, { id: left, state: "ended", reason: "of old", now: scene.now });
  const visitor = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Anna-Karin Andersson");
  page = await (await openFor(visitor)).newPage();
  paths = [
    home,
    `${home}/${anna}`,
    `${home}/${gone}`,
    `${home}/${left}`,
    `/cases/${await findCaseOf(site.db, "Heparin")}`,
  ];
});

describe("the pages of a region's subscribers in a browser", () => {
  it.each(["sv", "en"])("have no fault that axe finds and nothing outside the screen (%s)", async (language) => {
    for (const path of paths) {
      await page.goto(`${path}?lang=${language}`);
      await look(`${language}${path}`);
      if (language === "sv" || path === home) await expectNoFaults(page);
    }
  });

  it("say first, on a phone too, how many there are and how they stand", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${home}?lang=sv`);
    const box = await page.getByText("5 prenumeranter: 3 får meddelanden").boundingBox();
    expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThan(740);
  });

  it("let an administrator pause and let go with the keyboard alone", async () => {
    await page.goto(`${paths[1] ?? home}?lang=sv`);
    await page.getByLabel("Skäl").focus();
    await page.keyboard.type("Avdelningen har flyttat");
    await page.keyboard.press("Enter");
    await page.getByText("Prenumerationen är pausad.").waitFor();
    await page.getByRole("button", { name: "Släpp på igen" }).last().focus();
    await page.keyboard.press("Enter");
    await page.getByText("Prenumerationen går igen.").waitFor();
  });
});

/** For whoever looks at them: `SHOTS=folder` keeps a picture of each, narrow and wide. */
async function look(name: string): Promise<void> {
  const folder = process.env["SHOTS"];
  if (folder === undefined) return;
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/${name.replaceAll(/[^a-z0-9]+/g, "-")}-${width}.png`, fullPage: true });
  }
}
