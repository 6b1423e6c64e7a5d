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
import { expect, test } from "vitest";
import { renderSending } from "../../src/channels/channel.ts";
import { createEmailChannel } from "../../src/channels/email.ts";
import { mailSchema, writeMime, type Mail } from "../../src/channels/email/mail.ts";
import { createMimeWriter } from "../../src/channels/email/mime-writer.ts";
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
