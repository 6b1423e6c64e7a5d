import type { Page } from "@playwright/test";
import { beforeEach, describe, expect, it } from "vitest";
import { insertAudit } from "../../src/db/audit.ts";
import { readPolicy, writePolicy } from "../../src/db/regions.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { signIn } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { goAfresh, PLAIN, useBrowsedSite } from "./use-site.ts";

const POLICY: Policy = {
  rules: [
    { name: "Avslut", changes: ["ended", "withdrawn"], action: "auto" },
    {
      name: "Viktigast",
      priorities: [1],
      action: "review",
      dueAfterHours: 8,
      remindAfterHours: 4,
      escalateAfterHours: 8,
      escalateTo: "approver",
      sendAfterHours: 24,
    },
    { changes: ["narrowed"], action: "ignore", reason: "Färre förpackningar är inget för förskrivarna" },
  ],
};

let site: Site;
let page: Page;

useBrowsedSite(PLAIN, async (browsed) => {
  ({ site } = browsed);
  const admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Regina Ansvarig");
  page = await (await browsed.openFor(admin)).newPage();
  const actor = {
    kind: "person",
    id: admin.accountId,
    name: "Regina Ansvarig",
    address: "2001:db8:85a3::8a2e:370:7334",
  } as const;
  const entry = {
    at: NOW,
    actor,
    regionCode: SKANE,
    deed: "rules-changed",
    objectId: "12",
    reason: "Provat i två veckor",
  } as const;
  await insertAudit(site.db, { ...entry, before: { rules: [] }, after: POLICY });
});
beforeEach(() => writePolicy(site.db, { regionCode: SKANE, policy: POLICY }));

describe("at 320 and 1280 px, in light and dark colours, axe finds no fault and nothing scrolls sideways", () => {
  it.each(["/policies/12", "/policies/12?lang=en", "/audit/12", "/audit/12?what=nothing"])("on %s", async (path) => {
    await goAfresh(page, path);
    await expectNoFaults(page);
  });

  it.each(["Ändra", "Ta bort", "Lägg till en regel", "Prova på de senaste 30 dagarna"])("after %s", async (button) => {
    await goAfresh(page, "/policies/12");
    await page.getByRole("button", { name: button }).first().click();
    await expectNoFaults(page);
  });

  it("on a rule's form with faults", async () => {
    await goAfresh(page, "/policies/12");
    await page.getByRole("button", { name: "Lägg till en regel" }).click();
    await page.getByLabel("Skicka inget").check();
    await page.getByRole("button", { name: "Lägg in i förslaget" }).click();
    await page.getByRole("heading", { name: "En sak behöver rättas" }).waitFor();
    await expectNoFaults(page);
  });
});

it("with the keyboard alone a rule is moved to the top, edited, tried and saved", async () => {
  await goAfresh(page, "/policies/12");
  const press = async (name: string) => {
    await page.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  await press("Flytta upp Regel 3");
  await page.getByText("Regel 3 är nu regel 2.").waitFor();
  // The keyboard is where it was, on the rule that moved.
  expect(await page.locator(":focus").textContent()).toBe("Flytta upp Regel 2");
  await page.keyboard.press("Enter");
  await page.getByText("Regel 2 är nu regel 1.").waitFor();
  await press("Ändra Regel 1");
  await page.getByLabel("Namn", { exact: true }).focus();
  await page.keyboard.type("Färre");
  // Enter in a field presses the form's first button.
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Regel 1: Färre" }).waitFor();
  await press("Prova på de senaste 30 dagarna");
  await page.getByRole("heading", { name: "Så hade förslaget fallit ut" }).waitFor();
  await press("Spara reglerna");
  await page.getByText("Reglerna är sparade.").waitFor();
  const { rules } = await readPolicy(site.db, SKANE);
  expect(rules.map(({ name }) => name)).toEqual(["Färre", "Avslut", "Viktigast"]);
});

it("the trial's table is a table to a screen reader on a narrow screen too", async () => {
  await goAfresh(page, "/policies/12");
  await page.setViewportSize({ width: 320, height: 800 });
  await page.getByRole("button", { name: "Prova på de senaste 30 dagarna" }).click();
  const table = page.getByRole("table", { name: "Vad hade hänt" });
  expect(await table.getByRole("columnheader").allTextContents()).toEqual([
    "Vad hade hänt",
    "Förslaget",
    "Reglerna nu",
  ]);
  expect(await table.getByRole("rowheader").count()).toBe(4);
  expect(await table.getByRole("cell").count()).toBe(8);
});
