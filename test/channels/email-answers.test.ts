import { generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEmailChannel } from "../../src/channels/email.ts";
import { enhancedCodes, replyCodes, ruleSmtpFailure } from "../../src/channels/email/outcomes.ts";
import { createSmtpPool, PATIENCE } from "../../src/channels/email/smtp-pool.ts";
import { portOf } from "../support/nobody.ts";
import { expectFitOutcome } from "../support/fit-outcome.ts";
import { renderPayload, sendRendered } from "../support/sending.ts";
import { startSmtpScript, type ScriptedAnswer, type ScriptStep, type SmtpScript } from "../support/smtp-script.ts";

const from = "Restsignal <utskick@restsignal.example.se>";
const target = { address: "anna.andersson@skane.example" };
const secrets = [target.address, "anna.andersson", "hemligt", Buffer.from("\0restsignal\0hemligt").toString("base64")];
/** Long enough for a slow machine, and short enough to wait for. */
const patience = { connectionMs: 400, untilFinalDotMs: 400, afterFinalDotMs: 400 };

describe.each([
  ["that takes commands in one go", true],
  ["that takes one command after the other", false],
])("a mail server %s", (_how, pipelining) => {
  let server: SmtpScript;
  let payload: unknown;
  beforeAll(async () => {
    server = await startSmtpScript({ pipelining });
    payload = await renderPayload(createEmailChannel({ smtpUrl: null, from }), { target });
  });
  afterAll(() => server.stop());

  const attempt = async (...answers: readonly ScriptedAnswer[]) => {
    const channel = createEmailChannel({ smtpUrl: server.url, from, patience });
    for (const answer of answers) server.answerNext(answer);
    const outcome = await channel.send({ target, payload, sendingKey: "delivery-17" });
    await channel.close();
    return outcome;
  };
  const steps = ["greeting", "hello", "login", "sender", "receiver", "data"] as const;
  const breaks = [
    ["closes", { ending: "close" }],
    ["resets the line", { ending: "reset" }],
    ["says nothing more", {}],
    ["says half a line and closes", { reply: "250 2.", ending: "close" }],
    ["says half a refusal and closes", { reply: "45", ending: "close" }],
    ["says what is no reply", { reply: "HTTP/1.1 400 Bad Request\r\n\r\n", ending: "close" }],
  ] as const;

  for (const step of steps) {
    test.each(breaks)(`at ${step} it %s: nothing was heard, and it is tried again`, async (_what, answer) => {
      const before = server.messages.length;
      // An honest greeting comes after the break is over.
      const outcome = await attempt({ step, ...answer });
      expect(outcome).toMatchObject({ kind: "retry" });
      expectFitOutcome(outcome, secrets);
      expect(server.messages).toHaveLength(before);
    });
  }

  test.each(breaks)("after the final dot it %s: it may have been heard, taken or not", async (_what, answer) => {
    for (const isTaken of [true, false]) {
      const outcome = await attempt({ step: "message", isTaken, ...answer });
      expect(outcome).toMatchObject({ kind: "unknown" });
      expectFitOutcome(outcome, secrets);
    }
  });

  test("it hangs up right after it said to go ahead: seen before the final dot goes", async () => {
    for (const ending of ["close", "reset"] as const)
      expect(await attempt({ step: "data", reply: "354 Go ahead\r\n", ending })).toMatchObject({
        kind: "retry",
      });
  });

  test.each(steps)("at %s it has no time: it is tried again, and not this receiver alone waits", async (step) => {
    const outcome = await attempt({ step, reply: "421 4.3.2 Service shutting down\r\n", ending: "close" });
    expect(outcome).toMatchObject({ kind: "retry", scope: expect.stringMatching(/^(app|installation)$/) });
    expectFitOutcome(outcome, secrets);
  });

  test("it has no time after the final dot: it says that it did not take the message", async () => {
    const outcome = await attempt({ step: "message", reply: "421 4.3.2 Shutting down\r\n", ending: "close" });
    expect(outcome).toMatchObject({ kind: "retry", scope: "app" });
  });

  test.each([
    ["greeting", "554 5.7.1 No service for you\r\n", { kind: "misconfigured", scope: "app" }],
    ["login", "535 5.7.8 Wrong password\r\n", { kind: "misconfigured", scope: "app" }],
    ["login", "454 4.7.0 Try again\r\n", { kind: "retry", scope: "app" }],
    ["sender", "550 5.7.1 Sender not allowed\r\n", { kind: "misconfigured", scope: "app" }],
    ["sender", "530 5.7.0 Log in first\r\n", { kind: "misconfigured", scope: "app" }],
    ["sender", "552 5.3.4 Message size exceeds fixed limit\r\n", { kind: "rejected" }],
    ["sender", "451 4.3.0 Later\r\n", { kind: "retry", scope: "app" }],
    ["sender", "503 5.5.1 Bad sequence\r\n", { kind: "retry", scope: "app" }],
    ["receiver", "550 5.1.1 No such user\r\n", { kind: "gone" }],
    ["receiver", "550-5.1.1 The account that you tried to reach\r\n550 5.1.1 does not exist\r\n", { kind: "gone" }],
    ["receiver", "550 No such user\r\n", { kind: "gone" }],
    ["receiver", "550 5.2.1 Mailbox disabled\r\n", { kind: "gone" }],
    ["receiver", "550 5.1.10 Null MX\r\n", { kind: "gone" }],
    ["receiver", "552 5.2.2 Mailbox full\r\n", { kind: "retry", scope: "target", afterMs: 3_600_000 }],
    ["receiver", "452 4.2.2 Over quota\r\n", { kind: "retry", scope: "target", afterMs: 3_600_000 }],
    ["receiver", "552 Mailbox is full\r\n", { kind: "retry", scope: "target", afterMs: 3_600_000 }],
    ["receiver", "450 4.2.0 Greylisted\r\n", { kind: "retry", scope: "target" }],
    ["receiver", "451 4.7.1 Greylisting in action\r\n", { kind: "retry", scope: "target" }],
    ["receiver", "451 4.7.1 Too many messages from you\r\n", { kind: "retry", scope: "installation" }],
    ["receiver", "451 4.4.1 No answer from their server\r\n", { kind: "retry", scope: "installation" }],
    ["receiver", "451 Later\r\n", { kind: "retry", scope: "installation" }],
    ["receiver", "421 4.7.28 Rate limit for this domain\r\n", { kind: "retry", scope: "installation" }],
    ["receiver", "550 5.7.1 Blocked by policy\r\n", { kind: "retry", scope: "installation", afterMs: 900_000 }],
    ["receiver", "550 Your address is on a blocklist\r\n", { kind: "retry", scope: "installation", afterMs: 900_000 }],
    ["receiver", "554 5.7.1 Relay access denied\r\n", { kind: "misconfigured", scope: "installation" }],
    ["receiver", "550 5.7.515 Access denied\r\n", { kind: "misconfigured", scope: "installation" }],
    [
      "message",
      "550 5.7.515 Access denied, sending domain restsignal.example.se does not meet the required authentication level\r\n",
      { kind: "misconfigured", scope: "installation" },
    ],
    [
      "message",
      "550 5.7.1 Unauthenticated email from restsignal.example.se is not accepted due to domain's DMARC policy\r\n",
      { kind: "misconfigured", scope: "installation" },
    ],
    ["message", "550 5.7.26 This mail has been blocked\r\n", { kind: "misconfigured", scope: "installation" }],
    ["message", "550 5.7.25 PTR record not set up\r\n", { kind: "misconfigured", scope: "installation" }],
    ["message", "550 5.7.1 Message rejected: DKIM check failed\r\n", { kind: "misconfigured", scope: "installation" }],
    ["receiver", "550 5.7.0 SPF validation: not authorized\r\n", { kind: "misconfigured", scope: "installation" }],
    ["receiver", "550 Rejected by SPF policy\r\n", { kind: "misconfigured", scope: "installation" }],
    ["receiver", "554 5.7.1 No reverse DNS for your server\r\n", { kind: "misconfigured", scope: "installation" }],
    ["message", "451 4.7.26 SPF and DKIM failed, try later\r\n", { kind: "retry", scope: "installation" }],
    ["receiver", "550 5.7.133 Sender not authenticated\r\n", { kind: "misconfigured", scope: "target" }],
    ["receiver", "553 5.6.7 Non-ASCII address\r\n", { kind: "misconfigured", scope: "target" }],
    ["receiver", "450 5.1.1 Contradicts itself\r\n", { kind: "retry", scope: "target" }],
    ["receiver", "550 4.2.1 Contradicts itself\r\n", { kind: "retry", scope: "target" }],
    ["receiver", "550 #5.7.1 Your access is rejected\r\n", { kind: "retry", scope: "installation", afterMs: 900_000 }],
    ["receiver", "554 5.1.0 No such recipient\r\n", { kind: "gone" }],
    ["message", "550 Message rejected for its content\r\n", { kind: "rejected" }],
    ["receiver", "599 Of tomorrow\r\n", { kind: "rejected" }],
    ["data", "554 5.5.1 No valid recipients\r\n", { kind: "retry", scope: "app" }],
    ["data", "451 4.3.0 Later\r\n", { kind: "retry", scope: "installation" }],
    ["message", "552 5.3.4 Message too big\r\n", { kind: "rejected" }],
    ["message", "554 5.6.0 Message content rejected\r\n", { kind: "rejected" }],
    ["message", "550 5.7.1 Blocked by policy\r\n", { kind: "retry", scope: "installation", afterMs: 900_000 }],
    ["message", "451 4.3.0 Try again\r\n", { kind: "retry", scope: "installation" }],
    ["message", "452 4.3.1 Insufficient system storage\r\n", { kind: "retry", scope: "app" }],
    ["message", "550 5.1.1 No such user\r\n", { kind: "gone" }],
    ["message", "354 Go on\r\n", { kind: "unknown" }],
    ["message", "Thanks!\r\n", { kind: "unknown" }],
  ] as const)("at %s it says %j", async (step, reply, ruling) => {
    const outcome = await attempt({ step, reply });
    expect(outcome).toEqual({ ...ruling, reason: expect.stringMatching(/^e-mail: \S/) });
    expectFitOutcome(outcome, secrets);
  });

  test("of a yes only its number counts, whatever its words", async () => {
    for (const reply of [
      "250 5.1.1 Error: user unknown\r\n",
      "250-Ok\r\n250 queued\r\n",
      "250 \r\n",
      "251 Forwarded\r\n",
    ])
      expect(await attempt({ step: "message", reply, isTaken: true })).toEqual({
        kind: "delivered",
        externalId: "<delivery-17@restsignal.example.se>",
      });
  });

  test("a yes that comes before the message is none", async () => {
    const outcome = await attempt({ step: "data", reply: "354 Go ahead\r\n250 2.0.0 Ok\r\n" });
    expect(outcome).toMatchObject({ kind: expect.stringMatching(/^(retry|unknown)$/) });
  });

  test("a reason of a gigabyte is one line of two hundred signs", async () => {
    const reply = `550 5.7.1 ${`<${target.address}> ${"x".repeat(70)}\r\n550-`.repeat(2_000)}\r\n550 end\r\n`;
    expectFitOutcome(await attempt({ step: "receiver", reply }), secrets);
    const endless = await attempt({ step: "message", reply: `550-${"x".repeat(3_000_000)}` });
    expect(endless).toMatchObject({ kind: "unknown" });
    expectFitOutcome(endless, secrets);
  });

  test("a line that the server ended while it was idle is opened anew, and the message goes once", async () => {
    const channel = createEmailChannel({ smtpUrl: server.url, from, patience });
    const [messages, lines] = [server.messages.length, server.countLines()];
    expect(await sendRendered(channel, { target })).toMatchObject({ kind: "delivered" });
    expect(await sendRendered(channel, { target })).toMatchObject({ kind: "delivered" });
    expect(server.countLines()).toBe(lines + 1);
    for (const answer of [
      { ending: "close" },
      { ending: "reset" },
      { reply: "421 4.4.2 Idle\r\n", ending: "close" },
    ] as const) {
      server.answerNext({ step: "sender", ...answer });
      expect(await sendRendered(channel, { target })).toMatchObject({ kind: "delivered" });
    }
    expect(server.messages).toHaveLength(messages + 5);
    await channel.close();
  });

  test("a refusal ends no line, and the next message goes over it", async () => {
    const channel = createEmailChannel({ smtpUrl: server.url, from, patience });
    const lines = server.countLines();
    for (const step of ["receiver", "message", "sender"] as const) {
      server.answerNext({ step, reply: "550 5.6.0 No\r\n" });
      await sendRendered(channel, { target });
      expect(await sendRendered(channel, { target })).toMatchObject({ kind: "delivered" });
    }
    expect(server.countLines()).toBeLessThanOrEqual(lines + 4);
    await channel.close();
  });

  test("whatever is answered, at whatever step, is an outcome that names neither address nor password", async () => {
    const words = fc.oneof(
      fc.constantFrom(...secrets, ...enhancedCodes.keys(), "\u0000", "\u202Ex", `<${target.address}>:`),
      fc.string({ unit: "binary", maxLength: 100 }).map((text) => text.replaceAll(/[\r\n]/g, " ")),
    );
    const code = fc.oneof(
      fc.constantFrom(...replyCodes.keys(), "250", "354", "535"),
      fc.integer({ min: 0, max: 9_999 }),
    );
    const line = fc
      .tuple(code, fc.constantFrom(" ", "-", ""), words, words)
      .map(([one, mark, a, b]) => `${one}${mark}${a} ${b}`);
    const answer = fc.record({
      step: fc.constantFrom<ScriptStep>(...steps, "message"),
      reply: fc
        .tuple(fc.array(line, { minLength: 1, maxLength: 3 }), fc.constantFrom("\r\n", ""))
        .map(([all, end]) => all.join("\r\n") + end),
      ending: fc.constant("close" as const),
    });
    await fc.assert(
      fc.asyncProperty(answer, async (one) => expectFitOutcome(await attempt(one), secrets)),
      { numRuns: 60 },
    );
  });
});

describe("patience", () => {
  test("is short for everything and ten minutes after the final dot", async () => {
    const server = await startSmtpScript();
    const channel = createEmailChannel({
      smtpUrl: server.url,
      from,
      patience: { connectionMs: 100, untilFinalDotMs: 100, afterFinalDotMs: 60_000 },
    });
    for (const step of ["greeting", "login", "sender", "data"] as const) {
      server.answerNext({ step });
      expect(await sendRendered(channel, { target })).toMatchObject({
        kind: "retry",
        reason: expect.stringContaining("ETIMEDOUT"),
      });
    }
    server.answerNext({ step: "message", isTaken: true });
    const scanned = sendRendered(channel, { target });
    await expect.poll(() => server.messages.length).toBe(1);
    // Others go on meanwhile, and longer than anything but the last answer may take.
    for (let other = 0; other < 3; other++) {
      server.answerNext({ step: "greeting" });
      await sendRendered(channel, { target });
    }
    await server.stop();
    expect(await scanned).toMatchObject({ kind: "unknown", reason: expect.stringContaining("after the end") });
    await channel.close();
  });

  test("of the standard is what is used", () => {
    expect(PATIENCE.afterFinalDotMs).toBe(600_000);
    expect(Math.max(PATIENCE.connectionMs, PATIENCE.untilFinalDotMs)).toBeLessThanOrEqual(60_000);
  });
});

test("a line that breaks in the middle of a long message leaves it unsent, since its final dot never went", async () => {
  const server = await startSmtpScript();
  const pool = createSmtpPool({ url: server.url, maxLines: 1, patience });
  const message = Buffer.alloc(60_000_000, "x\r\n");
  for (const ending of ["close", "reset"] as const) {
    server.answerNext({ step: "body", ending });
    expect(await pool.send({ from: "a@b.example", to: "c@d.example" }, message)).toMatchObject({
      kind: "failed",
      stage: "message",
    });
  }
  pool.close();
  await server.stop();
});

test("a process that was held up past its time sends no message: another may have sent it by then", async () => {
  const server = await startSmtpScript();
  const pool = createSmtpPool({ url: server.url, maxLines: 1, patience });
  server.answerNext({ step: "data", reply: "354 Go ahead\r\n", holdMs: 2 * patience.untilFinalDotMs });
  const result = await pool.send({ from: "a@b.example", to: "c@d.example" }, Buffer.from("Subject: x\r\n\r\nx\r\n"));
  expect(result).toMatchObject({ kind: "failed", stage: expect.stringMatching(/^(envelope|message)$/) });
  expect(server.messages).toEqual([]);
  pool.close();
  await server.stop();
});

test("a message larger than the server says that it takes is not begun", async () => {
  const server = await startSmtpScript({ maxBytes: 1_000 });
  const channel = createEmailChannel({ smtpUrl: server.url, from, patience });
  expect(await sendRendered(channel, { target })).toMatchObject({ kind: "rejected" });
  expect(server.messages).toEqual([]);
  await channel.close();
  await server.stop();
});

test.each([
  ["a certificate that nobody vouches for", { secure: true }],
  ["no TLS where TLS was asked for", { secure: false }],
])("a mail server with %s gets no mail until somebody mends that", async (_what, options) => {
  const server = new SMTPServer({ ...options, logger: false });
  server.on("error", () => {});
  const port = await new Promise<number>((resolve) => {
    const listener = server.listen(0, "127.0.0.1", () => resolve(portOf(listener)));
  });
  const smtpUrl = `smtps://restsignal:hemligt@127.0.0.1:${port}`;
  const channel = createEmailChannel({ smtpUrl, from, patience: { connectionMs: 5_000 } });
  expect(await sendRendered(channel, { target })).toMatchObject({ kind: "misconfigured", scope: "app" });
  await channel.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

test("the same bytes are what tells a repeat, so a mail that may have been heard is sent once more", async () => {
  const server = await startSmtpScript();
  const channel = createEmailChannel({ smtpUrl: server.url, from, patience });
  expect(channel.whenUnsure).toEqual({ kind: "repeat" });
  const payload = await renderPayload(channel, { target });
  const attempt = () => channel.send({ target, payload, sendingKey: "delivery-17" });
  server.answerNext({ step: "message", isTaken: true, ending: "close" });
  expect([await attempt(), await attempt()]).toMatchObject([{ kind: "unknown" }, { kind: "delivered" }]);
  const [first, second] = server.messages;
  expect(first).toContain("Message-ID: <delivery-17@restsignal.example.se>");
  expect(second).toBe(first);
  await channel.close();
  await server.stop();
});

test("codes stand once in the tables, and each with its meaning at every stage", () => {
  for (const code of enhancedCodes.keys()) expect(code).toMatch(/^[45]\.\d{1,3}(\.\d{1,3})?$/);
  for (const code of replyCodes.keys()) expect(code).toMatch(/^[45]\d\d$/);
  for (const stage of ["connection", "login", "envelope", "message"] as const)
    expect(ruleSmtpFailure(stage, {}).kind).toBe("retry");
  expect(ruleSmtpFailure("taken", {})).toEqual({ kind: "unknown" });
});

test.each([
  ["no key", "no key"],
  ["an empty one", ""],
  ["half of one", "-----BEGIN PRIVATE KEY-----\nMIIE"],
  [
    "one of another kind",
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  ],
])("a DKIM key that cannot sign, %s, stops the start: nothing goes out unsigned in silence", (_what, privateKey) => {
  const dkim = { domainName: "restsignal.example.se", keySelector: "rs", privateKey };
  expect(() => createEmailChannel({ smtpUrl: "smtp://127.0.0.1", from, dkim })).toThrow("DKIM key");
});
