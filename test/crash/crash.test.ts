import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";
import { createTestRedisUrl } from "../support/redis.ts";
import { runCrash, type Incident, type Point } from "./crash-run.ts";
import { runEmbeddedCrash, type EmbeddedIncident } from "./pglite-crash.ts";

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "restsignal-crash-"));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const POINTS: readonly Point[] = [
  "after claim",
  "after started_at",
  "after the dot",
  "after the answer",
  "before commit",
];

it("nothing is lost and nothing doubled, whatever receivers do and wherever in an attempt both workers are killed", async () => {
  const incidents = POINTS.map((point): Incident => ({ kind: "kill at", point }));
  const audience = { slack: 2, teams: 2, mail: 6 };
  const plan = { seed: 11, audience, messages: 14, incidents, hasten: true, patienceMs: 200_000 };
  const said: string[] = [];
  const place = { folder, databaseUrl: database.url, redisUrl: createTestRedisUrl().url, servers: null };
  const { tally, breaches } = await runCrash(plan, { ...place, say: (line) => void said.push(line) });
  expect(breaches, said.join("\n")).toEqual([]);
  expect(tally).toMatchObject({ deliveries: 140, lost: 0, doubled: 0 });
  expect(tally.delivered).toBeGreaterThan(80);
});

/** Against hanging only: each life of the process begins anew, which takes a busy machine a minute. */
const HANGING_MS = 900_000;

it(
  "the same on PGlite, where the one process that there is is killed, and starts again",
  async () => {
    const incidents: EmbeddedIncident[] = [
      { kind: "kill at", where: "before" },
      { kind: "kill at", where: "after" },
      { kind: "kill" },
    ];
    const audience = { slack: 2, teams: 2, mail: 4 };
    const plan = { seed: 12, audience, messages: 6, incidents, hasten: true, patienceMs: HANGING_MS };
    const said: string[] = [];
    const own = await mkdtemp(join(folder, "pglite-"));
    const { tally, breaches } = await runEmbeddedCrash(plan, { folder: own, say: (line) => void said.push(line) });
    expect(breaches, said.join("\n")).toEqual([]);
    expect(tally).toMatchObject({ deliveries: 48, lost: 0, doubled: 0 });
    expect(tally.delivered).toBeGreaterThan(20);
  },
  2 * HANGING_MS,
);
