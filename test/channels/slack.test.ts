import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderSending } from "../../src/channels/channel.ts";
import { createSlackChannel } from "../../src/channels/slack.ts";
import type { MessageView } from "../../src/domain/message.ts";
import { testChannelContract } from "../contracts/channel.contract.ts";
import { exampleViews, makeEntryFact, makeFacts, makeHostileView, makeView } from "../support/message-views.ts";
import { makeRenderInput, sendRendered } from "../support/sending.ts";
import { startSlackDouble, type SlackDouble } from "../support/slack-double.ts";

const token = "xoxb-not-a-real-token";
const target = { channelId: "C0123ABCDEF" };

testChannelContract("slack", async () => {
  const double = await startSlackDouble({ token });
  return {
    channel: createSlackChannel({ token, apiUrl: double.apiUrl }),
    unconfigured: createSlackChannel({ token: null, apiUrl: double.apiUrl }),
    target,
    badTargets: [
      null,
      {},
      { channelId: "" },
      { channelId: "#general" },
      { channelId: "C012/../x" },
      { channelId: "X0123ABCDEF" },
    ],
    secrets: [token],
    provoke: {
      delivered: null,
      retry: () => double.answerNext({ kind: "status", status: 503 }),
      gone: () => double.answerNext({ kind: "error", code: "is_archived" }),
      rejected: () => double.answerNext({ kind: "error", code: "msg_too_long" }),
      misconfigured: () => double.answerNext({ kind: "error", code: "token_revoked" }),
    },
    hangUp: () => double.answerNext({ kind: "hang-up" }),
    askForWait: { afterMs: 7_000, provoke: () => double.answerNext({ kind: "rate-limited", retryAfterS: 7 }) },
    countReceived: () => double.posts.length,
    stop: double.stop,
  };
});

describe("the Slack channel", () => {
  let double: SlackDouble;
  beforeAll(async () => {
    double = await startSlackDouble({ token });
  });
  afterAll(() => double.stop());

  const deliver = (view = exampleViews.new) =>
    sendRendered(createSlackChannel({ token, apiUrl: double.apiUrl }), { views: [view], target });

  test("a wrong token is our fault and not the subscriber's", async () => {
    const channel = createSlackChannel({ token: "xoxb-wrong", apiUrl: double.apiUrl });
    const payload = {
      channel: "C0123ABCDEF",
      text: "x",
      blocks: [],
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: "x" },
    };
    expect(await channel.send({ target, payload, sendingKey: "k" })).toEqual({
      kind: "misconfigured",
      reason: "Slack: invalid_auth",
    });
  });

  test.each([
    ["channel_not_found", "gone"],
    ["not_in_channel", "gone"],
    ["restricted_action", "gone"],
    ["invalid_blocks", "rejected"],
    ["msg_blocks_too_long", "rejected"],
    ["missing_scope", "misconfigured"],
    ["account_inactive", "misconfigured"],
    ["internal_error", "retry"],
    ["ratelimited", "retry"],
    ["an_error_of_tomorrow", "retry"],
  ])("the error %s is told as %s", async (code, kind) => {
    double.answerNext({ kind: "error", code });
    expect(await deliver()).toMatchObject({ kind, reason: `Slack: ${code}` });
  });

  test("a message names its sending in its metadata and unfurls no links", async () => {
    await deliver();
    const form = double.posts.at(-1)?.form ?? {};
    expect(JSON.parse(form["metadata"] ?? "")).toEqual({
      event_type: "restsignal_message",
      event_payload: { sending_key: "delivery-17" },
    });
    expect(form).toMatchObject({ unfurl_links: "false", unfurl_media: "false" });
  });

  test("hostile text notifies nobody and links nowhere: it holds no mark that Slack reads", async () => {
    await deliver(makeHostileView());
    const post = double.posts.at(-1);
    const marked = (post?.blocks ?? []).flatMap((block) => {
      if (block.type === "context") return block.elements;
      return "text" in block && block.text.type === "mrkdwn" ? [block.text] : [];
    });
    const texts = [post?.text ?? "", ...marked.map(({ text }) => text)];
    expect(texts.length).toBeGreaterThan(5);
    for (const text of texts) {
      expect(text).not.toMatch(/<[!@#]|[_~`]|\*fet\*|:fire:/);
      const links = text.match(/<[^>]*>/g) ?? [];
      for (const link of links) expect(link).toMatch(/^<https:\/\/restsignal\.example\.se\//);
    }
  });

  const renderCuts = async (view: MessageView) => {
    const channel = createSlackChannel({ token: null });
    const rendered = await renderSending(channel, makeRenderInput(channel, { views: [view] }));
    return rendered.kind === "rendered" ? rendered.cuts : rendered;
  };

  test("what was parted or moved to make a message fit is told", async () => {
    expect(await renderCuts(exampleViews.new)).toEqual([]);
    const advice = { type: "no-action", text: { sv: "Ett långt råd. ".repeat(450) } } as const;
    expect(await renderCuts(makeView({ advice }))).toEqual([{ kind: "split", count: 2 }]);
    const entry = makeEntryFact({ substance: "substans ".repeat(30) });
    expect(await renderCuts(makeView({ facts: makeFacts({ entry }) }))).toEqual([{ kind: "headline-as-text" }]);
  });

  test("a headline too long for a header stands whole as a bold text", async () => {
    const entry = makeEntryFact({ substance: "substans ".repeat(30).trim() });
    await deliver(makeView({ facts: makeFacts({ entry }) }));
    const [first] = double.posts.at(-1)?.blocks ?? [];
    expect(first?.type).toBe("section");
    expect(JSON.stringify(first)).toContain("substans ".repeat(30).trim());
  });

  test("a long advice is parted into several blocks and loses nothing", async () => {
    const sentence = "Byt till annan antibiotika enligt lokala riktlinjer. ";
    const advice = { type: "other-substance", text: { sv: sentence.repeat(120).trim() } } as const;
    await deliver(makeView({ advice }));
    const plain = (double.posts.at(-1)?.blocks ?? []).flatMap((block) =>
      block.type === "section" && block.text.type === "plain_text" ? [block.text.text] : [],
    );
    expect(plain.length).toBeGreaterThan(1);
    expect(plain.join(" ")).toBe(advice.text.sv);
  });
});

test("a look at Slack says whether it is set up and knows the token, and posts nothing", async () => {
  const double = await startSlackDouble({ token });
  const look = (given: string | null) => createSlackChannel({ token: given, apiUrl: double.apiUrl }).check();
  expect(await look(token)).toMatchObject({ state: "ready", detail: expect.stringContaining("Region Exempel") });
  expect(await look("xoxb-wrong")).toEqual({ state: "failing", detail: "Slack: invalid_auth" });
  expect(await look(null)).toMatchObject({ state: "missing" });
  expect(double.posts).toEqual([]);
  await double.stop();
});
