import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { hashContent } from "../../src/db/client.ts";
import { writeLetterReturn } from "../../src/db/letters.ts";
import { insertConsent } from "../../src/db/sign-ups.ts";
import { insertSuppression } from "../../src/db/suppressions.ts";
import { SHARED_MAILBOX_AGREEMENT } from "../../src/domain/reconfirmation.ts";
import { DAILY } from "../../src/domain/rhythm.ts";
import { makeReaderLink, sendReaderLetter } from "../../src/services/reader-letters.ts";
import { requestSignUp } from "../../src/services/sign-ups.ts";
import { setSubscriptionState } from "../../src/db/subscriptions.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { createDeliveryScene, TEAMS_URL } from "./delivery-scene.ts";
import { signIn } from "./desk-visitor.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
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
  const mailbox = await askMailbox(site);
  await suppress(site);
  const visitor = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Anna-Karin Andersson");
  page = await (await openFor(visitor)).newPage();
  paths = [
    home,
    `${home}/${anna}`,
    `${home}/${gone}`,
    `${home}/${left}`,
    `${home}/${mailbox.id}`,
    `${home}/suppressed`,
    mailbox.link,
    `/cases/${await findCaseOf(site.db, "Heparin")}`,
  ];
});

/** A shared mailbox that has not answered its yearly question, and two that have not answered the first. */
async function askMailbox({ db }: Site): Promise<{ id: number; link: string }> {
  const { now } = scene;
  const id = await scene.subscribe("email", { address: "avdelning.12@region.example" });
  const agreement = { version: SHARED_MAILBOX_AGREEMENT, text: "Enligt regionen har avdelningschefen sagt ja." };
  await insertConsent(db, {
    subscriptionId: id,
    agreement,
    askedAt: new Date("2025-08-01"),
    now: new Date("2025-08-01"),
  });
  const long = new Date("2025-08-01");
  await db
    .updateTable("subscription")
    .set({ confirmed_at: long, created_at: long })
    .where("channel", "<>", "teams")
    .execute();
  await db
    .updateTable("subscription")
    .set({ reconfirm_asked_at: new Date("2026-08-01") })
    .where("id", "=", id)
    .execute();
  const regionCodes = [SKANE];
  const letter = {
    kind: "still-wanted",
    subscriptionId: id,
    regionCodes,
    agreedAt: "2025-08-01",
    askedAt: null,
  } as const;
  const written = { address: "avdelning.12@region.example", language: "sv", now } as const;
  const sent = await db.transaction().execute((trx) => sendReaderLetter(trx, { ...written, letter }));
  const letterId = sent.kind === "sent" ? sent.letterId : 0;
  const token = await makeReaderLink({ db, now }, { id: letterId, expiresAt: new Date("2026-10-01") });
  const choices = {
    regionCodes: [SKANE] as [string],
    wish: { filter: {}, atOnce: false, untilResolved: false },
    delivery: { rhythm: DAILY, urgent: "day", quiet: null, language: "sv" },
  } as const;
  for (const address of ["vardavdelning.sjutton@annan-region-med-langt-namn.example", "akuten@region.example"])
    await requestSignUp({ db, now }, { address, choices, agreement, network: "192.0.2.0/24" });
  const last = await db.selectFrom("reader_letter").select("id").orderBy("id", "desc").executeTakeFirstOrThrow();
  await writeLetterReturn(db, "reader_letter", { id: last.id, verdict: "hard", reason: "5.1.1", now });
  return { id, link: `/prenumerera/behalla/${token}` };
}

async function suppress({ db }: Site): Promise<void> {
  const about = { channel: "email", reason: "complaint", source: "inbox", note: null, since: scene.now } as const;
  for (const [name, regionCode] of [
    ["anna", SKANE],
    ["slutade", "14"],
  ] as const)
    await insertSuppression(db, {
      ...about,
      targetHash: hashContent({ address: `${name}@region.example` }),
      regionCode,
    });
}

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
    const box = await page.getByText("6 prenumeranter: 4 får meddelanden").boundingBox();
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

/** Kept apart: what was withdrawn is not there for the pictures. */
it("an invitation is withdrawn and a suppression lifted with the keyboard alone, on a phone", async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${home}?lang=sv`);
  await page.getByRole("form", { name: "Återkalla frågan till a…@region.example" }).getByRole("button").focus();
  await page.keyboard.press("Enter");
  await page.getByText("Frågan är återkallad och adressen raderad.").waitFor();
  await page.goto(`${home}/suppressed?lang=sv`);
  await page.getByText("Häv spärren").first().focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Skäl").first().fill("Hon ringde");
  await page.keyboard.press("Enter");
  await page.getByText("Spärren är hävd.").waitFor();
  await page.getByLabel("E-postadress").fill("slutade@region.example");
  await page.keyboard.press("Enter");
  await page.getByText("s…@region.example är spärrad, men inte genom er region.").waitFor();
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
