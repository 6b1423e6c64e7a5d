import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import { createExampleFiles } from "../../src/demo/example-files.ts";
import { runDemo } from "../../src/demo/run.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { openMemoryDatabase } from "../support/memory-database.ts";

let database: Database;
let folder: string;
beforeAll(async () => {
  database = await openMemoryDatabase();
  folder = await mkdtemp(join(tmpdir(), "restsignal-demo-test-"));
});
afterAll(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

it("the demo on files of an earlier day lets the days pass, so that what should have come back is told as late", async () => {
  const { db } = database;
  const example = createExampleFiles({ today: "2026-03-02" });
  const files = [];
  for (const { name, xml } of example.days) {
    await writeFile(join(folder, name), xml);
    files.push({ name, path: join(folder, name) });
  }
  const list = parseRegionList(Buffer.from(example.list));
  if (list.kind === "refused") throw new Error(`test: the example list is refused: ${list.reason}`);
  const now = () => new Date("2026-08-21T08:00:00Z");
  const report = await runDemo(
    {
      intake: { db, now, digestChannels: new Set<string>() },
      delivering: { db, now, channels: new Map(), mode: "capture", publicUrl: "https://restsignal.example" },
    },
    { source: lakemedelsverket, files, list: { name: "list", entries: list.entries }, register: null, maxBytes: 1e8 },
  );
  expect(report.kind).toBe("shown");
  const late = await db.selectFrom("notice_change").select("id").where("kind", "=", "overdue").execute();
  expect(late.length).toBeGreaterThan(10);
  const tokens = await db.selectFrom("subscription").select("token").execute();
  expect(tokens.length).toBeGreaterThan(0);
  // Nobody can guess the address at which a reader of the demo ends their subscription.
  for (const { token } of tokens) expect(token).toMatch(/^[\w-]{43}$/);
});
