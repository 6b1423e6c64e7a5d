import { describe, expect, test } from "vitest";
import { z } from "zod";
import { renderSending, type Channel } from "../../src/channels/channel.ts";
import { LANGUAGES, type Language, type MessageView } from "../../src/domain/message.ts";
import { PreviewsSection } from "../../src/web/desk-parts/drawings/previews-section.tsx";
import {
  emailPreviewResponse,
  findEmailHtml,
  listRefusals,
  renderPreviews,
} from "../../src/web/desk-parts/previews.ts";
import { writeHtml } from "../../templates/html.ts";
import {
  exampleViews,
  makeAlertView,
  makeHostileView,
  makeHugeView,
  makeView,
  tailoredLines,
  tailoredView,
} from "../support/message-views.ts";
import { createRecordingChannel } from "../support/recording-channel.ts";
import { createDeskPage, previewChannels, previewMessage } from "./preview-site.tsx";

const NOW = new Date("2026-08-21T07:15:00Z");
const adviceOf = (sentences: number) =>
  makeView({ advice: { type: "no-action", text: { sv: "Ett långt råd. ".repeat(sentences) } } });

async function draw(view: MessageView, languages: readonly Language[] = ["sv"]): Promise<string> {
  const previews = await Promise.all(languages.map((language) => previewMessage(view, language)));
  return writeHtml(<PreviewsSection page={createDeskPage()} previews={previews} />);
}

async function findPreview(view: MessageView, channel: string) {
  const preview = (await previewMessage(view)).channels.find((one) => one.channel === channel);
  if (preview?.kind !== "rendered") throw new Error(`test: no preview of ${channel}`);
  return preview;
}

/** Words as a reader sees them. */
function readText(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

describe("a preview is what would be sent", () => {
  test.each(LANGUAGES)("in %s, for every channel and every kind of message", async (language) => {
    for (const view of [...Object.values(exampleViews), tailoredView, makeAlertView()]) {
      const { channels } = await previewMessage(view, language);
      expect(channels.map(({ channel }) => channel).toSorted()).toEqual([...previewChannels.keys()].toSorted());
      for (const preview of channels) {
        const channel = previewChannels.get(preview.channel);
        if (channel === undefined) throw new Error("test: an unknown channel");
        const rendered = await renderSending(channel, {
          views: [view],
          language,
          target: channel.sampleTarget ?? null,
          unsubscribeUrl: "https://restsignal.example.se/preferences/preview",
          sendingKey: "preview",
          now: NOW,
        });
        expect(preview).toMatchObject({ kind: "rendered" });
        if (preview.kind === "rendered") expect(rendered).toMatchObject({ payload: preview.payload });
      }
    }
  });

  test("it names a receiver that belongs to nobody", async () => {
    expect(JSON.stringify(await findPreview(tailoredView, "slack"))).toContain("C0000000000");
    expect(JSON.stringify(await findPreview(tailoredView, "email"))).toContain("namn@example.se");
  });

  test("the feed has the item in all three formats", async () => {
    const { feed } = await previewMessage(tailoredView);
    expect(feed.payloads.map(({ format }) => format)).toEqual(["rss", "atom", "json"]);
    for (const { payload } of feed.payloads) expect(payload).toContain("urn:restsignal:message:48");
    for (const line of tailoredLines.sv) expect(readText(feed.html)).toContain(line);
  });

  test("a channel that nobody has thought of yet is shown as data, without a change to the pages", async () => {
    const channels = new Map([["chat", createRecordingChannel()]]);
    const input = { channels, view: tailoredView, language: "sv", publicUrl: "https://x.example", now: NOW } as const;
    const html = writeHtml(<PreviewsSection page={createDeskPage()} previews={[await renderPreviews(input)]} />);
    expect(html).toContain(">Chat</h4>");
    expect(readText(html)).toContain('"messages": [\n    48\n  ]');
  });
});

describe("the size against each limit", () => {
  test("is told in the receiver's own units", async () => {
    const text = readText(await draw(exampleViews.new));
    expect(text).toMatch(/Block: \d+ av 50 /);
    expect(text).toMatch(/Längsta texten: \d+ av 3\s000 tecken/);
    expect(text).toMatch(/Hela kortet: \d(,\d)? av 28 kB/);
    expect(text).toMatch(/Mejlets HTML \(Gmail döljer resten\): \d(,\d)? av 100 kB/);
    expect(text).not.toContain("Meddelandet är långt");
  });

  test("over 80 % of a limit there is a warning that says what happens beyond it", async () => {
    const html = await draw(adviceOf(580));
    expect(readText(html)).toMatch(
      /Meddelandet är långt.*Slack, på svenska: Hela meddelandet: 1\d\s\d{3} av 12\s000 tecken/s,
    );
    expect(readText(html)).toContain("Går det över utelämnas först de sista produkterna, med antal och länk.");
    expect(html).toContain('<span class="mark warning">nära gränsen</span>');
  });

  test("below 80 % there is none", async () => {
    expect((await findPreview(adviceOf(100), "slack")).sizes.filter(({ near }) => near)).toEqual([]);
  });

  test("what was split is told, and is no warning: nothing is missing", async () => {
    const html = await draw(adviceOf(250));
    expect(readText(html)).toContain("Långa texter är delade och har blivit 1 block fler. Ingenting saknas.");
    expect(readText(html)).not.toContain("Meddelandet är långt");
  });

  test("what is left out is told with its number, above the previews and in its own", async () => {
    const view = makeHugeView();
    const { cuts } = await findPreview(view, "slack");
    const [cut] = cuts;
    const count = cut !== undefined && "count" in cut ? cut.count : 0;
    expect(count).toBeGreaterThan(300);
    const text = readText(await draw(view));
    expect(text.split(`${count} produkter får inte plats`).length - 1).toBeGreaterThanOrEqual(2);
  });

  test("a mail that is parted says into how many, and every part is shown", async () => {
    const html = await draw(makeHugeView(400));
    const text = readText(html);
    const parts = Number(/Meddelandet går ut som (\d+) mejl efter varandra/.exec(text)?.[1]);
    expect(parts).toBeGreaterThan(1);
    for (let part = 1; part <= parts; part++) expect(text).toContain(`Del ${part} av ${parts}`);
    const previews = await previewMessage(makeHugeView(400));
    expect(findEmailHtml(previews, parts)).toContain(`Del ${parts} av ${parts}`);
    expect(findEmailHtml(previews, parts + 1)).toBeNull();
    expect(text).not.toMatch(/mejlet.*inte plats/);
  });
});

describe("a message that a channel refuses", () => {
  test("is shown as what stops the publication, with the channel's reason, in each language", async () => {
    const view = adviceOf(9_000);
    const previews = [await previewMessage(view, "sv"), await previewMessage(view, "en")];
    expect(
      listRefusals(previews)
        .map(({ channel, language }) => `${channel} ${language}`)
        .toSorted(),
    ).toEqual(["email en", "email sv", "slack en", "slack sv", "teams en", "teams sv"]);
    const text = readText(await draw(view, LANGUAGES));
    expect(text).toContain("Det här stoppar publiceringen");
    expect(text).toContain("Teams, på svenska: går inte att skicka.");
    expect(text).toContain("longer than Teams takes: 28672 bytes");
  });

  test("stops nothing when it fits", async () => {
    expect(listRefusals([await previewMessage(exampleViews.new)])).toEqual([]);
  });
});

describe("the drawings", () => {
  const drawnTexts = async (view: MessageView) => {
    const html = await draw(view);
    return [...html.matchAll(/<div class="drawing".*?(?=<details>)/gs)].map(([part]) =>
      readText(part).replace(/\s+/g, " "),
    );
  };

  test.each(Object.entries({ ...exampleViews, tailored: tailoredView, alert: makeAlertView() }))(
    "of %s hold every text of the payload, and no part that cannot be drawn",
    async (_kind, view) => {
      const html = await draw(view);
      expect(html).not.toContain("unknown-part");
      const drawn = (await drawnTexts(view)).join("\n");
      const card = await findPreview(view, "teams");
      for (const text of findTexts(card.payload, "TextRun")) expect(drawn).toContain(text.replace(/\s+/g, " ").trim());
      const slack = await findPreview(view, "slack");
      for (const text of findTexts(slack.payload, "plain_text"))
        expect(drawn).toContain(text.replace(/\s+/g, " ").trim());
    },
  );

  test("show Slack's bold, links and signs, and its escapes undone", async () => {
    const html = await draw(exampleViews.cessation);
    const slack = /<div class="slack-message">.*?<\/div>/s.exec(html)?.[0] ?? "";
    expect(slack).toContain("<strong>Gör så här</strong>");
    expect(slack).toContain('<a href="https://restsignal.example.se/r/12/8">Läs på webben</a>');
    expect(slack).toContain("\u26A0\uFE0F Ej granskat");
    expect(slack).not.toMatch(/\*|&amp;(lt|gt|amp);/);
  });

  test("let no hostile text become markup, a mention or a link", async () => {
    const html = await draw(makeHostileView());
    expect(html).not.toMatch(/<script|<mark>|href="http:\/\/evil|<em>|<s>|javascript:/);
    const slack = readText(/<div class="slack-message">.*?<\/div>/s.exec(html)?.[0] ?? "");
    expect(slack).toContain("<!channel> @everyone");
  });

  test("say of a block or an element that they do not know that they cannot draw it, and show it", async () => {
    const odd: Channel = {
      ...createRecordingChannel(),
      draw: () => ({ kind: "slack-blocks", text: "", blocks: [{ type: "video", title: "<b>" }] }),
    };
    const card: Channel = {
      ...createRecordingChannel(),
      name: "cards",
      draw: () => ({ kind: "adaptive-card", card: { type: "AdaptiveCard", body: [{ type: "Table", rows: 3 }] } }),
    };
    const channels = new Map([odd, card].map((channel) => [channel.name, channel]));
    const input = { channels, view: tailoredView, language: "sv", publicUrl: "https://x.example", now: NOW } as const;
    const html = writeHtml(<PreviewsSection page={createDeskPage()} previews={[await renderPreviews(input)]} />);
    expect(readText(html)).toContain('Del som förhandsvisningen inte kan rita: video {"type":"video","title":"<b>"}');
    expect(readText(html)).toContain('Del som förhandsvisningen inte kan rita: Table {"type":"Table","rows":3}');
  });

  test("make no link of an address that is not the web's", async () => {
    const bad: Channel = {
      ...createRecordingChannel(),
      draw: () => ({
        kind: "slack-blocks",
        text: "",
        blocks: [
          {
            type: "section",
            text: { type: "mrkdwn", text: "<javascript:alert(1)|tryck> <!channel> <https://a.example/?x=1&amp;y=2>" },
          },
        ],
      }),
    };
    const channels = new Map([[bad.name, bad]]);
    const input = { channels, view: tailoredView, language: "sv", publicUrl: "https://x.example", now: NOW } as const;
    const html = writeHtml(<PreviewsSection page={createDeskPage()} previews={[await renderPreviews(input)]} />);
    const slack = /<div class="slack-message">.*?<\/div>/s.exec(html)?.[0] ?? "";
    expect(slack).not.toContain("javascript:");
    expect(slack).toContain("<mark>!channel</mark>");
    expect(slack).toContain('<a href="https://a.example/?x=1&amp;y=2">');
  });
});

describe("the mail", () => {
  test("stands in a frame that may do nothing, under its own name, with subject and text part beside it", async () => {
    const html = await draw(tailoredView, LANGUAGES);
    expect(html).toContain('src="/cases/7/preview/email?text=sv"');
    expect(html).toContain('src="/cases/7/preview/email?text=en"');
    for (const [frame] of html.matchAll(/<iframe[^>]*>/g)) expect(frame).toMatch(/ title="(Mejlet): .+".* sandbox=""/);
    expect(readText(html)).toContain("Meropenem, injektion: ny läkemedelsbrist, åter 15 oktober");
    for (const line of tailoredLines.sv) expect(readText(html)).toContain(line);
  });

  test("is answered with a policy that lets it do nothing but be seen here", async () => {
    const html = findEmailHtml(await previewMessage(tailoredView)) ?? "";
    expect(html).toMatch(/^<!DOCTYPE html>/);
    const response = emailPreviewResponse(html);
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; sandbox",
    );
    expect(response.headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.text()).toBe(html);
  });
});

const textSchema = z.object({ type: z.string(), text: z.string() });

/** Every text of that type in a payload. */
function findTexts(node: unknown, type: string): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { success, data } = textSchema.safeParse(node);
  if (success && data.type === type) return [data.text];
  return Object.values(node).flatMap((child: unknown) => findTexts(child, type));
}
