import { describe, expect, test } from "vitest";
import { createTeamsChannel } from "../../src/channels/teams.ts";
import { testChannelContract } from "../contracts/channel.contract.ts";
import { HOSTILE, exampleViews, makeHostileView } from "../support/message-views.ts";
import { sendRendered } from "../support/sending.ts";
import { createTeamsDouble } from "../support/teams-double.ts";

const secret = "sig=hemlig-signatur-123";
const target = {
  webhookUrl: `https://prod-12.westeurope.logic.azure.com:443/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&${secret}`,
};

testChannelContract("teams", async () => {
  const double = createTeamsDouble();
  const answer = (status: number, body = "") => double.answerNext({ kind: "status", status, body });
  return {
    channel: createTeamsChannel({ http: double.http }),
    unconfigured: null,
    target,
    badTargets: [
      null,
      {},
      { webhookUrl: "" },
      { webhookUrl: target.webhookUrl.replace("https:", "http:") },
      { webhookUrl: "https://example.se/hook" },
      { webhookUrl: "https://logic.azure.com.evil.example/x" },
      { webhookUrl: "https://evil.example/?x=.logic.azure.com" },
      { webhookUrl: "https://evillogic.azure.com/x" },
      { webhookUrl: "https://user:password@prod-1.logic.azure.com/x" },
    ],
    secrets: [secret, target.webhookUrl, "/workflows/abc"],
    provoke: {
      delivered: null,
      retry: () => answer(502),
      gone: () => answer(404),
      rejected: () => answer(400),
      misconfigured: null,
    },
    hangUp: () => double.answerNext({ kind: "failed" }),
    askForWait: {
      afterMs: 30_000,
      provoke: () => double.answerNext({ kind: "status", status: 429, retryAfterMs: 30_000 }),
    },
    countReceived: () => double.posts.length,
    stop: async () => {},
  };
});

describe("the Teams channel", () => {
  const deliver = (double = createTeamsDouble(), view = exampleViews.new) =>
    sendRendered(createTeamsChannel({ http: double.http }), { views: [view], target });

  test("the run of the workflow is the message's id, and the sending key where there is none", async () => {
    expect(await deliver()).toEqual({ kind: "delivered", externalId: "08584000000000000000000000001CU00" });
    const double = createTeamsDouble();
    double.answerNext({ kind: "status", status: 200, body: "1" });
    expect(await deliver(double)).toEqual({ kind: "delivered", externalId: "delivery-17" });
  });

  test.each([
    [400, "rejected"],
    [401, "gone"],
    [403, "gone"],
    [404, "gone"],
    [410, "gone"],
    [413, "rejected"],
    [429, "retry"],
    [500, "retry"],
    [503, "retry"],
  ])("HTTP %i is told as %s", async (status, kind) => {
    const double = createTeamsDouble();
    double.answerNext({ kind: "status", status });
    expect(await deliver(double)).toEqual({ kind, reason: `Teams: HTTP ${status}` });
  });

  test.each([
    [429, "retry"],
    [413, "rejected"],
  ])("a 200 whose text says that Teams itself answered %i is told as %s", async (inner, kind) => {
    const double = createTeamsDouble();
    const body = `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${inner} with ContextId tcid=0`;
    double.answerNext({ kind: "status", status: 200, body });
    expect(await deliver(double)).toMatchObject({ kind });
  });

  test("other hosts can be allowed, exactly or by their ending", () => {
    const { targetSchema } = createTeamsChannel({
      http: createTeamsDouble().http,
      allowedHosts: ["hook.region.example", "*.int.example"],
    });
    const isTaken = (webhookUrl: string) => targetSchema.safeParse({ webhookUrl }).success;
    expect(isTaken("https://hook.region.example/x")).toBe(true);
    expect(isTaken("https://a.int.example/x")).toBe(true);
    expect(isTaken("https://x.hook.region.example/x")).toBe(false);
    expect(isTaken(target.webhookUrl)).toBe(false);
  });

  test("hostile text stands only where Teams reads no Markdown", async () => {
    const double = createTeamsDouble();
    await deliver(double, makeHostileView());
    const blocks = findElements(double.posts[0]?.card, "TextBlock");
    expect(blocks.length).toBeGreaterThan(2);
    for (const block of blocks) expect(String(block["text"])).not.toMatch(/[*_[\]`]/);
    const runs = findElements(double.posts[0]?.card, "TextRun").map((run) => String(run["text"]));
    expect(runs.some((text) => text.includes("[x](http://evil.example)"))).toBe(true);
    for (const hidden of ["\u0000", "\u0007", "\u202E"]) {
      expect(HOSTILE).toContain(hidden);
      expect(runs.join("")).not.toContain(hidden);
    }
  });
});

function findElements(node: unknown, type: string): Record<string, unknown>[] {
  if (typeof node !== "object" || node === null) return [];
  const inner = Object.values(node).flatMap((child: unknown) => findElements(child, type));
  return "type" in node && node.type === type ? [{ ...node }, ...inner] : inner;
}
