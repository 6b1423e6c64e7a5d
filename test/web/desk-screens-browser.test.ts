import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { readOpenCases } from "../../src/db/cases.ts";
import { readOpenDraft } from "../../src/db/open-drafts.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { type BrowsedSite, goAfresh, PLAIN, useBrowsedSite } from "./use-site.ts";

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

let site: Site;
let now = NOW;
let anna: DeskVisitor;
let openFor: BrowsedSite["openFor"];
let page: Page;

useBrowsedSite({ ...PLAIN, mode: "capture", now: () => now }, async (browsed) => {
  ({ site, openFor } = browsed);
  // All that an administrator's menu holds.
  anna = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Anna-Karin Andersson Apotekare");
  page = await (await openFor(anna, { javaScriptEnabled: false })).newPage();
});

/** A page of the desk as it is first seen. */
async function look(path: string, viewport = DESKTOP): Promise<void> {
  await page.setViewportSize(viewport);
  await goAfresh(page, path);
}

describe("at 1280 × 800", () => {
  it("the menu takes one row, whatever the visitor may do and is called", async () => {
    await look("/inbox/12");
    const box = await page.locator(".desk-nav").boundingBox();
    expect(box?.height).toBeLessThan(50);
    const tops = await page
      .locator(".desk-nav a")
      .evaluateAll((links) => links.map((a) => a.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
  });

  it("the inbox shows its first row, and twenty of them, without scrolling", async () => {
    for (const view of ["waiting", "untold"]) {
      await look(`/inbox/12?view=${view}`);
      const rows = await page
        .locator(".inbox tbody tr")
        .evaluateAll((all) =>
          all.map((row) => row.getBoundingClientRect()).map(({ bottom, height }) => ({ bottom, height })),
        );
      expect(rows.length).toBeGreaterThan(20);
      expect(rows.filter(({ bottom }) => bottom <= DESKTOP.height).length).toBeGreaterThanOrEqual(20);
      for (const { height } of rows) expect(height).toBeLessThanOrEqual(32);
    }
  });

  it("what is decided for the chosen stands above the rows and stays when they are scrolled", async () => {
    await look("/inbox/12?view=untold");
    const button = page.getByRole("button", { name: "Ingen åtgärd för valda" });
    const first = await page.locator(".inbox tbody tr").first().boundingBox();
    expect((await button.boundingBox())?.y ?? 9_999).toBeLessThan(first?.y ?? 0);
    await page.locator(".inbox tbody tr").last().scrollIntoViewIfNeeded();
    const box = await button.boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeLessThan(60);
  });

  it("the facts stand beside the editor", async () => {
    const [open] = await readOpenCases(site.db, SKANE);
    await look(`/cases/${open?.id}`);
    const editor = await page.locator(".case-writing").boundingBox();
    const facts = await page.locator(".case-facts").boundingBox();
    expect(facts?.x).toBeGreaterThan((editor?.x ?? 0) + (editor?.width ?? 0) - 1);
    expect(facts?.y).toBeLessThan((editor?.y ?? 0) + (editor?.height ?? 0));
  });
});

describe("on a phone", () => {
  it("the menu is one row, the page does not scroll sideways, and the editor comes before the facts", async () => {
    const [open] = await readOpenCases(site.db, SKANE);
    await look(`/cases/${open?.id}`, PHONE);
    expect((await page.locator(".desk-nav").boundingBox())?.height).toBeLessThan(60);
    const editor = await page.locator(".case-writing").boundingBox();
    const facts = await page.locator(".case-facts").boundingBox();
    expect(editor?.y).toBeLessThan(facts?.y ?? 0);
    for (const path of [`/cases/${open?.id}`, "/inbox/12?view=untold"]) {
      await page.goto(path);
      const [wide, inner] = (await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")) as [
        number,
        number,
      ];
      expect(wide).toBeLessThanOrEqual(inner);
    }
  });
});

it("on a phone what holds until it is mended is one block of short lines, and the first row is in the first screen", async () => {
  for (const language of ["sv", "en"]) {
    await look(`/inbox/12?view=untold&lang=${language}`, PHONE);
    const lines = page.locator(".standing-line");
    expect(await lines.count()).toBeGreaterThanOrEqual(2);
    for (const line of await lines.all()) expect((await line.boundingBox())?.height).toBeLessThan(32);
    const first = await page.locator(".inbox tbody th a").first().boundingBox();
    expect((first?.y ?? 9_999) + (first?.height ?? 0)).toBeLessThan(PHONE.height);
    // The whole words are one press away, and no script is needed for it.
    await lines.first().locator("summary").click();
    await lines.first().locator("p").waitFor();
  }
});

it("on a phone every area of the desk is in the menu, which opens without script and leaves nothing outside the screen", async () => {
  await look("/inbox/12", PHONE);
  const links = page.locator(".desk-nav ul a");
  expect(await links.first().isVisible()).toBe(false);
  await page.getByRole("button", { name: "Meny" }).click();
  expect(await links.count()).toBe(12);
  for (const link of await links.all()) {
    const box = await link.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 9_999) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.width);
    expect((box?.y ?? 9_999) + (box?.height ?? 0)).toBeLessThanOrEqual(PHONE.height);
  }
  await page.getByRole("link", { name: "Regler" }).click();
  await page.waitForURL(/policies/);
});

it("“publicera och nästa” goes through the list in its order and comes back after the last, saying so", async () => {
  await look("/inbox/12?view=untold&q=a&priority=1");
  const names = await page.locator(".inbox tbody th a").allTextContents();
  expect(names.length).toBeGreaterThan(2);
  await page
    .locator(".inbox tbody th a")
    .nth(names.length - 2)
    .click();
  for (const place of [names.length - 2, names.length - 1]) {
    await page.getByRole("heading", { level: 1, name: names[place] ?? "", exact: true }).waitFor();
    await page.getByLabel("Sorts råd").selectOption({ label: "Licens" });
    await page.getByLabel("Råd på svenska").fill("Använd licenspreparat.");
    await page.getByRole("button", { name: "Granska och publicera" }).click();
    await page.getByRole("button", { name: "Publicera och nästa" }).click();
    await page
      .getByRole("status")
      .filter({ hasText: `Klart: ${names[place] ?? ""}` })
      .waitFor();
  }
  expect(page.url()).toContain("/inbox/12?view=untold&q=a&priority=1");
  await page.getByText("Det var det sista ärendet i listan.").waitFor();
  now = new Date(now.getTime() + 61_000);
  expect(await publishDueDrafts({ db: site.db, now: () => now, digestChannels: new Set() })).toHaveLength(2);
});

it("one advice for many cases is shown for all, asked once, and told case by case, with nothing half done", async () => {
  const context = await openFor(anna, { viewport: DESKTOP });
  const scripted = await context.newPage();
  await scripted.goto("/inbox/12?view=untold");
  const boxes = scripted.locator(".inbox [name=case]");
  const ids = await boxes.evaluateAll((all) => all.slice(3, 6).map((box) => Number(box.getAttribute("value"))));
  for (const id of ids) await scripted.locator(`[name=case][value="${id}"]`).check();
  await scripted.getByRole("button", { name: "Ett råd för valda" }).click();
  await scripted.getByRole("heading", { level: 1, name: "Ett råd för 3 ärenden" }).waitFor();
  await scripted.getByRole("button", { name: "Granska alla" }).click();
  await scripted.getByText("Skriv ett råd, eller välj ”Bara fakta”").first().waitFor();
  await scripted.getByLabel("Sorts råd").selectOption({ label: "Licens" });
  await scripted.getByLabel("Råd på svenska").fill("Använd licenspreparat i hela gruppen.");
  await scripted.getByRole("button", { name: "Granska alla" }).click();
  await scripted.getByRole("heading", { level: 1, name: "Publicera samma råd i 3 ärenden" }).waitFor();
  await expectNoFaults(scripted);
  // Somebody begins to write about one of them meanwhile.
  const [taken = 0, ...others] = ids;
  const bo = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Bo Berg");
  const draft = { draft: "", revision: "", kind: "auto", type: "licence", sv: "Bos egen text.", do: "save" };
  expect((await bo.post(`/cases/${taken}/draft`, draft)).status).toBe(303);
  await scripted.getByRole("button", { name: "Publicera 3 meddelanden" }).click();
  await scripted.getByRole("alert").filter({ hasText: "1 ärende fick inget meddelande" }).waitFor();
  await scripted.getByRole("heading", { name: "2 ärenden: meddelandet går ut om en minut" }).waitFor();
  expect(await readOpenDraft(site.db, taken)).toMatchObject({ state: "draft", updatedBy: { name: "Bo Berg" } });
  for (const id of others)
    expect(await readOpenDraft(site.db, id)).toMatchObject({
      state: "scheduled",
      content: { advice: { text: { sv: "Använd licenspreparat i hela gruppen." } } },
    });
  await context.close();
});

it("a public page leads to the desk those who may go there, and nobody else", async () => {
  const [open] = await readOpenCases(site.db, SKANE);
  for (const path of [`/r/12/${open?.id}`, "/r/12"]) {
    const mine = await anna.get(path);
    expect(await mine.text()).toContain(`href="/cases/${open?.id}"`);
    expect(mine.headers.get("cache-control")).toContain("no-store");
    const anybody = await site.app.request(path);
    expect(await anybody.text()).not.toContain(`href="/cases/`);
    expect(anybody.headers.get("vary")?.toLowerCase()).toContain("cookie");
    const other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
    expect(await (await other.get(path)).text()).not.toContain(`href="/cases/`);
  }
  expect(await (await anna.get("/lists/12")).text()).toMatch(/href="\/cases\/\d+">Öppet ärende/);
});
