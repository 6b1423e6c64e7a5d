import { describe, expect, it } from "vitest";
import { LANGUAGES, type MessageView } from "../../src/domain/message.ts";
import { describeDigest } from "../../templates/digest.ts";
import { describeMessage } from "../../templates/message-content.ts";
import { renderSlack } from "../../templates/slack.ts";
import { renderTeams } from "../../templates/teams.ts";
import { HOSTILE, makeEntryFact, makeReminderLine, makeReminderView } from "../support/message-views.ts";

const one = (over: Parameters<typeof makeReminderLine>[0] = {}) =>
  makeReminderView({ kind: "remind", lines: [makeReminderLine(over)] });

describe("a reminder", () => {
  it("of one case names it and leads to it", () => {
    const content = describeMessage(one(), "sv");
    expect(content.headline).toBe("Påminnelse: meropenem, injektion/infusion");
    expect(content.link).toEqual({ text: "Öppna ärendet i arbetsytan", url: "https://restsignal.example.se/cases/7" });
    expect(content.facts.items).toEqual([
      {
        title: "meropenem, injektion/infusion",
        url: "https://restsignal.example.se/cases/7",
        lines: [
          { label: "Nytt", text: "Nytt slutdatum, Färre förpackningar" },
          { label: "Har väntat", text: "26 timmar, sedan 2026-08-20 07:14" },
          { label: "Beslut senast", text: "2026-08-20 17:14, som har passerat" },
          { label: null, text: "prioritet 1 på regionens lista" },
        ],
      },
    ]);
  });

  it("of several counts them, links each, and leads to the inbox", () => {
    const content = describeMessage(makeReminderView(), "sv");
    expect(content.headline).toBe("Inget beslut i tid: 2 ärenden väntar på beslut");
    expect(content.link.url).toBe("https://restsignal.example.se/inbox/12");
    expect(content.facts.items.map(({ url }) => url)).toEqual([
      "https://restsignal.example.se/cases/7",
      "https://restsignal.example.se/cases/9",
    ]);
    const other = content.facts.items[1]?.lines.map(({ text }) => text);
    expect(other).toEqual([
      "Finns på den nya listan",
      "3 dagar, sedan 2026-08-20 07:14",
      "prioritet 2 på regionens lista",
      "Någon har börjat skriva.",
    ]);
  });

  it("is an alarm only when nobody decided in time, though every one goes at once", () => {
    const subject = (view: MessageView) => describeDigest([view], "sv");
    expect(describeMessage(one(), "sv").urgent).toBeNull();
    expect(subject(one())).toBe("Påminnelse om beslut i Region Skåne: meropenem");
    expect(describeMessage(makeReminderView(), "sv").urgent).toBe("Brådskande");
    expect(subject(makeReminderView())).toBe("Brådskande: Påminnelse om beslut i Region Skåne: meropenem, heparin");
    expect(one().message.urgency).toBe("high");
  });

  it.each(LANGUAGES)("links each case in Slack and in Teams, and foreign text in it means nothing: %s", (language) => {
    const view = one({ entry: makeEntryFact({ substance: HOSTILE }) });
    const content = describeMessage(view, language);
    const slack = JSON.stringify(
      renderSlack(content, { maxTextChars: 3000, maxHeaderChars: 150, items: 1, plainAdvice: true }),
    );
    expect(slack).toContain("<https://restsignal.example.se/cases/7|");
    expect(slack).not.toMatch(/<!channel>|<script>/);
    const teams = JSON.stringify(renderTeams(content, { items: 1, plainAdvice: true }));
    expect(teams).toContain('"selectAction":{"type":"Action.OpenUrl","url":"https://restsignal.example.se/cases/7"}');
  });
});
