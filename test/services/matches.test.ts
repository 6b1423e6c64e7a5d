import { describe, expect, it } from "vitest";
import type { PersonActor } from "../../src/domain/audit.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { readOpenCases } from "../../src/db/cases.ts";
import { decideMatch, undoMatchDecision } from "../../src/services/matches.ts";
import { readReviewMarks } from "../../src/db/match-review.ts";
import { readOpenMatches, readUnmatched } from "../../src/db/matches.ts";
import { describeWhy } from "../../src/domain/why.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { dumpTables, REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

/** A line that asks for a form, and a notice whose name tells none. */
const LINE = makeEntry();
const VAGUE = makeNotice({ productName: "Exempem" });
const OTHER_LINE = makeEntry({ atc: "N02AA01", substance: "Morfin", priority: 2 });

let scene: Scene;
let actor: PersonActor;
useScene(async (opened) => {
  scene = opened;
  const account = { email: "anna@skane.example", name: "Anna Andersson", subject: null, grants: [], now: scene.clock };
  actor = { kind: "person", id: await insertAccount(scene.db, account), name: "Anna Andersson", address: "127.0.0.1" };
});

const act = () => ({ db: scene.db, now: scene.clock, actor, grants: "all" }) as const;

async function findNotice(productName = "Exempem"): Promise<number> {
  const found = await scene.db
    .selectFrom("notice")
    .select("id")
    .where("product_name", "=", productName)
    .executeTakeFirstOrThrow();
  return found.id;
}

/** What a page that shows the notice now would send along. */
async function readMark(noticeId: number): Promise<string> {
  return (await readReviewMarks(scene.db, { regionCode: REGION, noticeIds: [noticeId] })).get(noticeId) ?? "";
}

async function decide(verdict: "confirmed" | "refused", over: { entryKey?: string; noticeId?: number } = {}) {
  const { entryKey = LINE.key, noticeId = await findNotice() } = over;
  const seen = { noticeId, mark: await readMark(noticeId) };
  return decideMatch(act(), { regionCode: REGION, entryKey, ...seen, verdict, reason: null });
}

async function undo(entryKey = LINE.key) {
  const noticeId = await findNotice();
  const seen = { noticeId, mark: await readMark(noticeId) };
  return undoMatchDecision(act(), { regionCode: REGION, entryKey, ...seen });
}

/** What the region's matches say, each as verdict and reason. */
async function readMatches(): Promise<string[]> {
  return (await readOpenMatches(scene.db, REGION)).map(({ verdict, why }) => `${verdict}: ${describeWhy(why)}`);
}

async function readUpdates() {
  return scene.db.selectFrom("case_update").select(["kind", "decision", "changes"]).orderBy("id").execute();
}

const DOUBTFUL = "possible: ATC J01DH02 ryms i listans J01DH02; formen kunde inte läsas";
const CONFIRMED = "certain: ATC J01DH02 ryms i listans J01DH02; formen kunde inte läsas; bekräftad av handläggare";

describe("a possible match that is confirmed", () => {
  it("is certain, opens its case at once for the pharmacist, and is in the log", async () => {
    await scene.takeList([LINE]);
    await scene.ingest({ at: "2026-08-20", notices: [VAGUE] });
    expect(await readMatches()).toEqual([DOUBTFUL]);
    expect(await decide("confirmed")).toMatchObject({ kind: "decided", opened: [1], closed: false });
    expect(await readMatches()).toEqual([CONFIRMED]);
    expect(await readOpenCases(scene.db, REGION)).toMatchObject([{ notices: 1, pendingUpdates: 1 }]);
    expect(await readUpdates()).toEqual([{ kind: "list", decision: "pending", changes: [] }]);
    const log = await scene.db.selectFrom("audit").selectAll().execute();
    expect(log).toMatchObject([
      {
        deed: "match-confirmed",
        account_id: actor.id,
        region_code: REGION,
        before: null,
        after: { entry: LINE.key },
      },
    ]);
  });

  it("stays so when a new file changes the notice, and when a new list is taken into use", async () => {
    await scene.takeList([LINE]);
    await scene.ingest({ at: "2026-08-20", notices: [VAGUE] });
    await decide("confirmed");
    const moved = { ...VAGUE, packages: [makePackage({ end: "2026-12-01" })] };
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    expect(await readMatches()).toEqual([CONFIRMED]);
    await scene.importList([{ ...LINE, priority: 3 }, OTHER_LINE]);
    expect(await readMatches()).toEqual([CONFIRMED]);
    expect(await readOpenCases(scene.db, REGION)).toMatchObject([{ entry: { priority: 3 }, notices: 1 }]);
  });

  it("rests while the list lacks the line, and holds again when it comes back", async () => {
    await scene.takeList([LINE]);
    await scene.ingest({ at: "2026-08-20", notices: [VAGUE] });
    await decide("confirmed");
    await scene.importList([OTHER_LINE]);
    expect(await readMatches()).toEqual([]);
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
    await scene.importList([LINE]);
    expect(await readMatches()).toEqual([CONFIRMED]);
  });

  it("counts in its own region alone", async () => {
    await scene.takeList([LINE]);
    await scene.takeList([LINE], "14");
    await scene.ingest({ at: "2026-08-20", notices: [VAGUE] });
    await decide("confirmed");
    await scene.ingest({ at: "2026-08-21", notices: [{ ...VAGUE, packages: [makePackage({ end: "2026-12-01" })] }] });
    expect(await readMatches()).toEqual([CONFIRMED]);
    expect(await readOpenMatches(scene.db, "14")).toMatchObject([{ verdict: "possible" }]);
    expect(await readOpenCases(scene.db, "14")).toEqual([]);
  });

  it("that comes to a case which is open already is news in it", async () => {
    await scene.takeList([LINE]);
    const known = makeNotice({ reportId: "report-2" });
    await scene.ingest({ at: "2026-08-20", notices: [VAGUE, known] });
    const noticeId = await findNotice();
    expect(await decide("confirmed")).toMatchObject({ opened: [], closed: false });
    const updates = await readUpdates();
    expect(updates.at(-1)).toEqual({
      kind: "list",
      decision: "pending",
      changes: [{ noticeId, kind: "started", from: null, to: null }],
    });
    expect(await readOpenCases(scene.db, REGION)).toMatchObject([{ notices: 2 }]);
  });
});

describe("a possible match that is refused", () => {
  it("is no match, and stays none after a new file and a new list", async () => {
    await scene.takeList([LINE]);
    await scene.ingest({ at: "2026-08-20", notices: [VAGUE] });
    expect(await decide("refused")).toMatchObject({ kind: "decided", opened: [], closed: false });
    expect(await readMatches()).toEqual([]);
    await scene.ingest({ at: "2026-08-21", notices: [{ ...VAGUE, packages: [makePackage({ end: "2026-12-01" })] }] });
    expect(await readMatches()).toEqual([]);
    await scene.importList([{ ...LINE, priority: 3 }]);
    expect(await readMatches()).toEqual([]);
    expect((await readUnmatched(scene.db, REGION)).map(({ productName }) => productName)).toEqual(["Exempem"]);
  });

  it("can be taken back, which is in the log; and once only", async () => {
    await scene.takeList([LINE]);
    await scene.ingest({ at: "2026-08-20", notices: [VAGUE] });
    await decide("refused");
    expect(await undo()).toMatchObject({ kind: "decided" });
    expect(await readMatches()).toEqual([DOUBTFUL]);
    expect(await undo()).toEqual({ kind: "gone" });
    const log = await scene.db.selectFrom("audit").select(["deed", "before", "after"]).orderBy("id").execute();
    expect(log).toMatchObject([
      { deed: "match-refused" },
      { deed: "match-decision-taken-back", before: { verdict: "refused" }, after: null },
    ]);
  });

  it("after it was confirmed closes the case that it alone held open", async () => {
    await scene.takeList([LINE]);
    await scene.ingest({ at: "2026-08-20", notices: [VAGUE] });
    await decide("confirmed");
    expect(await decide("refused")).toMatchObject({ opened: [], closed: true });
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
    const decisions = await scene.db.selectFrom("match_decision").select("verdict").execute();
    expect(decisions).toEqual([{ verdict: "refused" }]);
  });
});

describe("a notice that is tied by hand", () => {
  it("is a certain match that says so, owns the news, and outlives a new file and a new list", async () => {
    await scene.takeList([LINE, OTHER_LINE]);
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice({ productName: "Exempem", atc: null })] });
    expect(await readMatches()).toEqual([]);
    expect(await decide("confirmed", { entryKey: OTHER_LINE.key })).toMatchObject({ opened: [1] });
    const byHand = ["certain: kopplad för hand till listans N02AA01"];
    expect(await readMatches()).toEqual(byHand);
    expect(await readUnmatched(scene.db, REGION)).toEqual([]);
    const changed = makeNotice({ productName: "Exempem", atc: null, packages: [makePackage({ end: "2026-12-01" })] });
    await scene.ingest({ at: "2026-08-21", notices: [changed] });
    expect(await readMatches()).toEqual(byHand);
    expect((await readUpdates()).at(-1)).toMatchObject({ kind: "change", decision: "pending" });
    await scene.importList([LINE, { ...OTHER_LINE, stockDays: 10 }]);
    expect(await readMatches()).toEqual(byHand);
    expect(await readOpenCases(scene.db, REGION)).toMatchObject([{ entry: { substance: "Morfin", stockDays: 10 } }]);
  });

  it("has one owner only when the codes tell of another line, too: the more specific one", async () => {
    await scene.takeList([LINE, makeEntry({ atc: "N02", substance: "Analgetika", formGroup: null })]);
    await scene.ingest({
      at: "2026-08-20",
      notices: [makeNotice({ productName: "Exempem 1 g Injektionsvätska, lösning" })],
    });
    const noticeId = await findNotice("Exempem 1 g Injektionsvätska, lösning");
    await decide("confirmed", { noticeId, entryKey: makeEntry({ atc: "N02", formGroup: null }).key });
    const owners = await scene.db.selectFrom("match").select("entry_key").where("owns", "=", true).execute();
    expect(owners).toEqual([{ entry_key: LINE.key }]);
    expect(await readMatches()).toHaveLength(2);
  });
});

describe("a decision is refused, and nothing is written,", () => {
  it.each([
    [
      "on a notice that is over",
      makeNotice({ productName: "Exempem", packages: [makePackage({ ended: "2026-08-19" })] }),
    ],
    ["on another region's own notice", makeNotice({ productName: "Exempem", regionCode: "14" })],
  ])("%s", async (_name, notice) => {
    await scene.takeList([LINE]);
    await scene.ingest({ at: "2026-08-20", notices: [notice] });
    const before = await dumpTables(scene.db);
    expect(await decide("confirmed")).toEqual({ kind: "refused", because: "notice" });
    expect(await dumpTables(scene.db)).toEqual(before);
  });

  it("on a line that the list does not have, and on a notice that is not there", async () => {
    await scene.takeList([LINE]);
    await scene.ingest({ at: "2026-08-20", notices: [VAGUE] });
    const before = await dumpTables(scene.db);
    expect(await decide("confirmed", { entryKey: "X/oral/" })).toEqual({ kind: "refused", because: "entry" });
    expect(await decide("confirmed", { noticeId: 999 })).toEqual({ kind: "refused", because: "notice" });
    expect(await dumpTables(scene.db)).toEqual(before);
  });
});
