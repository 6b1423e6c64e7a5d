import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { sortViews } from "../../templates/digest.ts";
import { renderSending } from "../../src/channels/channel.ts";
import { createEmailChannel } from "../../src/channels/email.ts";
import { fitEmail } from "../../src/channels/email/fit.ts";
import type { Language, MessageView } from "../../src/domain/message.ts";
import { makeFacts, makeNoticeFact, makeView } from "../support/message-views.ts";
import { drawMail, makeRenderInput } from "../support/sending.ts";

const channel = createEmailChannel({ smtpUrl: null, from: "Restsignal <utskick@restsignal.example.se>" });
const LIMIT = 100_000;

/** `Provmedel 7-3 ` stands once where the third product of message 7 is told. */
const nameOf = (id: number, notice: number) => `Provmedel ${id}-${notice} `;

function makeSized(id: number, notices: number, over: Parameters<typeof makeView>[0] = {}): MessageView {
  return makeView({
    id,
    caseId: id,
    facts: makeFacts({
      notices: Array.from({ length: notices }, (_, index) =>
        makeNoticeFact({ reportId: `r-${id}-${index}`, productName: `${nameOf(id, index)}pulver` }),
      ),
    }),
    ...over,
  });
}

async function writeMails(views: readonly MessageView[], language: Language = "sv") {
  const rendered = await renderSending(channel, makeRenderInput(channel, { views, language }));
  if (rendered.kind === "rejected") throw new Error(`rejected: ${rendered.reason}`);
  return [rendered.payload, ...rendered.further].map((payload) => ({
    ...drawMail(channel, payload),
    ...z.object({ headers: z.record(z.string(), z.string()), sendingKey: z.string() }).parse(payload),
    fits: channel.measure(payload).every(({ used, limit }) => used <= limit),
  }));
}

describe("a digest that is too long for one mail", () => {
  it("is written few times until its parts are found, and after the whole never at much more than the length of a part", async () => {
    const views = Array.from({ length: 240 }, (_, index) => makeSized(index + 1, 3));
    const tried: number[] = [];
    const fits = (html: string) => tried.push(html.length) > 0 && html.length <= LIMIT;
    const parts = await fitEmail({ views, language: "sv", now: new Date() }, { inlineCss: (html) => html, fits });
    expect(parts?.length).toBeGreaterThan(3);
    // What fits is measured with its styles, too; and how many parts there are is found by writing them twice.
    expect(tried.length).toBeLessThan(16 * (parts?.length ?? 0));
    expect(Math.max(...tried.slice(1))).toBeLessThan(2 * LIMIT);
  });

  it("stands whole in its parts, each product of each message once, in no more parts than are needed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 100, max: 420 })), {
          minLength: 2,
          maxLength: 6,
        }),
        async (sizes) => {
          const views = sizes.map((notices, index) => makeSized(index + 1, notices));
          const mails = await writeMails(views);
          for (const part of ["html", "text"] as const) {
            const all = mails.map((mail) => mail[part]).join("\n");
            for (const [index, notices] of sizes.entries())
              for (let notice = 0; notice < notices; notice++)
                expect(all.split(nameOf(index + 1, notice)).length - 1).toBe(1);
          }
          expect(mails.every(({ fits }) => fits)).toBe(true);
          for (const [index, mail] of mails.entries()) {
            const next = mails[index + 1];
            if (next !== undefined)
              expect(Buffer.byteLength(mail.html) + Buffer.byteLength(next.html)).toBeGreaterThan(LIMIT);
          }
          // The most important first, across all parts.
          const order = sortViews(views).map(({ message }) => message.id);
          const places = order.map((id) =>
            mails
              .map(({ html }) => html)
              .join("")
              .indexOf(nameOf(id, 0)),
          );
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 6 },
    );
  });

  it.each<[Language, RegExp, string, string]>([
    ["sv", /^Del (\d) av (\d): /, "Den andra delen har 2 meddelanden till", "Det viktigaste står i del 1."],
    ["en", /^Part (\d) of (\d): /, "The other part holds 2 more messages", "The most important stands in part 1."],
  ])(
    "says in each part which it is, what the others hold and where the most important stands, in %s",
    async (...words) => {
      const [language, subject, others, where] = words;
      const mails = await writeMails(
        [1, 2, 3, 4].map((id) => makeSized(id, 105)),
        language,
      );
      expect(mails.map((mail) => subject.exec(mail.subject)?.slice(1))).toEqual([
        ["1", "2"],
        ["2", "2"],
      ]);
      for (const mail of mails) {
        const body = mail.html.slice(mail.html.indexOf("<body")).replace(/<[^>]+>/g, " ");
        for (const text of [body, mail.text]) expect(text.slice(0, 900)).toContain(others);
        expect(mail.text.split("\n\n")[0]).toBe(mail.subject);
      }
      expect(mails[1]?.text).toContain(where);
      expect(mails[0]?.text).not.toContain(where);
    },
  );

  it("is kept together by mail programs, each part with an id of its own", async () => {
    const [first, second] = await writeMails([1, 2, 3, 4].map((id) => makeSized(id, 105)));
    // The first stands with the mails of the case that it leads with.
    expect(first?.headers["References"]).toMatch(/^<case-\d+@restsignal.example.se>$/);
    expect(second?.headers).toMatchObject({
      References: `<${first?.sendingKey}@restsignal.example.se>`,
      "In-Reply-To": `<${first?.sendingKey}@restsignal.example.se>`,
    });
    expect(second?.sendingKey).not.toBe(first?.sendingKey);
  });

  it("never stands as links in place of what it tells", async () => {
    const mails = await writeMails([1, 2, 3].map((id) => makeSized(id, 300)));
    for (const { html, text } of mails) for (const part of [html, text]) expect(part).not.toContain("till på webben");
  });

  it("parts a message that is too long alone between its products, with the advice in each of its parts", async () => {
    const mails = await writeMails([makeSized(1, 500)]);
    expect(mails.length).toBeGreaterThan(1);
    for (const [index, { text, html }] of mails.entries()) {
      expect(text).toContain("Gör så här");
      expect(text).toContain("Alla delar hör till samma meddelande");
      const isLast = index === mails.length - 1;
      expect(html.includes(`Listan fortsätter i del ${index + 2}, med `)).toBe(!isLast);
      expect(html.includes(`Fortsättning från del ${index} · `)).toBe(index > 0);
    }
  });

  it("says of an older message that it is one, also where the newer one stands in another part", async () => {
    const older = makeSized(1, 100, { caseId: 9, version: 1 });
    const newer = makeSized(2, 180, { caseId: 9, version: 2, kind: "update" });
    const [first, second] = await writeMails([older, newer]);
    expect(first?.html).toContain(nameOf(2, 0));
    expect(second?.html).toContain("Äldre besked, från ");
    expect(second?.subject).toBe("Del 2 av 2: 1 äldre besked i samma ärende");
  });

  it.each<[Language, string]>([
    ["sv", "Del 2 av 2: 2 äldre besked i samma ärende"],
    ["en", "Part 2 of 2: 2 older messages in the same case"],
  ])("counts the older messages of a part that holds nothing else, in %s", async (language, subject) => {
    const older = [1, 2].map((id) => makeSized(id, 60, { caseId: 9, version: id }));
    const newer = makeSized(3, 200, { caseId: 9, version: 3, kind: "update" });
    const mails = await writeMails([...older, newer], language);
    expect(mails.at(-1)?.subject).toBe(subject);
  });

  it.each<[Language, string, string]>([
    ["sv", "Den andra delen har mer om det som står här.", "Alla delar hör till samma meddelande"],
    ["en", "The other part holds more of what stands here.", "All parts belong to the same message"],
  ])("holds one message more than the other, which goes on with one of its own, in %s", async (...words) => {
    const [language, more, same] = words;
    const [first] = await writeMails([makeSized(1, 5), makeSized(2, 300)], language);
    for (const part of [first?.html, first?.text]) {
      expect(part).toContain(nameOf(1, 0));
      expect(part).toContain(nameOf(2, 0));
      expect(part).toContain(more);
      expect(part).not.toContain(same);
    }
  });

  it("is one mail, without a word of parts, as long as it fits", async () => {
    const mails = await writeMails([1, 2].map((id) => makeSized(id, 10)));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).not.toMatch(/[Dd]el 1 av/);
  });
});

it.each<[Language, string]>([
  ["sv", "Skrivet 2026-08-21 09:14"],
  ["en", "Written 2026-08-21 09:14"],
])(
  "a message that comes later than with the digest of its day says when it was written, in %s",
  async (language, words) => {
    const read = async (now: string) => {
      const rendered = await renderSending(
        channel,
        makeRenderInput(channel, { views: [makeSized(1, 2)], language, now: new Date(now) }),
      );
      if (rendered.kind === "rejected") throw new Error(rendered.reason);
      return drawMail(channel, rendered.payload);
    };
    const inTime = await read("2026-08-22T05:00:00Z");
    const late = await read("2026-08-23T05:00:00Z");
    expect(inTime.html).not.toContain(words);
    expect(inTime.text).not.toContain(words);
    expect(late.html).toContain(`${words} · `);
    // Above what it says.
    expect(late.text).toContain(`${"=".repeat(60)}\n\n${words}\n\n`);
  },
);
