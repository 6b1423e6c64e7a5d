import type { Page } from "@playwright/test";
import { expect, it } from "vitest";
import { readRegionAnswers } from "../../src/db/questionnaire-answers.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { startRound } from "../support/round.ts";
import { signIn } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { goAfresh, PLAIN, useBrowsedSite } from "./use-site.ts";

let site: Site;
let page: Page;
let analyst: Page;
let signer: Page;
let roundId: number;
let path: string;

useBrowsedSite(PLAIN, async (browsed) => {
  ({ site } = browsed);
  await startRound(site.db, NOW, { questionnaire: "readiness" });
  roundId = await startRound(site.db, NOW);
  path = `/questionnaire/${SKANE}/${roundId}`;
  const bo = await signIn(site.deps, [{ regionCode: SKANE, role: "approver" }], "Bo Berg");
  const saga = await signIn(site.deps, [{ regionCode: OPERATIONS.code, role: "analyst" }], "Saga SKR");
  page = await (await browsed.openFor(bo)).newPage();
  signer = await (
    await browsed.openFor(bo, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  ).newPage();
  analyst = await (await browsed.openFor(saga)).newPage();
});

it("on a phone and without script a region answers, is told what is wrong, mends it, signs and corrects", async () => {
  await signer.goto(`/questionnaire/${SKANE}`);
  await signer.getByRole("link", { name: "Hur förskrivare får veta om restsituationer, 2026" }).click();
  await signer.getByRole("link", { name: "Läget hos er" }).click();
  await signer.getByLabel("Varje vecka").check();
  await signer.getByLabel("Antal personer (personer)").fill("många");
  await signer.getByRole("button", { name: "Spara", exact: true }).click();
  await signer.getByRole("link", { name: "Skriv ett tal med siffror, till exempel 1,5." }).click();
  const field = signer.getByLabel("Antal personer (personer)");
  expect([await field.inputValue(), await field.getAttribute("aria-invalid")]).toEqual(["många", "true"]);
  await field.fill("4");
  await signer.getByRole("button", { name: "Spara och gå till nästa del" }).click();
  await signer.getByRole("heading", { name: "Vägarna till förskrivarna" }).waitFor();
  await signer.getByRole("link", { name: "Alla delar" }).click();
  await signer.getByRole("button", { name: "Signera regionens svar" }).click();
  await signer.getByText("Svaret är signerat.").waitFor();
  await signer.getByRole("button", { name: "Börja rätta" }).click();
  await signer.getByText("Det signerade räknas tills ni signerar på nytt.").waitFor();
  expect((await readRegionAnswers(site.db, { roundId, regionCode: SKANE }))?.answers).toMatchObject({
    "Q01.answer": { value: { chosen: ["weekly"] } },
    "Q03.people": { value: 4 },
  });
});

it("at 320 and 1280 px, in light and dark colours, axe finds no fault and nothing scrolls sideways", async () => {
  const sections = ["ways", "effects", "measures?lang=en"].map((section) => `${path}/sections/${section}`);
  for (const at of [`/questionnaire/${SKANE}`, `/readiness/${SKANE}`, path, ...sections]) {
    await goAfresh(page, at);
    await expectNoFaults(page);
  }
  await goAfresh(page, `${path}/sections/situation`);
  await page.getByLabel("Heltidstjänster (heltidstjänster)").fill("1.200,5");
  await page.getByRole("button", { name: "Spara", exact: true }).click();
  await page.getByRole("heading", { name: "En sak behöver rättas" }).waitFor();
  await expectNoFaults(page);
  for (const at of ["/readiness?lang=en", "/rounds", `/rounds/${roundId}`]) {
    await goAfresh(analyst, at);
    await expectNoFaults(analyst);
  }
});
