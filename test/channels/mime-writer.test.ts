import {
  array,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  date,
  oneof,
  record,
  stringMatching,
  uuid,
} from "fast-check";
import MailComposer from "nodemailer/lib/mail-composer";
import { expect, test, vi } from "vitest";
import { renderSending } from "../../src/channels/channel.ts";
import { createEmailChannel } from "../../src/channels/email.ts";
import { mailSchema, writeMime, type Mail } from "../../src/channels/email/mail.ts";
import { createMimeWriter } from "../../src/channels/email/mime-writer.ts";
import { keyOfPart } from "../../src/domain/sending.ts";
import { exampleViews, makeHostileView, makeHugeView } from "../support/message-views.ts";
import { makeRenderInput } from "../support/sending.ts";

const channel = createEmailChannel({ smtpUrl: null, from: "Läkemedel Å <utskick@restsignal.example>" });
const views = [exampleViews.new, exampleViews.overview, makeHostileView(), makeHugeView(30)];

const receiver = record({
  address: oneof(
    stringMatching(/^[a-z]{1,30}\.[a-z]{1,20}@[a-z]{1,20}\.example$/),
    constantFrom(
      "å.ö@räksmörgås.example",
      "o'brien@region.example",
      `${"x".repeat(64)}@region.example`,
      "a=b@c.example",
    ),
  ),
  secret: oneof(stringMatching(/^[\w-]{43}$/), stringMatching(/^[\w-]{16,60}$/), constant("short")),
  sendingKey: uuid().map((id) => `restsignal-${id}`),
  at: date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
  path: constantFrom("/preferences/", "/a?b=c&token=/", "/preferences/Zq0restsignal0ss/"),
});

async function write(
  view: (typeof views)[number],
  given: { address: string; secret: string; sendingKey: string; at: Date; path: string },
): Promise<Mail> {
  const { address, secret, sendingKey, at, path } = given;
  const unsubscribeUrl = `https://restsignal.example${path}${secret}`;
  const input = makeRenderInput(channel, { views: [view], target: { address }, unsubscribeUrl, sendingKey, now: at });
  const rendered = await renderSending(channel, input);
  if (rendered.kind === "rejected") throw new Error(rendered.reason);
  return mailSchema.parse(rendered.payload);
}

test("a mail written out of the one before it has the very bytes that it has when it is written anew", async () => {
  const writer = createMimeWriter();
  await assert(
    asyncProperty(constantFrom(...views), array(receiver, { minLength: 2, maxLength: 4 }), async (view, receivers) => {
      for (const given of receivers) {
        const mail = await write(view, given);
        expect((await writer.write(mail)).toString("latin1")).toBe((await writeMime(mail)).toString("latin1"));
      }
    }),
    { numRuns: 40 },
  );
});

test("so have the later parts of a digest, which refer to the first, and are encoded once for all who get them", async () => {
  const input = makeRenderInput(channel, { views: [makeHugeView(250), makeHugeView(250)] });
  const written = await channel.write(input);
  if (written.kind !== "parted") throw new Error(`test: the digest is ${written.kind}`);
  const writer = createMimeWriter();
  const encode = vi.spyOn(MailComposer.prototype, "compile");
  await assert(
    asyncProperty(receiver, async ({ address, secret, sendingKey: thread, at: now, path }) => {
      const unsubscribeUrl = `https://restsignal.example${path}${secret}`;
      for (const [index, { content }] of written.parts.entries()) {
        const envelope = { ...input, target: { address }, unsubscribeUrl, now, sendingKey: thread };
        const later = { ...envelope, sendingKey: keyOfPart(thread, index + 1), thread };
        const mail = mailSchema.parse(channel.address(content, index === 0 ? envelope : later));
        expect((await writer.write(mail)).toString("latin1")).toBe((await writeMime(mail)).toString("latin1"));
        // Sent anew it has a key of its own, and refers to the first all the same.
        const anew = { ...mail, sendingKey: "restsignal-00000000-0000-4000-8000-000000000000" };
        expect((await writer.write(anew)).toString("latin1")).toBe((await writeMime(anew)).toString("latin1"));
      }
    }),
    { numRuns: 10 },
  );
  encode.mockClear();
  const mails = ["a", "b", "c"].map((letter) => {
    const thread = `restsignal-${letter.repeat(36)}`;
    const secret = letter.repeat(43);
    return channel.address(written.parts.at(-1)?.content, {
      target: { address: `${letter}@region.example` },
      unsubscribeUrl: `https://restsignal.example/preferences/${secret}`,
      sendingKey: keyOfPart(thread, written.parts.length),
      thread,
      now: new Date(0),
    });
  });
  for (const mail of mails) await writer.write(mailSchema.parse(mail));
  expect(encode.mock.calls.length).toBeLessThanOrEqual(1);
  encode.mockRestore();
});

test("a mail that is as long as the one before it and says something else, in whatever part, is written anew", async () => {
  const given = {
    address: "a@b.example",
    secret: "s".repeat(43),
    sendingKey: "restsignal-0b0f7a54-0000-4000-8000-000000000000",
    at: new Date(0),
    path: "/preferences/",
  };
  const one = await write(exampleViews.new, given);
  const swap = (text = "") => text.replace("e", "o");
  const others: Mail[] = [
    { ...one, html: swap(one.html) },
    { ...one, text: swap(one.text) },
    { ...one, subject: one.subject.replace(/.$/, "x") },
    { ...one, from: { ...one.from, name: "Läkemedel Ö" } },
    { ...one, headers: { ...one.headers, "Content-Language": "en" } },
    { ...one, headers: { ...one.headers, "In-Reply-To": "<a@b.example>" } },
  ];
  const writer = createMimeWriter();
  for (const mail of [one, ...others, one]) expect(await writer.write(mail)).toEqual(await writeMime(mail));
  expect(
    new Set(await Promise.all([one, ...others].map(async (mail) => (await writeMime(mail)).toString("hex")))).size,
  ).toBe(others.length + 1);
});

test("a mail of plain text, which nobody unsubscribes from, is written as it is", async () => {
  const letter = {
    address: "a@b.example",
    subject: "Å",
    text: "Hej",
    sendingKey: "restsignal-account-1",
    now: new Date(0),
  };
  const mail = mailSchema.parse(await channel.composeLetter?.(letter));
  expect(await createMimeWriter().write(mail)).toEqual(await writeMime(mail));
});
