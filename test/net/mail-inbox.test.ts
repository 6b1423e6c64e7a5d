import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMailInbox } from "../../src/net/mail-inbox.ts";
import { startImapDouble, type ImapDouble } from "../support/imap-double.ts";
import { findNobody } from "../support/nobody.ts";

let double: ImapDouble;
beforeAll(async () => {
  double = await startImapDouble();
});
afterAll(() => double.stop());
beforeEach(() => {
  double.boxes.clear();
  double.boxes.set(
    "INBOX",
    ["en", "två", "tre"].map((name) => Buffer.from(`Subject: ${name}\r\n\r\nx`)),
  );
});

const open = (url = double.url) => createMailInbox({ url, timeoutMs: 3_000 });
const subjects = (mails: readonly Uint8Array[]) => mails.map((raw) => Buffer.from(raw).toString().split("\r\n", 1)[0]);

async function read(url?: string): Promise<Uint8Array[]> {
  const mails: Uint8Array[] = [];
  await open(url).readEach((raw) => {
    mails.push(raw);
    return Promise.resolve();
  });
  return mails;
}

describe("the inbox of returned mails", () => {
  it("is emptied in order, into a folder that is made for that, and what was taken does not come again", async () => {
    expect(subjects(await read())).toEqual(["Subject: en", "Subject: två", "Subject: tre"]);
    expect(double.boxes.get("INBOX")).toEqual([]);
    expect(double.boxes.get("Restsignal")).toHaveLength(3);
    expect(await read()).toEqual([]);
  });

  it("keeps what could not be taken in, and what comes after it, for the next round", async () => {
    let calls = 0;
    const taking = open().readEach(() => {
      calls += 1;
      return calls === 2 ? Promise.reject(new Error("the database is away")) : Promise.resolve();
    });
    await expect(taking).rejects.toThrow("the database is away");
    expect(double.boxes.get("INBOX")).toHaveLength(2);
    expect(subjects(await read())).toEqual(["Subject: två", "Subject: tre"]);
  });

  it("gives a mail again whose move was refused, and goes on where a line broke", async () => {
    double.boxes.set("Restsignal", []);
    for (const _ of [1, 2]) double.failNextMove("refuse");
    await expect(read()).rejects.toThrow();
    expect(double.boxes.get("INBOX")).toHaveLength(3);
    double.failNextMove("hang up");
    await expect(read()).rejects.toThrow();
    expect(subjects(await read())).toEqual(["Subject: två", "Subject: tre"]);
  });

  it("gives of a mail of 50 MB its beginning", async () => {
    double.boxes.set("INBOX", [Buffer.concat([Buffer.from("Subject: stort\r\n\r\n"), Buffer.alloc(50_000_000, "x")])]);
    const [mail] = await read();
    expect(mail?.byteLength).toBe(1_000_000);
  });

  it("says why it cannot be opened, without its password", async () => {
    expect(await open().check()).toBeNull();
    expect(await open(double.wrongPasswordUrl).check()).toContain("wrong password");
    expect(await open(double.url.replace("INBOX", "Nowhere")).check()).toContain("no such mailbox");
    const nobody = await open(`imap://restsignal:hemligt@127.0.0.1:${await findNobody()}/INBOX`).check();
    expect(nobody).toMatch(/refused|ECONNREFUSED/);
    expect(nobody).not.toContain("hemligt");
    await expect(read(double.wrongPasswordUrl)).rejects.toThrow("net/mail-inbox");
  });
});
