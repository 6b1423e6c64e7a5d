import { generateKeyPairSync } from "node:crypto";
import { array, assert, asyncProperty, constantFrom, string } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEmailChannel } from "../../src/channels/email.ts";
import { createSigner } from "../../src/channels/email/dkim.ts";
import { mailSchema } from "../../src/channels/email/mail.ts";
import { dkim, verifyDkim } from "../support/dkim-proof.ts";
import { exampleViews, makeHostileView, makeHugeView } from "../support/message-views.ts";
import { renderPayload } from "../support/sending.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";

const from = "Läkemedel Å <utskick@restsignal.example.se>";
const target = { address: "anna.andersson@skane.example" };
const unsubscribeUrl = `https://restsignal.example.se/preferences/${"a1B2".repeat(11)}`;

describe("a mail that is signed with DKIM", () => {
  let double: SmtpDouble;
  beforeAll(async () => {
    double = await startSmtpDouble();
  });
  afterAll(() => double.stop());

  const receive = async (...addresses: readonly string[]) => {
    const channel = createEmailChannel({ smtpUrl: double.url, from, dkim });
    const before = double.mails.length;
    for (const view of [exampleViews.new, makeHostileView(), makeHugeView(30)])
      for (const address of addresses) {
        const payload = await renderPayload(channel, { views: [view], target: { address }, unsubscribeUrl });
        expect(await channel.send({ target: { address }, payload, sendingKey: "delivery-17" })).toMatchObject({
          kind: "delivered",
        });
      }
    await channel.close();
    return double.mails.slice(before).map(({ raw }) => raw);
  };

  test("passes at a receiver who verifies it, whoever it goes to and whether it was written anew or out of another", async () => {
    const raws = await receive(
      target.address,
      "bo.ek@skane.example",
      "åsa@sjukvård.example",
      "o'brien+x@region.example",
    );
    expect(raws).toHaveLength(12);
    for (const raw of raws) {
      const { results, signed } = await verifyDkim(raw);
      expect(results).toEqual(["pass"]);
      for (const name of ["from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"])
        expect(signed.filter((one) => one === name)).toHaveLength(2);
      expect(signed).toEqual(expect.arrayContaining(["mime-version", "content-type", "auto-submitted", "list-id"]));
    }
  });

  test("fails when a header is changed, taken away or put beside it, or a letter of its text is another", async () => {
    const [raw = ""] = await receive(target.address);
    const forged = [
      raw.replace(/^Subject: /m, "Subject: X "),
      raw.replace(/^List-Unsubscribe-Post:[^\n]*\n/m, ""),
      raw.replace("a1B2a1B2", "b1B2a1B2"),
      ...["From: x@evil.example", "Subject: Other", "To: x@evil.example", "Cc: x@evil.example", "Date: now"].flatMap(
        (line) => [`${line}\r\n${raw}`, raw.replace("\r\n\r\n", `\r\n${line}\r\n\r\n`)],
      ),
      raw.replace("\r\n\r\n", "\r\nReply-To: x@evil.example\r\n\r\n"),
      raw.replace("\r\n\r\n", "\r\nList-Unsubscribe: <https://evil.example>\r\n\r\n"),
      raw.replace(/\r\n--/, " more\r\n--"),
    ];
    for (const one of forged) {
      expect(one).not.toBe(raw);
      expect((await verifyDkim(one)).results).not.toContain("pass");
    }
  });

  test("is the same to the byte on every attempt", async () => {
    const channel = createEmailChannel({ smtpUrl: double.url, from, dkim });
    const payload = await renderPayload(channel, { target, unsubscribeUrl });
    const before = double.mails.length;
    for (const _ of [1, 2]) await channel.send({ target, payload, sendingKey: "delivery-17" });
    await channel.close();
    const [first, second] = double.mails.slice(before).map(({ raw }) => raw);
    expect(second).toBe(first);
  });

  test("is signed when it is a letter to one person, too", async () => {
    const channel = createEmailChannel({ smtpUrl: double.url, from, dkim });
    const words = { subject: "Bekräfta ä", text: "Tryck här.\n\n  \n", sendingKey: "restsignal-account-1" };
    const payload = await channel.composeLetter?.({ ...words, address: target.address, now: new Date(0) });
    await channel.send({ target, payload, sendingKey: words.sendingKey });
    await channel.close();
    expect((await verifyDkim(double.mails.at(-1)?.raw ?? "")).results).toEqual(["pass"]);
  });

  test("covers the offer of one click, which is made over https alone; without a key of ours a relay may sign it", async () => {
    const headersOf = async (options: object, url: string) => {
      const channel = createEmailChannel({ smtpUrl: null, from, ...options });
      return mailSchema.parse(await renderPayload(channel, { target, unsubscribeUrl: url })).headers;
    };
    const plain = unsubscribeUrl.replace("https", "http");
    expect(await headersOf({ dkim }, unsubscribeUrl)).toHaveProperty("List-Unsubscribe-Post");
    expect(await headersOf({ dkim }, plain)).not.toHaveProperty("List-Unsubscribe-Post");
    expect(await headersOf({}, unsubscribeUrl)).toHaveProperty("List-Unsubscribe-Post");
    expect(await headersOf({}, plain)).toHaveProperty("List-Unsubscribe");
  });
});

test("whatever a mail holds, its signature passes", async () => {
  const sign = createSigner(dkim);
  const head =
    "From: a@b.example\r\nTo: c@d.example\r\nSubject:x\r\nDate: d\r\nMessage-ID: <m@b>\r\nMIME-Version: 1.0\r\n";
  const piece = constantFrom(" ", "\t", "\r\n", "x", ".", "  \r\n", "\r\n\r\n", "å", "=");
  await assert(
    asyncProperty(array(piece), array(piece, { maxLength: 6 }), string(), async (body, folded, words) => {
      const value = folded.join("").replaceAll(/(\r\n)+\s*/g, "\r\n y");
      const more = `Content-Type: text/plain\r\nX-Words: ${words.replaceAll(/[^\x20-\x7E]/g, "")}\r\nReferences: ${value}z\r\n`;
      const signed = await sign(Buffer.from(`${head}${more}\r\n${body.join("")}`, "latin1"));
      expect(signed.kind).toBe("signed");
      if (signed.kind === "signed") expect((await verifyDkim(signed.message)).results).toEqual(["pass"]);
    }),
    { numRuns: 150 },
  );
});

test("a mail without a header that the signature has to cover is not signed, and says which", async () => {
  const sign = createSigner(dkim);
  expect(await sign(Buffer.from("From: a@b.example\r\nSubject: x\r\n\r\nx"))).toEqual({
    kind: "incomplete",
    missing: ["to", "date", "message-id", "mime-version", "content-type"],
  });
  expect(await sign(Buffer.from(""))).toMatchObject({ kind: "incomplete" });
});

test("a key that is too short for receivers to believe stops the start", () => {
  const short = generateKeyPairSync("rsa", { modulusLength: 512 }).privateKey;
  const privateKey = short.export({ type: "pkcs8", format: "pem" }).toString();
  expect(() => createEmailChannel({ smtpUrl: null, from, dkim: { ...dkim, privateKey } })).toThrow("DKIM key");
});
