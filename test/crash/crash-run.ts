import { setTimeout } from "node:timers/promises";
import { Redis } from "ioredis";
import { createChannels } from "../../src/channels/index.ts";
import { openDatabase, type Database } from "../../src/db/client.ts";
import type { Db } from "../../src/db/schema.ts";
import type { OwnServers } from "../support/own-servers.ts";
import type { ServiceProcess } from "../support/service-process.ts";
import { draw } from "./answers.ts";
import { readArchive } from "./archive.ts";
import { buildGates, shutGate, type Gate } from "./gates.ts";
import { judge, type Findings } from "./laws.ts";
import { countUnsettled, letLeasesEnd, letRetriesCome, publish, subscribe, waitUntil, type Audience } from "./load.ts";
import { startReceivers, type Hold, type Receivers } from "./receivers.ts";
import { createWorkers, type Workers } from "./workers.ts";

/** Where in an attempt a worker is killed; those of the database are held by a gate, the others by the receivers. */
export type Point = "after claim" | "after started_at" | "after the dot" | "after the answer" | "before commit";

export type Incident =
  | { readonly kind: "kill" }
  | { readonly kind: "kill at"; readonly point: Point }
  /** SIGSTOP until its leases have run out and another has taken over, then SIGCONT. */
  | { readonly kind: "hang" }
  | { readonly kind: "redis" | "postgres" };

export interface CrashPlan {
  readonly seed: number;
  readonly audience: Audience;
  readonly messages: number;
  readonly incidents: readonly Incident[];
  /** Waiting in the database (for a retry, for the end of a lease) is cut short: it is not what is tried. */
  readonly hasten: boolean;
  /** For what comes after the last incident. */
  readonly patienceMs: number;
}

export interface CrashPlace {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** To be crashed as well; null where they serve others. */
  readonly servers: OwnServers | null;
  readonly say: (line: string) => void;
}

interface Run extends CrashPlace {
  readonly plan: CrashPlan;
  readonly database: Database;
  readonly receivers: Receivers;
  readonly workers: Workers;
}

const WORKERS = 2;
/** So many messages, those that are not urgent, go to mail in a digest. */
const DIGESTED = 4;
const POINTS: Readonly<Record<Point, { readonly gate: Gate } | { readonly hold: Hold }>> = {
  "after claim": { gate: "start" },
  "after started_at": { hold: "before" },
  "after the dot": { hold: "after" },
  "after the answer": { gate: "end" },
  "before commit": { gate: "commit" },
};

/** Publishes, sends and crashes as planned, lets all come to its end, and judges what was left. */
export async function runCrash(plan: CrashPlan, place: CrashPlace): Promise<Findings> {
  const receivers = await startReceivers({ folder: place.folder, seed: plan.seed });
  const database = await openDatabase(place.databaseUrl);
  const workers = createWorkers(workerSettings(place, receivers), "worker");
  const run: Run = { ...place, plan, database, receivers, workers };
  try {
    await buildGates(database.db);
    await subscribe(database.db, { ...plan.audience, teamsHost: receivers.teamsHost });
    let published = DIGESTED;
    await publish(database.db, { from: 0, upTo: published, digest: true });
    await startAll(run);
    for (const [index, incident] of plan.incidents.entries()) {
      const upTo = DIGESTED + Math.round(((index + 1) * (plan.messages - DIGESTED)) / plan.incidents.length);
      const from = published;
      const batch = () => publish(database.db, { from, upTo, digest: false });
      place.say(`${index + 1} of ${plan.incidents.length}: ${describe(incident)}`);
      await suffer(run, { incident, index, batch });
      published = upTo;
    }
    await settle(run);
    return await conclude(run);
  } finally {
    await workers.killAll();
    await database.close();
    await receivers.stop();
  }
}

/** What a process that sends is started with. */
export function workerSettings(
  { databaseUrl, redisUrl }: Pick<CrashPlace, "databaseUrl" | "redisUrl">,
  receivers: Receivers,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    DELIVERY_MODE: "live",
    PUBLIC_URL: "https://rest.example",
    SLACK_BOT_TOKEN: "xoxb-crash-test",
    SLACK_API_URL: receivers.slackUrl,
    SMTP_URL: receivers.smtpUrl,
    TEAMS_HOSTS: "127.0.0.1",
    NODE_EXTRA_CA_CERTS: receivers.certificate,
    ALLOW_PRIVATE_HOSTS: [receivers.teamsHost, receivers.filesHost].join(),
    LAKEMEDELSVERKET_URL: `http://${receivers.filesHost}/file.xml`,
    LAKEMEDELSVERKET_PRODUCTS_URL: `http://${receivers.filesHost}/file.xlsx`,
    LOG_LEVEL: "error",
  };
}

function describe(incident: Incident): string {
  return incident.kind === "kill at" ? `kill -9 ${incident.point}` : incident.kind;
}

interface Suffering {
  readonly incident: Incident;
  readonly index: number;
  /** Publishes what belongs to this incident. */
  readonly batch: () => Promise<void>;
}

async function suffer(run: Run, { incident, index, batch }: Suffering): Promise<void> {
  const chance = (what: string) => draw(run.plan.seed, `incident ${index} ${what}`);
  switch (incident.kind) {
    case "kill": {
      await batch();
      await setTimeout(chance("when") * 3_000);
      const victim = run.workers.running[Math.floor(chance("who") * run.workers.running.length)];
      if (victim !== undefined) await run.workers.kill(victim);
      await startAll(run);
      break;
    }
    case "kill at":
      await killAt(run, { point: incident.point, batch, goesOn: chance("go on") < 0.5 && index >= 5 });
      break;
    case "hang":
      await batch();
      await hang(run);
      break;
    case "redis":
      await batch();
      await run.servers?.redis.crash();
      await setTimeout(1_000);
      await run.servers?.redis.startAgain();
      break;
    case "postgres":
      await batch();
      await setTimeout(chance("when") * 1_000);
      await run.servers?.postgres.crash();
      await run.servers?.postgres.startAgain();
  }
  await hasten(run);
}

/** `goesOn`: what the dead worker had asked of the database is still done. */
async function killAt(
  run: Run,
  { point, batch, goesOn }: { point: Point; batch: () => Promise<void>; goesOn: boolean },
): Promise<void> {
  const where = POINTS[point];
  if ("gate" in where) {
    const gate = await shutGate(run.database.db, where.gate);
    await batch();
    await waitUntil(() => gate.isReached(), `a worker is ${point}`);
    await run.workers.killAll();
    await gate.open(goesOn ? "go-on" : "forget");
  } else {
    const held = run.receivers.hold(where.hold);
    await batch();
    await waitUntil(() => held.then(() => true), `a worker is ${point}`);
    await run.workers.killAll();
    run.receivers.release();
  }
  await passMinute(run);
  await startAll(run);
}

async function hang(run: Run): Promise<void> {
  const { db } = run.database;
  const [first, ...others] = run.workers.running;
  if (first === undefined) throw new Error("crash test: no worker is there to hang");
  await Promise.all(others.map((worker) => run.workers.kill(worker)));
  const listClaims = () =>
    db.selectFrom("sending").select(["id", "claim_generation as generation"]).where("state", "=", "claimed").execute();
  await waitUntil(async () => (await listClaims()).length > 0, "a worker has something in hand");
  first.signal("SIGSTOP");
  const held = await listClaims();
  await passMinute(run);
  await startAll(run);
  await waitUntil(async () => {
    const claims = await listClaims();
    return !held.some(({ id, generation }) =>
      claims.some((claim) => claim.id === id && claim.generation === generation),
    );
  }, "another takes over what a hanging worker has in hand");
  first.signal("SIGCONT");
}

async function startAll({ workers }: Run): Promise<void> {
  const missing = Math.max(0, WORKERS - workers.running.length);
  await Promise.all(Array.from({ length: missing }, () => workers.start()));
}

/** As if a minute had passed: what was in the hands of dead workers, sendings and jobs, is in nobody's. */
async function passMinute({ plan, database, redisUrl }: Run): Promise<void> {
  if (!plan.hasten) return;
  await letLeasesEnd(database.db);
  const redis = new Redis(redisUrl);
  await redis.flushdb();
  redis.disconnect();
}

async function hasten({ plan, database }: Run): Promise<void> {
  if (plan.hasten) await letRetriesCome(database.db);
}

/** Waits until all has come to its end; what has not by then is found by the laws. */
async function settle(run: Run): Promise<void> {
  const { database, plan, workers } = run;
  if (plan.hasten) {
    await workers.killAll();
    await passMinute(run);
    await startAll(run);
  }
  const until = Date.now() + plan.patienceMs;
  let last = -1;
  for (;;) {
    const left = await countUnsettled(database.db);
    if (left === 0 || Date.now() > until) return;
    if (left !== last) run.say(`${left} are not at their end`);
    last = left;
    await hasten(run);
    await setTimeout(1_000);
  }
}

async function conclude({ database, receivers, workers, plan }: Run): Promise<Findings> {
  await Promise.all(workers.running.map(stopGently));
  return judgeAll(database.db, { receivers, plan });
}

/** Holds all that was written down against all that was received; nobody sends any more. */
export async function judgeAll(
  db: Db,
  { receivers, plan }: { receivers: Receivers; plan: Pick<CrashPlan, "audience" | "messages"> },
): Promise<Findings> {
  const channels = createChannels({
    slack: { token: null },
    teams: {
      http: { request: () => Promise.reject(new Error("crash test: nothing is sent here")) },
      allowedHosts: ["127.0.0.1"],
    },
    email: { smtpUrl: null, from: "Restsignal <utskick@restsignal.example>" },
  });
  const { slack, teams, mail } = plan.audience;
  const expected = plan.messages * (slack + teams + mail);
  const archive = await readArchive(db, channels);
  return judge({ ...archive, entries: receivers.readEntries(), expected });
}

export async function stopGently(worker: ServiceProcess): Promise<void> {
  worker.signal("SIGTERM");
  await worker.ended;
}
