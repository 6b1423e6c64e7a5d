import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve, type ServerType } from "@hono/node-server";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ingestOwnNotices } from "../../src/services/intake/ingest-own-notices.ts";
import { createApp } from "../../src/web/app.ts";
import { connectChromium } from "../support/chromium.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { signIn } from "./desk-visitor.ts";
import { createSite, NOW, type Site } from "./site.ts";

let site: Site;
let browser: Browser;
let server: ServerType;
let page: Page;

beforeAll(async () => {
  browser = await connectChromium();
  site = await createSite({ publicUrl: "http://127.0.0.1", now: () => NOW });
  const visitor = await signIn(site.deps, [{ regionCode: "12", role: "curator" }], "Anna Apotekare");
  server = serve({ fetch: createApp(site.deps).fetch, port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
  const bound: AddressInfo | string | null = server.address();
  if (bound === null || typeof bound === "string") throw new Error("test: unable to find the server's port");
  const baseURL = `http://127.0.0.1:${bound.port}`;
  const context = await browser.newContext({ baseURL });
  await context.addCookies([{ name: "restsignal_session", value: visitor.token, url: baseURL }]);
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  await site?.close();
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
