import { describe, test } from "vitest";
import { createEmailChannel } from "../../src/channels/email.ts";
import { renderFeed } from "../../src/channels/feed.ts";
import { FEED_FORMATS, type FeedFormat } from "../../src/domain/feed-format.ts";
import { createSlackChannel } from "../../src/channels/slack.ts";
import { createTeamsChannel } from "../../src/channels/teams.ts";
import { EXTENT_GRADES } from "../../src/domain/extent-fact.ts";
import { LANGUAGES, type MessageView } from "../../src/domain/message.ts";
import { renderFeedItem } from "../../templates/feed.tsx";
import { extentOverview, extentReminder, gradeViews, movedViews } from "../support/extent-views.ts";
import { expectGolden } from "../support/golden.ts";
import {
  asPublished,
  exampleViews,
  makeAlertView,
  makeReminderView,
  ofOwnCases,
  tailoredView,
} from "../support/message-views.ts";
import { nowhere } from "../support/nobody.ts";
import { drawMail, renderPayload } from "../support/sending.ts";

const shown = {
  new: exampleViews.new,
  update: exampleViews.update,
  overview: exampleViews.overview,
  alert: makeAlertView(),
  tailored: tailoredView,
  reminder: makeReminderView(),
  "reminder-extent": extentReminder,
  "overview-extent": extentOverview,
  ...movedViews,
  ...gradeViews,
};
const kinds = [
  ...(["new", "update", "overview", "alert", "tailored", "reminder"] as const),
  ...(["overview-extent", "reminder-extent", "worsened", "eased", "corrected"] as const),
  ...EXTENT_GRADES,
];

describe.each(LANGUAGES)("what readers see, in %s, is what was last agreed", (language) => {
  test.each(kinds)("Slack: %s", async (kind) => {
    const channel = createSlackChannel({ token: null });
    const payload = await renderPayload(channel, {
      views: [shown[kind]],
      language,
      target: { channelId: "C0123ABCDEF" },
    });
    expectGolden(`slack.${kind}.${language}.json`, JSON.stringify(payload, null, 2));
  });

  test.each(kinds)("Teams: %s", async (kind) => {
    const channel = createTeamsChannel({ http: nowhere });
    const target = { webhookUrl: "https://prod-1.westeurope.logic.azure.com/workflows/x" };
    const payload = await renderPayload(channel, { views: [shown[kind]], language, target });
    expectGolden(`teams.${kind}.${language}.json`, JSON.stringify(payload, null, 2));
  });

  test.each([
    ["a digest with every kind of message", "digest", ofOwnCases(Object.values(exampleViews))],
    ["an alert", "alert", [shown.alert]],
    ["a message to some readers, for some time", "tailored", [shown.tailored]],
    ["a reminder", "reminder", [shown.reminder]],
    ["a reminder that knows how much is hit", "reminder-extent", [extentReminder]],
    ["an overview that knows how much is hit", "overview-extent", [extentOverview]],
    [
      "a digest of every extent",
      "digest-extent",
      ofOwnCases([...Object.values(gradeViews).toReversed(), exampleViews.resolved]),
    ],
    ...EXTENT_GRADES.map((grade) => [`an extent: ${grade}`, grade, [gradeViews[grade]]] as const),
    ...(["worsened", "eased", "corrected"] as const).map((name) => [name, name, [movedViews[name]]] as const),
  ] as const)("e-mail: %s", async (_what, name, views) => {
    const channel = createEmailChannel({ smtpUrl: null, from: "Restsignal <utskick@restsignal.example.se>" });
    const payload = await renderPayload(channel, { views, language, target: { address: "anna@skane.example" } });
    const { subject, html, text } = drawMail(channel, payload);
    expectGolden(`email.${name}.${language}.html`, html);
    expectGolden(`email.${name}.${language}.txt`, `${subject}\n\n${text}`);
  });

  const writeFeed = (format: FeedFormat, views: readonly MessageView[]) =>
    renderFeed({
      format,
      title: "Läkemedelsbrister i Region Skåne",
      description: "Meddelanden till förskrivare",
      language,
      feedUrl: `https://restsignal.example.se/r/12/feed.${format}`,
      currentUrl: `https://restsignal.example.se/r/12/feed.${format}`,
      pageUrl: "https://restsignal.example.se/r/12/feed",
      olderUrl: null,
      newerUrl: null,
      items: views.map((view) => renderFeedItem(asPublished(view), language)),
      updatedAt: new Date("2026-08-21T07:14:00Z"),
    });

  test.each(FEED_FORMATS)("feed: %s", (format) => {
    expectGolden(`feed.${language}.${format}`, writeFeed(format, Object.values(exampleViews)));
  });

  test.each(FEED_FORMATS)("feed: every extent, %s", (format) => {
    const views = [...Object.values(gradeViews), ...Object.values(movedViews)];
    expectGolden(`feed.extent.${language}.${format}`, writeFeed(format, views));
  });

  test("feed: a message to some readers, for some time", () => {
    expectGolden(`feed.tailored.${language}.json`, writeFeed("json", [tailoredView]));
  });
});
