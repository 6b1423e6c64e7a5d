import * as fc from "fast-check";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { readOpenCases } from "../../../src/db/cases.ts";
import { readSourceState } from "../../../src/db/source-state.ts";
import { actAtCommandLine } from "../../../src/services/context.ts";
import { acceptSnapshot } from "../../../src/services/intake/accept-snapshot.ts";
import { ingestFile } from "../../../src/services/intake/ingest-file.ts";
import { retractFile } from "../../../src/services/intake/retract-file.ts";
import { lakemedelsverket } from "../../../src/sources/lakemedelsverket.ts";
import { rss } from "../../../src/sources/rss.ts";
import { spreadsheet } from "../../../src/sources/spreadsheet.ts";
import type { Source } from "../../../src/sources/source.ts";
import { makeEntry, makeNotice, makePackage, type PackageOver } from "../../support/builders.ts";
import { plain } from "../../support/lakemedelsverket-file.ts";
import { NO_GUARDS, sourceDouble, type Scene } from "../../support/scene.ts";
import { sharedData, sharedDataMissing } from "../../support/shared-data.ts";
import { useScene } from "../../support/use-scene.ts";

let scene: Scene;
useScene(async (opened) => {
  scene = opened;
  await scene.takeList([makeEntry()]);
});

const deps = () => ({
  db: scene.db,
  now: () => scene.clock,
  digestChannels: new Set(["email"]),
  maxBytes: 100_000_000,
  guards: NO_GUARDS,
});

const retract = (snapshot: number, source: Source = sourceDouble) =>
  retractFile(actAtCommandLine(deps(), "anna@region.example"), {
    snapshot,
    reason: "filens år var fel",
    findSource: () => Promise.resolve(source),
  });

async function snapshotOf(result: Promise<{ kind: string; snapshot?: number }>): Promise<number> {
  const { kind, snapshot } = await result;
  if (snapshot === undefined) throw new Error(`test: expected a snapshot, but the file was ${kind}`);
  return snapshot;
}

function readNotices(source: string) {
  return scene.db
    .selectFrom("notice")
    .select(["report_id", "status", "vanished", "content"])
    .where("source", "=", source)
    .orderBy("report_id")
    .execute();
}

const report = (id: number, over: PackageOver = {}) =>
  makeNotice({ reportId: `report-${id}`, nplId: `2099000000001${id}`, packages: [makePackage(over)] });

function createTable(columns: Readonly<Record<string, string>>): Source {
  const options = spreadsheet.optionsSchema.parse({ columns });
  return spreadsheet.create({ name: "avd", title: "Avdelningens lista", url: null, options });
}

describe("a time that has not come is believed from nobody", () => {
  const nextYear = plain.replace(/creationDate="2026/, 'creationDate="2027');

  it("a national file of next year that is handed in is held, and on a person's word it is read as of today", async () => {
    const held = await scene.ingestText(lakemedelsverket, nextYear);
    expect(held).toMatchObject({ kind: "held", doubt: { kind: "ahead" } });
    expect(await readSourceState(scene.db, "lakemedelsverket")).toBeNull();
    const accepted = await acceptSnapshot(actAtCommandLine(deps(), "anna"), {
      snapshot: await snapshotOf(Promise.resolve(held)),
      reason: "klockan hos källan gick fel",
      findSource: () => Promise.resolve(lakemedelsverket),
    });
    expect(accepted.kind).toBe("ingested");
    const state = await readSourceState(scene.db, "lakemedelsverket");
    expect(state).toMatchObject({ asOf: "2026-08-20", fileTime: scene.clock.toISOString() });
  });

  it("--at ahead of the clock is refused", async () => {
    const file = await scene.writeFile(plain);
    const at = new Date("2027-01-01T00:00:00Z");
    const input = { source: lakemedelsverket, file, maxBytes: 1_000_000, at, etag: null, lastModified: null };
    expect(await ingestFile(deps(), input)).toMatchObject({
      kind: "rejected",
      reason: "--at 2027-01-01T00:00:00.000Z is in the future; leave it out or give a past time",
    });
  });

  it("a table that says when it was made is read as of the latest day that has come, with a warning", async () => {
    const table = createTable({ productName: "Namn", created: "Skapad" });
    const result = await scene.ingestText(table, "Namn;Skapad\nMorfin;2026-08-19\nFentanyl;2027-08-19\n");
    expect(result).toMatchObject({
      kind: "ingested",
      warnings: [{ place: 'row 3, column "Skapad"', problem: expect.stringContaining("has not come yet") }],
    });
    expect((await readSourceState(scene.db, "avd"))?.asOf).toBe("2026-08-19");
  });

  it.skipIf(sharedDataMissing !== null)("an item of 2027 in a feed that is handed in ends nothing", async () => {
    scene.clock = new Date("2026-11-27T08:00:00Z");
    const source = rss.create({ name: "nyheter", title: "Nyheter", url: null, options: { maxAgeDays: 30 } });
    for (const number of [1, 2, 3]) {
      const feed = await readFile(sharedData(`field-cases/feed-future-${number}.xml`), "utf8");
      expect(await scene.ingestText(source, feed)).toMatchObject({ kind: "ingested" });
    }
    expect((await readSourceState(scene.db, "nyheter"))?.asOf).toBe("2026-11-27");
    const rows = await readNotices("nyheter");
    expect(rows.map(({ report_id, status }) => [report_id, status])).toEqual([
      ["a", "ongoing"],
      ["n", "ongoing"],
      ["o", "ongoing"],
      ["w", "ongoing"],
    ]);
  });
});

/** The harm that a time ahead does once it is believed: here by a clock that was a year wrong. */
async function believeNextYear(notices = [report(1, { end: null, ended: "2027-01-15" }), report(2)]): Promise<number> {
  await scene.ingest({ at: "2026-08-20", notices: [report(1), report(2), report(3)] });
  return snapshotOf(scene.ingest({ at: "2027-08-20", notices }));
}

describe("what was once believed can be taken back", () => {
  it("a later file says how", async () => {
    const wrong = await believeNextYear();
    scene.clock = new Date("2026-08-21T08:00:00Z");
    const later = await scene.ingest({ at: "2026-08-21", notices: [report(1)] });
    expect(later).toMatchObject({
      kind: "rejected",
      reason:
        "the source has reached 2027-08-20, a future date, because snapshot " +
        `${wrong} was accepted. Undo it with: ingest retract ${wrong} --reason …`,
    });
  });

  it("what it ended is open again, comes back to the desk as a change, and the log says who and why", async () => {
    const wrong = await believeNextYear();
    const harmed = await readNotices("double");
    expect(harmed.map(({ status, vanished }) => [status, vanished])).toEqual([
      ["ended", false],
      ["ongoing", false],
      ["ongoing", true],
    ]);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    const result = await retract(wrong);
    expect(result).toMatchObject({ kind: "retracted", source: "double", changes: { reopened: 2 } });
    const restored = await readNotices("double");
    expect(restored.map(({ status, vanished }) => `${status} ${vanished}`)).toEqual(Array(3).fill("ongoing false"));
    expect(await readSourceState(scene.db, "double")).toMatchObject({ asOf: "2026-08-21" });
    const update = await scene.db.selectFrom("case_update").selectAll().orderBy("id", "desc").executeTakeFirstOrThrow();
    expect(update).toMatchObject({ decision: "pending" });
    expect(update.changes.map(({ kind }) => kind)).toEqual(["reopened", "reopened"]);
    expect(await readOpenCases(scene.db, "12")).toMatchObject([{ noticeStatus: "ongoing" }]);
    const audit = await scene.db.selectFrom("audit").selectAll().orderBy("id", "desc").executeTakeFirstOrThrow();
    expect(audit).toMatchObject({
      deed: "snapshot-taken-back",
      actor_kind: "command-line",
      actor_name: "anna@region.example",
      object_kind: "snapshot",
      reason: "filens år var fel",
    });
  });

  it("what only it told of is withdrawn, and is news again when a true file has it", async () => {
    const wrong = await believeNextYear([report(1), report(2), report(3), report(4)]);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    expect(await retract(wrong)).toMatchObject({ changes: { withdrawn: 1 } });
    expect((await readNotices("double")).map(({ status }) => status)).toEqual([
      "ongoing",
      "ongoing",
      "ongoing",
      "withdrawn",
    ]);
    const next = await scene.ingest({ at: "2026-08-22", notices: [report(1), report(2), report(3), report(4)] });
    expect(next).toMatchObject({ kind: "ingested", changes: { reopened: 1 } });
  });

  it("also a source's only file: its next one is the first", async () => {
    const only = await snapshotOf(scene.ingest({ at: "2027-08-20", notices: [report(1)] }));
    scene.clock = new Date("2026-08-21T08:00:00Z");
    expect(await retract(only)).toMatchObject({ kind: "retracted", holds: null });
    expect(await readSourceState(scene.db, "double")).toBeNull();
    expect((await readNotices("double")).map(({ status }) => status)).toEqual(["withdrawn"]);
    expect(await scene.ingest({ at: "2026-08-21", notices: [report(1)] })).toMatchObject({ baseline: true });
    expect((await readNotices("double")).map(({ status }) => status)).toEqual(["ongoing"]);
  });

  it("but only once, and nothing that was never believed", async () => {
    const wrong = await believeNextYear();
    scene.clock = new Date("2026-08-21T08:00:00Z");
    await retract(wrong);
    expect(await retract(wrong)).toEqual({
      kind: "rejected",
      reason: "not an accepted one",
    });
  });

  it("and so can the file that holds again after it, with its copy", async () => {
    const take = (day: string, ...ids: number[]) => {
      scene.clock = new Date(`${day}T08:00:00Z`);
      return snapshotOf(scene.ingest({ at: day, notices: ids.map((id) => report(id)) }));
    };
    const first = await take("2026-08-18", 1);
    const second = await take("2026-08-19", 1, 2);
    const third = await take("2026-08-20", 1, 2, 3);
    expect(await retract(third)).toMatchObject({ holds: { snapshot: second }, changes: { withdrawn: 1 } });
    expect(await retract(second)).toMatchObject({ holds: { snapshot: first }, changes: { withdrawn: 1 } });
    const statuses = (await readNotices("double")).map(({ status }) => status);
    expect(statuses).toEqual(["ongoing", "withdrawn", "withdrawn"]);
    expect(await retract(first)).toMatchObject({ kind: "retracted", holds: null });
    expect(new Set((await readNotices("double")).map(({ status }) => status))).toEqual(new Set(["withdrawn"]));
  });

  it("and the next true file gives the same state as if the wrong one had never been", async () => {
    const dated = fc.record({
      start: fc.constantFrom("2026-07-01", "2026-08-21", "2026-08-25", "2027-03-01", null),
      end: fc.constantFrom("2026-08-22", "2026-12-31", "2027-06-01", null),
      ended: fc.constantFrom(null, null, "2026-08-19", "2027-02-01"),
    });
    const file = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 5 }), dated), { selector: ([id]) => id, minLength: 1 })
      .map((rows) => rows.map(([id, over]) => report(id, over)));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(file, file, file, async (first, wrong, next) => {
        run += 1;
        const [harmed, spared] = [`harmed-${run}`, `spared-${run}`];
        const take = async (name: string, at: string, notices: typeof first) => {
          const content = JSON.stringify({ at, notices });
          const now = new Date(`${at}T08:00:00Z`);
          const source = { ...sourceDouble, name };
          return snapshotOf(scene.ingestFrom(source, { file: await scene.writeFile(content), now, guards: NO_GUARDS }));
        };
        await take(spared, "2026-08-20", first);
        await take(harmed, "2026-08-20", first);
        const snapshot = await take(harmed, "2027-08-20", wrong);
        scene.clock = new Date("2026-08-21T08:00:00Z");
        expect((await retract(snapshot, { ...sourceDouble, name: harmed })).kind).toBe("retracted");
        await take(spared, "2026-08-22", next);
        await take(harmed, "2026-08-22", next);
        const expected = await readNotices(spared);
        const known = new Set(expected.map(({ report_id }) => report_id));
        const found = await readNotices(harmed);
        expect(found.filter(({ report_id }) => known.has(report_id))).toEqual(expected);
        expect(found.filter(({ report_id }) => !known.has(report_id)).map(({ status }) => status)).toEqual(
          found.filter(({ report_id }) => !known.has(report_id)).map(() => "withdrawn"),
        );
        expect((await readSourceState(scene.db, harmed))?.asOf).toBe("2026-08-22");
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});

it("a table that says once more what it said before the last one is news again", async () => {
  const table = createTable({ productName: "Namn", status: "Status" });
  await scene.ingestText(table, "Namn;Status\nMorfin;Pågår\n");
  await scene.ingestText(table, "Namn;Status\nMorfin;Avslutad\n");
  const again = await scene.ingestText(table, "Namn;Status\nMorfin;Pågår\n");
  expect(again).toMatchObject({ known: false, changes: { reopened: 1 } });
});
