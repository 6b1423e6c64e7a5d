import { describe, expect, test } from "vitest";
import type { MessageView } from "../../src/domain/message.ts";
import { renderEmail } from "../../templates/email.tsx";
import { renderFeedItem } from "../../templates/feed.tsx";
import { describeMessage } from "../../templates/message-content.ts";
import { renderSlack } from "../../templates/slack.ts";
import { renderTeams } from "../../templates/teams.ts";
import { asPublished, exampleViews, makeFacts, makeNoticeFact, makeView } from "../support/message-views.ts";

const national = makeFacts().source;
const own = { name: "manual", fileTime: "2026-08-20T13:12:00Z", asOf: "2026-08-21" };
const mixed = makeView({
  reviewed: false,
  facts: makeFacts({
    source: national,
    sources: [national, own],
    notices: [
      makeNoticeFact({ source: national.name }),
      makeNoticeFact({ source: own.name, productName: "Meropenem Hemma 1 g" }),
    ],
  }),
});

describe("a message with notices of several sources", () => {
  test("says of each notice where it comes from, and of each source how old its file is", () => {
    const { facts, sourceLines, unreviewed } = describeMessage(mixed, "sv");
    expect(facts.heading).toBe("Uppgifter från Läkemedelsverket och regionens egen anmälan");
    expect(facts.items.map(({ lines }) => lines.at(-1))).toEqual([
      { label: "Källa", text: "Läkemedelsverket" },
      { label: "Källa", text: "regionens egen anmälan" },
    ]);
    expect(sourceLines.slice(0, 2)).toEqual([
      "Källa: Läkemedelsverket, uppgifter per 2026-08-21 02:27",
      "Källa: regionens egen anmälan, uppgifter per 2026-08-20 15:12",
    ]);
    expect(unreviewed).toContain("uppgifter från Läkemedelsverket och regionens egen anmälan");
  });

  test("says so in English too", () => {
    const { facts, sourceLines } = describeMessage(mixed, "en");
    expect(facts.items[1]?.lines.at(-1)).toEqual({ label: "Source", text: "the region's own notice" });
    expect(sourceLines[1]).toBe("Source: the region's own notice, data as of 2026-08-20 15:12");
  });

  const content = describeMessage(mixed, "sv");
  const email = {
    pieces: [{ view: mixed }],
    language: "sv",
    unsubscribeUrl: "https://x.example/",
    stale: null,
    part: null,
  } as const;
  test.each<[string, () => string]>([
    [
      "Slack",
      () =>
        JSON.stringify(renderSlack(content, { maxTextChars: 3_000, maxHeaderChars: 150, items: 9, plainAdvice: true })),
    ],
    ["Teams", () => JSON.stringify(renderTeams(content, { items: 9, plainAdvice: true }))],
    ["e-mail as text", () => renderEmail(email).text],
    ["e-mail as HTML", () => renderEmail(email).html],
    ["feeds", () => renderFeedItem(asPublished(mixed), "sv").html],
  ])("names them in %s", (_, render) => {
    const text = render().replace(/<[^>]+>/g, "");
    expect(text).toContain("Källa: regionens egen anmälan, uppgifter per 2026-08-20 15:12");
    expect(text).toContain("Källa: Läkemedelsverket, uppgifter per 2026-08-21 02:27");
    expect(text.match(/Källa: /g)?.length ?? 0).toBeGreaterThanOrEqual(2);
    expect(text).toContain("Uppgifter från Läkemedelsverket och regionens egen anmälan");
  });
});

describe("a message of one source, and one from before sources were told apart", () => {
  const withoutNames = (view: MessageView) => describeMessage(view, "sv").facts.items.flatMap(({ lines }) => lines);

  test("names it once and of no notice", () => {
    for (const view of [exampleViews.new, exampleViews.update])
      expect(withoutNames(view).filter(({ label }) => label === "Källa")).toEqual([]);
    expect(describeMessage(exampleViews.new, "sv").sourceLines).toHaveLength(2);
    expect(describeMessage(exampleViews.new, "sv").facts.heading).toBe("Uppgifter från Läkemedelsverket");
  });
});
