import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { openDatabase } from "../../src/db/client.ts";
import type { Db } from "../../src/db/schema.ts";
import { draw } from "./answers.ts";
import { judgeAll, stopGently, workerSettings, type CrashPlace, type CrashPlan } from "./crash-run.ts";
import type { Findings } from "./laws.ts";
import { countUnsettled, letLeasesEnd, letRetriesCome, publish, subscribe } from "./load.ts";
import { startReceivers, type Hold, type Receivers } from "./receivers.ts";
import { createWorkers, type Workers } from "./workers.ts";

/** Where the one process is killed: while a receiver has not answered yet, or at whatever moment it is. */
export type EmbeddedIncident = { readonly kind: "kill at"; readonly where: Hold } | { readonly kind: "kill" };

export interface EmbeddedPlan extends Omit<CrashPlan, "incidents"> {
  readonly incidents: readonly EmbeddedIncident[];
}

interface Run {
  readonly plan: EmbeddedPlan;
  readonly receivers: Receivers;
  readonly workers: Workers;
  /** Works on the database, which only one process at a time can have: the service is down. */
  readonly between: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  readonly say: (line: string) => void;
}

/** Nothing more has come for so long: what is left waits for its time. */
const QUIET_MS = 3_000;
const LONGEST_ROUND_MS = 60_000;
const TROUBLED_ROUNDS = 2;

/** The same on PGlite, where one process is all there is: pages, queue, worker and database are killed together. */
export async function runEmbeddedCrash(
  plan: EmbeddedPlan,
  { folder, say }: Pick<CrashPlace, "folder" | "say">,
): Promise<Findings> {
  const receivers = await startReceivers({ folder, seed: plan.seed });
  const databaseUrl = `pglite:${folder}/db`;
  const settings = { ...workerSettings({ databaseUrl, redisUrl: "" }, receivers), PORT: "0" };
  const workers = createWorkers(settings, "all");
  const between: Run["between"] = async (work) => {
    const database = await openDatabase(databaseUrl);
    try {
      return await work(database.db);
    } finally {
      await database.close();
    }
  };
  const run: Run = { plan, receivers, workers, between, say };
  try {
    await between((db) => subscribe(db, { ...plan.audience, teamsHost: receivers.teamsHost }));
    for (const [index, incident] of plan.incidents.entries()) {
      say(`${index + 1} of ${plan.incidents.length}: ${incident.kind === "kill" ? "kill" : `kill ${incident.where}`}`);
      await between((db) => prepare(db, { plan, index }));
      await suffer(run, incident, index);
    }
    await settle(run);
    return await between((db) => judgeAll(db, { receivers, plan }));
  } finally {
    await workers.killAll();
    await receivers.stop();
  }
}

/** As if a good while had passed since the last crash, and the queue had not survived it; and publishes more. */
async function prepare(db: Db, { plan, index }: { plan: EmbeddedPlan; index: number }): Promise<void> {
  await passTime(db);
  const share = (place: number) => Math.round((place * plan.messages) / plan.incidents.length);
  await publish(db, { from: share(index), upTo: share(index + 1), digest: index === 0 });
}

async function passTime(db: Db): Promise<void> {
  await letLeasesEnd(db);
  await letRetriesCome(db);
  await sql`drop schema if exists bullmq cascade`.execute(db);
}

async function suffer({ plan, receivers, workers }: Run, incident: EmbeddedIncident, index: number): Promise<void> {
  const held = incident.kind === "kill at" ? receivers.hold(incident.where) : null;
  await workers.start();
  await (held ?? setTimeout(draw(plan.seed, `incident ${index} when`) * 3_000));
  await workers.killAll();
  if (held !== null) receivers.release();
}

/** Starts and stops it until all has come to its end; what has not by then is found by the laws. */
async function settle({ plan, receivers, workers, between, say }: Run): Promise<void> {
  const until = Date.now() + plan.patienceMs;
  for (let round = 1; ; round += 1) {
    const left = await between(async (db) => {
      await passTime(db);
      return countUnsettled(db);
    });
    if (left === 0 || Date.now() > until) return;
    say(`${left} are not at their end`);
    // Each life of the process takes its time: what has had its share of trouble comes to its end.
    if (round === TROUBLED_ROUNDS) receivers.calm();
    await workers.start();
    await grewQuiet(receivers);
    await Promise.all(workers.running.map(stopGently));
    await workers.killAll();
  }
}

/** Something has come, and then nothing more for a while; what is under way when it is stopped has some seconds to end. */
async function grewQuiet(receivers: Receivers): Promise<void> {
  const until = Date.now() + LONGEST_ROUND_MS;
  const before = receivers.readEntries().length;
  let seen = before;
  for (let isQuiet = false; Date.now() < until && !isQuiet;) {
    await setTimeout(QUIET_MS);
    const now = receivers.readEntries().length;
    isQuiet = now === seen && now > before;
    seen = now;
  }
}
