import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderSending } from "../../src/channels/channel.ts";
import { createSlackChannel } from "../../src/channels/slack.ts";
import type { MessageView } from "../../src/domain/message.ts";
import { testChannelContract } from "../contracts/channel.contract.ts";
import { exampleViews, makeEntryFact, makeFacts, makeHostileView, makeView } from "../support/message-views.ts";
import { makeRenderInput, sendRendered } from "../support/sending.ts";
import { createNobody, portOf } from "../support/nobody.ts";
import { startSlackDouble, type SlackDouble } from "../support/slack-double.ts";

const token = "xoxb-not-a-real-token";
const target = { channelId: "C0123ABCDEF" };

testChannelContract("slack", async () => {
  const double = await startSlackDouble({ token });
  const { apiUrl, http } = double;
  const nobody = await createNobody();
  return {
    channel: createSlackChannel({ token, apiUrl, http }),
    unconfigured: createSlackChannel({ token: null }),
    unreachable: createSlackChannel({ token, http: nobody.http, apiUrl: nobody.url }),
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
    takenAs: "delivered",
    provoke: {
      retry: () => double.answerNext({ kind: "error", code: "service_unavailable" }),
      gone: () => double.answerNext({ kind: "error", code: "is_archived" }),
      rejected: () => double.answerNext({ kind: "error", code: "msg_too_long" }),
      misconfigured: () => double.answerNext({ kind: "error", code: "token_revoked" }),
      unknown: () => double.answerNext({ kind: "raw", status: 503, body: "<html>an error page</html>" }),
    },
    loseAnswer: () => double.answerNext({ kind: "break", when: "before-answer", isTaken: true }),
    askForWait: (retryAfter) => double.answerNext({ kind: "rate-limited", retryAfter }),
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
    sendRendered(createSlackChannel({ token, apiUrl: double.apiUrl, http: double.http }), { views: [view], target });

  test("a wrong token is our fault and not the subscriber's, and only this workspace waits", async () => {
    const channel = createSlackChannel({ token: "xoxb-wrong", apiUrl: double.apiUrl, http: double.http });
    expect(await sendRendered(channel, { target })).toEqual({
      kind: "misconfigured",
      scope: "installation",
      reason: "Slack: invalid_auth",
    });
  });

  test("the key goes to Slack and to nobody that Slack's answer names", async () => {
    const elsewhere: string[] = [];
    const other = createServer((request, response) => {
      elsewhere.push(request.url ?? "");
      response.end("{}");
    });
    await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
    for (const status of [301, 302, 303, 307, 308]) {
      const location = `http://127.0.0.1:${portOf(other)}/api/chat.postMessage`;
      double.answerNext({ kind: "raw", status, headers: { location } });
      expect(await deliver()).toEqual({ kind: "retry", scope: "app", reason: expect.stringContaining("redirects") });
    }
    expect(elsewhere).toEqual([]);
    other.close();
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
  const { apiUrl, http } = double;
  const look = (given: string | null) =>
    createSlackChannel(given === null ? { token: given } : { token: given, apiUrl, http }).check();
  expect(await look(token)).toMatchObject({ state: "ready", detail: expect.stringContaining("Region Exempel") });
  expect(await look("xoxb-wrong")).toEqual({ state: "failing", detail: "Slack: invalid_auth" });
  expect(await look(null)).toMatchObject({ state: "missing" });
  expect(double.posts).toEqual([]);
  await double.stop();
});
