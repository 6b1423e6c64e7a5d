import { describe, expect, it } from "vitest";
import { findSending } from "../../src/db/sending-record.ts";
import { readStops } from "../../src/db/delivery-stops.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { readTallies } from "../../src/db/tallies.ts";
import { SOFT_LIMIT } from "../../src/domain/mail-return.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { sendReaderLetters } from "../../src/jobs/reader-letter.handler.ts";
import { sendReaderLetter } from "../../src/services/reader-letters.ts";
import { endOwn, resumeOwn } from "../../src/services/subscriptions.ts";
import { resumeSubscription } from "../../src/services/delivery-stops.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { takeReturnedMail } from "../../src/services/mail-returns.ts";
import { lift, lookUp, suppress } from "../../src/services/suppressions.ts";
import type { SmtpDouble } from "../support/smtp-double.ts";
import { FULL, GONE, report, takeMails, useReturnDesk, type Sent } from "../support/return-desk.ts";
import { complaintMail, plainMail, reportMail } from "../support/returned-mails.ts";
import { REGION, type Scene } from "../support/scene.ts";

let scene: Scene;
let deps: DeliverDeps;
let double: SmtpDouble;
useReturnDesk((desk) => {
  ({ scene, deps, double } = desk);
});

const anna = "anna@skane.example";
const subscribe = (address: string) => scene.subscribe({ channel: "email", target: { address } });
const take = (raw: Uint8Array) => takeReturnedMail(deps, { raw, via: "inbox" });
const ctx = () => actAtCommandLine({ db: scene.db, now: () => scene.clock });

/** Publishes, and gives what went out, a day later than the last. */
async function send(): Promise<Sent[]> {
  scene.clock = new Date(scene.clock.getTime() + 86_400_000);
  await scene.publish();
  return takeMails(double, () => deliverDue(deps, { all: true }));
}

async function sendOne(): Promise<Sent> {
  const [sent] = await send();
  if (sent === undefined) throw new Error("no mail came");
  return sent;
}

const UNPROVEN = { status: "5.7.515", diagnostic: "550 5.7.515 Access denied, sending domain does not meet" };

async function readStates() {
  const rows = scene.db.selectFrom("subscription").select(["target", "state", "state_reason as reason"]);
  return rows.orderBy("id").execute();
}

async function countReturns(): Promise<Record<string, number>> {
  const tallies = (await readTallies(scene.db)).filter(({ figure }) => figure === "returns");
  return Object.fromEntries(tallies.map(({ labels, count }) => [labels.kind ?? "", count]));
}

describe("a mail that comes back", () => {
  it("goes out with a return address of its own, on the domain that was set", async () => {
    await subscribe(anna);
    await subscribe("bo@skane.example");
    const backs = (await send()).map(({ back }) => back);
    expect(new Set(backs).size).toBe(2);
    for (const back of backs) expect(back).toMatch(/^bounce\+s\d+-[0-9a-f]{16}@region\.example$/);
  });

  it("since there is no such mailbox pauses who subscribes, once, and stands beside the outcome, which stays", async () => {
    await subscribe(anna);
    const sent = await sendOne();
    const outcome = () => scene.db.selectFrom("sending").select(["state", "outcome", "log"]).execute();
    const before = await outcome();
    expect(await take(report(sent))).toEqual({
      kind: "taken",
      about: `sending:${sent.sendingId}`,
      verdict: "hard",
      did: "paused",
    });
    expect(await readStates()).toMatchObject([{ state: "paused", reason: "e-mail: returned: 550 5.1.1 User unknown" }]);
    expect(await outcome()).toEqual(before);
    const about = { id: sent.sendingId, regionCode: REGION, today: "2026-08-21" };
    expect((await findSending(scene.db, about))?.returns).toMatchObject([{ verdict: "hard", status: "5.1.1" }]);
    expect(await take(report(sent))).toEqual({ kind: "ignored", why: "again" });
    expect(await countReturns()).toEqual({ hard: 1, again: 1 });
  });

  it("and comes again after somebody mended that, in the same words or others, pauses nobody anew", async () => {
    const id = await subscribe(anna);
    const sent = await sendOne();
    await take(report(sent));
    scene.clock = new Date(scene.clock.getTime() + 60_000);
    await resumeSubscription(ctx(), { id });
    for (const diagnostic of ["550 5.1.1 User unknown", "550 5.1.1 other words"])
      await take(report(sent, { diagnostic }));
    // Another that was sent before it went on says nothing of it as it is now, either.
    expect(await readStates()).toMatchObject([{ state: "active" }]);
  });

  it.each([
    ["another's", (back: string) => back.replace(/s(\d+)-/, (_, id: string) => `s${id === "1" ? 2 : 1}-`)],
    ["one letter off", (back: string) => back.replace(/.@/, (sign) => (sign === "0@" ? "1@" : "0@"))],
    ["without its end", (back: string) => back.replace(/....@/, "@")],
  ])(
    "with a return address that nobody of us wrote, %s, is refused and counted, whatever else it quotes",
    async (_what, forge) => {
      await subscribe("bo@skane.example");
      await subscribe(anna);
      const sent = (await send()).at(-1);
      if (sent === undefined) throw new Error("no mail came");
      expect(await take(report({ ...sent, back: forge(sent.back) }))).toEqual({ kind: "ignored", why: "forged" });
      expect(await readStates()).toMatchObject([{ state: "active" }, { state: "active" }]);
      expect(await countReturns()).toEqual({ forged: 1 });
    },
  );

  it("without a return address of ours is believed by the Message-ID that it quotes, and by nothing that can be guessed", async () => {
    await subscribe(anna);
    const sent = await sendOne();
    const head = sent.head.replace(/^.*\r\n/, "");
    const to = "utskick@region.example";
    const forged = head.replace(/^Message-ID:\s*<.*>/im, `Message-ID: <restsignal-${sent.sendingId}@region.example>`);
    expect(await take(report({ ...sent, back: to, head: forged }))).toEqual({ kind: "ignored", why: "unknown" });
    expect(await take(report({ ...sent, back: to, head }))).toMatchObject({ verdict: "hard", did: "paused" });
  });

  it("about somebody behind the address, as one of many behind a ward's mailbox, pauses nobody", async () => {
    await subscribe(anna);
    const sent = await sendOne();
    const recipients = ["one@skane.example", "two@skane.example"].map((final) => ({ final, ...GONE }));
    expect(await take(reportMail({ to: sent.back, original: sent.head, recipients }))).toMatchObject({
      verdict: "soft",
      did: "noted",
    });
    // Every day, and whoever it was sent to at first.
    for (let count = 0; count <= SOFT_LIMIT; count += 1)
      expect(
        await take(report(await sendOne(), { final: "one@skane.example", original: anna, ...GONE })),
      ).toMatchObject({ verdict: "soft", did: "noted" });
    expect(await take(report(await sendOne(), FULL))).toMatchObject({ did: "noted" });
    expect(await readStates()).toMatchObject([{ state: "active" }]);
  });

  it("about several receivers speaks of ours by its own words", async () => {
    await subscribe(anna);
    const sent = await sendOne();
    const recipients = [
      { final: "other@skane.example", ...GONE },
      { final: anna, ...FULL },
    ];
    expect(await take(reportMail({ to: sent.back, recipients }))).toMatchObject({ verdict: "soft", did: "noted" });
  });

  it("since it was not taken this time pauses who subscribes after five within two weeks, and not before", async () => {
    await subscribe(anna);
    for (let count = 1; count < SOFT_LIMIT; count += 1)
      expect(await take(report(await sendOne(), FULL))).toMatchObject({ verdict: "soft", did: "noted" });
    scene.clock = new Date(scene.clock.getTime() + 10 * 86_400_000);
    // The first are two weeks old by now.
    for (let count = 1; count < SOFT_LIMIT - 1; count += 1)
      expect(await take(report(await sendOne(), FULL))).toMatchObject({ did: "noted" });
    const last = await sendOne();
    const again = await take(report(last, FULL));
    const states = await readStates();
    expect([again, states]).toMatchObject([{ did: "noted" }, [{ state: "active" }]]);
    expect(await take(report(await sendOne(), FULL))).toMatchObject({ did: "paused" });
    expect((await readStates())[0]?.reason).toContain("5 mails in 14 days");
  });

  it("and is only late, or too long for there, is noted", async () => {
    await subscribe(anna);
    const sent = await sendOne();
    expect(await take(report(sent, { action: "delayed", status: "4.4.1" }))).toMatchObject({
      verdict: "delayed",
      did: "noted",
    });
    expect(await take(report(sent, { status: "5.3.4", diagnostic: "552 5.3.4 too big" }))).toMatchObject({
      verdict: "content",
      did: "noted",
    });
    // What was late may fail after all.
    expect(await take(report(sent))).toMatchObject({ verdict: "hard", did: "paused" });
  });

  it("since we do not prove our mails stops that domain when three readers there say so, and pauses nobody", async () => {
    for (const name of ["a", "b", "c", "d"]) await subscribe(`${name}@outlook.example`);
    const [one, two, three] = await send();
    if (one === undefined || two === undefined || three === undefined) throw new Error("no mail came");
    // One reader alone may make it up, as often as they like.
    for (const mail of [one, one, two]) await take(report(mail, UNPROVEN));
    expect(await readStops(scene.db)).toEqual([]);
    expect(await take(report(three, UNPROVEN))).toMatchObject({ verdict: "misconfigured", did: "stopped" });
    expect(await readStops(scene.db)).toMatchObject([
      {
        scope: { kind: "remote", channel: "email", remote: "outlook.example" },
        reason: expect.stringContaining("5.7.515"),
      },
    ]);
    expect(new Set((await readStates()).map(({ state }) => state))).toEqual(new Set(["active"]));
  });

  it("that is an answer of somebody who is away, a letter or no mail at all is ignored and counted", async () => {
    await subscribe(anna);
    const { back } = await sendOne();
    await take(
      plainMail([`From: ${anna}`, `To: ${back}`, "Auto-Submitted: auto-replied", "Subject: Autosvar"], "550 5.1.1"),
    );
    await take(plainMail([`From: ${anna}`, `To: ${back}`, "Subject: Hej"], "550 5.1.1 User unknown"));
    // The report of a report, which goes to nobody: nothing of ours is in it.
    await take(
      reportMail({ to: "bounce@region.example", recipients: [{ final: "mailer-daemon@x.example", ...GONE }] }),
    );
    expect(await countReturns()).toEqual({ "auto-reply": 1, other: 1, unknown: 1 });
    expect(await readStates()).toMatchObject([{ state: "active" }]);
  });
});

describe("a reader who marks a mail as spam", () => {
  it("has that subscription ended, and nothing comes to the address by another: that is seen, and can be lifted", async () => {
    await subscribe(anna);
    const sent = await sendOne();
    expect(await take(complaintMail({ to: "fbl@region.example", original: sent.head }))).toMatchObject({
      verdict: "complaint",
      did: "ended",
    });
    expect(await readStates()).toMatchObject([{ state: "ended", reason: "marked-as-spam" }]);
    const now = scene.clock;
    const other = {
      regionCode: "14",
      channel: "email",
      target: { address: anna },
      language: "sv",
      filter: {},
      token: "other",
      now,
    } as const;
    await saveSubscription(scene.db, other);
    await scene.publish({ regionCode: "14" });
    const before = double.mails.length;
    await deliverDue(deps, { all: true });
    expect(double.mails).toHaveLength(before);
    const last = scene.db.selectFrom("delivery").select(["state", "outcome"]).orderBy("id", "desc").limit(1);
    expect(await last.executeTakeFirst()).toMatchObject({ state: "cancelled", outcome: { why: "suppressed" } });
    const place = { channel: "email", target: { address: anna } };
    expect(await lookUp(ctx(), { place, regionCode: null })).toMatchObject({
      suppression: { reason: "complaint", source: "inbox" },
    });
    expect(await lift(ctx(), { which: place, regionCode: null, reason: null })).toEqual({ kind: "done" });
    expect(await lift(ctx(), { which: place, regionCode: null, reason: null })).toEqual({ kind: "unknown" });
    await scene.publish({ regionCode: "14" });
    await deliverDue(deps, { all: true });
    expect(double.mails).toHaveLength(before + 1);
  });

  it("and takes the end back has mails again; what somebody else has suppressed stays so", async () => {
    const id = await subscribe(anna);
    const sent = await sendOne();
    await take(complaintMail({ to: sent.back, original: sent.head }));
    const place = { channel: "email", target: { address: anna } };
    const own = { holder: place, id };
    expect(await resumeOwn({ db: scene.db, now: scene.clock }, own)).toEqual({ kind: "changed" });
    expect((await sendOne()).to).toBe(anna);
    await suppress(ctx(), { place, regionCode: null, source: "command-line", note: null });
    await endOwn({ db: scene.db, now: scene.clock }, own);
    await resumeOwn({ db: scene.db, now: scene.clock }, own);
    expect(await send()).toEqual([]);
  });

  it("is mailed no letter, either, whoever asks for one, and nobody is told", async () => {
    await suppress(ctx(), {
      place: { channel: "email", target: { address: anna } },
      regionCode: null,
      source: "desk",
      note: null,
    });
    const letter = { kind: "manage-subscriptions" } as const;
    const asked = { address: anna, language: "sv", letter, network: "192.0.2.0/24", now: scene.clock } as const;
    const sent = await scene.db.transaction().execute((trx) => sendReaderLetter(trx, asked));
    expect(sent).toMatchObject({ kind: "sent" });
    const before = double.mails.length;
    expect(await sendReaderLetters(deps)).toMatchObject([
      { kind: "dead", reason: expect.stringContaining("suppressed") },
    ]);
    expect(double.mails).toHaveLength(before);
  });

  it("is heard once: the same complaint ends nothing that was begun again since", async () => {
    await subscribe(anna);
    const sent = await sendOne();
    const complaint = complaintMail({ to: sent.back, original: sent.head });
    await take(complaint);
    const place = { channel: "email", target: { address: anna } };
    await lift(ctx(), { which: place, regionCode: null, reason: null });
    await subscribe(anna);
    expect(await take(complaint)).toEqual({ kind: "ignored", why: "again" });
    expect(await readStates()).toMatchObject([{ state: "active" }]);
    expect(await lookUp(ctx(), { place, regionCode: null })).toBeNull();
  });

  it("cannot be made up by who never had the mail", async () => {
    await subscribe(anna);
    await sendOne();
    const original = `Message-ID: <restsignal-1@region.example>\r\nTo: ${anna}\r\nOriginal-Rcpt-To: ${anna}`;
    expect(await take(complaintMail({ to: "fbl@region.example", original }))).toEqual({
      kind: "ignored",
      why: "unknown",
    });
    expect(await readStates()).toMatchObject([{ state: "active" }]);
  });
});

it("an address that somebody suppresses gets nothing, what waits for it either, and both deeds are in the log", async () => {
  await subscribe(anna);
  await subscribe("bo@skane.example");
  await scene.publish();
  const place = { channel: "email", target: { address: anna } };
  const input = { place, regionCode: REGION, source: "command-line", note: "Ringde och bad om det" } as const;
  expect(await suppress(ctx(), input)).toEqual({ kind: "done" });
  expect(await suppress(ctx(), input)).toEqual({ kind: "already" });
  expect(await suppress({ ...ctx(), grants: [{ regionCode: REGION, role: "curator" }] }, input)).toEqual({
    kind: "forbidden",
  });
  const before = double.mails.length;
  await deliverDue(deps, { all: true });
  expect(double.mails.slice(before).map(({ receivers }) => receivers)).toEqual([["bo@skane.example"]]);
  await lift(ctx(), { which: place, reason: null, regionCode: REGION });
  const deeds = await scene.db
    .selectFrom("audit")
    .select("deed")
    .where("object_kind", "=", "suppression")
    .orderBy("id")
    .execute();
  expect(deeds.map(({ deed }) => deed)).toEqual(["address-suppressed", "suppression-lifted"]);
});
