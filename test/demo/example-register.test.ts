import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import { readSituations } from "../../src/db/situation.ts";
import { createExampleFiles } from "../../src/demo/example-files.ts";
import { addPurchased, renderExampleRegister } from "../../src/demo/example-register.ts";
import { runDemo, SHOWN_REGION } from "../../src/demo/run.ts";
import { EXTENT_GRADES } from "../../src/domain/extent-fact.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { openMemoryDatabase } from "../support/memory-database.ts";

let database: Database;
let folder: string;
beforeAll(async () => {
  database = await openMemoryDatabase();
  folder = await mkdtemp(join(tmpdir(), "restsignal-register-test-"));
});
afterAll(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

it("the demo shows every extent, and most of its cases leave products that nobody reported", async () => {
  const { db } = database;
  const { days, list: text } = createExampleFiles({ today: "2026-08-21" });
  const write = async (name: string, content: string) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const files = [];
  for (const { name, xml } of days) files.push({ name, path: await write(name, xml) });
  const list = parseRegionList(Buffer.from(text));
  if (list.kind === "refused") throw new Error(`test: the example list is refused: ${list.reason}`);
  const now = () => new Date("2026-08-21T08:00:00Z");
  const report = await runDemo(
    {
      intake: { db, now, digestChannels: new Set<string>() },
      delivering: { db, now, channels: new Map(), mode: "capture", publicUrl: "https://restsignal.example" },
    },
    {
      source: lakemedelsverket,
      files,
      list: { name: "list", entries: addPurchased(list.entries) },
      register: await write("register.csv", renderExampleRegister()),
      maxBytes: 1e8,
    },
  );
  expect(report.kind).toBe("shown");
  const grades = (await readSituations(db, SHOWN_REGION)).map(({ extent }) => extent?.grade ?? "none");
  const count = (grade: string) => grades.filter((one) => one === grade).length;
  const counted = Object.fromEntries(EXTENT_GRADES.map((grade) => [grade, count(grade)]));
  for (const grade of EXTENT_GRADES) expect(counted[grade], grade).toBeGreaterThan(0);
  expect(count("part") + count("ceasing")).toBeGreaterThan(grades.length / 2);
  expect(grades).not.toContain("none");
});
