import { sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import { readOpenCases } from "../../../src/db/cases.ts";
import { readOpenMatches } from "../../../src/db/matches.ts";
import { readThread } from "../../../src/db/messages.ts";
import { writePolicy } from "../../../src/db/regions.ts";
import { readSourceState } from "../../../src/db/source-state.ts";
import { advanceClock, type ClockResult } from "../../../src/services/intake/advance-clock.ts";
import { importList } from "../../../src/services/list-versions.ts";
import { actAtCommandLine } from "../../../src/services/context.ts";
import type { ReadResult, Source } from "../../../src/sources/source.ts";
import { makeEntry, makeNotice, makePackage, type PackageOver } from "../../support/builders.ts";
import { createPostgresScene, dumpTables, REGION, type Scene } from "../../support/scene.ts";
import { factsOf } from "../../support/message-facts.ts";
import { useScene } from "../../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

/** A notice of one package, told apart by its number. */
function makeDated(number: number, dates: PackageOver) {
  return makeNotice({
    reportId: `report-${number}`,
    nplId: `2099000000001${number}`,
    packages: [makePackage({ nplPackId: `2099000010001${number}`, ...dates })],
  });
}

const starting = makeDated(1, { start: "2026-08-22", end: null });
const late = makeDated(2, { start: "2026-08-01", end: "2026-08-22" });
const ending = makeDated(3, { start: "2026-08-01", ended: "2026-08-24" });

function makeDeps(of: Scene = scene) {
  return { db: of.db, now: () => of.clock, digestChannels: new Set<string>() };
}

/** Lets it be that instant, and finds what the day brings. */
async function advanceTo(instant: string): Promise<ClockResult[]> {
  scene.clock = new Date(instant);
  return advanceClock(makeDeps());
}

async function readChanges(): Promise<[string, string, string][]> {
  const rows = await scene.db
    .selectFrom("notice_change")
    .innerJoin("notice", "notice.id", "notice_change.notice_id")
    .select(["notice.report_id", "notice_change.kind", "notice_change.on_date"])
    .orderBy("notice_change.id")
    .execute();
  return rows.map((row) => [row.report_id, row.kind, row.on_date]);
}

describe("a date that is reached while no file comes", () => {
  beforeEach(async () => {
    await scene.takeList([makeEntry()]);
    await scene.ingest({ at: "2026-08-20", notices: [starting, late, ending] });
  });

  it("starts what was to start, makes late what was to be back, and ends what was to end, each on its day", async () => {
    for (const day of [21, 22, 23, 24]) await advanceTo(`2026-08-${day}T00:05:00+02:00`);
    expect(await readChanges()).toEqual([
      ["report-1", "started", "2026-08-22"],
      ["report-2", "overdue", "2026-08-23"],
      ["report-3", "ended", "2026-08-24"],
    ]);
    const statuses = await scene.db.selectFrom("notice").select("status").orderBy("report_id").execute();
    expect(statuses.map(({ status }) => status)).toEqual(["ongoing", "ongoing", "ended"]);
  });

  it("is told once, however often the clock is asked on that day", async () => {
    expect(await advanceTo("2026-08-22T00:05:00+02:00")).toEqual([
      { source: "double", changes: ["started"], published: 0 },
    ]);
    const before = await dumpTables(scene.db);
    expect(await advanceTo("2026-08-22T00:05:01+02:00")).toEqual([]);
    expect(await advanceTo("2026-08-22T23:59:59+02:00")).toEqual([]);
    expect(await dumpTables(scene.db)).toEqual(before);
  });

  it("is told once after a standstill of a week, whatever else the week brought", async () => {
    const [result] = await advanceTo("2026-08-27T09:00:00+02:00");
    expect(result?.changes.toSorted()).toEqual(["ended", "overdue", "started"]);
    expect(await advanceTo("2026-08-28T00:05:00+02:00")).toMatchObject([{ changes: [] }]);
    const updates = scene.db.selectFrom("case_update").select(["kind", "changes"]).where("kind", "=", "clock");
    expect((await updates.execute()).map(({ changes }) => changes.length)).toEqual([3]);
  });

  it("is not told again by the file that comes later, nor by the clock of an earlier day", async () => {
    await advanceTo("2026-08-24T00:05:00+02:00");
    const told = await readChanges();
    expect(told).toHaveLength(3);
    const notices = [starting, late, ending];
    // The first was delayed on its way: its own date is behind the clock's.
    expect(await scene.ingest({ at: "2026-08-23", notices })).toMatchObject({ changes: {} });
    expect(await scene.ingest({ at: "2026-08-24", notices })).toMatchObject({ changes: {} });
    expect(await advanceTo("2026-08-23T00:05:00+02:00")).toEqual([]);
    expect(await readChanges()).toEqual(told);
  });

  it("falls on the case, closes it when nothing is open any more, and is sent where the region's rules say so", async () => {
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ changes: ["started"], action: "auto" }] } });
    await scene.subscribe();
    expect(await advanceTo("2026-08-22T00:05:00+02:00")).toMatchObject([{ published: 1 }]);
    const [open] = await readOpenCases(scene.db, REGION);
    const [message] = await readThread(scene.db, open?.id ?? 0);
    expect(message).toMatchObject({ kind: "update", reviewed: false, facts: { source: { asOf: "2026-08-22" } } });
    expect(factsOf("case", message).notices[0]).toMatchObject({ reportId: "report-1", changes: [{ kind: "started" }] });
    expect(await scene.db.selectFrom("delivery").select("message_id").execute()).toHaveLength(1);
    expect(await advanceTo("2026-08-24T00:05:00+02:00")).toMatchObject([{ published: 0 }]);
    expect(await readOpenCases(scene.db, REGION)).toMatchObject([{ notices: 2, pendingUpdates: 1 }]);
  });

  it("closes the case when the last notice ends by date", async () => {
    await scene.ingest({ at: "2026-08-21", notices: [ending] });
    await scene.db.updateTable("notice").set({ status: "ended" }).where("report_id", "<>", "report-3").execute();
    await advanceTo("2026-08-24T00:05:00+02:00");
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
  });
});

it("a source without a good file has no day to come to", async () => {
  expect(await advanceTo("2026-08-22T00:05:00+02:00")).toEqual([]);
});

it.each([
  ["the clocks go forward", "2026-03-28", "2026-03-29T00:05:00+01:00", "2026-03-29T23:59:59+02:00"],
  ["the clocks go back", "2026-10-24", "2026-10-25T00:05:00+02:00", "2026-10-25T23:59:59+01:00"],
])("the day %s is one day, from its first minute to its last", async (_name, before, first, last) => {
  const day = first.slice(0, 10);
  await scene.ingest({ at: `${before}T02:30:00+01:00`, notices: [makeDated(1, { start: day, end: day })] });
  expect(await advanceTo(first)).toMatchObject([{ changes: ["started"] }]);
  expect(await advanceTo(last)).toEqual([]);
  expect((await readSourceState(scene.db, "double"))?.asOf).toBe(day);
  // The next day begins at midnight there, and the end that was forecast has passed.
  const next = new Date(new Date(last).getTime() + 1_000);
  expect(await advanceTo(next.toISOString())).toMatchObject([{ changes: ["overdue"] }]);
});

/** Resolves when it is told to. */
function createGate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** A source of one meropenem notice that waits at a gate in the midst of its reading. */
function makeSlowSource(name: string, gate: { readonly opened: Promise<void> }, reading: { open(): void }): Source {
  const createdAt = new Date("2026-08-22T00:30:00Z");
  return {
    name,
    title: name,
    defaultUrl: null,
    complete: false,
    use: "facts",
    async read({ onNotices }): Promise<ReadResult> {
      reading.open();
      await gate.opened;
      await onNotices([makeNotice({ source: name })], createdAt);
      const count = { reports: 1, notices: 1, packages: 1, skippedReports: 0, bytes: 0, warningCount: 0 };
      return {
        kind: "read",
        createdAt,
        rawCreatedAt: "",
        ...count,
        skippedReportIds: [],
        sha256: "",
        warnings: [],
      };
    },
  };
}

/** Resolves when somebody in the database waits for a lock that another holds. */
async function waitForWaiter({ db }: Scene): Promise<void> {
  const waiting = sql<{ found: boolean }>`
    select exists (select from pg_locks where locktype = 'advisory' and not granted
                   and database = (select oid from pg_database where datname = current_database())) as found`;
  while ((await waiting.execute(db)).rows[0]?.found !== true);
}

describe("on PostgreSQL, where two can work at once", () => {
  async function onPostgres(work: (shared: Scene) => Promise<void>): Promise<void> {
    const shared = await createPostgresScene();
    try {
      await work(shared);
    } finally {
      await shared.close();
    }
  }

  it("two clocks and the file of the same day tell each change once", async () => {
    await onPostgres(async (shared) => {
      await shared.takeList([makeEntry()]);
      await shared.ingest({ at: "2026-08-20", notices: [starting, late, ending] });
      shared.clock = new Date("2026-08-24T00:05:00+02:00");
      const moved = makeDated(1, { start: "2026-08-22", end: "2026-12-24" });
      await Promise.all([
        advanceClock(makeDeps(shared)),
        shared.ingest({ at: "2026-08-24", notices: [moved, late, ending] }),
        advanceClock(makeDeps(shared)),
      ]);
      const rows = await shared.db.selectFrom("notice_change").select("kind").orderBy("kind").execute();
      expect(rows.map(({ kind }) => kind)).toEqual(["ended", "overdue", "rescheduled-end", "started"]);
      const updates = await shared.db.selectFrom("case_update").select("changes").execute();
      expect(updates.flatMap(({ changes }) => changes)).toHaveLength(4);
    });
  });

  it("a list that is taken into use meanwhile meets the notices of a file that is being read", async () => {
    await onPostgres(async (shared) => {
      const [gate, reading] = [createGate(), createGate()];
      const source = makeSlowSource("slow", gate, reading);
      shared.clock = new Date("2026-08-22T08:00:00Z");
      const ingested = shared.ingestText(source, "slow");
      await reading.opened;
      const input = { regionCode: REGION, fileName: "list.csv", entries: [makeEntry()] };
      const imported = importList(actAtCommandLine(makeDeps(shared)), input);
      await Promise.race([imported, waitForWaiter(shared)]);
      gate.open();
      await Promise.all([ingested, imported]);
      expect(await readOpenMatches(shared.db, REGION)).toMatchObject([{ verdict: "certain" }]);
      expect(await readOpenCases(shared.db, REGION)).toMatchObject([{ notices: 1 }]);
    });
  });
});
