import { describe, expect, it } from "vitest";
import { insertAccountMails } from "../../src/db/account-mails.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { readCaseExport } from "../../src/db/case-export.ts";
import { findCase } from "../../src/db/cases.ts";
import { json } from "../../src/db/client.ts";
import { readMessageReceivers } from "../../src/db/message-receivers.ts";
import { readOwnRecords } from "../../src/db/own-data.ts";
import { readPausesTold } from "../../src/db/paused-receivers.ts";
import { readPeople } from "../../src/db/people.ts";
import { countSendings, readSendings } from "../../src/db/sending-archive.ts";
import { readTallies } from "../../src/db/tallies.ts";
import { findRegion } from "../../src/domain/region.ts";
import { sendAccountMails } from "../../src/jobs/account-mail.handler.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { sendReaderLetters } from "../../src/jobs/reader-letter.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { takeReturnedMail } from "../../src/services/mail-returns.ts";
import { sendReaderLetter } from "../../src/services/reader-letters.ts";
import { lookUp } from "../../src/services/suppressions.ts";
import { makeEntry } from "../support/builders.ts";
import { FULL, GONE, report, takeMails, useReturnDesk, type Sent } from "../support/return-desk.ts";
import { complaintMail, reportMail } from "../support/returned-mails.ts";
import { REGION, type Scene } from "../support/scene.ts";
import type { SmtpDouble } from "../support/smtp-double.ts";

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

async function readStates() {
  const rows = scene.db.selectFrom("subscription").select(["state", "state_reason as reason"]);
  return rows.orderBy("id").execute();
}

async function addCase(): Promise<number> {
  const values = {
    region_code: REGION,
    entry_key: "one",
    entry: json(makeEntry()),
    status: "open",
    opened_at: scene.clock,
  } as const;
  const { id } = await scene.db.insertInto("region_case").values(values).returning("id").executeTakeFirstOrThrow();
  return id;
}

describe("a message that was counted as delivered", () => {
  it("is told as it is when its mail comes back, is late or is marked as spam: in each count, message by message", async () => {
    for (const name of ["anna", "bo", "cilla", "dan"]) await subscribe(`${name}@skane.example`);
    const caseId = await addCase();
    const published = await scene.publish({ caseId });
    const other = await scene.publish();
    const [returned, late, complained] = await takeMails(double, () => deliverDue(deps, { all: true }));
    if (returned === undefined || late === undefined || complained === undefined) throw new Error("no mail came");
    await take(report(late, { action: "delayed", status: "4.4.1" }));
    await take(report(returned, { action: "delayed", status: "4.4.1" }));
    await take(report(returned, FULL));
    await take(report(returned));
    await take(complaintMail({ to: complained.back, original: complained.head }));

    const asked = { messageIds: [published.id, other.id], regionCode: REGION, now: scene.clock };
    const receivers = await readMessageReceivers(scene.db, asked);
    const one = (state: string) => ({ channel: "email", state, dueAt: null, receivers: 1 });
    const told = ["complained", "delivered", "late", "returned"].map(one);
    for (const id of [published.id, other.id]) expect(receivers.get(id)?.counts).toEqual(told);

    const all = { regionCode: null, channel: null, lane: null, view: null, reason: null, from: null, to: null };
    const views = (await countSendings(scene.db, all)).map(({ view, sendings }) => [view, sendings]);
    expect(Object.fromEntries(views)).toEqual({ delivered: 1, late: 1, returned: 1, complained: 1 });
    const listed = await readSendings(scene.db, { ...all, view: "returned", messageId: null, before: null, limit: 9 });
    expect(listed.map(({ id }) => id)).toEqual([returned.sendingId]);

    const tallies = (await readTallies(scene.db)).filter(({ figure }) => figure === "returned");
    // Each mail holds both messages; one of them was late before it came back.
    expect(tallies.map(({ labels, count }) => [labels.as, count])).toEqual([
      ["complained", 2],
      ["late", 4],
      ["returned", 2],
    ]);
    const holder = { channel: "email", target: { address: returned.to } };
    const own = await readOwnRecords(scene.db, { holder, address: returned.to });
    expect(own.deliveries.map(({ state }) => state)).toEqual(["returned", "returned"]);
    const found = await findCase(scene.db, caseId);
    const region = findRegion(REGION);
    if (found === null || region === undefined) throw new Error("no case");
    const exported = await readCaseExport(scene.db, { region, found, now: scene.clock });
    expect(exported.messages.flatMap(({ deliveries }) => deliveries)).toEqual([
      { channel: "email", state: "delivered", count: 4, returned: 1 },
    ]);
    expect(exported.messages[0]?.sent).toMatchObject([{ receivers: 4, returned: 1 }]);
  });
});

describe("a letter that comes back", () => {
  /** A letter as its receiver's server had it. */
  async function post(address: string): Promise<Sent> {
    const letter = { kind: "manage-subscriptions" } as const;
    const asked = { address, language: "sv", letter, network: "192.0.2.0/24", now: scene.clock } as const;
    await scene.db.transaction().execute((trx) => sendReaderLetter(trx, asked));
    return takeLast(() => sendReaderLetters(deps));
  }

  async function takeLast(work: () => Promise<unknown>): Promise<Sent> {
    const [sent] = await takeMails(double, work);
    if (sent === undefined) throw new Error("no letter came");
    return sent;
  }

  it("has a return address of its own, pauses who subscribes there if there is no such mailbox, and is told once", async () => {
    await subscribe(anna);
    scene.clock = new Date(scene.clock.getTime() + 60_000);
    const sent = await post(anna);
    expect(sent.back).toMatch(/^bounce\+r\d+-[0-9a-f]{16}@region\.example$/);
    expect(await take(report({ ...sent, back: sent.back.replace(/r\d+/, "s1") }))).toMatchObject({ why: "forged" });
    expect(await take(report({ ...sent, back: sent.back.replace(/-./, "-z") }))).toMatchObject({ why: "forged" });
    expect(await take(report(sent, FULL))).toMatchObject({ verdict: "soft", did: "noted" });
    const taken = await take(report(sent));
    expect(taken).toMatchObject({
      about: expect.stringMatching(/^reader-letter:\d+$/),
      verdict: "hard",
      did: "paused",
    });
    expect(await take(report(sent))).toEqual({ kind: "ignored", why: "again" });
    expect(await take(report(sent, FULL))).toEqual({ kind: "ignored", why: "again" });
    expect(await readStates()).toMatchObject([{ state: "paused", reason: "e-mail: returned: 550 5.1.1 User unknown" }]);
    const letter = scene.db.selectFrom("reader_letter").select(["state", "return_verdict as verdict"]);
    expect(await letter.execute()).toEqual([{ state: "sent", verdict: "hard" }]);
    // Letters are erased after some days, and nothing can be said of those.
    await scene.db.deleteFrom("reader_letter").execute();
    expect(await take(report(sent))).toEqual({ kind: "ignored", why: "unknown" });
  });

  it("from somebody behind the address, as one of many who read a mailbox, says nothing of the letter", async () => {
    await subscribe(anna);
    const sent = await post(anna);
    const behind = reportMail({ to: sent.back, original: sent.head, recipients: [{ final: "bo@x.example", ...GONE }] });
    expect(await take(behind)).toMatchObject({ verdict: "soft", did: "noted" });
    const letter = scene.db.selectFrom("reader_letter").select(["state", "return_verdict as verdict"]);
    expect(await letter.execute()).toEqual([{ state: "sent", verdict: null }]);
    expect(await readStates()).toMatchObject([{ state: "active" }]);
  });

  it("pauses nobody who began after it went out", async () => {
    const sent = await post(anna);
    scene.clock = new Date(scene.clock.getTime() + 60_000);
    await subscribe(anna);
    expect(await take(report(sent))).toMatchObject({ verdict: "hard", did: "noted" });
    expect(await readStates()).toMatchObject([{ state: "active" }]);
  });

  it("as spam suppresses an address that nobody subscribes at, and takes no messages from whoever does", async () => {
    await subscribe(anna);
    const [mine, other] = [await post(anna), await post("bo@skane.example")];
    const complain = (sent: Sent) => take(complaintMail({ to: sent.back, original: sent.head }));
    expect(await complain(mine)).toMatchObject({ verdict: "complaint", did: "noted" });
    expect(await complain(other)).toMatchObject({ verdict: "complaint", did: "suppressed" });
    expect(await readStates()).toMatchObject([{ state: "active" }]);
    const lookAt = (address: string) =>
      lookUp(ctx(), { place: { channel: "email", target: { address } }, regionCode: null });
    expect(await lookAt(anna)).toBeNull();
    expect(await lookAt("bo@skane.example")).toMatchObject({ suppression: { reason: "complaint" } });
  });

  it("about an account stands in the region's log, and where its people are", async () => {
    const grants = [{ regionCode: REGION, role: "curator" }] as const;
    const person = { email: "per@region.example", name: "Per", subject: null, grants, now: scene.clock };
    const id = await insertAccount(scene.db, person);
    const mail = { kind: "receivers-paused", regionCode: REGION, receivers: 2 } as const;
    await insertAccountMails(scene.db, { accountIds: [id], mail, now: scene.clock });
    const sent = await takeLast(() => sendAccountMails(deps));
    expect(sent.back).toMatch(/^bounce\+a\d+-/);
    expect(await readPausesTold(scene.db, REGION)).toMatchObject({ sent: 1 });
    expect(await take(report(sent))).toMatchObject({ about: expect.stringMatching(/^account-mail:/), did: "noted" });
    // Nobody has had it after all.
    expect(await readPausesTold(scene.db, REGION)).toMatchObject({ sent: 0 });
    const line = scene.db.selectFrom("audit").select(["deed", "region_code as region"]);
    expect(await line.where("deed", "=", "account-mail-returned").execute()).toEqual([
      { deed: "account-mail-returned", region: REGION },
    ]);
    expect(await readPeople(scene.db, REGION)).toMatchObject([{ mailFault: { kind: "returned", at: scene.clock } }]);
  });
});
