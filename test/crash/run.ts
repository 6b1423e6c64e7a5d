/**
 * `npm run crash`: 5,000 deliveries to receivers that slow down, fail, hang, hang up and take what they do not answer, sent
 * by two workers, of which one is killed or both are 20 times, at random and at named points; one hangs past its leases,
 * and Redis and PostgreSQL crash. At the end the database and the receivers' own record are held against each other, row by
 * row. It ends with 1 when a law is broken, and prints the rows.
 * That it can fail was tried by breaking a copy of the engine: what is unsure on Teams is sent again; what a dead worker had
 * begun is taken for not begun; contents kept as jsonb; the time in a mail taken anew. Each broke a law, with its rows.
 * `--seed N` takes the answers and moments of a run that printed it, `--quick` some hundreds of deliveries, `--json` one line;
 * `--patient` waits for each retry and each lease, which is otherwise cut short in the database. `--pglite` kills the one
 * process that there is on PGlite, as often; its database is reached only between two lives of it, and time passes then.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { HAS_OWN_SERVERS, startOwnServers } from "../support/own-servers.ts";
import { runCrash, type CrashPlan, type Incident, type Point } from "./crash-run.ts";
import type { Findings } from "./laws.ts";
import { runEmbeddedCrash, type EmbeddedIncident } from "./pglite-crash.ts";

const NAMED: readonly Point[] = [
  "after claim",
  "after started_at",
  "after the dot",
  "after the answer",
  "before commit",
];
const ROUND = 8;
const FULL_KILLS = 20;
const QUICK_KILLS = 8;
/** Receivers that refuse and hang are asked ever more rarely: waiting for each natural pause takes most of an hour, and more. */
const PATIENT_MS = 3 * 3_600_000;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
      quick: { type: "boolean", default: false },
      patient: { type: "boolean", default: false },
      pglite: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) {
    say("crash test: --seed should be a whole number");
    return 2;
  }
  if (values.pglite && values.patient) {
    say("crash test: --pglite passes the time between two lives of the process, and knows no --patient");
    return 2;
  }
  if (!values.pglite && !HAS_OWN_SERVERS) {
    say("crash test: it needs PostgreSQL and Redis to crash: sudo apt-get install postgresql redis-server");
    return 1;
  }
  say(`crash test: seed ${seed}`);
  const plan = makePlan({ seed, quick: values.quick, hasten: !values.patient });
  const { tally, breaches } = await (values.pglite ? crashEmbedded(plan, say) : crashServers(plan, say));
  for (const { law, rows } of breaches) say(`\nBROKEN: ${law}\n  ${rows.join("\n  ")}`);
  const told = Object.entries(tally).map(([name, count]) => `${name} ${count}`);
  process.stdout.write(values.json ? `${JSON.stringify(tally)}\n` : `${told.join(", ")} (seed ${seed})\n`);
  return breaches.length === 0 ? 0 : 1;
}

type Say = (line: string) => void;

async function crashServers(plan: CrashPlan, say: Say): Promise<Findings> {
  const servers = await startOwnServers();
  const { postgres, redis } = servers;
  try {
    return await inFolder((folder) =>
      runCrash(plan, { folder, databaseUrl: postgres.url, redisUrl: redis.url, servers, say }),
    );
  } finally {
    await servers.close();
  }
}

function crashEmbedded(plan: CrashPlan, say: Say): Promise<Findings> {
  const turns: readonly EmbeddedIncident[] = [
    { kind: "kill at", where: "before" },
    { kind: "kill at", where: "after" },
    { kind: "kill" },
  ];
  const kills = plan.incidents.filter(({ kind }) => kind === "kill" || kind === "kill at");
  const incidents = kills.flatMap((_, place) => turns[place % turns.length] ?? []);
  return inFolder((folder) => runEmbeddedCrash({ ...plan, incidents }, { folder, say }));
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-crash-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function makePlan({ seed, quick, hasten }: { seed: number; quick: boolean; hasten: boolean }): CrashPlan {
  const kills = quick ? QUICK_KILLS : FULL_KILLS;
  // Each named point in turn, then some at whatever moment it is, and again.
  const kill = (place: number): Incident => {
    const point = NAMED[place % ROUND];
    return point === undefined ? { kind: "kill" } : { kind: "kill at", point };
  };
  const killing = Array.from({ length: kills }, (_, place) => kill(place));
  const incidents: Incident[] = [...killing, { kind: "hang" }, { kind: "redis" }, { kind: "postgres" }];
  return quick
    ? {
        seed,
        incidents,
        messages: 26,
        audience: { slack: 4, teams: 4, mail: 10 },
        hasten,
        patienceMs: hasten ? 240_000 : PATIENT_MS,
      }
    : {
        seed,
        incidents,
        messages: 50,
        audience: { slack: 10, teams: 10, mail: 80 },
        hasten,
        patienceMs: hasten ? 900_000 : PATIENT_MS,
      };
}
