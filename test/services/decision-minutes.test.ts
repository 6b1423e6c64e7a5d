import { describe, expect, it } from "vitest";
import { readDismissalRows, readMessageRows } from "../../src/db/outreach-messages.ts";
import { parseMinutes } from "../../src/domain/decision-minutes.ts";
import { dismissCases } from "../../src/services/decisions.ts";
import { actAs, createStaffedDesk, type DraftDesk } from "../support/draft-desk.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
let desk: DraftDesk;
let anna: number;
let bo: number;
useScene(async (opened) => {
  scene = opened;
  ({ desk, anna, bo } = await createStaffedDesk(scene));
});

const SPAN = { from: new Date("2026-08-01T00:00:00Z"), until: new Date("2026-09-01T00:00:00Z") };
const readMinutes = async (): Promise<(number | null)[]> =>
  (await readMessageRows(scene.db, SPAN)).filter(({ caseId }) => caseId !== null).map(({ minutes }) => minutes);

describe("what a message took", () => {
  it("is what they said who handed it over last, and of two persons the sum", async () => {
    await desk.write(anna);
    await desk.handOver(anna, { action: "submit", minutes: 40 });
    await desk.back(bo, "send-back", "Kortare");
    await desk.handOver(anna, { action: "submit", minutes: 25 });
    await desk.handOver(bo, { action: "approve", minutes: 5 });
    desk.wait(61_000);
    await desk.publishDue();
    expect(await readMinutes()).toEqual([30]);
  });

  it("is nobody's guess where nobody has said, and counts nowhere when the draft came to nothing", async () => {
    await desk.write(anna);
    await desk.handOver(anna, { minutes: 10 });
    await desk.back(anna, "unschedule");
    await desk.back(anna, "discard");
    await desk.write(anna);
    await desk.handOver(anna);
    desk.wait(61_000);
    await desk.publishDue();
    expect(await readMinutes()).toEqual([null]);
  });
});

describe("what it took to put a case aside", () => {
  async function dismiss(minutes: number | null, ...caseIds: number[]) {
    const cases = [];
    for (const caseId of caseIds) {
      const updates = scene.db.selectFrom("case_update").select("id").where("case_id", "=", caseId);
      cases.push({ caseId, upTo: (await updates.orderBy("id", "desc").executeTakeFirstOrThrow()).id });
    }
    const context = { ...(await actAs(scene, anna)), now: scene.clock };
    return dismissCases(context, { regionCode: REGION, cases, reason: "Vi har lager", minutes });
  }

  it("is kept of one case, and of several at once of none, since nobody knows what each took", async () => {
    expect(await dismiss(3, desk.caseId)).toMatchObject({ kind: "dismissed", cases: 1 });
    // Each has news again, as after another day's file.
    const two = await scene.db
      .insertInto("region_case")
      .columns(["region_code", "entry_key", "entry", "status", "opened_at"])
      .expression((eb) =>
        eb
          .selectFrom("region_case")
          .select((of) => ["region_code", of.val("another").as("entry_key"), "entry", "status", "opened_at"]),
      )
      .returning("id")
      .executeTakeFirstOrThrow();
    desk.wait(86_400_000);
    for (const caseId of [desk.caseId, two.id])
      await scene.db
        .insertInto("case_update")
        .values({
          case_id: caseId,
          kind: "change",
          changes: "[]",
          created_at: scene.clock,
          decision: "pending",
          on_date: null,
        })
        .execute();
    expect(await dismiss(9, desk.caseId, two.id)).toMatchObject({ kind: "dismissed", cases: 2 });
    const rows = await readDismissalRows(scene.db, SPAN);
    expect(rows.map(({ kind, caseId, minutes }) => [kind, caseId, minutes])).toEqual([
      ["dismissal", desk.caseId, 3],
      ["dismissal", desk.caseId, null],
      ["dismissal", two.id, null],
    ]);
  });
});

it.each([
  ["", null],
  ["  ", null],
  ["1", 1],
  [" 600 ", 600],
  ["0", "wrong"],
  ["601", "wrong"],
  ["1,5", "wrong"],
  ["-5", "wrong"],
  ["1e2", "wrong"],
  ["tio", "wrong"],
  ["9999999999999999", "wrong"],
])("minutes written as %j are %j", (text, minutes) => {
  expect(parseMinutes(text)).toBe(minutes);
});
