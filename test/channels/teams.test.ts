import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTeamsChannel } from "../../src/channels/teams.ts";
import { testChannelContract } from "../contracts/channel.contract.ts";
import { HOSTILE, exampleViews, makeHostileView } from "../support/message-views.ts";
import { createNobody, nowhere } from "../support/nobody.ts";
import { renderPayload, sendRendered } from "../support/sending.ts";
import { startTeamsDouble, type TeamsDouble } from "../support/teams-double.ts";

const secret = "sig=hemlig-signatur-123";
const target = {
  webhookUrl: `https://prod-12.westeurope.logic.azure.com:443/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&${secret}`,
};

testChannelContract("teams", async () => {
  const double = await startTeamsDouble();
  const nobody = await createNobody();
  return {
    channel: createTeamsChannel({ http: double.http }),
    unconfigured: null,
    unreachable: createTeamsChannel({
      http: { request: (input) => nobody.http.request({ ...input, url: nobody.url }) },
    }),
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
    takenAs: "accepted",
    provoke: {
      retry: () => double.answerNext({ kind: "rate-limited", retryAfter: "30" }),
      gone: () => double.answerNext({ kind: "error", status: 404, code: "WorkflowNotFound" }),
      rejected: () => double.answerNext({ kind: "error", status: 400, code: "TriggerInputSchemaMismatch" }),
      misconfigured: () => double.answerNext({ kind: "error", status: 401, code: "DirectApiAuthorizationRequired" }),
      unknown: () => double.answerNext({ kind: "raw", status: 502 }),
    },
    loseAnswer: () => double.answerNext({ kind: "break", when: "before-answer", isTaken: true }),
    askForWait: (retryAfter) => double.answerNext({ kind: "rate-limited", retryAfter }),
    countReceived: () => double.posts.length,
    stop: double.stop,
  };
});

describe("the Teams channel", () => {
  let double: TeamsDouble;
  beforeAll(async () => {
    double = await startTeamsDouble();
  });
  afterAll(() => double.stop());

  const deliver = (view = exampleViews.new) =>
    sendRendered(createTeamsChannel({ http: double.http }), { views: [view], target });

  test("the run of the workflow is the message's id, and the sending key where there is none that one can keep", async () => {
    expect(await deliver()).toEqual({ kind: "accepted", externalId: "08584000000000000000000000001CU00" });
    for (const headers of [{}, { "x-ms-workflow-run-id": "" }, { "x-ms-workflow-run-id": "<b>å</b>".repeat(99) }]) {
      double.answerNext({ kind: "raw", status: 200, body: "1", headers });
      expect(await deliver()).toEqual({ kind: "accepted", externalId: "delivery-17" });
    }
  });

  test("an address that was copied from a page's source is the address itself", () => {
    const { targetSchema } = createTeamsChannel({ http: nowhere });
    expect(targetSchema.parse({ webhookUrl: target.webhookUrl.replaceAll("&", "&amp;") })).toEqual(target);
  });

  test("a message that Teams would drop after its 202 is never sent", async () => {
    const channel = createTeamsChannel({ http: double.http });
    const payload: unknown = JSON.parse(
      JSON.stringify(await renderPayload(channel, { target })).replace('"body":[', `"body":[${filler(24_453)},`),
    );
    const before = double.posts.length;
    const outcome = await channel.send({ target, payload, sendingKey: "delivery-17" });
    expect(outcome).toEqual({ kind: "rejected", reason: "longer than Teams takes: 28672 bytes" });
    expect([double.posts.length, double.countDropped()]).toEqual([before, 0]);
  });

  test("other hosts can be allowed, exactly or by their ending", () => {
    const { targetSchema } = createTeamsChannel({
      http: nowhere,
      allowedHosts: ["hook.region.example", "*.int.example"],
    });
    const isTaken = (webhookUrl: string) => targetSchema.safeParse({ webhookUrl }).success;
    expect(isTaken("https://hook.region.example/x")).toBe(true);
    expect(isTaken("https://a.int.example/x")).toBe(true);
    expect(isTaken("https://x.hook.region.example/x")).toBe(false);
    expect(isTaken(target.webhookUrl)).toBe(false);
  });

  test("hostile text stands only where Teams reads no Markdown", async () => {
    await deliver(makeHostileView());
    const blocks = findElements(double.posts.at(-1)?.card, "TextBlock");
    expect(blocks.length).toBeGreaterThan(2);
    for (const block of blocks) expect(String(block["text"])).not.toMatch(/[*_[\]`]/);
    const runs = findElements(double.posts.at(-1)?.card, "TextRun").map((run) => String(run["text"]));
    expect(runs.some((text) => text.includes("[x](http://evil.example)"))).toBe(true);
    for (const hidden of ["\u0000", "\u0007", "\u202E"]) {
      expect(HOSTILE).toContain(hidden);
      expect(runs.join("")).not.toContain(hidden);
    }
  });
});

/** A text block that takes so many bytes. */
function filler(bytes: number): string {
  return JSON.stringify({ type: "TextBlock", text: "x".repeat(bytes) });
}

function findElements(node: unknown, type: string): Record<string, unknown>[] {
  if (typeof node !== "object" || node === null) return [];
  const inner = Object.values(node).flatMap((child: unknown) => findElements(child, type));
  return "type" in node && node.type === type ? [{ ...node }, ...inner] : inner;
}
