import { describe, expect, it } from "vitest";
import { z } from "zod";
import { renderSending, type RenderInput } from "../../src/channels/channel.ts";
import { createEmailChannel } from "../../src/channels/email.ts";
import { mailSchema, writeMime } from "../../src/channels/email/mail.ts";
import { createMimeWriter } from "../../src/channels/email/mime-writer.ts";
import { exampleViews, makeAlertView, makeView } from "../support/message-views.ts";
import { drawMail, makeRenderInput } from "../support/sending.ts";

const channel = createEmailChannel({ smtpUrl: null, from: "Restsignal <utskick@restsignal.example.se>" });
const told = (caseId: number, version: number) =>
  makeView({ id: caseId * 100 + version, caseId, version, kind: version === 1 ? "new" : "update" });

async function write(over: Partial<RenderInput>) {
  const rendered = await renderSending(channel, makeRenderInput(channel, over));
  if (rendered.kind === "rejected") throw new Error(rendered.reason);
  const { headers } = z.object({ headers: z.record(z.string(), z.string()) }).parse(rendered.payload);
  return { ...drawMail(channel, rendered.payload), payload: rendered.payload, headers };
}
const rootOf = async (views: RenderInput["views"], sendingKey = "delivery-17") =>
  (await write({ views, sendingKey })).headers["References"];

describe("what is told of a case stands together in mail programs", () => {
  const seven = "<case-7@restsignal.example.se>";

  it("each version under the same name, whatever is sent of it and when", async () => {
    expect(await rootOf([told(7, 1)], "first")).toBe(seven);
    expect(await rootOf([told(7, 2)], "second")).toBe(seven);
    expect(await rootOf([told(7, 3), told(7, 2)], "third")).toBe(seven);
    expect(await rootOf([told(8, 1)])).toBe("<case-8@restsignal.example.se>");
    const { headers } = await write({ views: [told(7, 2)] });
    expect(headers["In-Reply-To"]).toBe(seven);
  });

  it("with the digest that told of it first, where that digest was about it most of all", async () => {
    expect(await rootOf([told(7, 1), told(8, 1)])).toBe(seven);
  });

  it("and the digests of every day are no thread, though a case is in all of them", async () => {
    expect(await rootOf([told(7, 2), told(8, 2)])).toBeUndefined();
    expect(await rootOf([told(7, 3), told(9, 2)])).toBeUndefined();
  });

  it("what is about no case stands alone", async () => {
    expect(await rootOf([exampleViews.overview])).toBeUndefined();
    expect(await rootOf([makeAlertView()])).toBeUndefined();
  });

  it("mails of a case are written out of the one before them, to the byte", async () => {
    const writer = createMimeWriter();
    for (const person of ["anna", "bo"]) {
      const { payload } = await write({
        views: [told(7, 2)],
        target: { address: `${person}@skane.example` },
        sendingKey: `sending-000000-${person.padEnd(12, "x")}`,
        unsubscribeUrl: `https://restsignal.example.se/preferences/${person.padEnd(32, "y")}`,
      });
      const mail = mailSchema.parse(payload);
      expect(await writer.write(mail)).toEqual(await writeMime(mail));
    }
  });
});

describe("the mail says why it came", () => {
  const names = { regionName: "Region Skåne", cases: new Map(), substances: new Map([["J01DH02", "meropenem"]]) };
  const wish = { atOnce: false, untilResolved: false, hasEnded: false };
  const comes = { kind: "daily", time: "07:00" } as const;

  it("by the very rules, in HTML and in text, with the way to change them", async () => {
    const wishes = [
      { ...wish, filter: { priorities: [1], areas: ["Akutsjukvård"] } },
      { ...wish, filter: { atc: ["J01DH02"] }, untilResolved: true, hasEnded: true },
    ] as const;
    const views = [told(7, 2)];
    const mail = await write({ views, reasons: { names, comes, wishes: structuredClone(wishes) as never } });
    for (const body of [mail.html, mail.text]) {
      expect(body).toContain("Du följer inte längre meropenem (J01DH02) på Region Skånes lista: det är över.");
      expect(body).toContain("Varför får du det här?");
      expect(body).toContain("prioritet 1 på Region Skånes lista, område akutsjukvård, varje dag 07:00");
      expect(body).toContain("meropenem (J01DH02) på Region Skånes lista, tills det är åter, varje dag 07:00");
      expect(body).toContain("https://restsignal.example.se/preferences/a1b2c3");
      expect(body).not.toContain("reasons-x");
    }
  });

  it("in English with the list's own names told as Swedish", async () => {
    const filter = { areas: ["Akutsjukvård"] as [string] };
    const reasons = { names, comes, wishes: [{ ...wish, filter }] };
    expect((await write({ language: "en", reasons })).html).toContain(
      'area <span lang="sv">akutsjukvård</span>, every',
    );
    expect((await write({ reasons })).html).toContain("område akutsjukvård, varje");
  });

  it("and words of a region's list run nowhere", async () => {
    const filter = { areas: ['<img src=x onerror="alert(1)">', "$& $1"] as [string, string] };
    const mail = await write({ reasons: { names, comes, wishes: [{ ...wish, filter }] } });
    expect(mail.html).not.toContain("<img");
    expect(mail.html).toContain("&lt;img src=x");
    expect(mail.html).toContain("$&amp; $1");
    expect(mail.text).toContain("$& $1");
  });
});
