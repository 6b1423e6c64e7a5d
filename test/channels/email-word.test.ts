import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { renderSending } from "../../src/channels/channel.ts";
import { createEmailChannel } from "../../src/channels/email.ts";
import { LANGUAGES, type MessageView } from "../../src/domain/message.ts";
import { adaptiveEmailCss } from "../../templates/email-css.ts";
import { extentOverview, extentReminder, gradeViews, movedViews } from "../support/extent-views.ts";
import { longViews } from "../support/long-views.ts";
import {
  exampleViews,
  makeAlertView,
  makeEntryFact,
  makeFacts,
  makeHostileView,
  makeReminderView,
  makeView,
  ofOwnCases,
  tailoredView,
} from "../support/message-views.ts";
import { drawMail, makeRenderInput, renderPayload } from "../support/sending.ts";

const single: Readonly<Record<string, MessageView>> = {
  ...exampleViews,
  ...longViews,
  ...gradeViews,
  ...movedViews,
  tailoredView,
  alert: makeAlertView(),
  reminder: makeReminderView(),
  extentOverview,
  extentReminder,
  hostile: makeHostileView(),
};
const mails: readonly (readonly [string, readonly MessageView[]])[] = [
  ...Object.entries(single).map(([name, view]) => [name, [view]] as const),
  ["a digest of everything", ofOwnCases(Object.values(single))],
];

/** Old data, so that the mail warns of them. */
const LATE = new Date("2026-11-27T07:15:00Z");

async function write(views: readonly MessageView[], language: (typeof LANGUAGES)[number]) {
  const channel = createEmailChannel({ smtpUrl: null, from: "Restsignal <utskick@restsignal.example.se>" });
  return drawMail(channel, await renderPayload(channel, { views, language, now: LATE }));
}

/** What Word's engine, which draws mails in classic Outlook, takes on cells of tables alone. */
const BOXES = /^(padding|border|width|height|max-width|min-width)/;
const NOTHING = /^0(px)?( 0(px)?)*$|^none$|^collapse$/;

interface Styled {
  readonly localName: string;
  readonly className: string;
  getAttribute(name: string): string | null;
}

function findBoxes(html: string): string[] {
  const { document } = parseHTML(html);
  return [...document.querySelectorAll("[style]")].flatMap((element: Styled) => {
    const styles = element.localName === "td" || element.localName === "table" ? "" : element.getAttribute("style");
    return (styles ?? "")
      .split(";")
      .map((style) => style.trim())
      .filter((style) => BOXES.test(style) && !NOTHING.test(style.slice(style.indexOf(":") + 1).trim()))
      .map((style) => `${element.localName}.${element.className} ${style}`);
  });
}

describe.each(LANGUAGES)("every mail, in %s,", (language) => {
  it.each(mails)("gives room, borders and widths to cells of tables alone: %s", async (_name, views) => {
    expect(findBoxes((await write(views, language)).html)).toEqual([]);
  });

  it.each(mails)("says its language, fetches nothing and follows nobody: %s", async (_name, views) => {
    const { html, text } = await write(views, language);
    const { document } = parseHTML(html);
    expect(document.documentElement.getAttribute("lang")).toBe(language);
    expect([
      ...document.querySelectorAll("img, link, iframe, object, video, audio, script, form, [src], [background]"),
    ]).toEqual([]);
    expect(html).not.toMatch(/url\(|@import|@font-face/i);
    // No address tells who followed it, but for the one by which one leaves.
    const leads = [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href") ?? "");
    for (const href of leads.filter((lead) => !lead.startsWith("#") && !lead.includes("/preferences/")))
      expect(new URL(href).search).toBe("");
    // What the HTML leads to, the plain text does too.
    for (const href of leads.filter((lead) => !lead.startsWith("#"))) expect(text).toContain(href);
  });
});

it("the style sheet for narrow and dark screens gives room to cells alone, too", () => {
  const rules = [...adaptiveEmailCss.matchAll(/^([^{}@]+)\{([^}]*)\}/gm)];
  const padded = rules.filter(([, , body = ""]) => /(^|\s)(padding|border-(left|right|top|bottom)|width)/.test(body));
  expect(padded.flatMap(([, selector = ""]) => selector.trim())).toEqual([".paper", ".contents", ".foot"]);
});

it("a digest of 300 messages lists each once, in the mail that it stands in, with its place there and in the text", async () => {
  const channel = createEmailChannel({ smtpUrl: null, from: "Restsignal <utskick@restsignal.example.se>" });
  const views = Array.from({ length: 300 }, (_, index) =>
    makeView({
      id: index + 1,
      caseId: index + 1,
      facts: makeFacts({ entry: makeEntryFact({ substance: `medel${index + 1}x` }) }),
    }),
  );
  const rendered = await renderSending(channel, makeRenderInput(channel, { views }));
  if (rendered.kind === "rejected") throw new Error(rendered.reason);
  const parts = [rendered.payload, ...rendered.further].map((payload) => drawMail(channel, payload));
  expect(parts.length).toBeGreaterThan(5);
  const listed = parts.flatMap(({ html, text }) => {
    const { document } = parseHTML(html);
    const places = [...document.querySelectorAll(".index li > a:first-child")].map(
      (lead) => lead.getAttribute("href")?.slice(1) ?? "",
    );
    for (const place of places) {
      expect(document.querySelectorAll(`[id="${place}"]`).length).toBe(1);
      // In the index and above what it says.
      expect(text.split(`edel${place.slice(1)}x`).length - 1).toBeGreaterThanOrEqual(2);
    }
    return places;
  });
  expect(listed.map((place) => Number(place.slice(1))).toSorted((a, b) => a - b)).toEqual(
    views.map(({ message }) => message.id),
  );
});
