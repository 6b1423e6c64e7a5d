import { simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEmailChannel, type EmailOptions } from "../../src/channels/email.ts";
import type { MessageView } from "../../src/domain/message.ts";
import { testChannelContract } from "../contracts/channel.contract.ts";
import { dkim } from "../support/dkim-proof.ts";
import {
  HOSTILE,
  exampleViews,
  makeAlertView,
  makeFacts,
  makeHostileView,
  makeHugeView,
  makeView,
  ofOwnCases,
} from "../support/message-views.ts";
import { findNobody } from "../support/nobody.ts";
import { renderPayload, sendRendered } from "../support/sending.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";

const from = "Restsignal <utskick@restsignal.example.se>";
const target = { address: "anna.andersson@skane.example" };

testChannelContract("email", async () => {
  const double = await startSmtpDouble();
  const gone = "5.1.1 <anna.andersson@skane.example>: Recipient address rejected: User unknown";
  return {
    channel: createEmailChannel({ smtpUrl: double.url, from }),
    unconfigured: createEmailChannel({ smtpUrl: null, from }),
    unreachable: createEmailChannel({ smtpUrl: `smtp://restsignal:hemligt@127.0.0.1:${await findNobody()}`, from }),
    target,
    badTargets: [
      null,
      {},
      { address: "" },
      { address: "anna" },
      { address: "a@b.se\r\nBcc: c@d.se" },
      { address: "a@b.se, c@d.se" },
    ],
    secrets: [target.address, "anna.andersson", "hemligt", double.url],
    takenAs: "delivered",
    provoke: {
      retry: () => double.answerNext({ step: "receiver", code: 451, text: "4.3.0 Try again later" }),
      gone: () => double.answerNext({ step: "receiver", code: 550, text: gone }),
      rejected: () => double.answerNext({ step: "message", code: 554, text: "5.6.0 Message content rejected" }),
      misconfigured: () => double.answerNext({ step: "sender", code: 550, text: "5.7.1 Sender not allowed" }),
      unknown: () => double.hangUpNext({ isTaken: false }),
    },
    loseAnswer: () => double.hangUpNext({ isTaken: true }),
    askForWait: null,
    countReceived: () => double.mails.length,
    stop: double.stop,
  };
});

describe("the e-mail channel", () => {
  let double: SmtpDouble;
  beforeAll(async () => {
    double = await startSmtpDouble();
  });
  afterAll(() => double.stop());

  const unsubscribeUrl = "https://restsignal.example.se/preferences/a1b2c3?x=1&y=2";
  const deliver = async (views: readonly MessageView[], options: Partial<EmailOptions> = {}) => {
    const channel = createEmailChannel({ smtpUrl: double.url, from, ...options });
    const outcome = await sendRendered(channel, { views, target, unsubscribeUrl });
    await channel.close();
    return outcome;
  };
  const receive = async (views: readonly MessageView[], options: Partial<EmailOptions> = {}) => {
    expect(await deliver(views, options)).toMatchObject({ kind: "delivered" });
    const mail = double.mails.at(-1);
    if (mail === undefined) throw new Error("no mail came");
    return mail;
  };

  test.each([
    ["an ordinary one", exampleViews.update],
    ["a hostile one", makeHostileView()],
    ["a long one", makeHugeView()],
  ])("what it says of its own mail, %s, is what a mail program reads in it", async (_what, view) => {
    const channel = createEmailChannel({ smtpUrl: null, from: "Åsas utskick <utskick@restsignal.example.se>" });
    const payload = await renderPayload(channel, { views: [view], unsubscribeUrl });
    const file = await channel.exportFile?.(payload);
    const mail = await simpleParser(Buffer.from(file?.content ?? []));
    expect(channel.draw?.(payload)).toEqual({
      kind: "mail",
      from: "Åsas utskick <utskick@restsignal.example.se>",
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
    });
  });

  test("a payload that was stored is sent again byte for byte", async () => {
    const channel = createEmailChannel({ smtpUrl: double.url, from });
    const payload: unknown = JSON.parse(JSON.stringify(await renderPayload(channel, { target, unsubscribeUrl })));
    const before = double.mails.length;
    const attempt = () => channel.send({ target, payload, sendingKey: "delivery-17" });
    expect([await attempt(), await attempt()]).toMatchObject([{ kind: "delivered" }, { kind: "delivered" }]);
    await channel.close();
    const [first, second, ...others] = double.mails.slice(before).map(({ raw }) => raw);
    expect(second).toBe(first);
    expect(others).toEqual([]);
    // What goes over the line is what a look at the file shows.
    const file = await channel.exportFile?.(payload);
    expect(first).toBe(Buffer.from(file?.content ?? []).toString("latin1"));
  });

  test("a digest is one mail with a plain subject, a text part and an HTML part in the subscriber's language", async () => {
    const { parsed, raw } = await receive(ofOwnCases([exampleViews.cessation, exampleViews.new, exampleViews.update]));
    expect(parsed.subject).toBe("Brådskande: Meropenem: ny läkemedelsbrist (injektion) och 2 till");
    expect(raw).toContain("multipart/alternative");
    expect(parsed.text).toContain("Gör så här");
    expect(parsed.html).toContain('<html lang="sv">');
    expect(parsed.headers.get("content-language")).toBe("sv");
    expect(parsed.date?.toISOString()).toBe("2026-08-21T07:15:00.000Z");
  });

  test.each([
    ["asa@sjukvård.example", "asa@xn--sjukvrd-ixa.example"],
    ["Åsa@sjukvård.example", "åsa@sjukvård.example"],
  ])("an address of other letters than ASCII gets its mail: %s", async (address, receiver) => {
    const channel = createEmailChannel({ smtpUrl: double.url, from });
    const sent = await sendRendered(channel, { target: { address } });
    await channel.close();
    expect(sent).toMatchObject({ kind: "delivered" });
    // RFC 6532: where what stands before the @ needs UTF-8, the whole header may be as people write it.
    expect(double.mails.at(-1)?.receivers).toEqual([address.toLowerCase()]);
    expect(Buffer.from(double.mails.at(-1)?.raw ?? "", "latin1").toString()).toContain(`To: ${receiver}\r\n`);
    expect(double.mails.at(-1)?.parsed.subject).toContain("läkemedelsbrist");
  });

  test("a mail says that a machine wrote it and how to leave with one click", async () => {
    const { raw } = await receive([exampleViews.new], { dkim });
    const headers = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
    expect(headers).toContain("Auto-Submitted: auto-generated");
    expect(headers).toContain("List-ID: <restsignal.restsignal.example.se>");
    expect(headers).toContain("List-Unsubscribe: <https://restsignal.example.se/preferences/a1b2c3?x=1&y=2>");
    expect(headers).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  });

  describe("of facts that were read", () => {
    // The digest is sent at 07:15 UTC on 21 August: 36 hours after 19:15 on the 19th.
    const told = (fileTime: string, name = "lakemedelsverket") =>
      makeView({ facts: makeFacts({ source: { name, fileTime, asOf: "2026-08-19" } }) });
    const warning = (time: string) =>
      `Läkemedelsverkets uppgifter är från ${time}, för 36 timmar sedan, och kan vara inaktuella.`;

    test("more than 36 hours ago a mail warns, in text and HTML, before anything else", async () => {
      const { parsed } = await receive([told("2026-08-21T02:27:00+02:00"), told("2026-08-19T21:14:59+02:00")]);
      for (const body of [parsed.text ?? "", String(parsed.html)]) {
        expect(body.split(warning("2026-08-19 21:14"))).toHaveLength(2);
        expect(body.indexOf("kan vara inaktuella")).toBeLessThan(body.indexOf("Gör så här"));
      }
    });

    test("a mail names the oldest time, in the subscriber's language", async () => {
      const channel = createEmailChannel({ smtpUrl: null, from });
      const views = [told("2026-08-19T02:00:00+02:00"), told("2026-08-17T02:00:00+02:00")];
      const payload = JSON.stringify(await renderPayload(channel, { views, language: "en" }));
      expect(payload).toContain("2026-08-17 02:00");
      expect(payload).not.toContain("2026-08-19 02:00 and may");
    });

    test.each([
      ["36 hours ago to the second", [told("2026-08-19T21:15:00+02:00")]],
      ["this morning", [exampleViews.new, exampleViews.overview]],
      ["long ago by a pharmacist's own hand, which no file renews", [told("2026-08-01T09:00:00+02:00", "manual")]],
      ["by nobody, in an alert", [makeAlertView()]],
    ])("%s no mail warns", async (_when, views) => {
      const { parsed } = await receive(views);
      expect(`${parsed.text} ${parsed.html}`).not.toContain("inaktuella");
    });
  });

  test("an alert says what happened, in text and HTML", async () => {
    const { parsed } = await receive([makeAlertView({ reason: "49 % av rapporterna är borta" })]);
    for (const body of [parsed.text, parsed.html]) expect(body).toContain("49 % av rapporterna är borta");
    expect(parsed.subject).toBe("Brådskande: 1 driftlarm i Restsignal drift");
  });

  test("every attempt carries the same Message-ID, which is the delivery's id", async () => {
    const outcome = await deliver([exampleViews.new]);
    expect(outcome).toEqual({ kind: "delivered", externalId: "<delivery-17@restsignal.example.se>" });
    expect(double.mails.at(-1)?.parsed.messageId).toBe("<delivery-17@restsignal.example.se>");
  });

  test("the way out in the mail is the subscriber's own, though digests are written once for many", async () => {
    const channel = createEmailChannel({ smtpUrl: null, from });
    const render = async (token: string) => {
      const own = `https://restsignal.example.se/preferences/${token}`;
      return JSON.stringify(await renderPayload(channel, { unsubscribeUrl: own }));
    };
    const [first, second] = [await render("forsta"), await render("andra")];
    expect(first).not.toContain("andra");
    expect(second).toContain("preferences/andra");
    expect(second).not.toMatch(/preferences\/forsta|unsubscribe\.invalid/);
  });

  test("hostile text can neither add a header nor run in the mail", async () => {
    const { parsed, raw } = await receive([makeHostileView()]);
    expect(raw.slice(0, raw.indexOf("\r\n\r\n"))).not.toMatch(/^bcc:/im);
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.html).not.toMatch(/<script|<x|href="http:\/\/evil/);
    expect(parsed.subject).not.toMatch(/[\r\n\u202E]/);
    expect(HOSTILE).toContain("\r\nBcc:");
  });

  test("a wrong password is our fault and not the subscriber's", async () => {
    expect(await deliver([exampleViews.new], { smtpUrl: double.wrongPasswordUrl })).toMatchObject({
      kind: "misconfigured",
    });
  });

  test("a server that does not answer is tried again", async () => {
    const closed = await startSmtpDouble();
    await closed.stop();
    expect(await deliver([exampleViews.new], { smtpUrl: closed.url })).toMatchObject({ kind: "retry" });
  });

  test.each([
    ["by default", ""],
    ["with a wish for the opposite", "?ignoreTLS=true&requireTLS=false&opportunisticTLS=true"],
  ])(
    "a password is never sent to a server that offers no encryption %s, and the fault is told as ours",
    async (_how, query) => {
      const plain = await startSmtpDouble();
      // An address that is not this machine's own name for itself, and is reached without leaving it.
      const smtpUrl = `${plain.url.replace("127.0.0.1", "0.0.0.0")}/${query}`;
      const channel = createEmailChannel({ smtpUrl, from });
      expect(await channel.check()).toMatchObject({ state: "failing", detail: expect.stringContaining("STARTTLS") });
      expect(await deliver([exampleViews.new], { smtpUrl })).toMatchObject({
        kind: "misconfigured",
        reason: expect.stringContaining("offers no encryption"),
      });
      expect(plain.passwords).toEqual([]);
      expect(plain.mails).toEqual([]);
      await channel.close();
      await plain.stop();
    },
  );

  test("a sender that is no address stops the start and not the first sending", () => {
    expect(() => createEmailChannel({ smtpUrl: null, from: "Restsignal" })).toThrow("one address");
  });
});

test("a look at the mail server says whether it is set up and takes our login, and sends nothing", async () => {
  const double = await startSmtpDouble();
  const look = async (smtpUrl: string | null) => {
    const channel = createEmailChannel({ smtpUrl, from });
    const health = await channel.check();
    await channel.close();
    return health;
  };
  expect(await look(double.url)).toMatchObject({ state: "ready" });
  expect(await look(double.wrongPasswordUrl)).toMatchObject({
    state: "failing",
    detail: expect.stringContaining("535"),
  });
  expect(await look("smtp://127.0.0.1:1")).toMatchObject({ state: "failing" });
  expect(await look(null)).toMatchObject({ state: "missing" });
  expect(double.mails).toEqual([]);
  await double.stop();
});
