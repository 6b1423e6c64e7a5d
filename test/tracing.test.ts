import { afterEach, beforeEach, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { startTracing, type TracingOptions } from "../src/tracing.ts";
import { createApp } from "../src/web/app.ts";
import { attributeOf, startOtlpDouble, type OtlpDouble } from "./support/otlp-double.ts";
import { openMemoryDatabase } from "./support/memory-database.ts";
import { createWebDeps } from "./web/site.ts";

let collector: OtlpDouble;
beforeEach(async () => {
  collector = await startOtlpDouble();
});
afterEach(() => collector.stop());

const options = (over: Partial<TracingOptions> = {}): TracingOptions => ({
  endpoint: collector.url,
  headers: { "x-key": "k" },
  serviceName: "restsignal-test",
  version: "1.2.3",
  installation: "https://rest.example",
  ...over,
});
const FROM = new Date("2026-11-27T10:00:00.000Z");
const TO = new Date("2026-11-27T10:00:01.500Z");
const work = { name: "send message", kind: "producer", from: FROM, to: TO, attributes: { channel: "slack" } } as const;

it("all that two processes do for a message is one trace, that begins with its publication", async () => {
  const [one, other] = await Promise.all([startTracing(options()), startTracing(options())]);
  one.record?.({ ...work, name: "publish message", kind: "internal", as: "message:42", links: ["snapshot:7"] });
  other.record?.({ ...work, under: "message:42", failure: "the channel was full" });
  other.record?.({ ...work, under: "message:43" });
  await Promise.all([one.stop(), other.stop()]);
  const root = collector.spans.find(({ name }) => name === "publish message");
  const sent = collector.spans.filter(({ name }) => name === "send message");
  const ofMessage = (id: string) => sent.find((span) => attributeOf(span, "restsignal.message.id") === id);
  expect(root?.parentSpanId ?? "").toBe("");
  expect(ofMessage("42")).toMatchObject({
    traceId: root?.traceId,
    parentSpanId: root?.spanId,
    status: { code: 2, message: "the channel was full" },
    startTimeUnixNano: `${FROM.getTime()}000000`,
    endTimeUnixNano: `${TO.getTime()}000000`,
  });
  expect(ofMessage("43")?.traceId).not.toBe(root?.traceId);
  expect(root?.links.map((link) => attributeOf(link, "restsignal.subject"))).toEqual(["snapshot:7"]);
  expect(collector.headers[0]).toMatchObject({ "x-key": "k" });
  expect(collector.bodies[0]).toContain("restsignal-test");
});

it("another installation on the same collector has traces of its own", async () => {
  const [one, other] = await Promise.all([
    startTracing(options()),
    startTracing(options({ installation: "https://other.example" })),
  ]);
  for (const { record } of [one, other]) record?.({ ...work, as: "message:42" });
  await Promise.all([one.stop(), other.stop()]);
  expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(2);
});

it("an answer is told by its route, never by its address, which may hold a token or what somebody looked for", async () => {
  const database = await openMemoryDatabase();
  const tracing = await startTracing(options());
  const app = createApp(createWebDeps(database.db, { record: tracing.record }));
  for (const path of [
    "/preferences/secret-token",
    "/?q=hemlig",
    "/r/12/feed.rss?atc=J01",
    "/nowhere/anna@region.example",
  ])
    await app.request(path);
  await app.request("/", { method: "PROPFIND-anna" });
  await tracing.stop();
  const names = collector.spans.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["GET /preferences/:token", "GET /"]));
  expect(names).toHaveLength(5);
  expect(collector.bodies.join()).not.toMatch(/secret-token|hemlig|J01|anna/);
  await database.close();
});

it("a collector that is gone, or answers with faults, holds nothing up", async () => {
  await collector.stop();
  const tracing = await startTracing(options());
  tracing.record?.({ ...work, as: "message:1" });
  await tracing.stop();
  collector = await startOtlpDouble();
});

it("without an address nothing is loaded or told", async () => {
  expect(readConfig({})).toMatchObject({ OTEL_SERVICE_NAME: "restsignal", OTEL_EXPORTER_OTLP_HEADERS: {} });
  const read = readConfig({ OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20abc%3D, x-scope=a=b" });
  expect(read.OTEL_EXPORTER_OTLP_HEADERS).toEqual({ authorization: "Basic abc=", "x-scope": "a=b" });
  for (const wrong of ["no pair", "a=%", "=x", "å=1"])
    expect(() => readConfig({ OTEL_EXPORTER_OTLP_HEADERS: wrong })).toThrow(/^OTEL_EXPORTER_OTLP_HEADERS should be/);
});
