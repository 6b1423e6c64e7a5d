import { beforeEach, expect, it } from "vitest";
import { createEmailChannel } from "../../src/channels/email.ts";
import { setSubscriptionState, saveSubscription } from "../../src/db/subscriptions.ts";
import { insertConsent } from "../../src/db/sign-ups.ts";
import { insertSuppression } from "../../src/db/suppressions.ts";
import { hashContent } from "../../src/db/client.ts";
import {
  BY_HAND_AGREEMENT,
  SHARED_MAILBOX_AGREEMENT,
  STILL_WANTED_AGREEMENT,
} from "../../src/domain/reconfirmation.ts";
import { sendReaderLetters } from "../../src/jobs/reader-letter.handler.ts";
import { eraseStaleLetters } from "../../src/services/reader-letters.ts";
import { askSharedMailboxes } from "../../src/services/reconfirmations.ts";
import { endByToken } from "../../src/services/unsubscribing.ts";
import { readPageForm } from "./desk-form.ts";
import { signIn } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const DAY_MS = 86_400_000;
const YEAR = "2027-08-21";

let site: Site;
let clock = NOW;
/** What left, by its receiver. */
let sent: { to: string; subject: string; text: string }[] = [];
useSite({ now: () => clock }, (opened) => {
  site = opened;
});
beforeEach(async () => {
  clock = NOW;
  sent = [];
  for (const table of ["consent", "reader_link", "reader_letter", "wish", "suppression", "subscription"] as const)
    await site.db.deleteFrom(table).execute();
});

let made = 0;
async function subscribe(over: { target?: unknown; channel?: string; shared?: boolean } = {}): Promise<number> {
  made += 1;
  const { channel = "email", target = { address: `avdelning.${made}@skane.example` }, shared = true } = over;
  const token = `delad-${made}-${"x".repeat(20)}`;
  const input = { regionCode: SKANE, channel, target, language: "sv", filter: {}, token, now: NOW } as const;
  const id = await saveSubscription(site.db, input);
  const agreement = { version: SHARED_MAILBOX_AGREEMENT, text: "Enligt regionen har chefen sagt ja." };
  if (shared) await insertConsent(site.db, { subscriptionId: id, agreement, askedAt: NOW, now: NOW });
  return id;
}

/** What the job of that day does; gives the letters that leave. */
async function askAt(day: string): Promise<typeof sent> {
  clock = new Date(`${day}T09:00:00+02:00`);
  await askSharedMailboxes({ db: site.db, now: clock });
  const before = sent.length;
  const email = createEmailChannel({ smtpUrl: null, from: "utskick@restsignal.example" });
  const send = async ({ target, payload }: { target: unknown; payload: unknown }) => {
    const { subject, text } = payload as { subject: string; text: string };
    sent.push({ to: (target as { address: string }).address, subject, text });
    return { kind: "delivered", externalId: "x" } as const;
  };
  const { db, publicUrl } = site.deps;
  await sendReaderLetters({
    db,
    publicUrl,
    mode: "live",
    now: () => clock,
    channels: new Map([["email", { ...email, send }]]),
  });
  return sent.slice(before);
}

const linkIn = (letter: { text: string } | undefined) =>
  /\/prenumerera\/behalla\/[\w-]+/.exec(letter?.text ?? "")?.[0] ?? "";
const request = (path: string, init?: RequestInit) => site.app.request(path, init);
const readConsents = () =>
  site.db.selectFrom("consent").select(["agreed_version as version", "agreed_text as text"]).orderBy("id").execute();

async function readDesk(path = ""): Promise<string> {
  const admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Anna Admin");
  return textOf(await (await admin.get(`/subscriptions/${SKANE}${path}`)).text());
}

function textOf(html: string): string {
  return html
    .slice(html.indexOf("<main"))
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}

it("a shared mailbox is asked a year after it agreed, reminded once, and then again a year later: nothing ends, and its region sees that nobody has answered", async () => {
  const id = await subscribe();
  await subscribe({ shared: false });
  expect(await askAt("2027-08-20")).toEqual([]);
  expect(await readDesk()).not.toContain("Att bekräfta på nytt");
  const [letter, ...others] = await askAt(YEAR);
  expect(others).toEqual([]);
  expect(letter?.subject).toBe("Vill ni fortfarande ha besked om läkemedelsbrist i Region Skåne?");
  expect(letter?.text).toContain("Senast någon sade ja till det var 2026-08-21.");
  expect(letter?.text).toMatch(/påminner vi en gång, om tre veckor\. Svarar ingen då heller slutar inget/);
  expect(await readDesk()).toMatch(/a…@skane\.example: frågad 2027-08-21\. Ingen har svarat\./);
  for (const day of ["2027-08-22", "2027-09-10"]) expect(await askAt(day)).toEqual([]);
  const [reminder] = await askAt("2027-09-11");
  expect(reminder?.subject).toMatch(/^Påminnelse: /);
  expect(reminder?.text).toContain("Vi frågade 2027-08-21, och ingen har svarat.");
  expect(reminder?.text).toContain("Vi påminner inte igen.");
  for (const day of ["2027-09-12", "2027-12-01", "2028-08-20"]) expect(await askAt(day)).toEqual([]);
  expect(await readDesk()).toContain("frågad 2027-08-21, påmind 2027-09-11. Ingen har svarat.");
  expect(await readDesk(`/${id}`)).toContain("Ingen har svarat på årets fråga.");
  expect(await readDesk(`/${id}`)).toContain("Aktiv.");
  expect(await askAt("2028-08-21")).toHaveLength(1);
});

it("looking at the link changes nothing, however often; its button is the answer, kept as proof, and pressed again it does nothing more", async () => {
  const id = await subscribe();
  const link = linkIn((await askAt(YEAR))[0]);
  const before = await readConsents();
  for (const method of ["GET", "HEAD", "GET"]) expect((await request(link, { method })).status).toBe(200);
  expect(await readConsents()).toEqual(before);
  const page = await request(link);
  expect(page.headers.get("cache-control")).toContain("no-store");
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  expect(page.headers.get("x-robots-tag")).toContain("noindex");
  const html = await page.text();
  expect(textOf(html)).toMatch(/Region Skåne till er gemensamma brevlåda a…@skane\.example/);
  expect(html).not.toContain("avdelning.");
  const foreign = { method: "POST", headers: { "sec-fetch-site": "cross-site" } };
  expect((await request(link, foreign)).status).toBe(403);
  expect(await readConsents()).toEqual(before);
  for (let press = 0; press < 2; press += 1) {
    const kept = await request(link, { method: "POST", body: new URLSearchParams() });
    expect(textOf(await kept.text())).toContain("Tack, det fortsätter Senast någon sade ja var 2027-08-21 09:00.");
  }
  const kept = { version: STILL_WANTED_AGREEMENT, text: expect.stringContaining("Vi vill fortfarande att Restsignal") };
  expect(await readConsents()).toEqual([...before, kept]);
  expect(await readDesk()).not.toContain("Att bekräfta på nytt");
  expect(await readDesk(`/${id}`)).toContain("Bekräftades senast 2027-08-21 09:00.");
  expect(await askAt("2027-09-20")).toEqual([]);
  expect(await askAt("2028-08-20")).toEqual([]);
  expect(await askAt("2028-08-21")).toHaveLength(1);
  // The first letter's link is long gone by then.
  expect((await request(link)).status).toBe(404);
  for (const path of [link.replace(/.$/, "_"), "/prenumerera/behalla/x", `/prenumerera/behalla/${"x".repeat(200)}`])
    expect((await request(path, { method: "POST", body: new URLSearchParams() })).status).toBe(404);
  expect((await request(`${linkIn(sent.at(-1))}?lang=en`)).status).toBe(200);
});

it("who ended, is paused, at rest, stopped or suppressed is not asked; what ended since stays ended whatever is pressed", async () => {
  const ids = [await subscribe(), await subscribe(), await subscribe(), await subscribe(), await subscribe()];
  const [ended = 0, paused = 0, snoozed = 0, stopped = 0] = ids;
  await setSubscriptionState(site.db, { id: ended, state: "ended", reason: "of old", now: NOW });
  await setSubscriptionState(site.db, { id: paused, state: "paused", reason: "550 5.1.1", now: NOW });
  await site.db
    .updateTable("subscription")
    .set({ snoozed_until: new Date("2027-12-01") })
    .where("id", "=", snoozed)
    .execute();
  const scope = `subscription ${stopped}`;
  await site.db
    .insertInto("delivery_stop")
    .values({ scope, reason: "nej", stopped_at: NOW, stopped_by: null })
    .execute();
  const targetHash = hashContent({ address: `avdelning.${made}@skane.example` });
  const about = { channel: "email", targetHash, reason: "complaint", source: "inbox", note: null } as const;
  await insertSuppression(site.db, { ...about, regionCode: SKANE, since: NOW });
  expect(await askAt(YEAR)).toEqual([]);
  await site.db.deleteFrom("delivery_stop").execute();
  const link = linkIn((await askAt(YEAR))[0]);
  const token = (
    await site.db.selectFrom("subscription").select("token").where("id", "=", stopped).executeTakeFirstOrThrow()
  ).token;
  // To end leads to the page where that is taken back.
  expect(await (await request(link)).text()).toContain(`/preferences/${token}`);
  await endByToken({ db: site.db, now: clock }, { token });
  const answer = await request(link, { method: "POST", body: new URLSearchParams() });
  expect(textOf(await answer.text())).toContain("Prenumerationen är avslutad");
  const row = site.db.selectFrom("subscription").select("state").where("id", "=", stopped);
  expect(await row.executeTakeFirst()).toEqual({ state: "ended" });
  expect(await readDesk()).not.toContain("Att bekräfta på nytt");
});

it("where the address of whoever left is erased, it stands in no letter of that question any more", async () => {
  const id = await subscribe();
  await subscribe();
  expect(await askAt(YEAR)).toHaveLength(2);
  await site.db.updateTable("subscription").set({ erased_at: clock, target: "null" }).where("id", "=", id).execute();
  await eraseStaleLetters({ db: site.db, now: clock });
  const letters = await site.db.selectFrom("reader_letter").select("content").execute();
  expect(letters).toMatchObject([{ content: { kind: "still-wanted", subscriptionId: id + 1 } }]);
});

it("a channel is to be confirmed at the desk, by hand, with who said so as proof; so is a mailbox; who reads alone is not", async () => {
  const slack = await subscribe({ channel: "slack", target: { channelId: "C0123ABC1" }, shared: false });
  const mailbox = await subscribe();
  const alone = await subscribe({ shared: false });
  await askAt(YEAR);
  const list = await readDesk();
  expect(list).toMatch(/: bekräftades senast 2026-08-21\. Bekräfta på nytt\./);
  expect(list).toContain("Ingen har svarat.");
  const admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Anna Admin");
  const home = `/subscriptions/${SKANE}`;
  const confirm = async (id: number, said: string) => {
    const form = readPageForm(await (await admin.get(`${home}/${id}`)).text(), `${home}/${id}/confirm`);
    return admin.post(`${home}/${id}/confirm`, { ...form, said });
  };
  for (const said of ["", "Chefen 19850101-1236", "x".repeat(301)])
    expect((await confirm(slack, said)).status).toBe(422);
  for (const id of [slack, mailbox])
    expect((await confirm(id, "Avdelningschefen, på telefon")).headers.get("location")).toBe(
      `${home}/${id}?done=confirmed`,
    );
  expect(await readDesk()).not.toContain("Att bekräfta på nytt");
  expect(await readDesk(`/${slack}`)).toContain(
    "Enligt regionen vill de som läser det fortfarande ha det: Avdelningschefen, på telefon",
  );
  expect((await readConsents()).filter(({ version }) => version === BY_HAND_AGREEMENT)).toHaveLength(2);
  expect(await (await admin.get(`${home}/${alone}`)).text()).not.toContain("/confirm");
  const input = { csrf: admin.csrf, said: "Chefen" };
  expect((await admin.post(`${home}/${alone}/confirm`, input)).headers.get("location")).toBe(
    `${home}/${alone}?done=unknown`,
  );
  const reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
  expect((await reader.post(`${home}/${slack}/confirm`, { csrf: reader.csrf, said: "Jag" })).status).toBe(403);
  expect(await (await admin.get(`/audit/${SKANE}`)).text()).toContain("Delad mottagare bekräftad för hand");
  clock = new Date(clock.getTime() + 366 * DAY_MS);
  expect(await readDesk()).toContain("Bekräfta på nytt.");
});
