import type { Page } from "@playwright/test";
import { beforeAll, expect, it } from "vitest";
import { readSubscriptionsOf, saveSubscription } from "../../src/db/subscriptions.ts";
import { readWishes } from "../../src/db/wishes.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { makeOwnLink } from "./own-link.ts";
import { findCaseOf, NOW, SKANE } from "./site.ts";
import { useBrowsedSite, type BrowsedSite } from "./use-site.ts";

const ADDRESS = "nina@skane.example";
const TOKEN = "token-of-a-browser-test";
const MAX_STOPS = 150;

let browsed: BrowsedSite;
let link = "";
useBrowsedSite({}, (opened) => {
  browsed = opened;
});
beforeAll(async () => {
  const { db } = browsed.site;
  const rest = { channel: "email", language: "sv", target: { address: ADDRESS }, now: NOW } as const;
  await saveSubscription(db, { ...rest, regionCode: SKANE, filter: { priorities: [1] }, token: TOKEN });
  await saveSubscription(db, { ...rest, regionCode: "14", filter: {}, token: `${TOKEN}-2` });
  link = await makeOwnLink(db, { address: ADDRESS, now: NOW });
});

/** A telephone without scripts. */
async function openPhone(path: string): Promise<Page> {
  const context = await browsed.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(browsed.addressOf(path));
  return page;
}

/** Goes there with the Tab key alone. Without scripts the page cannot say where it is, but the browser can. */
async function tabTo(
  page: Page,
  target: { role: "link" | "button" | "textbox" | "combobox" | "radio" | "checkbox"; name: string },
): Promise<void> {
  const wanted = page.getByRole(target.role, { name: target.name, exact: true }).first();
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    if ((await wanted.and(page.locator(":focus")).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`test: ${target.role} ${target.name} cannot be reached with the Tab key`);
}

async function press(page: Page, role: "link" | "button", name: string): Promise<void> {
  await tabTo(page, { role, name });
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

const readOwn = async () => {
  const [own] = await readSubscriptionsOf(browsed.site.db, { channel: "email", target: { address: ADDRESS } });
  return { own, wishes: await readWishes(browsed.site.db, [own?.id ?? 0]) };
};
const told = (page: Page) => page.getByRole("status").textContent({ timeout: 10_000 });

it("on a phone, with keys alone and without scripts, a reader changes, snoozes, follows a medicine, ends and takes that back", async () => {
  const page = await openPhone(link);
  await press(page, "link", "Ändra när det kommer");
  await tabTo(page, { role: "radio", name: "Varje dag, samlat" });
  await page.keyboard.press("ArrowDown");
  await press(page, "button", "Spara");
  expect(await told(page)).toContain("Sparat");
  expect((await readOwn()).own?.rhythm).toBe("weekly 1 07:00");

  await press(page, "link", "Ändra");
  await tabTo(page, { role: "checkbox", name: "Prioritet 2" });
  await page.keyboard.press("Space");
  await press(page, "button", "Spara");
  expect(await told(page)).toContain("Bevakningen är ändrad");
  expect((await readOwn()).wishes[0]?.filter).toEqual({ priorities: [1, 2] });

  await press(page, "link", "Pausa till ett datum");
  await tabTo(page, { role: "textbox", name: "Paus till" });
  // In the order of the browser's own language: month, day, year.
  await page.keyboard.type("09012026");
  await press(page, "button", "Spara");
  expect(await told(page)).toContain("Pausen är sparad");
  expect((await readOwn()).own?.snoozedUntil).toEqual(new Date("2026-09-01T05:00:00Z"));

  await press(page, "link", "Följ ett läkemedel");
  await tabTo(page, { role: "combobox", name: "Läkemedel" });
  await page.keyboard.type("Meropenem");
  await press(page, "button", "Spara");
  expect(await told(page)).toContain("Du följer läkemedlet");
  const followed = await findCaseOf(browsed.site.db, "Meropenem");
  expect((await readOwn()).wishes[1]).toMatchObject({ filter: { cases: [followed] }, untilResolved: true });

  await press(page, "button", "Avsluta hela prenumerationen");
  expect(await told(page)).toContain("Prenumerationen är avslutad");
  await press(page, "button", "Börja igen");
  expect(await told(page)).toContain("igång igen");
  expect((await readOwn()).own?.state).toBe("active");
  await page.context().close();
});

it("by the link in a message, with keys alone and without scripts, a reader ends one subscription, says why and undoes it", async () => {
  const page = await openPhone(`/preferences/${TOKEN}-2`);
  await press(page, "button", "Avsluta prenumerationen");
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Prenumerationen är avslutad");
  await tabTo(page, { role: "radio", name: "Det kom för mycket" });
  await page.keyboard.press("Space");
  await press(page, "button", "Skicka svaret");
  expect(await told(page)).toContain("Svaret är sparat");
  await press(page, "button", "Ångra: börja igen");
  expect(await told(page)).toContain("igång igen");
  await page.context().close();
});

it.each([
  ["what is one's own", () => link],
  ["a changed wish", async () => `${link}/${await ownId()}/bevakning`],
  ["when it comes", async () => `${link}/${await ownId()}/nar`],
  ["a pause", async () => `${link}/${await ownId()}/paus`],
  ["following", async () => `${link}/${await ownId()}/folj`],
  ["all that lies here", () => `${link}/uppgifter`],
  ["erasing", () => `${link}/radera`],
  ["asking for the link", () => "/prenumerera/mina"],
  ["a link that works no more", () => "/prenumerera/mina/none-of-ours-at-all-0123456789"],
  ["personal data", () => "/integritet"],
  ["personal data in English", () => "/integritet?lang=en"],
])("axe finds nothing on the page of %s, narrow and wide, light and dark", async (_name, find) => {
  const page = await browsed.browser.newPage();
  await page.goto(browsed.addressOf(await find()));
  await expectNoFaults(page);
  await page.close();
});

const ownId = async () => String((await readOwn()).own?.id ?? 0);
