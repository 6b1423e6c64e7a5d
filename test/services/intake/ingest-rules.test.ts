import { describe, expect, it } from "vitest";
import { readCaseNotices } from "../../../src/db/cases.ts";
import { readUntoldUpdates } from "../../../src/db/case-updates.ts";
import { readThread } from "../../../src/db/messages.ts";
import { publishNow } from "../../support/publish-now.ts";
import { EVERYBODY } from "../../../src/domain/audience.ts";
import { writePolicy } from "../../../src/db/regions.ts";
import type { Policy } from "../../../src/domain/policy.ts";
import { makeEntry, makeNotice, makePackage } from "../../support/builders.ts";
import { dumpTables, REGION, type Scene } from "../../support/scene.ts";
import { factsOf } from "../../support/message-facts.ts";
import { useScene } from "../../support/use-scene.ts";
import { beginCase, ended, ongoing, sibling, siblingOver } from "../../support/meropenem-case.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

function readUpdates() {
  return scene.db.selectFrom("case_update").select(["decision", "message_id"]).orderBy("id").execute();
}

describe("a region's rules", () => {
  const autoEnds: Policy = { rules: [{ changes: ["ended", "narrowed"], action: "auto" }] };

  it("send what they name at once, unreviewed, with the delivery rows, and leave the rest to review", async () => {
    await beginCase(scene, ongoing, sibling);
    await writePolicy(scene.db, { regionCode: REGION, policy: autoEnds });
    await scene.subscribe();
    const first = await scene.ingest({ at: "2026-08-21", notices: [ended, sibling] });
    expect(first).toMatchObject({ published: 1 });
    const [message] = await readThread(scene.db, 1);
    expect(message).toMatchObject({ kind: "update", reviewed: false, advice: null, version: 1, urgency: "normal" });
    expect(
      factsOf("case", message).notices.map((notice) => [notice.reportId, notice.changes.map(({ kind }) => kind)]),
    ).toEqual([
      ["report-1", ["ended"]],
      ["report-2", []],
    ]);
    expect(message?.facts.source).toEqual({ name: "double", fileTime: "2026-08-21T00:30:00.000Z", asOf: "2026-08-21" });
    expect((await readUpdates()).map(({ decision, message_id: id }) => [decision, id])).toEqual([
      ["published", message?.id],
      ["published", message?.id],
    ]);
    expect(await scene.db.selectFrom("delivery").select(["message_id", "state"]).execute()).toEqual([
      { message_id: message?.id, state: "due" },
    ]);

    const moved = makeNotice({ ...siblingOver, packages: [makePackage({ end: "2026-12-01" })] });
    expect(await scene.ingest({ at: "2026-08-22", notices: [ended, moved] })).toMatchObject({ published: 0 });
    expect(await readUntoldUpdates(scene.db, 1)).toMatchObject([{ changes: [{ kind: "rescheduled-end" }] }]);
  });

  it("tell a case as new, then its updates, its end as resolved, and its return as new again", async () => {
    await beginCase(scene, ended);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
    const moved = makeNotice({ packages: [makePackage({ end: "2026-11-01" })] });
    for (const [day, notice] of [ongoing, moved, ended, ongoing].entries())
      await scene.ingest({ at: `2026-08-2${day + 1}`, notices: [notice] });
    const thread = await readThread(scene.db, 1);
    expect(thread.map(({ kind }) => kind)).toEqual(["new", "resolved", "update", "new"]);
    expect(thread.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
  });

  it("tell what stood in the overview as an update, since readers know of it", async () => {
    await beginCase(scene, ongoing);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice({ packages: [makePackage({ end: "2026-11-01" })] })] });
    expect(await readThread(scene.db, 1)).toMatchObject([{ version: 1, kind: "update" }]);
  });

  it("publish in the same transaction as the news: when one fails there is neither", async () => {
    await beginCase(scene, ongoing);
    const policy: Policy = { rules: [{ action: "auto" }] };
    await writePolicy(scene.db, { regionCode: REGION, policy });
    await scene.subscribe();
    const before = await dumpTables(scene.db);
    // The last of many regions is broken, so the others have published by then.
    await scene.takeList([makeEntry()], "25");
    await scene.db.updateTable("region").set({ policy: "{}" }).where("code", "=", "25").execute();
    const broken = await dumpTables(scene.db);
    await expect(scene.ingest({ at: "2026-08-21", notices: [ended] })).rejects.toThrow("unable to ingest");
    expect(await dumpTables(scene.db)).toEqual(broken);
    expect(broken["message"]).toEqual(before["message"]);
  });

  it("can be followed by a curator's message, which takes the pending changes with it and then has no more news", async () => {
    await beginCase(scene, ongoing);
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice({ packages: [makePackage({ end: "2026-11-01" })] })] });
    const input = {
      caseId: 1,
      kind: null,
      advice: null,
      audience: EVERYBODY,
      urgency: "normal",
      reviewed: true,
      publishedBy: "curator",
      now: scene.clock,
      digestChannels: new Set<string>(),
    } as const;
    const publish = (over: object = {}) => publishNow(scene.db, { ...input, ...over });
    expect(await publish()).toMatchObject({ kind: "published", messageKind: "update" });
    expect(await readUntoldUpdates(scene.db, 1)).toEqual([]);
    expect(await publish()).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("has no news since message version 1"),
    });
    const advice = { type: "no-action", text: { sv: "Avvakta." } };
    expect(await publish({ advice })).toMatchObject({ kind: "published", messageKind: "update" });
    expect(await publish({ kind: "retraction" })).toMatchObject({ kind: "published", message: { version: 3 } });
    expect(await publish({ caseId: 77 })).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("no case 77"),
    });
    expect(await readCaseNotices(scene.db, 1)).toHaveLength(1);
  });
});
