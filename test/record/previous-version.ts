/**
 * Writes down every statement with which this version reads and writes subscriptions, messages, deliveries, sendings and
 * stops, in the order of a small day's work, for `test/db/expand.test.ts`. Run by hand, from the code of a version before
 * its migrations are taken further:
 * `node --import=tsx test/record/previous-version.ts test/fixtures/previous-version/session.json`
 */
import { writeFile } from "node:fs/promises";
import type { PGlite, Transaction } from "@electric-sql/pglite";
import { insertAlert } from "../../src/db/alerts.ts";
import { readMessageHands } from "../../src/db/case-desk.ts";
import { readCaseExport } from "../../src/db/case-export.ts";
import { findCase } from "../../src/db/cases.ts";
import { countInboxes, readInbox } from "../../src/db/inbox.ts";
import { readWaitingCases } from "../../src/db/reminders.ts";
import { findRegion } from "../../src/domain/region.ts";
import { alignDeskSubscriptions } from "../../src/db/desk-subscriptions.ts";
import { readLatestSending } from "../../src/db/deliveries.ts";
import { deleteStop, readStops } from "../../src/db/delivery-stops.ts";
import { countFanOuts, countMadeDeliveries } from "../../src/db/fan-outs.ts";
import { migrations } from "../../src/db/migrations.ts";
import {
  findSubscriptionByToken,
  readSubscribedRegions,
  readSubscriptions,
  setSubscriptionState,
} from "../../src/db/subscriptions.ts";
import type { Outcome } from "../../src/domain/delivery.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import type { JobQueue } from "../../src/jobs/queue.ts";
import { deliverDue, relay } from "../../src/jobs/relay.handler.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import { importSubscribers } from "../../src/services/subscription-imports.ts";
import { createApp } from "../../src/web/app.ts";
import { makeEntry, makeNotice } from "../support/builders.ts";
import { encodeValue, type Session } from "../support/recorded-session.ts";
import { createRecordingChannel } from "../support/recording-channel.ts";
import { createScene, REGION, type Scene } from "../support/scene.ts";
import { createWebDeps, METRICS_TOKEN } from "../web/site.ts";

const HOUR = 3_600_000;

type Step = Session["steps"][number];
type Query = PGlite["query"];

/** Listens to all that goes to the database from now on. */
function listen(pglite: PGlite): Session {
  const statements: string[] = [];
  const steps: Step[] = [];
  const places = new Map<string, number>();
  const note = (text: string, values: readonly unknown[], rows: number): void => {
    // What a server can do differs from one to the next.
    if (text.includes("pg_settings")) return;
    const known = places.get(text);
    // A reading that is heard once more says nothing new.
    if (
      known !== undefined &&
      /^\s*(select|with [^;]*\) select)\b/i.test(text) &&
      !/nextval|for update|lock/i.test(text)
    )
      return;
    places.set(text, known ?? statements.push(text) - 1);
    steps.push([places.get(text) ?? 0, values.map(encodeValue), rows]);
  };
  const hear = (target: Pick<PGlite | Transaction, "query">): void => {
    const query = target.query.bind(target) as Query;
    const heard: Query = async (text, params, options) => {
      const result = await query<never>(text, params, options);
      note(
        text,
        params ?? [],
        result.affectedRows === undefined || result.affectedRows === 0 ? result.rows.length : result.affectedRows,
      );
      return result;
    };
    Object.assign(target, { query: heard });
  };
  const transaction = pglite.transaction.bind(pglite);
  hear(pglite);
  Object.assign(pglite, {
    transaction: async (work: (tx: Transaction) => Promise<unknown>) => {
      note("begin", [], 0);
      const ended = await transaction(async (tx) => {
        hear(tx);
        return work(tx);
      }).catch((cause: unknown) => {
        note("rollback", [], 0);
        throw cause;
      });
      note("commit", [], 0);
      return ended;
    },
  });
  return { migration: Object.keys(migrations).at(-1) ?? "", statements, steps };
}

async function workADay(scene: Scene): Promise<void> {
  const { db } = scene;
  const now = () => scene.clock;
  const wait = (ms: number) => {
    scene.clock = new Date(scene.clock.getTime() + ms);
  };
  const chat = createRecordingChannel();
  const email = createRecordingChannel({ name: "email", batches: true });
  const channels = new Map([chat, email].map((channel) => [channel.name, channel]));
  const deps: DeliverDeps = { db, channels, mode: "live", publicUrl: "https://rest.example", now };
  const queue: Pick<JobQueue, "add"> = { add: async () => {} };
  const runRelay = () => relay({ db, channels, now, queue: queue as JobQueue });
  const app = createApp(createWebDeps(db, { now, channels }));
  const visit = async (path: string) => {
    const response = await app.request(path, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    await response.text();
  };

  await scene.importList([makeEntry()]);
  await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
  const { id: caseId } = await db.selectFrom("region_case").select("id").executeTakeFirstOrThrow();
  const first = await scene.subscribe();
  await scene.subscribe({ channel: "email", filter: { priorities: [1] } });
  await scene.subscribe({ channel: "email" });
  const importing = actAtCommandLine({ db, now, digestChannels: new Set(["email"]) });
  const subscribers = [{ target: { place: 9 }, language: "sv" as const, filter: {} }];
  const readers = { regionCode: REGION, channel: "chat", consent: "ja", subscribers };
  await importSubscribers(importing, { ...readers, dryRun: true });
  await importSubscribers(importing, { ...readers, dryRun: false });
  await db.transaction().execute((trx) => alignDeskSubscriptions(trx, { regionCode: REGION, now: now() }));

  const answers: Outcome[] = [
    { kind: "delivered", externalId: "x" },
    { kind: "retry", reason: "later" },
    { kind: "rejected", reason: "no" },
    { kind: "gone", reason: "left" },
    { kind: "misconfigured", scope: "app", reason: "no key" },
  ];
  for (const [turn, answer] of answers.entries()) {
    const published = await scene.publish({ caseId, urgency: turn % 2 === 0 ? "high" : "normal" });
    await fanOut(deps);
    await countMadeDeliveries(db, published.id);
    chat.answer = () => answer;
    email.answer = () => answers[(turn + 1) % answers.length] ?? answer;
    await runRelay();
    await deliverDue(deps, { all: turn > 2 });
    wait(HOUR);
    await setSubscriptionState(db, { id: first, state: "active", reason: null, now: now() });
    for (const { scope } of await readStops(db)) await deleteStop(db, scope);
  }
  await deliverDue({ ...deps, mode: "capture" }, { all: true });
  for (const path of [
    "/",
    "/r/12",
    `/r/12/${caseId}`,
    "/r/12/feed.rss",
    "/feed.json",
    "/preferences/token-1",
    "/metrics",
    "/readyz",
  ])
    await visit(path);
  await countFanOuts(db);
  await readLatestSending(db, { channel: "chat", regionCode: REGION });
  await readSubscriptions(db, REGION);
  await readSubscribedRegions(db);
  await findSubscriptionByToken(db, "token-1");
  const found = await findCase(db, caseId);
  const region = findRegion(REGION);
  if (found === null || region === undefined) throw new Error("there is no case to export");
  await readCaseExport(db, { region, found, now: now() });
  await readMessageHands(db, caseId);
  await readInbox(db, { regionCode: REGION, view: "waiting", today: "2026-08-21" });
  await countInboxes(db, { regionCodes: [REGION], now: now() });
  await readWaitingCases(db, REGION);
  await insertAlert(db, { source: "double", kind: "stalled", reason: "old", now: now() });
  await setSubscriptionState(db, { id: first, state: "ended", reason: "unsubscribed", now: now() });
}

const file = process.argv[2];
if (file === undefined) throw new Error("say the file to write");
const scene = await createScene();
const { engine } = scene.database;
if (engine.kind !== "pglite") throw new Error("only PGlite can be listened to");
const session = listen(engine.pglite);
await workADay(scene);
await writeFile(file, `${JSON.stringify(session)}\n`);
await scene.close();
process.stdout.write(
  `${session.steps.length} steps of ${session.statements.length} statements, after ${session.migration}\n`,
);
