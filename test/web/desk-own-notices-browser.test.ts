import type { Page } from "@playwright/test";
import { expect, it } from "vitest";
import { ingestOwnNotices } from "../../src/services/intake/ingest-own-notices.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { signIn } from "./desk-visitor.ts";
import { NOW, type Site } from "./site.ts";
import { PLAIN, useBrowsedSite } from "./use-site.ts";

let site: Site;
let page: Page;

useBrowsedSite(PLAIN, async (browsed) => {
  ({ site } = browsed);
  const visitor = await signIn(site.deps, [{ regionCode: "12", role: "curator" }], "Anna Apotekare");
  page = await (await browsed.openFor(visitor)).newPage();
});

it("a pharmacist writes a notice of a device, is told what is missing, and finds it among the region's own", async () => {
  await page.goto("/own-notices/12");
  await expectNoFaults(page);
  await page.getByRole("link", { name: "Ny anmälan om medicinteknisk produkt" }).click();
  await page.getByLabel("Namn, styrka och form").fill("Infusionsaggregat med droppkammare");
  await page.getByLabel("EMDN-kod").fill("A0301");
  await page.getByRole("button", { name: "Spara" }).click();
  await page.getByRole("alert").getByText("3 saker behöver rättas").waitFor();
  await expectNoFaults(page);
  await page.getByLabel("Varunummer").fill("EX-4062957");
  await page.getByLabel("Tillverkare").fill("Exempel Medical GmbH");
  await page.getByLabel("Från och med").fill("2026-08-21");
  await page.getByRole("button", { name: "Spara" }).click();
  await page.getByRole("status").getByText("Anmälan är sparad.").waitFor();
  await ingestOwnNotices({ db: site.db, now: () => NOW, digestChannels: new Set() });
  await page.goto("/own-notices/12");
  expect(await page.getByRole("table").innerText()).toContain("Infusionsaggregat med droppkammare");
  await expectNoFaults(page);
  await page.getByRole("link", { name: "Ändra: Infusionsaggregat med droppkammare" }).click();
  expect(await page.getByLabel("Tillverkare").inputValue()).toBe("Exempel Medical GmbH");
  await expectNoFaults(page);
});
