import { viewMessage } from "../../src/addresses.ts";
import { describe, expect, it } from "vitest";
import { readThread } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { describeMessage } from "../../templates/message-content.ts";
import { insertDraft } from "../support/drafts.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene(async (opened) => {
  scene = opened;
  // After the days that the files tell of: none comes from a day that has not.
  scene.clock = new Date("2026-08-24T08:00:00Z");
});

const moved = makeNotice({ packages: [makePackage({ end: "2026-11-01" })] });
const ended = makeNotice({ packages: [makePackage({ ended: "2026-08-20" })] });
const reopened = makeNotice({ packages: [makePackage({ end: "2026-12-01" })] });

/** An open case of meropenem, and the region's rules. */
async function begin(rules: Policy["rules"], entry: Partial<ListEntry> = {}): Promise<void> {
  await scene.takeList([makeEntry(entry)]);
  await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
  await writePolicy(scene.db, { regionCode: REGION, policy: { rules } });
}

function readUpdates() {
  return scene.db
    .selectFrom("case_update")
    .select(["decision", "decided_by", "decided_at", "reason"])
    .where("kind", "<>", "baseline")
    .orderBy("id")
    .execute();
}

function readAudit() {
  return scene.db
    .selectFrom("audit")
    .select([
      "actor_kind",
      "actor_name",
      "account_id",
      "address",
      "region_code",
      "deed",
      "object_kind",
      "object_id",
      "reason",
      "after",
    ])
    .orderBy("id")
    .execute();
}

describe("a rule that ignores", () => {
  it("sends nothing, and the update keeps who decided, when and why; the record does too", async () => {
    await begin([{ name: "Flyttade slut", changes: ["rescheduled-end"], action: "ignore", reason: "Bara datum" }]);
    expect(await scene.ingest({ at: "2026-08-21", notices: [moved] })).toMatchObject({ published: 0 });
    expect(await readUpdates()).toEqual([
      { decision: "ignored", decided_by: "rule Flyttade slut", decided_at: scene.clock, reason: "Bara datum" },
    ]);
    expect(await readThread(scene.db, 1)).toEqual([]);
    expect(await readAudit()).toEqual([
      {
        actor_kind: "rule",
        actor_name: "Flyttade slut",
        account_id: null,
        address: null,
        region_code: REGION,
        deed: "news-ignored-by-rule",
        object_kind: "case",
        object_id: "1",
        reason: "Bara datum",
        after: { changes: ["rescheduled-end"] },
      },
    ]);
  });

  it("leaves earlier news that waits as it is", async () => {
    await begin([{ changes: ["ended"], action: "ignore", reason: "Brus" }]);
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    await scene.ingest({ at: "2026-08-22", notices: [ended] });
    expect((await readUpdates()).map(({ decision }) => decision)).toEqual(["pending", "ignored"]);
  });
});

describe("a rule that sends", () => {
  it("sends the facts with the line's standing advice to the line's areas, marked as not reviewed", async () => {
    const standingAdvice = { type: "other-substance", text: { sv: "Välj imipenem." } } as const;
    await begin([{ action: "auto" }], { standingAdvice, areas: ["Intensivvård"] });
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    expect(await readThread(scene.db, 1)).toMatchObject([
      { advice: standingAdvice, audience: { areas: ["Intensivvård"], roles: [] }, reviewed: false, kind: "update" },
    ]);
    expect(await readUpdates()).toMatchObject([{ decision: "published", decided_by: "rule 1" }]);
    expect(await readAudit()).toMatchObject([
      {
        actor_kind: "rule",
        actor_name: "1",
        deed: "message-published-by-rule",
        object_kind: "case",
        object_id: "1",
        after: { version: 1, kind: "update" },
      },
    ]);
  });

  it("takes no reviewed advice from its readers: it goes along, said to be from before the facts changed", async () => {
    const standingAdvice = { type: "other-substance", text: { sv: "Välj imipenem." } } as const;
    await begin([{ changes: ["rescheduled-end"], action: "auto" }], { standingAdvice });
    const advice = { type: "local-stock", text: { sv: "Spara till intensivvården." } } as const;
    const audience = { areas: ["IVA"], roles: ["läkare"] };
    const elsewhere = await scene.publish({ regionCode: "14", advice });
    await scene.publish({ caseId: 1, advice, audience, originMessageId: elsewhere.id });
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    const [newest] = await readThread(scene.db, 1);
    expect(newest).toMatchObject({ version: 2, reviewed: false, audience, originRegionCode: "14" });
    expect(newest?.advice).toEqual({ ...advice, fromVersion: 1 });
    if (newest === undefined) throw new Error("test: no message was sent");
    const view = viewMessage(newest, (path) => path);
    expect(describeMessage(view, "sv").unreviewed).toContain("granskades i version 1");
    expect(describeMessage(view, "en").unreviewed).toContain("reviewed in version 1");
  });

  it("tells the end to those who were told of it, and gives no advice on what is over", async () => {
    const standingAdvice = { type: "other-substance", text: { sv: "Välj imipenem." } } as const;
    await begin([{ changes: ["ended"], action: "auto" }], { standingAdvice, areas: ["Intensivvård"] });
    const audience = { areas: ["IVA"], roles: ["läkare"] };
    await scene.publish({ caseId: 1, advice: { type: "local-stock", text: { sv: "Spara." } }, audience });
    await scene.ingest({ at: "2026-08-21", notices: [ended] });
    expect(await readThread(scene.db, 1)).toMatchObject([
      { version: 2, kind: "resolved", advice: null, audience },
      { version: 1 },
    ]);
  });

  it("sends the facts alone when the line has no advice", async () => {
    await begin([{ action: "auto" }]);
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    expect(await readThread(scene.db, 1)).toMatchObject([{ advice: null, audience: { areas: [], roles: [] } }]);
  });

  it("does not send over the head of somebody who is writing: it waits, and says why", async () => {
    await begin([{ name: "Allt", action: "auto" }]);
    await insertDraft(scene.db, { caseId: 1, state: "submitted", now: scene.clock });
    expect(await scene.ingest({ at: "2026-08-21", notices: [moved] })).toMatchObject({ published: 0 });
    const reason = "Regeln ”Allt” skickade inte: någon skriver redan på ärendet.";
    expect(await readUpdates()).toEqual([{ decision: "pending", decided_by: null, decided_at: null, reason }]);
    expect(await readAudit()).toMatchObject([
      { actor_kind: "rule", actor_name: "Allt", deed: "message-held-back", reason },
    ]);
  });

  it("does not tell earlier news that it would not have sent: all waits together", async () => {
    await begin([{ changes: ["ended"], action: "auto" }]);
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    expect(await scene.ingest({ at: "2026-08-22", notices: [ended] })).toMatchObject({ published: 0 });
    expect(await readUpdates()).toMatchObject([
      { decision: "pending", reason: null },
      { decision: "pending", reason: "Regeln ”1” skickade inte: äldre uppgifter i ärendet väntar på granskning." },
    ]);
  });
});

describe("a rule that leaves it to a person", () => {
  const readDue = async () =>
    (await scene.db.selectFrom("region_case").select("due_at").executeTakeFirstOrThrow()).due_at;

  it("says when a decision is due, counted from when the news came, and a later one does not move it", async () => {
    await begin([{ action: "review", dueAfterHours: 6 }]);
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    const due = new Date(scene.clock.getTime() + 6 * 3_600_000);
    expect(await readDue()).toEqual(due);
    scene.clock = new Date(scene.clock.getTime() + 3_600_000);
    await scene.ingest({ at: "2026-08-22", notices: [reopened] });
    expect(await readDue()).toEqual(due);
  });

  it("counts anew once what waited before has been decided", async () => {
    await begin([{ action: "review", dueAfterHours: 6 }]);
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    await scene.db
      .updateTable("case_update")
      .set({ decision: "dismissed" })
      .where("decision", "=", "pending")
      .execute();
    scene.clock = new Date(scene.clock.getTime() + 48 * 3_600_000);
    await scene.ingest({ at: "2026-08-22", notices: [reopened] });
    expect(await readDue()).toEqual(new Date(scene.clock.getTime() + 6 * 3_600_000));
  });
});
