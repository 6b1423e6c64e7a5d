import { describe, expect, it } from "vitest";
import { feedPath, messagePath, viewMessage } from "../src/addresses.ts";
import { exampleViews, makeAlertView, makeReminderLine, makeReminderView, makeView } from "./support/message-views.ts";

describe("a message leads to", () => {
  it.each([
    ["its case", makeView(), "/r/12/7"],
    ["the region's page for an overview", exampleViews.overview, "/r/12"],
    ["the state of the sources for an alert", makeAlertView(), "/kallor"],
    ["the inbox for a reminder of several cases", makeReminderView(), "/inbox/12"],
    ["the case for a reminder of one", makeReminderView({ lines: [makeReminderLine()] }), "/cases/7"],
  ])("%s", (_where, { message }, path) => {
    expect(messagePath(message)).toBe(path);
  });

  it("the case at the desk when it is the desk's own message of one", () => {
    expect(messagePath({ ...makeReminderView().message, caseId: 9 })).toBe("/cases/9");
  });
});

it("a message is shown with its region's name, and with the reader's addresses of its page and of every case", () => {
  const view = viewMessage(makeView().message, (path) => `https://rest.example${path}?lang=en`);
  expect(view).toMatchObject({ regionName: "Region Skåne", url: "https://rest.example/r/12/7?lang=en" });
  expect(view.caseUrl(9)).toBe("https://rest.example/cases/9?lang=en");
});

it("a feed is a region's, or the nation's", () => {
  expect(feedPath({ regionCode: "12", format: "rss" })).toBe("/r/12/feed.rss");
  expect(feedPath({ regionCode: null, format: "atom" })).toBe("/feed.atom");
});
