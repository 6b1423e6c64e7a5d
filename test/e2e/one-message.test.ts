import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createChannels } from "../../src/channels/index.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { readOpenDraft } from "../../src/db/open-drafts.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { createExampleFiles } from "../../src/demo/example-files.ts";
import { NATIONAL_SOURCE } from "../../src/domain/source-health.ts";
import { PUBLISH_QUEUE } from "../../src/jobs/publish.ts";
import { createJobQueue, type JobQueue } from "../../src/jobs/queue.ts";
import { startJobs } from "../../src/jobs/run.handler.ts";
import { createLog } from "../../src/log.ts";
import type { HttpClient } from "../../src/net/http-client.ts";
import { sealFacts } from "../../src/services/alternatives.ts";
import { saveDraft } from "../../src/services/drafts.ts";
import { handOverDraft } from "../../src/services/hand-over.ts";
import { readPublication } from "../../src/services/held-case.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { startTracing, type Tracing } from "../../src/tracing.ts";
import { actAs, findTestCase, makeContent } from "../support/draft-desk.ts";
import { connectTo, startFileServer, type FileServer } from "../support/file-server.ts";
import { attributeOf, startOtlpDouble, type OtlpDouble } from "../support/otlp-double.ts";
import { PATIENT } from "../support/patience.ts";
import { createScene, NO_GUARDS, REGION, type Scene } from "../support/scene.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";

const ADDRESS = "anna.lakare@region.example";
const TOKEN = "token-that-unsubscribes";

interface Line {
  readonly msg: string;
  readonly about?: readonly string[];
  readonly [field: string]: unknown;
}

let scene: Scene;
let source: FileServer;
let http: HttpClient;
let smtp: SmtpDouble;
let collector: OtlpDouble;
let tracing: Tracing;
let queue: JobQueue;
let channels: ReturnType<typeof createChannels>;
const raw: string[] = [];
const lines = (): Line[] => raw.map((text) => JSON.parse(text));
const about = (subject: string) => lines().filter((line) => line.about?.includes(subject) === true);
const told = (msg: string) => vi.waitFor(() => expect(lines().map((line) => line.msg)).toContain(msg), PATIENT);

/** A service on a region's list with one reader; the second day's file comes, a pharmacist writes, and it goes out. */
beforeAll(async () => {
  [scene, source, smtp, collector] = await Promise.all([
    createScene(),
    startFileServer(),
    startSmtpDouble(),
    startOtlpDouble(),
  ]);
  http = connectTo(source);
  const { db } = scene;
  const now = () => scene.clock;
  scene.clock = new Date("2026-08-21T06:00:00Z");
  const { days, list } = createExampleFiles({ today: "2026-08-21" });
  await scene.ingestFrom(lakemedelsverket, { file: await scene.writeFile(days[0].xml), guards: NO_GUARDS });
  const parsed = parseRegionList(Buffer.from(list));
  if (parsed.kind === "refused") throw new Error("test: the list is refused");
  await scene.importList(parsed.entries);
  const reader = { regionCode: REGION, channel: "email", language: "sv" as const, filter: {} };
  await saveSubscription(db, { ...reader, target: { address: ADDRESS }, token: TOKEN, now: scene.clock });
  const writer = { email: "kim@region.example", name: "Kim", subject: null, now: scene.clock };
  const kim = await insertAccount(db, { ...writer, grants: [{ regionCode: REGION, role: "curator" }] });

  channels = createChannels({
    slack: { token: null },
    teams: { http },
    email: { smtpUrl: smtp.url, from: "Restsignal <utskick@restsignal.example>" },
  });
  const log = createLog("info", { write: (line: string) => void raw.push(line) });
  tracing = await startTracing({
    endpoint: collector.url,
    headers: {},
    serviceName: "restsignal",
    version: "test",
    installation: "https://rest.example",
  });
  source.answer = { kind: "file", body: days[1].xml, etag: '"two"' };
  const publishing = { db, now, digestChannels: new Set(["email"]) };
  const intake = { ...publishing, guards: NO_GUARDS };
  queue = await createJobQueue({ redisUrl: null, prefix: "", database: scene.database, log });
  await startJobs({
    queue,
    log,
    record: tracing.record,
    publishing,
    intake,
    polling: {
      ...intake,
      http,
      maxBytes: 50_000_000,
      timeoutMs: PATIENT.timeout,
      addresses: new Map([[NATIONAL_SOURCE, source.url]]),
      pause: () => Promise.resolve(),
      random: () => 0,
      tries: 1,
    },
    delivering: { db, now, channels, mode: "live", publicUrl: "https://rest.example" },
  });
  await vi.waitFor(() => expect(findNews()).toBeDefined(), PATIENT);
  await publish(kim);
  await vi.waitFor(() => expect(smtp.mails.length).toBeGreaterThan(0), PATIENT);
  await told("delivery sent");
  await queue.close();
  await tracing.stop();
});
afterAll(async () => {
  await queue.close();
  await Promise.all([...channels.values()].map((channel) => channel.close()));
  await http.close();
  await Promise.all([scene.close(), source.stop(), smtp.stop(), collector.stop()]);
});

/** Of the second day's file, and for a person to decide. */
function findNews(): Line | undefined {
  return lines().find(
    (line) => line.msg === "case has news" && line["decision"] === "pending" && line["kind"] === "change",
  );
}

/** Writes about the first case with news, urgently, and lets the time pass in which it could be undone. */
async function publish(accountId: number): Promise<void> {
  const { db } = scene;
  const caseId = Number(
    findNews()
      ?.about?.find((subject) => subject.startsWith("case:"))
      ?.slice("case:".length),
  );
  const found = await findTestCase(scene, caseId);
  const content = makeContent({ urgency: "high" });
  await saveDraft(await actAs(scene, accountId), { found, content, origin: null, seen: null });
  const draft = await readOpenDraft(db, caseId);
  const prepared = await readPublication(db, { caseId, kind: null, hasAdvice: true });
  if (prepared.kind === "refused") throw new Error("test: it is refused");
  const sealed = { regionCode: REGION, advice: content.advice, factsHash: prepared.factsHash };
  const handed = await handOverDraft(await actAs(scene, accountId), {
    found,
    action: "schedule",
    seen: { id: draft?.id ?? 0, revision: draft?.revision ?? 0 },
    publishAt: null,
    factsHash: await sealFacts(db, sealed),
  });
  expect(handed.kind).toBe("done");
  scene.clock = new Date(scene.clock.getTime() + 120_000);
  await queue.add([{ queue: PUBLISH_QUEUE, id: "now", payload: {} }]);
}

/** Each kind once, in their order. */
const kindsOf = (subjects: readonly string[]) => [...new Set(subjects.map((subject) => subject.split(":")[0]))];

describe("one message", () => {
  it("is followed in the log by its number, from the source's file to the outcome", () => {
    const published = lines().find(({ msg }) => msg === "draft published");
    const message = published?.about?.find((subject) => subject.startsWith("message:")) ?? "";
    const of = (subject: string) => about(subject).map(({ msg }) => msg);
    expect(of(message)).toEqual(["draft published", "message handed out", "delivery sent"]);

    const origins = about(message).find(({ msg }) => msg === "message handed out")?.about ?? [];
    const origin = (kind: string) => origins.findLast((subject) => subject.startsWith(`${kind}:`)) ?? "none";
    expect(kindsOf(origins)).toEqual(["message", "case", "draft", "update", "snapshot"]);
    expect(of(origin("snapshot"))).toEqual(
      expect.arrayContaining(["source ingested", "case has news", "message handed out"]),
    );
    expect(new Set(of(origin("case")))).toEqual(new Set(["case has news", "draft published", "message handed out"]));
    expect(of(origin("update"))).toEqual(["case has news", "message handed out"]);
    expect(of(origin("draft"))).toEqual(["draft published", "message handed out"]);
    const sent = about(message).at(-1);
    expect(sent).toMatchObject({
      channel: "email",
      lane: "urgent",
      remote: "region.example",
      outcome: { kind: "delivered" },
    });
    expect(of(sent?.about?.[0] ?? "")).toEqual(["delivery sent"]);
  });

  it("is one trace at the collector, from its publication to its delivery", () => {
    const sent = collector.spans.find(({ name }) => name === "send message");
    const root = collector.spans.find(({ name, traceId }) => name === "publish message" && traceId === sent?.traceId);
    expect(sent).toMatchObject({ parentSpanId: root?.spanId, status: { code: 0 } });
    expect(attributeOf(sent ?? { attributes: [] }, "restsignal.outcome")).toBe("delivered");
    expect(kindsOf((root?.links ?? []).map((link) => attributeOf(link, "restsignal.subject") ?? ""))).toEqual([
      "case",
      "draft",
      "update",
      "snapshot",
    ]);
  });

  it("leaves no address, no secret and no word of the advice in the log or at the collector", () => {
    expect(smtp.mails[0]?.receivers).toEqual([ADDRESS]);
    for (const text of [raw.join(""), collector.bodies.join("")]) {
      expect(text).not.toMatch(/anna\.lakare|kim@|token-that-unsubscribes|Ge tabletter|hemligt/);
      expect(text.length).toBeGreaterThan(500);
    }
  });
});
