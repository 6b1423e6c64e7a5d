import { readFile } from "node:fs/promises";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSituations } from "../../src/db/situation.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { createApp } from "../../src/web/app.ts";
import { connectChromium } from "../support/chromium.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { servePages, type PageServer } from "../support/page-server.ts";
import { createScene, NO_GUARDS, REGION, type Scene } from "../support/scene.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { createWebDeps } from "./site.ts";

describe.skipIf(sharedDataMissing)(`on the real file, list and catalogue (${sharedDataMissing ?? "here"})`, () => {
  let scene: Scene;
  let app: ReturnType<typeof createApp>;
  let server: PageServer;
  let browser: Browser;

  beforeAll(async () => {
    scene = await createScene();
    scene.clock = new Date("2026-08-21T08:00:00Z");
    const list = parseRegionList(await readFile(sharedData("lists/prioriterade-exempel.csv")));
    if (list.kind !== "parsed") throw new Error("the example list could not be read");
    await scene.importList(list.entries);
    const file = sharedData("lakemedelsverket/2026-08-21.xml");
    await scene.ingestFrom(lakemedelsverket, { file, guards: NO_GUARDS });
    app = createApp(createWebDeps(scene.db, { now: () => scene.clock }));
    server = await servePages(app.fetch);
    browser = await connectChromium();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await scene.close();
  });

  async function readText(path: string): Promise<string> {
    const html = await (await app.request(path)).text();
    return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
  }

  async function findCase(atc: string): Promise<number> {
    const found = (await readSituations(scene.db, REGION)).find(({ entry }) => entry.atc === atc);
    if (found === undefined) throw new Error(`test: there is no case of ${atc}`);
    return found.caseId;
  }

  it("before there is a catalogue no page says that nothing is left, of a strength either", async () => {
    const text = await readText(`/r/12/${await findCase("C01CA24")}`);
    expect(text).toContain("5 preparat anmälda, resten vet vi inte.");
    expect(text).not.toMatch(/inget är kvar|Inte anmälda/);
    const deps = { db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() };
    await importCatalogue(deps, { file: sharedData("products/catalogue.csv"), maxBytes: 10_000_000 });
    expect(await readText(`/r/12/${await findCase("C01CA24")}`)).toContain(
      "500 mikrogram 1 (1 slutar säljas) 0: inget är kvar som ingen har anmält",
    );
  });

  it("the region's page calls 14 of the 63 a shortage, and counts each of the others as what it is", async () => {
    const text = await readText("/r/12");
    expect(text).toContain("Brist på 14 läkemedel på regionens lista");
    expect(text).toContain(
      "2 Alla preparat anmälda 12 Hel styrka anmäld 1 Okänd omfattning 29 En del anmält 19 Preparat slutar säljas",
    );
    expect(await readText("/")).toContain(
      "Region Skåne Brist på 14 1 där vi inte vet hur mycket 29 delvis anmälda 19 där något preparat slutar säljas",
    );
  });

  it("meropenem's page says first that three cease, and then each product by strength, state and holder", async () => {
    const text = await readText(`/r/12/${await findCase("J01DH02")}`);
    expect(text).toMatch(/Meropenem ?, injektion\/infusion 3 av 16 preparat slutar säljas\. J01DH02/);
    expect(text).toContain(
      "Efter styrka Styrka Anmälda Inte anmälda 1 g 2 (2 slutar säljas) 6 500 mg 1 (1 slutar säljas) 7",
    );
    expect(text).toMatch(/Inte anmälda \(13\) Meronem 1 g Pulver till injektions-\/infusionsvätska, lösning Pfizer AB/);
    expect(text).not.toMatch(/Brist nu \(/);
  });

  it("a code that names no substance is shown under its own heading, with why nobody knows", async () => {
    expect(await readText("/r/12")).toMatch(/Vi vet inte hur mycket \(1\) Listans ATC-kod V07AB är en grupp/);
  });

  it("a search tells how much of what it finds is reported, on a region's page and on the first", async () => {
    expect(await readText("/r/12?q=meropenem")).toContain(
      "3 av 16 preparat slutar säljas. 13 är inte anmälda som bristande.",
    );
    expect(await readText("/?q=meropenem")).toContain("Region Skåne : på listan: preparat slutar säljas");
  });

  it.each([360, 1280])(
    "what one must know now stands in the first screen of %i px, and no page has a fault",
    async (width) => {
      const height = width === 360 ? 740 : 900;
      const page = await browser.newPage({ viewport: { width, height }, locale: "sv-SE" });
      await page.goto(`${server.address}/r/12`);
      const top = async (selector: string) =>
        (await page.locator(selector).boundingBox())?.y ?? Number.POSITIVE_INFINITY;
      expect(await top("#grade-whole")).toBeLessThan(height);
      await expectNoFaults(page);
      await page.locator("details.grade-group summary").first().click();
      await expectNoFaults(page);
      await page.goto(`${server.address}/r/12/${await findCase("C01CA24")}`);
      await expectNoFaults(page);
      await page.close();
    },
  );

  it("what is folded on the screen stands on paper", async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "sv-SE" });
    await page.goto(`${server.address}/r/12`);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByText("3 av 16 preparat slutar säljas").isVisible()).toBe(true);
    await page.close();
  });
});
