import { gunzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { readOpenCases } from "../../../src/db/cases.ts";
import { joinNotice } from "../../../src/db/notice-content.ts";
import { readPieces } from "../../../src/db/snapshots.ts";
import { readSourceState } from "../../../src/db/source-state.ts";
import type { ChangeKind } from "../../../src/domain/change.ts";
import { makeEntry, makeNotice, makePackage } from "../../support/builders.ts";
import { createPostgresScene, dumpTables, REGION, type Scene } from "../../support/scene.ts";
import { factsOf } from "../../support/message-facts.ts";
import { useScene } from "../../support/use-scene.ts";
import { beginCase, ended, ongoing, sibling, siblingOver } from "../../support/meropenem-case.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const upcoming = makeNotice({ packages: [makePackage({ start: "2026-09-01" })] });

function readUpdates() {
  const columns = ["case_id", "kind", "decision", "changes", "message_id"] as const;
  return scene.db.selectFrom("case_update").select(columns).orderBy("id").execute();
}

/** Kinds of the changes in each update after the baseline. */
async function readNews(): Promise<ChangeKind[][]> {
  const updates = await readUpdates();
  return updates.filter(({ kind }) => kind === "change").map(({ changes }) => changes.map((change) => change.kind));
}

describe("the first file of a source", () => {
  it("opens cases and floods nobody: one overview for each region with a list, and no change", async () => {
    await scene.takeList([makeEntry(), makeEntry({ atc: "N02BE01", substance: "Paracetamol" })]);
    await scene.takeList([makeEntry({ atc: "J01" })], "01");
    await scene.takeList([makeEntry({ atc: "C" })], "03");
    for (const regionCode of [REGION, "01", "03", "04"]) await scene.subscribe({ regionCode });
    const result = await scene.ingest({ at: "2026-08-20", notices: [ongoing, sibling] });
    expect(result).toMatchObject({ kind: "ingested", baseline: true, known: false, changes: {}, published: 2 });
    const messages = await scene.db.selectFrom("message").selectAll().orderBy("region_code").execute();
    expect(messages.map((row) => [row.region_code, row.kind, row.case_id, row.reviewed])).toEqual([
      ["01", "overview", null, false],
      [REGION, "overview", null, false],
    ]);
    const { overview } = factsOf("overview", messages[1]);
    const lines = overview.map((line) => [line.entry.substance, line.status, line.notices]);
    expect(lines).toEqual([["Meropenem", "ongoing", 2]]);
    expect(await scene.db.selectFrom("delivery").select("subscription_id").execute()).toHaveLength(2);
    expect((await readUpdates()).map(({ kind, decision }) => [kind, decision])).toEqual([
      ["baseline", "baseline"],
      ["baseline", "baseline"],
    ]);
  });

  it("opens no case for what has ended or was withdrawn", async () => {
    await beginCase(
      scene,
      ended,
      makeNotice({ reportId: "report-3", packages: [makePackage({ ended: "2026-07-01" })] }),
    );
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
    expect(await scene.db.selectFrom("message").selectAll().execute()).toEqual([]);
  });

  it("keeps the file itself, compressed, with its validators and what was read of it", async () => {
    await beginCase(scene, ongoing);
    const row = await scene.db.selectFrom("snapshot").selectAll().executeTakeFirstOrThrow();
    const pieces: Uint8Array[] = [];
    for await (const piece of readPieces(scene.db, row.id)) pieces.push(piece);
    expect(JSON.parse(gunzipSync(Buffer.concat(pieces)).toString())).toMatchObject({ at: "2026-08-20" });
    expect(row).toMatchObject({
      status: "accepted",
      as_of: "2026-08-20",
      created_at: new Date("2026-08-20T00:30:00Z"),
    });
    expect(row).toMatchObject({ report_count: 1, notice_count: 1, package_count: 1, baseline: true });
  });
});

describe("a later file", () => {
  const twoPacks = [makePackage(), makePackage({ nplPackId: "20990000100028" })];
  const told: [ChangeKind, typeof ongoing | null, typeof ongoing | null][] = [
    ["announced", null, upcoming],
    ["started", null, ongoing],
    ["started", upcoming, makeNotice({ packages: [makePackage({ start: "2026-08-21" })] })],
    ["rescheduled-end", ongoing, makeNotice({ packages: [makePackage({ end: "2026-11-01" })] })],
    ["rescheduled-start", upcoming, makeNotice({ packages: [makePackage({ start: "2026-09-15" })] })],
    ["widened", ongoing, makeNotice({ packages: twoPacks })],
    ["narrowed", makeNotice({ packages: twoPacks }), ongoing],
    ["ended", ongoing, ended],
    ["withdrawn", upcoming, makeNotice({ packages: [makePackage({ start: "2026-09-01", ended: "2026-08-20" })] })],
    ["vanished", ongoing, null],
    ["reopened", ended, ongoing],
    ["overdue", ...Array.from({ length: 2 }, () => makeNotice({ packages: [makePackage({ end: "2026-08-20" })] }))],
  ].map(([kind, before, after]) => [kind, before ?? null, after ?? null] as (typeof told)[number]);

  it.each(told)(
    "that tells %s gives that one change, in one update that waits for review",
    async (kind, one, other) => {
      const quiet = makeNotice({ reportId: "report-9", nplId: "20990000000099", atc: "C01CA24" });
      await beginCase(scene, ...[one, quiet].filter((notice) => notice !== null));
      const notices = [other, quiet].filter((notice) => notice !== null);
      const result = await scene.ingest({ at: "2026-08-21", notices });
      expect(result).toMatchObject({ kind: "ingested", baseline: false, changes: { [kind]: 1 }, published: 0 });
      expect(await readNews()).toEqual([[kind]]);
      expect((await readUpdates()).at(-1)).toMatchObject({ decision: "pending", message_id: null });
    },
  );

  it("that moves only LastUpdated, causes and information gives neither change nor update, and its text is kept", async () => {
    await beginCase(scene, ongoing);
    const touched = makeNotice({
      lastUpdated: "2026-08-21",
      causeCategory: { value: "MANUFACTURING" },
      packages: [makePackage({ lastUpdated: "2026-08-21", information: "<a/>", description: "Ny text" })],
    });
    expect(await scene.ingest({ at: "2026-08-21", notices: [touched] })).toMatchObject({ changes: {} });
    expect(await readNews()).toEqual([]);
    const stored = await scene.db.selectFrom("notice").select(["content", "information"]).executeTakeFirstOrThrow();
    expect(joinNotice(stored)).toEqual(touched);
  });

  it("keeps what a notice said before it was replaced, and who replaced it", async () => {
    await beginCase(scene, ongoing);
    const moved = makeNotice({ packages: [makePackage({ end: "2026-12-01" })] });
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    await scene.ingest({ at: "2026-08-22", notices: [moved] });
    const history = await scene.db.selectFrom("notice_history").selectAll().execute();
    expect(history.map((row) => [row.replaced_by_snapshot_id, joinNotice(row)])).toEqual([[2, ongoing]]);
    const changes = await scene.db.selectFrom("notice_change").select(["from_date", "to_date", "on_date"]).execute();
    expect(changes).toEqual([{ from_date: "2026-10-01", to_date: "2026-12-01", on_date: "2026-08-21" }]);
  });

  it("that is the same file again is known and does nothing", async () => {
    await beginCase(scene, ongoing);
    const day = { at: "2026-08-21", notices: [upcoming] };
    await scene.ingest(day);
    const before = await dumpTables(scene.db);
    expect(await scene.ingest(day)).toMatchObject({ kind: "ingested", known: true, snapshot: 2, changes: {} });
    expect(await dumpTables(scene.db)).toEqual(before);
  });

  it("taken in by several workers at once on PostgreSQL is taken in once, also when it is the very first", async () => {
    const shared = await createPostgresScene();
    try {
      await shared.takeList([makeEntry()]);
      for (const [at, notice] of [
        ["2026-08-20", upcoming],
        ["2026-08-21", ongoing],
      ] as const) {
        const day = { at, notices: [notice] };
        const results = await Promise.all([1, 2, 3, 4].map(() => shared.ingest(day)));
        expect(results.filter((result) => result.kind === "ingested" && !result.known)).toHaveLength(1);
      }
      const changes = shared.db.selectFrom("notice_change").select("kind");
      expect(await changes.execute()).toEqual([{ kind: "started" }]);
    } finally {
      await shared.close();
    }
  });

  it("says what reaching a date means though its content stood still", async () => {
    await beginCase(scene, upcoming);
    expect(await scene.ingest({ at: "2026-08-31", notices: [upcoming] })).toMatchObject({ changes: {} });
    expect(await scene.ingest({ at: "2026-09-01", notices: [upcoming] })).toMatchObject({ changes: { started: 1 } });
    expect(await scene.ingest({ at: "2026-10-02", notices: [upcoming] })).toMatchObject({ changes: { overdue: 1 } });
  });

  it("puts all its changes that fall on one case in one update, whatever the brand", async () => {
    await beginCase(scene, ongoing, sibling);
    const moved = makeNotice({ packages: [makePackage({ end: "2026-08-20" })] });
    const over = makeNotice({ ...siblingOver, packages: [makePackage({ ended: "2026-08-20" })] });
    await scene.ingest({ at: "2026-08-21", notices: [moved, over] });
    expect(await readNews()).toEqual([["rescheduled-end", "overdue", "ended"]]);
  });
});

describe("a file that must not be taken in", () => {
  beforeEach(() => beginCase(scene, ongoing, sibling));

  it.each([
    ["was made before the last one", "2026-08-19T02:30:00+02:00", "before the last accepted one"],
    ["was made an hour before the last one", "2026-08-20T01:30:00+02:00", "before the last accepted one"],
  ])("because it %s is held with the reason for a person to see, and changes nothing", async (_name, at, reason) => {
    const before = await dumpTables(scene.db);
    const result = await scene.ingest({ at, notices: [ended] });
    expect(result).toMatchObject({ kind: "held", reason: expect.stringContaining(reason) });
    expect(withoutRefused(await dumpTables(scene.db))).toEqual(before);
    const refused = await scene.db.selectFrom("snapshot").select("reason").where("status", "=", "held").execute();
    expect(refused).toEqual([{ reason: expect.stringContaining(reason) }]);
    expect(await readSourceState(scene.db, "double")).toMatchObject({ asOf: "2026-08-20", snapshotId: 1 });
  });

  it.each([0, 300, 601])(
    "because it breaks off after %d notices leaves every table as it was",
    async (rejectedAfter) => {
      const before = await dumpTables(scene.db);
      const notices = Array.from({ length: 600 }, (_, place) => makeNotice({ reportId: `new-${place}` }));
      const day = { at: "2026-08-21", notices: [ended, ...notices] };
      const result = await scene.ingest({ ...day, rejectedAfter });
      expect(result).toEqual({ kind: "rejected", reason: "the file breaks off; fetch it again" });
      expect(withoutRefused(await dumpTables(scene.db))).toEqual(before);
      expect(await scene.ingest(day)).toMatchObject({ kind: "ingested", changes: { ended: 1 } });
    },
  );

  it("because the reading crashed in the middle leaves every table as it was, and may be tried again", async () => {
    const before = await dumpTables(scene.db);
    const notices = [ended, ...Array.from({ length: 600 }, (_, place) => makeNotice({ reportId: `new-${place}` }))];
    const crash = scene.ingest({ at: "2026-08-21", notices, crashAfter: 400 });
    await expect(crash).rejects.toThrow("services/intake: unable to ingest double");
    await expect(crash).rejects.toMatchObject({ cause: { message: "the disk fell off" } });
    expect(await dumpTables(scene.db)).toEqual(before);
    expect(await scene.ingest({ at: "2026-08-21", notices })).toMatchObject({ kind: "ingested" });
  });
});

/** The dump but for the file that was not believed, which is kept on purpose. */
function withoutRefused(dump: Record<string, string[]>): Record<string, string[]> {
  return { ...dump, snapshot: (dump["snapshot"] ?? []).filter((row) => row.includes('"status": "accepted"')) };
}

describe("a notice that is no longer in the file", () => {
  it("stays open, is told once as vanished, and is told again when it comes back", async () => {
    await beginCase(scene, ongoing, sibling);
    const days = ["2026-08-21", "2026-08-22", "2026-08-23"];
    const results = [];
    for (const at of days) results.push(await scene.ingest({ at, notices: [sibling] }));
    expect(results.map((result) => result.kind === "ingested" && result.changes)).toEqual([{ vanished: 1 }, {}, {}]);
    const row = scene.db.selectFrom("notice").select(["status", "vanished"]).where("report_id", "=", "report-1");
    expect(await row.executeTakeFirst()).toEqual({ status: "ongoing", vanished: true });
    expect(await readOpenCases(scene.db, REGION)).toMatchObject([{ notices: 2 }]);

    expect(await scene.ingest({ at: "2026-08-24", notices: [ongoing, sibling] })).toMatchObject({
      changes: { reopened: 1 },
    });
    expect(await readNews()).toEqual([["vanished"], ["reopened"]]);
  });

  it("is not told as vanished when its end had come: it ended, and then it may leave", async () => {
    await beginCase(scene, sibling, makeNotice({ packages: [makePackage({ ended: "2026-08-21" })] }));
    expect(await scene.ingest({ at: "2026-08-21", notices: [sibling] })).toMatchObject({ changes: { ended: 1 } });
    expect(await scene.ingest({ at: "2026-08-22", notices: [sibling] })).toMatchObject({ changes: {} });
  });

  it.each([
    ["names the report", { skippedReportIds: ["report-1"] }],
    ["cannot even name the report", { skippedWithoutId: 1 }],
  ])("is not told as vanished while the file holds it unreadable and %s", async (_name, skipped) => {
    await beginCase(scene, ongoing, sibling);
    const day = { at: "2026-08-21", notices: [sibling] };
    expect(await scene.ingest({ ...day, ...skipped })).toMatchObject({ changes: {} });
    expect(await scene.ingest({ at: "2026-08-22", notices: [sibling] })).toMatchObject({ changes: { vanished: 1 } });
  });

  it("is told as started on the day, though its report was unreadable then", async () => {
    await beginCase(scene, makeNotice({ packages: [makePackage({ start: "2026-08-21" })] }), sibling);
    const day = { at: "2026-08-21", notices: [sibling], skippedReportIds: ["report-1"] };
    expect(await scene.ingest(day)).toMatchObject({ changes: { started: 1 } });
  });
});

describe("cases", () => {
  it("close when their last open notice ends, and open again when one comes back", async () => {
    await beginCase(scene, ongoing, sibling);
    const caseRow = scene.db.selectFrom("region_case").select(["id", "status", "closed_at"]);
    const siblingEnded = makeNotice({ ...siblingOver, packages: [makePackage({ ended: "2026-08-20" })] });
    await scene.ingest({ at: "2026-08-21", notices: [ended, sibling] });
    expect(await caseRow.execute()).toEqual([{ id: 1, status: "open", closed_at: null }]);
    await scene.ingest({ at: "2026-08-22", notices: [ended, siblingEnded] });
    expect(await caseRow.execute()).toEqual([{ id: 1, status: "closed", closed_at: new Date("2026-08-22T00:30:00Z") }]);
    await scene.ingest({ at: "2026-08-23", notices: [ongoing, siblingEnded] });
    expect(await caseRow.execute()).toEqual([{ id: 1, status: "open", closed_at: null }]);
    expect(await readNews()).toEqual([["ended"], ["ended"], ["reopened"]]);
  });

  it("never share a notice: of several entries that it hits, the most specific one's case tells it", async () => {
    const wide = makeEntry({ atc: "J01", formGroup: null, substance: "Antibiotika" });
    const narrow = makeEntry({ strength: "1 g" });
    await scene.takeList([wide, makeEntry(), narrow]);
    await scene.ingest({ at: "2026-08-20", notices: [ongoing, sibling] });
    const matches = await scene.db
      .selectFrom("match")
      .select(["entry_key", "owns"])
      .where("notice_id", "=", 1)
      .execute();
    expect(matches).toHaveLength(3);
    expect(matches.filter(({ owns }) => owns)).toEqual([{ entry_key: narrow.key, owns: true }]);
    const cases = await readOpenCases(scene.db, REGION);
    expect(cases.map((open) => [open.entry.key, open.notices])).toEqual([
      [makeEntry().key, 1],
      [narrow.key, 1],
    ]);
    await scene.ingest({ at: "2026-08-21", notices: [ended, sibling] });
    expect(await readNews()).toEqual([["ended"]]);
  });

  it("are not opened by a possible match, which waits for a curator, and never by veterinary medicine", async () => {
    await scene.takeList([makeEntry({ strength: "1 g" }), makeEntry({ atc: "Q" })]);
    const notices = [
      makeNotice({ productName: "Meropenem Exempel  Injektionsvätska, lösning" }),
      makeNotice({ reportId: "report-2", atc: "J01D" }),
      makeNotice({ reportId: "report-3", atc: "QJ01DH02" }),
      makeNotice({ reportId: "report-4", atc: null }),
    ];
    await scene.ingest({ at: "2026-08-20", notices });
    const matches = scene.db.selectFrom("match").select(["notice_id", "verdict", "owns"]).orderBy("notice_id");
    expect(await matches.execute()).toEqual([
      { notice_id: 1, verdict: "possible", owns: false },
      { notice_id: 2, verdict: "possible", owns: false },
    ]);
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
  });
});
