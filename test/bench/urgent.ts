import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { createEmailChannel } from "../../src/channels/email.ts";
import { openDatabase } from "../../src/db/client.ts";
import type { Db } from "../../src/db/schema.ts";
import { fanOutJob } from "../../src/jobs/fan-out.ts";
import { createJobQueue, type JobQueue } from "../../src/jobs/queue.ts";
import { startDelivering } from "../../src/jobs/run.handler.ts";
import { createLog } from "../../src/log.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import { writeMessage } from "../../src/services/messages.ts";
import { gatherDue } from "../../src/services/sendings.ts";
import { exampleViews } from "../support/message-views.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { createEmptyDatabase } from "../support/postgres.ts";
import { subscribeMany } from "../support/subscribe-many.ts";
import { startSink } from "./mail-sink-process.ts";
import type { Target } from "./report.ts";

const [DIGEST_REGION, URGENT_REGION] = ["12", "01"];
const URGENT_RECEIVERS = 20;
const URGENT_MESSAGES = 20;
const BETWEEN_MS = 400;
const MAX_MS = 5_000;
const MAX_RATIO = 2;
const FROM = "Restsignal <utskick@restsignal.example>";

export interface UrgentResult {
  readonly engine: string;
  readonly digestMails: number;
  /** Until 95 % of the urgent mails were taken, from their publication. */
  readonly idleMs: number;
  readonly underMs: number;
  /** Digest mails that went meanwhile. */
  readonly meanwhile: number;
}

/** Urgent mails with nothing else to do, and while a digest of so many mails goes out, through the whole engine. */
export async function runUrgent({ digestMails }: { digestMails: number }): Promise<UrgentResult[]> {
  const sink = await startSink();
  const server = await createEmptyDatabase();
  try {
    return [
      { engine: "PostgreSQL", digestMails, ...(await measure({ url: server.url, smtpUrl: sink.url, digestMails })) },
      { engine: "PGlite", digestMails, ...(await measure({ url: "pglite:memory", smtpUrl: sink.url, digestMails })) },
    ];
  } finally {
    await server.drop();
    sink.stop();
  }
}

async function measure(input: { url: string; smtpUrl: string; digestMails: number }) {
  const { url, smtpUrl, digestMails } = input;
  const database = await openDatabase(url);
  const { db } = database;
  const channel = createEmailChannel({ smtpUrl, from: FROM });
  const log = createLog("error");
  const queue = await createJobQueue({ redisUrl: null, prefix: "bench", database, log });
  const now = () => new Date();
  const channels = new Map([[channel.name, channel]]);
  const delivering = { db, now, channels, mode: "live" as const, publicUrl: "https://restsignal.example" };
  try {
    const subscribedAt = new Date(Date.now() - 1_000);
    await subscribeMany(db, { regionCode: DIGEST_REGION ?? "", count: digestMails, now: subscribedAt });
    await subscribeMany(db, { regionCode: URGENT_REGION ?? "", count: URGENT_RECEIVERS, now: subscribedAt });
    await startDelivering({ queue, log, delivering });
    // The first is compiled and connected.
    await publishUrgent(db, queue, 3);
    const idleMs = await publishUrgent(db, queue, URGENT_MESSAGES);
    await publish(db, { regionCode: DIGEST_REGION ?? "", urgency: "normal" });
    await fanOut(delivering);
    while ((await gatherDue(delivering, { channel, lane: "digest", all: true })) > 0);
    await db.updateTable("sending").set({ due_at: now() }).where("lane", "=", "digest").execute();
    await setTimeout(3_000);
    const before = await countSent(db, "digest");
    const underMs = await publishUrgent(db, queue, URGENT_MESSAGES);
    return { idleMs, underMs, meanwhile: (await countSent(db, "digest")) - before };
  } finally {
    await db
      .insertInto("delivery_stop")
      .values({ scope: "all", reason: "measured", stopped_at: now(), stopped_by: null })
      .execute();
    await queue.close();
    await channel.close();
    await database.close();
  }
}

async function publish(db: Db, { regionCode, urgency }: { regionCode: string; urgency: "high" | "normal" }) {
  const { facts, advice } = exampleViews.new.message;
  const message = makeNewMessage({ regionCode, urgency, now: new Date(), facts, advice });
  return db.transaction().execute((trx) => writeMessage(trx, { ...message, digestChannels: new Set(["email"]) }));
}

/** Publishes one after the other, waits for all, and gives the time within which 95 % had gone. */
async function publishUrgent(db: Db, queue: JobQueue, count: number): Promise<number> {
  const ids: number[] = [];
  for (let left = count; left > 0; left -= 1) {
    ids.push((await publish(db, { regionCode: URGENT_REGION ?? "", urgency: "high" })).id);
    await queue.add([fanOutJob]);
    await setTimeout(BETWEEN_MS);
  }
  for (;;) {
    const { rows } = await sql<{ ms: number | null; waiting: number }>`
      select count(*) filter (where d.state <> 'delivered')::int as waiting,
        percentile_cont(0.95) within group (order by extract(epoch from d.finished_at - m.published_at) * 1000) as ms
      from delivery d join message m on m.id = d.message_id where d.message_id in (${sql.join(ids)})`.execute(db);
    const [row] = rows;
    if (row !== undefined && row.waiting === 0 && row.ms !== null) return row.ms;
    await setTimeout(100);
  }
}

async function countSent(db: Db, lane: "digest"): Promise<number> {
  const { sent } = await db
    .selectFrom("sending")
    .select((eb) => eb.fn.countAll<number>().as("sent"))
    .where("lane", "=", lane)
    .where("state", "=", "delivered")
    .executeTakeFirstOrThrow();
  return sent;
}

export function renderUrgent(results: readonly UrgentResult[]): string {
  const lines = results.map(
    ({ engine, idleMs, underMs, digestMails, meanwhile }) =>
      `${engine.padEnd(10)}  95 % within ${idleMs.toFixed(0).padStart(5)} ms, and ${underMs.toFixed(0).padStart(5)} ms ` +
      `while a digest of ${digestMails} mails goes out (${meanwhile} of them meanwhile)  ${(underMs / idleMs).toFixed(2)}`,
  );
  return [`an urgent message by e-mail, from its publication until it is taken`, ...lines].join("\n");
}

export function judgeUrgent(results: readonly UrgentResult[]): Target[] {
  return results.map(({ engine, idleMs, underMs, digestMails }) => {
    const ratio = underMs / idleMs;
    return {
      name: `urgent during a digest of ${digestMails}, ${engine}: within ${MAX_MS} ms and ${MAX_RATIO} × idle`,
      holds: underMs < MAX_MS && ratio <= MAX_RATIO,
      figure: `${underMs.toFixed(0)} ms, ${ratio.toFixed(2)} × idle`,
    };
  });
}
