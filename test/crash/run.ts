/**
 * `npm run crash`: 5,000 deliveries to receivers that slow down, fail, hang, hang up and take what they do not answer, sent
 * by two workers, of which one is killed or both are 20 times, at random and at named points; one hangs past its leases,
 * and Redis and PostgreSQL crash. At the end the database and the receivers' own record are held against each other, row by
 * row. It ends with 1 when a law is broken, and prints the rows.
 * That it can fail was tried by breaking a copy of the engine: what is unsure on Teams is sent again; what a dead worker had
 * begun is taken for not begun; contents kept as jsonb; the time in a mail taken anew. Each broke a law, with its rows.
 * `--seed N` takes the answers and moments of a run that printed it, `--quick` some hundreds of deliveries, `--json` one line;
 * `--patient` waits for each retry and each lease, which is otherwise cut short in the database.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { HAS_OWN_SERVERS, startOwnServers } from "../support/own-servers.ts";
import { runCrash, type CrashPlan, type Incident, type Point } from "./crash-run.ts";

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

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
      quick: { type: "boolean", default: false },
      patient: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) {
    say("crash test: --seed should be a whole number");
    return 2;
  }
  if (!HAS_OWN_SERVERS) {
    say("crash test: it needs PostgreSQL and Redis to crash: sudo apt-get install postgresql redis-server");
    return 1;
  }
  say(`crash test: seed ${seed}`);
  const folder = await mkdtemp(join(tmpdir(), "restsignal-crash-"));
  const servers = await startOwnServers();
  try {
    const place = { folder, databaseUrl: servers.postgres.url, redisUrl: servers.redis.url, servers, say };
    const { tally, breaches } = await runCrash(makePlan({ seed, quick: values.quick, hasten: !values.patient }), place);
    for (const { law, rows } of breaches) say(`\nBROKEN: ${law}\n  ${rows.join("\n  ")}`);
    const told = Object.entries(tally).map(([name, count]) => `${name} ${count}`);
    process.stdout.write(values.json ? `${JSON.stringify(tally)}\n` : `${told.join(", ")} (seed ${seed})\n`);
    return breaches.length === 0 ? 0 : 1;
  } finally {
    await servers.close();
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
    ? { seed, incidents, messages: 26, audience: { slack: 4, teams: 4, mail: 10 }, hasten, patienceMs: 240_000 }
    : { seed, incidents, messages: 50, audience: { slack: 10, teams: 10, mail: 80 }, hasten, patienceMs: 900_000 };
}
