import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTrialUpdates } from "../../src/db/policy-trial.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { tryPolicy } from "../../src/domain/policy-trial.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { createScene, REGION, type Scene } from "../support/scene.ts";

const other = {
  reportId: "report-2",
  nplId: "20990000000028",
  productName: "Meronem 500 mg Injektionsvätska",
} as const;
const ENDS: Policy = { rules: [{ changes: ["ended"], action: "auto" }] };

let scene: Scene;
/** Five days of news: an end that a rule sent, a new date, a cessation that is announced, and news of long ago. */
beforeAll(async () => {
  scene = await createScene();
  await scene.takeList([makeEntry()]);
  await scene.takeList([makeEntry()], "14");
  const day = async (at: string, ...notices: ReturnType<typeof makeNotice>[]) => {
    scene.clock = new Date(`${at}T02:30:00Z`);
    await scene.ingest({ at, notices });
  };
  const calm = makeNotice();
  await day("2026-07-01", calm);
  await day("2026-07-02", makeNotice({ packages: [makePackage({ end: "2026-10-15" })] }));
  await writePolicy(scene.db, { regionCode: REGION, policy: ENDS });
  await scene.db.updateTable("case_update").set({ decision: "dismissed" }).where("decision", "=", "pending").execute();
  await day("2026-08-10", makeNotice({ packages: [makePackage({ ended: "2026-08-09" })] }));
  await day("2026-08-11", calm);
  const cessation = makeNotice({
    ...other,
    type: "cessation",
    packages: [makePackage({ nplPackId: "20990000100028", start: "2026-12-01", end: null })],
  });
  await day("2026-08-17", calm, cessation);
  scene.clock = new Date("2026-08-18T08:00:00Z");
});
afterAll(() => scene.close());

const since = new Date("2026-07-19T08:00:00Z");

describe("a region's news of the last days", () => {
  it("come with what they were, of which type, and what became of them; no baseline, nothing older, no other region's", async () => {
    const updates = await readTrialUpdates(scene.db, { regionCode: REGION, since });
    expect(updates.map(({ changes, types, decision, byRule }) => ({ changes, types, decision, byRule }))).toEqual([
      { changes: ["ended"], types: ["shortage"], decision: "published", byRule: true },
      { changes: ["reopened"], types: ["shortage"], decision: "pending", byRule: false },
      { changes: ["announced"], types: ["cessation"], decision: "pending", byRule: false },
    ]);
    expect(updates[0]).toMatchObject({ caseId: 1, kind: "change", entry: { substance: "Meropenem", priority: 1 } });
    expect(await readTrialUpdates(scene.db, { regionCode: "01", since })).toEqual([]);
  });

  it("give rules that are tried their exact numbers", async () => {
    const updates = await readTrialUpdates(scene.db, { regionCode: REGION, since });
    const proposed: Policy = {
      rules: [
        { types: ["cessation"], action: "review" },
        { changes: ["reopened"], action: "ignore", reason: "Brus" },
        { priorities: [1], action: "auto" },
      ],
    };
    const trial = tryPolicy({ proposed, current: ENDS, updates });
    expect(trial).toMatchObject({
      proposed: { auto: 1, review: 1, ignore: 1 },
      current: { auto: 1, review: 2, ignore: 0 },
      real: { sentByRule: 1, sentByPerson: 0, waiting: 2, ignored: 0, dismissed: 0 },
      perRule: [1, 1, 1],
      weeks: [
        { monday: "2026-08-10", proposed: { auto: 1, review: 0, ignore: 1 } },
        { monday: "2026-08-17", proposed: { auto: 0, review: 1, ignore: 0 } },
      ],
    });
  });
});
