import * as fc from "fast-check";
import { webApi } from "@slack/bolt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createSlackChannel } from "../../src/channels/slack.ts";
import { ruleSlackCode, ruleSlackStatus, slackCodes } from "../../src/channels/slack/outcomes.ts";
import { expectFitOutcome } from "../support/fit-outcome.ts";
import { makeRenderInput, renderPayload, sendRendered } from "../support/sending.ts";
import { startSlackDouble, type SlackAnswer, type SlackDouble } from "../support/slack-double.ts";

const token = "xoxb-not-a-real-token";
const target = { channelId: "C0123ABCDEF" };

let double: SlackDouble;
beforeAll(async () => {
  double = await startSlackDouble({ token });
});
afterAll(() => double.stop());

const createChannel = () => createSlackChannel({ token, apiUrl: double.apiUrl, http: double.http });

async function attempt(answer?: SlackAnswer, over: { sendingKey?: string; target?: unknown } = {}) {
  const channel = createChannel();
  if (answer !== undefined) double.answerNext(answer);
  const input = { ...makeRenderInput(channel, { target }), ...over };
  return channel.send({ ...input, payload: await renderPayload(channel, input) });
}

describe("what Slack's errors mean", () => {
  const installation = { kind: "misconfigured", scope: "installation" };
  const app = { kind: "misconfigured", scope: "app" };
  const migrating = { kind: "retry", scope: "installation", afterMs: 900_000 };
  test.each([
    ["channel_not_found", { kind: "gone" }],
    ["user_disabled", { kind: "gone" }],
    ["restricted_action_thread_locked", { kind: "gone" }],
    ["restricted_action_of_tomorrow", { kind: "gone" }],
    ["app_access_restricted", { kind: "gone" }],
    ["no_permission", { kind: "gone" }],
    ["token_revoked", installation],
    ["account_inactive", installation],
    ["missing_scope", installation],
    ["ekm_access_denied", installation],
    ["accesslimited", installation],
    ["messages_tab_disabled", app],
    ["invalid_client_id", app],
    ["method_deprecated", app],
    ["org_login_required", migrating],
    ["team_added_to_org", migrating],
    ["message_limit_exceeded", migrating],
    ["ratelimited", { kind: "retry", scope: "installation" }],
    ["rate_limited", { kind: "retry", scope: "installation" }],
    ["service_unavailable", { kind: "retry", scope: "app", afterMs: 30_000 }],
    ["fatal_error", { kind: "unknown" }],
    ["internal_error", { kind: "unknown" }],
    ["request_timeout", { kind: "unknown" }],
    ["invalid_blocks", { kind: "rejected" }],
    ["invalid_blocks_of_tomorrow", { kind: "rejected" }],
    ["msg_blocks_too_long", { kind: "rejected" }],
    ["cannot_reply_to_message", { kind: "rejected" }],
    ["an_error_of_tomorrow", { kind: "retry", scope: "target" }],
    ["constructor", { kind: "retry", scope: "target" }],
  ])("%s", async (code, ruling) => {
    expect(ruleSlackCode(code)).toEqual(ruling);
    expect(await attempt({ kind: "error", code })).toEqual({ ...ruling, reason: `Slack: ${code}` });
  });

  test("each stands in the table once and looks like one of Slack's", () => {
    for (const code of slackCodes.keys()) expect(code).toMatch(/^[a-z_]+$/);
    expect(slackCodes.size).toBeGreaterThan(60);
  });

  test.each([
    [503, "service_unavailable", "retry"],
    [500, "internal_error", "unknown"],
    [500, "channel_not_found", "gone"],
    [401, "invalid_auth", "misconfigured"],
    [429, "channel_not_found", "retry"],
  ] as const)("the status %i with the error %s is told as %s", async (status, code, kind) => {
    expect(await attempt({ kind: "error", code, status })).toMatchObject({ kind });
  });

  test.each([
    [400, "retry"],
    [403, "retry"],
    [404, "retry"],
    [408, "unknown"],
    [413, "rejected"],
    [500, "unknown"],
    [502, "unknown"],
    [504, "unknown"],
  ])("HTTP %i with a page of somebody else's is told as %s", async (status, kind) => {
    const outcome = await attempt({ kind: "raw", status, body: "<html>an error page</html>" });
    expect(outcome).toEqual({ ...ruleSlackStatus(status), reason: `Slack: HTTP ${status}` });
    expect(outcome.kind).toBe(kind);
  });
});

describe("an answer that says neither that it was posted nor that it was not leaves it unknown", () => {
  test.each([
    ["nothing", { kind: "raw", body: "" }],
    ["a page", { kind: "raw", body: "<html>Welcome to the guest network</html>" }],
    ["half a line", { kind: "raw", body: '{"ok":tr' }],
    ["no without why", { kind: "raw", body: '{"ok":false}' }],
    ["yes without where", { kind: "raw", body: '{"ok":true}' }],
    ["yes with a number for where", { kind: "raw", body: '{"ok":true,"ts":1787300000.1}' }],
    ["yes as a word", { kind: "raw", body: '{"ok":"true","ts":"1787300000.000001"}' }],
    ["an error that is an object", { kind: "raw", body: '{"ok":false,"error":{"code":"x"}}' }],
    ["null", { kind: "raw", body: "null" }],
    ["a list", { kind: "raw", body: "[]" }],
    ["yes from a server that failed", { kind: "raw", status: 500, body: '{"ok":true,"ts":"1.1"}' }],
    ["more than anybody reads", { kind: "raw", body: `{"ok":true,"ts":"1.1","x":"${"x".repeat(5_000_000)}"}` }],
    ["a break before it", { kind: "break", when: "before-answer" }],
    ["a break in its first line", { kind: "break", when: "in-head" }],
    ["a break in its middle", { kind: "break", when: "in-body" }],
  ] as const)("%s", async (_what, answer) => {
    const outcome = await attempt(answer);
    expect(outcome).toMatchObject({ kind: "unknown" });
    expectFitOutcome(outcome, [token]);
  });
});

test("no answer at all leaves it unknown", async () => {
  for (const isTaken of [true, false]) {
    double.answerNext({ kind: "silence", isTaken });
    const channel = createSlackChannel({ token, apiUrl: double.apiUrl, http: double.http, timeoutMs: 200 });
    expect(await sendRendered(channel, { target })).toMatchObject({ kind: "unknown" });
  }
});

test("a server that fails and says when to come again is asked no sooner", async () => {
  double.answerNext({ kind: "raw", status: 503, headers: { "retry-after": "120" } });
  expect(await sendRendered(createChannel(), { target })).toMatchObject({ kind: "unknown", afterMs: 120_000 });
});

test("whatever is answered is an outcome with a short reason, and never holds the token", async () => {
  const word = fc.oneof(
    fc.constantFrom(...slackCodes.keys(), token, "", "__proto__", "a\r\nb", "\u0000", "\u202Eabc", "x".repeat(10_000)),
    fc.string({ unit: "binary", maxLength: 300 }),
  );
  const body = fc.oneof(
    word,
    fc.json(),
    fc
      .record(
        { ok: fc.oneof(fc.boolean(), word), error: fc.oneof(word, fc.jsonValue()), ts: word },
        { requiredKeys: [] },
      )
      .map((told) => JSON.stringify(told)),
  );
  const answers: fc.Arbitrary<SlackAnswer> = fc.oneof(
    fc.record({
      kind: fc.constant("raw" as const),
      status: fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 205, 304].includes(status)),
      body,
    }),
    fc.record({ kind: fc.constant("error" as const), code: word }),
    fc.record({
      kind: fc.constant("rate-limited" as const),
      retryAfter: fc.oneof(fc.string({ unit: "grapheme-ascii", maxLength: 30 }), fc.maxSafeInteger().map(String)),
    }),
  );
  await fc.assert(
    fc.asyncProperty(answers, async (answer) => expectFitOutcome(await attempt(answer), [token])),
    { numRuns: 150 },
  );
});

describe("whether Slack heard a message whose answer was lost", () => {
  const lookUp = async (sendingKey: string, over: { target?: unknown; startedAt?: Date } = {}) => {
    const channel = createChannel();
    const payload = await renderPayload(channel, makeRenderInput(channel, { target, sendingKey }));
    if (channel.whenUnsure.kind !== "look-up") throw new Error("Slack should be asked");
    return channel.whenUnsure.lookUp({ target, payload, sendingKey, startedAt: new Date(), ...over });
  };

  test.each([
    ["before the answer", { kind: "break", when: "before-answer" }],
    ["in the answer", { kind: "break", when: "in-body" }],
    ["with a proxy's page", { kind: "raw", status: 502, body: "<html>" }],
  ] as const)("is seen in the channel: taken, and lost %s", async (_when, answer) => {
    const sendingKey = `key-${crypto.randomUUID()}`;
    expect(await attempt({ ...answer, isTaken: true }, { sendingKey })).toMatchObject({ kind: "unknown" });
    expect(await lookUp(sendingKey)).toEqual({ kind: "heard", externalId: double.posts.at(-1)?.ts });
  });

  test("is seen in the conversation with a person", async () => {
    const [sendingKey, person] = [`key-${crypto.randomUUID()}`, { channelId: "U0123ABCDEF" }];
    await attempt({ kind: "break", when: "before-answer", isTaken: true }, { sendingKey, target: person });
    expect(await lookUp(sendingKey, { target: person })).toMatchObject({ kind: "heard" });
  });

  test("is denied only by a history read to its end, page by page", async () => {
    const sendingKey = `key-${crypto.randomUUID()}`;
    await attempt({ kind: "break", when: "before-answer", isTaken: true }, { sendingKey });
    for (let other = 0; other < 40; other++) await attempt();
    expect(await lookUp(sendingKey)).toMatchObject({ kind: "heard" });
    expect(await lookUp("key-of-none")).toEqual({ kind: "not-heard" });
    // The first attempt may be long ago, and the one that was heard later; what was before is not read.
    const [before, after] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
    expect(await lookUp(sendingKey, { startedAt: before })).toMatchObject({ kind: "heard" });
    expect(await lookUp(sendingKey, { startedAt: after })).toEqual({ kind: "not-heard" });
  });

  test.each([
    ["the app may not look", { kind: "error", code: "missing_scope" }, undefined],
    ["the app is not in the channel", { kind: "error", code: "not_in_channel" }, undefined],
    ["it was asked too often", { kind: "rate-limited", retryAfter: "60" }, 60_000],
    ["it was asked too often and says no wait", { kind: "rate-limited", retryAfter: "soon" }, 60_000],
    ["the token is revoked", { kind: "error", code: "token_revoked" }, 900_000],
    ["Slack is ill", { kind: "raw", status: 500 }, 60_000],
    ["the line breaks", { kind: "break", when: "in-body" }, 60_000],
    ["what comes is no history", { kind: "raw", body: '{"ok":true,"messages":{}}' }, 60_000],
    ["what comes is no message", { kind: "raw", body: '{"ok":true,"messages":[{"ts":7}]}' }, 60_000],
    ["there is more and no way to it", { kind: "raw", body: '{"ok":true,"messages":[],"has_more":true}' }, undefined],
  ] as const)("is not known when %s", async (_why, answer, afterMs) => {
    double.answerNext(answer);
    expect(await lookUp("key-of-none")).toEqual({
      kind: "not-known",
      reason: expect.any(String),
      ...(afterMs === undefined ? {} : { afterMs }),
    });
  });

  test("is answered by whatever comes in some known way, and never by a guess", async () => {
    const message = fc.record(
      {
        ts: fc.oneof(fc.constant("1787300000.000001"), fc.jsonValue()),
        text: fc.jsonValue(),
        metadata: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.json(),
      fc
        .record(
          {
            ok: fc.boolean(),
            messages: fc.oneof(fc.array(fc.oneof(message, fc.jsonValue()), { maxLength: 3 }), fc.jsonValue()),
            has_more: fc.jsonValue(),
            error: fc.string(),
          },
          { requiredKeys: [] },
        )
        .map((told) => JSON.stringify(told)),
    );
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        double.answerNext({ kind: "raw", body: text });
        const heard = await lookUp("key-of-none");
        expect(heard.kind).toMatch(/^not-(heard|known)$/);
        // What cannot be read says nothing.
        const parsed = z
          .looseObject({ ok: z.literal(true), messages: z.array(z.unknown()) })
          .safeParse(JSON.parse(text));
        if (heard.kind === "not-heard") expect(parsed.success).toBe(true);
        if (heard.kind === "not-known") expect(heard.reason).toMatch(/^\P{C}{1,200}$/u);
      }),
      { numRuns: 150 },
    );
  });

  test("is not known where the history shows our words without what they carry", async () => {
    const sendingKey = `key-${crypto.randomUUID()}`;
    await attempt(undefined, { sendingKey });
    const { text, ts } = double.posts.at(-1) ?? {};
    double.answerNext({ kind: "raw", body: JSON.stringify({ ok: true, messages: [{ type: "message", ts, text }] }) });
    expect(await lookUp(sendingKey)).toMatchObject({ kind: "not-known" });
  });
});

test("the double answers Slack's own client as it answers ours", async () => {
  const client = new webApi.WebClient(token, { slackApiUrl: double.apiUrl, retryConfig: { retries: 0 } });
  expect(await client.apiCall("chat.postMessage", { channel: "C0456ABCDEF", text: "x" })).toMatchObject({ ok: true });
  const history = await client.conversations.history({ channel: "C0456ABCDEF", include_all_metadata: true });
  expect(history.messages?.map(({ ts }) => ts)).toEqual([double.posts.at(-1)?.ts]);
});
