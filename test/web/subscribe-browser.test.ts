import type { Page } from "@playwright/test";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createChannels } from "../../src/channels/index.ts";
import { sendReaderLetters } from "../../src/jobs/reader-letter.handler.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";
import { NOW, SKANE } from "./site.ts";
import { PLAIN, useBrowsedSite, type BrowsedSite } from "./use-site.ts";

let opened: BrowsedSite;
let double: SmtpDouble;

useBrowsedSite(PLAIN, async (browsed) => {
  opened = browsed;
  double = await startSmtpDouble();
});
afterAll(() => double?.stop());
beforeEach(async () => {
  for (const table of ["reader_link", "reader_letter", "sign_up", "consent", "wish", "subscription"] as const)
    await opened.site.db.deleteFrom(table).execute();
});

/** What the workers send now, to a real mail server, as the last mail it took. */
async function readLetter(): Promise<{ to: string; subject: string; path: string; html: string }> {
  const channels = createChannels({
    slack: { token: null },
    teams: { http: { request: () => Promise.reject(new Error("test: no network")) } },
    email: { smtpUrl: double.url, from: "Restsignal <utskick@restsignal.example>" },
  });
  const before = double.mails.length;
  const { db } = opened.site;
  await sendReaderLetters({ db, channels, mode: "live", publicUrl: PLAIN.publicUrl, now: () => NOW });
  for (const channel of channels.values()) await channel.close();
  const [mail] = double.mails.slice(before);
  const path = /http:\/\/127\.0\.0\.1(\/prenumerera\/bekrafta\/[\w-]{43}\S*)/.exec(mail?.parsed.text ?? "")?.[1] ?? "";
  return {
    to: mail?.receivers.join() ?? "",
    subject: mail?.parsed.subject ?? "",
    path,
    html: String(mail?.parsed.html),
  };
}

interface Labelled {
  readonly textContent: string | null;
  readonly labels?: Iterable<{ readonly textContent: string | null }> | null;
}

/** Goes with the tabulator to what bears that name, and does not touch the mouse. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    if ((await focused.count()) === 0) continue;
    const label = await focused.evaluate(({ textContent, labels }: Labelled) =>
      [textContent, ...[...(labels ?? [])].map((one) => one.textContent)].join(" "),
    );
    if (label.includes(name)) return;
  }
  throw new Error(`test: unable to reach ${name} with the tabulator`);
}

const subscriptions = () =>
  opened.site.db.selectFrom("subscription").select(["region_code", "state", "rhythm", "urgent", "target"]).execute();

describe("a prescriber on a phone, with the keyboard alone and without script", () => {
  it("subscribes, gets a letter, confirms, and sees that it is done however often she looks", async () => {
    const { browser, addressOf } = opened;
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
      baseURL: addressOf(""),
    });
    const page = await context.newPage();
    await page.goto("/prenumerera");
    await tabTo(page, "Region Skåne");
    await page.keyboard.press("Space");
    await tabTo(page, "Vidare");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/prenumerera\/vad/);
    expect(await page.locator(".preview .lead").textContent()).toMatch(
      /^Det här hade gett dig \d+ meddelanden de senaste 30 dagarna, (\d+|ett|inget) av dem brådskande\.$/,
    );
    await tabTo(page, "Infektion");
    await page.keyboard.press("Enter");
    await page.waitForURL(/profile=infection/);
    await tabTo(page, "Vidare");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/prenumerera\/hur/);
    await tabTo(page, "Din e-postadress");
    await page.keyboard.type("Åsa+akut@sjukvård.example");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Titta i din e-post" }).waitFor();
    expect(await page.locator("main").textContent()).toContain("åsa+akut@sjukvård.example");
    expect(await subscriptions()).toEqual([]);

    const letter = await readLetter();
    expect(letter.to).toBe("åsa+akut@sjukvård.example");
    expect(letter.subject).toBe("Bekräfta din prenumeration för Region Skåne");
    await page.goto(letter.path);
    expect(await page.locator("h1").textContent()).toBe("Bekräfta din prenumeration");
    expect(await page.content()).not.toContain("akut@");
    await tabTo(page, "Bekräfta");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Klart, du prenumererar" }).waitFor();
    expect(await subscriptions()).toEqual([
      {
        region_code: SKANE,
        state: "active",
        rhythm: "daily 07:00",
        urgent: "day",
        target: { address: "åsa+akut@xn--sjukvrd-ixa.example" },
      },
    ]);
    await page.goto(letter.path);
    expect(await page.locator("h1").textContent()).toBe("Klart, du prenumererar");
    await context.close();
  });
});

describe("the pages where one subscribes", () => {
  it("have no fault that axe finds, and nothing that scrolls sideways, at any step", async () => {
    const { browser, addressOf } = opened;
    const context = await browser.newContext({ baseURL: addressOf("") });
    const page = await context.newPage();
    for (const path of [
      "/prenumerera",
      "/prenumerera/vad",
      "/prenumerera/vad?region=12",
      "/prenumerera/vad?region=12&profile=infection",
      "/prenumerera/vad?region=12&region=01&atc=inget",
      "/prenumerera/hur?region=12&region=14&atc=J01",
    ]) {
      await page.goto(path);
      await expectNoFaults(page);
    }
    await page.locator("#email").fill("anna@skane");
    await page.getByRole("button", { name: "Skicka brevet" }).click();
    await expectNoFaults(page);
    await page.locator("#email").fill("anna@skane.example");
    await page.getByRole("button", { name: "Skicka brevet" }).click();
    await expectNoFaults(page);
    const { path } = await readLetter();
    await page.goto(path);
    await expectNoFaults(page);
    await page.getByRole("button", { name: "Bekräfta" }).click();
    await expectNoFaults(page);
    for (const other of ["/prenumerera/bekrafta/none", "/prenumerera?lang=en"]) {
      await page.goto(other);
      await expectNoFaults(page);
    }
    await context.close();
  });
});
