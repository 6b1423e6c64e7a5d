import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTeamsChannel } from "../../src/channels/teams.ts";
import { ruleWorkflowAnswer, workflowCodes } from "../../src/channels/teams/outcomes.ts";
import { createHttpClient } from "../../src/net/http-client.ts";
import { expectFitOutcome } from "../support/fit-outcome.ts";
import { sendRendered } from "../support/sending.ts";
import { startTeamsDouble, type TeamsAnswer, type TeamsDouble } from "../support/teams-double.ts";

const secret = "sig=hemlig-signatur-123";
const target = {
  webhookUrl: `https://prod-12.westeurope.logic.azure.com/workflows/abc/invoke?api-version=1&${secret}`,
};
const secrets = [secret, "hemlig-signatur", "/workflows/abc"];

let double: TeamsDouble;
beforeAll(async () => {
  double = await startTeamsDouble();
});
afterAll(() => double.stop());

const attempt = (answer: TeamsAnswer) => {
  double.answerNext(answer);
  return sendRendered(createTeamsChannel({ http: double.http }), { target });
};
const told = (code: string) => JSON.stringify({ error: { code, message: `Not for ${target.webhookUrl}` } });
const page = "<!DOCTYPE html><title>Blocked by the firewall</title>";

describe("what Power Automate's answers mean", () => {
  const owner = { kind: "misconfigured", scope: "target" };
  const wait = { kind: "retry", scope: "installation" };
  test.each([
    [401, "DirectApiAuthorizationRequired", owner],
    [400, "MissingApiVersionParameter", owner],
    [400, "WorkflowTriggerIsNotEnabled", owner],
    [404, "WorkflowTriggerIsNotEnabled", owner],
    [403, "AuthorizationFailed", owner],
    [404, "WorkflowNotFound", { kind: "gone" }],
    [400, "TriggerInputSchemaMismatch", { kind: "rejected" }],
    [400, "ACodeOfTomorrow", { kind: "rejected" }],
    [404, "ACodeOfTomorrow", { kind: "gone" }],
    [429, "WorkflowNotFound", wait],
    [400, "TooManyRequests", wait],
    [503, "ServerBusy", wait],
    [500, "InternalServerError", { kind: "unknown" }],
    [504, "GatewayTimeout", { kind: "unknown" }],
    [502, "NoResponse", { kind: "unknown" }],
    [200, "WorkflowNotFound", { kind: "gone" }],
    [200, "ACodeOfTomorrow", { kind: "unknown" }],
    [202, "constructor", { kind: "unknown" }],
  ])("HTTP %i with %s", async (status, code, ruling) => {
    const isShown = /^[A-Z]/.test(code);
    const outcome = await attempt({ kind: "raw", status, body: told(code) });
    expect(outcome).toEqual({ ...ruling, reason: `Teams: HTTP ${status}${isShown ? ` ${code}` : ""}` });
    expect(ruleWorkflowAnswer({ status, code, isPage: false, asksForWait: false })).toEqual(ruling);
  });

  test.each([
    [200, "accepted"],
    [202, "accepted"],
    [204, "accepted"],
    [304, "retry"],
    [400, "rejected"],
    [401, "misconfigured"],
    [403, "misconfigured"],
    [404, "gone"],
    [410, "gone"],
    [408, "retry"],
    [412, "retry"],
    [413, "rejected"],
    [429, "retry"],
    [500, "unknown"],
    [502, "unknown"],
    [503, "unknown"],
    [504, "unknown"],
  ])("HTTP %i with nothing is told as %s", async (status, kind) => {
    expect(await attempt({ kind: "raw", status })).toMatchObject({ kind });
  });

  test("a server that fails and asks to come again has started nothing", async () => {
    const outcome = await attempt({ kind: "rate-limited", status: 503, retryAfter: "60" });
    expect(outcome).toEqual({ kind: "retry", scope: "installation", afterMs: 60_000, reason: "Teams: HTTP 503" });
  });

  test.each([
    [200, "unknown"],
    [202, "unknown"],
    [401, "retry"],
    [403, "retry"],
    [404, "retry"],
    [511, "unknown"],
  ])("HTTP %i with a page of somebody else's ends nobody's subscription: %s", async (status, kind) => {
    expect(await attempt({ kind: "raw", status, body: page })).toMatchObject({ kind });
  });

  test.each([
    ["Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429", "unknown"],
    ['{"error":"no access"}', "unknown"],
    ['{"success":false}', "unknown"],
    ['{"ok":false,"error":null}', "unknown"],
    ['{"error":null,"errors":0,"ok":true}', "accepted"],
    ['{"error":""}', "accepted"],
    ['"Error: the flow has no access to the channel"', "unknown"],
    ['{"errors":[{"message":"no access"}]}', "unknown"],
    ['{"status":"Failed"}', "unknown"],
    ['"Posted"', "accepted"],
    ['{"errors":[],"status":"Succeeded"}', "accepted"],
    ["[]", "accepted"],
    ["1", "accepted"],
    ["null", "accepted"],
    ["Kortet är postat", "accepted"],
  ])("a yes with %j is told as %s", async (body, kind) => {
    for (const status of [200, 202]) expect(await attempt({ kind: "raw", status, body })).toMatchObject({ kind });
  });

  test("codes stand once in the table, and look like codes", () => {
    for (const code of workflowCodes.keys()) expect(code).toMatch(/^[A-Z][A-Za-z]+$/);
  });
});

describe("an answer that did not come whole leaves it unknown", () => {
  test.each(["before-answer", "in-head", "in-body"] as const)("broken off %s", async (when) => {
    for (const isTaken of [true, false]) {
      const outcome = await attempt({ kind: "break", when, isTaken });
      expect(outcome).toMatchObject({ kind: "unknown" });
      expectFitOutcome(outcome, secrets);
    }
  });

  test("none at all", async () => {
    for (const isTaken of [true, false]) {
      double.answerNext({ kind: "silence", isTaken });
      const channel = createTeamsChannel({ http: double.http, timeoutMs: 200 });
      expect(await sendRendered(channel, { target })).toMatchObject({ kind: "unknown" });
    }
  });

  test("larger than anybody reads", async () => {
    expect(await attempt({ kind: "raw", body: "x".repeat(200_000) })).toMatchObject({ kind: "unknown" });
  });
});

test("the address goes to its own host and to no other, and whoever owns it is told", async () => {
  const before = double.posts.length;
  for (const status of [301, 302, 303, 307, 308]) {
    const outcome = await attempt({ kind: "raw", status, headers: { location: "/elsewhere" } });
    expect(outcome).toMatchObject({ kind: "misconfigured", scope: "target" });
    expectFitOutcome(outcome, secrets);
  }
  expect(double.posts).toHaveLength(before);
});

test("an address that leads into a closed network stops itself, and nothing is sent there", async () => {
  const client = createHttpClient({ userAgent: "Restsignal test", allowPrivateHosts: [] });
  for (const place of ["https://10.1.2.3/x", "https://169.254.169.254/x", "https://localhost/x", "https://[::1]/x"]) {
    const http = { request: (input: Parameters<typeof client.request>[0]) => client.request({ ...input, url: place }) };
    const outcome = await sendRendered(createTeamsChannel({ http }), { target });
    expect(outcome).toMatchObject({
      kind: "misconfigured",
      scope: "target",
      reason: expect.stringContaining("not a public address"),
    });
  }
  await client.close();
});

test("only a person knows what became of a message whose answer was lost", () => {
  expect(createTeamsChannel({ http: double.http }).whenUnsure).toEqual({ kind: "person" });
});

test("whatever is answered is an outcome with a short reason, and never holds the address", async () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...workflowCodes.keys(),
      secret,
      target.webhookUrl,
      "",
      "__proto__",
      "A\r\nB",
      "\u202EABC",
      "\u0000",
    ),
    fc.string({ unit: "binary", maxLength: 300 }),
  );
  const body = fc.oneof(
    word,
    fc.json(),
    word.map((text) => `<html>${text}`),
    fc.oneof(word, fc.jsonValue()).map((code) => JSON.stringify({ error: { code } })),
    fc.oneof(word, fc.jsonValue()).map((error) => JSON.stringify({ error })),
  );
  const headers = fc.record(
    {
      "x-ms-workflow-run-id": fc.string({ unit: "grapheme-ascii", maxLength: 200 }),
      "retry-after": fc.oneof(fc.string({ unit: "grapheme-ascii", maxLength: 30 }), fc.maxSafeInteger().map(String)),
    },
    { requiredKeys: [] },
  );
  const status = fc.integer({ min: 200, max: 599 }).filter((one) => ![204, 205, 304].includes(one));
  await fc.assert(
    fc.asyncProperty(status, body, headers, async (one, text, told_) =>
      expectFitOutcome(await attempt({ kind: "raw", status: one, body: text, headers: told_ }), secrets),
    ),
    { numRuns: 150 },
  );
});
