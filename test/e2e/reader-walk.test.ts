import type { Page } from "@playwright/test";
import { simpleParser } from "mailparser";
import { afterAll, expect, it } from "vitest";
import { createChannels } from "../../src/channels/index.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { sendReaderLetters } from "../../src/jobs/reader-letter.handler.ts";
import { dkim, verifyDkim } from "../support/dkim-proof.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";
import { findCaseOf, publish } from "../web/site.ts";
import { PLAIN, useBrowsedSite, type BrowsedSite } from "../web/use-site.ts";

let now = new Date("2026-08-21T06:00:00Z");
let walked: BrowsedSite;
let double: SmtpDouble;
let published = 0;
let sent: () => Promise<void>;

useBrowsedSite({ ...PLAIN, now: () => now }, async (browsed) => {
  walked = browsed;
  double = await startSmtpDouble();
  const channels = createChannels({
    slack: { token: null },
    teams: { http: { request: () => Promise.reject(new Error("test: no network")) } },
    email: { smtpUrl: double.url, from: "Restsignal <utskick@restsignal.example.se>", dkim },
  });
  const deps = { db: browsed.site.db, channels, mode: "live", publicUrl: "https://restsignal.example.se" } as const;
  const pause = (ms: number) => {
    now = new Date(now.getTime() + ms);
    return Promise.resolve();
  };
  sent = async () => {
    await sendReaderLetters({ ...deps, now: () => now });
    await deliverDue({ ...deps, now: () => now, pause }, { all: false });
  };
});
afterAll(() => double?.stop());

/** The mails since the last time, as their receiver reads them; each is signed by us. */
async function readMails() {
  const before = published;
  await sent();
  published = double.mails.length;
  const mails = [];
  for (const { raw, receivers } of double.mails.slice(before)) {
    expect((await verifyDkim(raw)).results).toEqual(["pass"]);
    const parsed = await simpleParser(Buffer.from(raw, "latin1"));
    mails.push({
      to: receivers.join(),
      subject: parsed.subject ?? "",
      text: parsed.text ?? "",
      headers: parsed.headers,
    });
  }
  return mails;
}

/** The path of the first address in a mail that leads there. */
function pathIn(text: string, start: string): string {
  const path = new RegExp(`https://restsignal\\.example\\.se(${start}[\\w/?=&-]*)`).exec(text)?.[1];
  if (path === undefined) throw new Error(`test: no address that begins with ${start} in: ${text.slice(0, 500)}`);
  return path;
}

async function press(page: Page, role: "link" | "button", name: string): Promise<void> {
  await Promise.all([
    page.waitForEvent("load"),
    page.getByRole(role, { name, exact: true }).first().click({ timeout: 10_000 }),
  ]);
}

it("a doctor subscribes, is told at once and in the morning, leaves and comes back, rests, and leaves with one click; each mail is signed and true", async () => {
  const { browser, addressOf, site } = walked;
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
    baseURL: addressOf(""),
  });
  const page = await context.newPage();

  // She asks for all of one region, each morning.
  await page.goto("/prenumerera/hur?region=12");
  await page.getByLabel("Din e-postadress").fill("nina@skane.example");
  await press(page, "button", await page.locator("main button[type=submit]").first().innerText());
  const [confirming, ...none] = await readMails();
  expect(none).toEqual([]);
  expect(confirming).toMatchObject({
    to: "nina@skane.example",
    subject: "Bekräfta din prenumeration för Region Skåne",
  });
  await page.goto(pathIn(confirming?.text ?? "", "/prenumerera/bekrafta/"));
  await press(page, "button", "Bekräfta");
  expect(await page.locator("h1").textContent()).toBe("Klart, du prenumererar");

  // One message waits for the morning, one is urgent.
  const caseId = await findCaseOf(site.db, "Meropenem");
  const advice = { type: "same-substance", text: { sv: "Använd ett annat preparat." } } as const;
  now = new Date("2026-08-21T08:00:00Z");
  await publish(site.db, { caseId, kind: "update", advice, urgency: "high", now });
  const [urgent, ...others] = await readMails();
  expect(others).toEqual([]);
  expect(urgent?.subject.slice(0, 60)).toMatch(/meropenem/i);
  expect(urgent?.text).toContain("Varför får du det här?");
  expect(urgent?.text).toContain("allt på Region Skånes lista");
  expect(urgent?.headers.get("list")).toMatchObject({
    unsubscribe: { url: `https://restsignal.example.se${pathIn(urgent?.text ?? "", "/preferences/")}` },
  });
  const own = pathIn(urgent?.text ?? "", "/preferences/");
  const gathering = { caseId, advice, urgency: "normal", digestChannels: new Set(["email"]) } as const;
  await publish(site.db, { ...gathering, kind: "update", now });
  expect(await readMails()).toEqual([]);
  now = new Date("2026-08-22T05:00:00Z");
  const [digest] = await readMails();
  expect(digest?.text).toContain("varje dag 07:00");
  expect(pathIn(digest?.text ?? "", "/preferences/")).toBe(own);

  // The message's own link ends one subscription and takes that back; all else needs a fresh mail.
  await page.goto(own);
  expect(await page.content()).not.toContain("nina@");
  await press(page, "button", "Avsluta prenumerationen");
  await publish(site.db, { caseId, kind: "update", advice, urgency: "high", now });
  expect(await readMails()).toEqual([]);
  await press(page, "button", "Ångra: börja igen");
  now = new Date("2026-08-22T08:10:00Z");
  await page.goto(own);
  await press(page, "button", await page.getByRole("button", { name: /länk/ }).first().innerText());
  const [linking] = await readMails();
  await page.goto(pathIn(linking?.text ?? "", "/prenumerera/mina/"));

  // She rests until September, and nothing comes, not even what is urgent.
  await press(page, "link", "Pausa till ett datum");
  await page.getByLabel("Paus till").fill("2026-09-01");
  await press(page, "button", "Spara");
  expect(await page.getByRole("status").textContent()).toContain("Pausen är sparad");
  await publish(site.db, { caseId, kind: "update", advice, urgency: "high", now });
  now = new Date("2026-08-31T20:00:00Z");
  expect(await readMails()).toEqual([]);
  now = new Date("2026-09-01T05:00:00Z");
  expect(await readMails()).toHaveLength(1);

  // One click, as her mail program makes it.
  const oneClick = await site.app.request(own, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  expect([oneClick.status, oneClick.headers.get("set-cookie")]).toEqual([200, null]);
  await publish(site.db, { caseId, kind: "resolved", advice: null, urgency: "normal", now });
  now = new Date("2026-09-02T05:00:00Z");
  expect(await readMails()).toEqual([]);
  await context.close();
});
