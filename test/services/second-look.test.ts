import { describe, expect, it } from "vitest";
import { insertAccount } from "../../src/db/accounts.ts";
import { readThread } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { nameLook, readUnlookedItems } from "../../src/db/second-look.ts";
import { approveLooks } from "../../src/services/second-look.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { remindRegions } from "../../src/jobs/remind.handler.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const ADVICE = { type: "other-substance", text: { sv: "Välj imipenem." } } as const;
const moved = makeNotice({ packages: [makePackage({ end: "2026-11-01" })] });
const movedAgain = makeNotice({ packages: [makePackage({ end: "2026-12-01" })] });

async function begin(policy: Policy, entry: Partial<ListEntry> = {}): Promise<void> {
  await scene.takeList([makeEntry(entry)]);
  await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
  await writePolicy(scene.db, { regionCode: REGION, policy });
}

async function approveAll(): Promise<string> {
  const email = "second@region.example";
  const accountId = await insertAccount(scene.db, { email, name: "B", subject: null, grants: [], now: scene.clock });
  const chosen = (await readUnlookedItems(scene.db, REGION)).map(nameLook);
  const actor = { kind: "person", id: accountId, name: "B", address: "test" } as const;
  const ctx = { db: scene.db, now: scene.clock, actor, grants: "all" } as const;
  return (await approveLooks(ctx, { regionCode: REGION, chosen })).kind;
}

const readReasons = async () =>
  (await scene.db.selectFrom("case_update").select("reason").where("kind", "=", "change").execute()).map(
    ({ reason }) => reason,
  );

describe("with the rule of two people on, a rule does not send what one person alone stands for", () => {
  it("standing advice waits for a second person, the record says why, and once approved the rule sends it", async () => {
    await begin({ rules: [{ name: "Flyttat", action: "auto" }], secondPerson: true }, { standingAdvice: ADVICE });
    expect(await scene.ingest({ at: "2026-08-21", notices: [moved] })).toMatchObject({ published: 0 });
    expect(await readThread(scene.db, 1)).toEqual([]);
    expect(await readReasons()).toEqual([expect.stringContaining("inte godkänd av en andra")]);
    expect(await approveAll()).toBe("approved");
    await scene.ingest({ at: "2026-08-22", notices: [movedAgain] });
    expect(await readThread(scene.db, 1)).toMatchObject([{ advice: ADVICE, reviewed: false }]);
  });

  it("not after a time either: what is to be sent unreviewed after some hours stays with a person", async () => {
    await begin({ rules: [{ action: "review", sendAfterHours: 1 }], secondPerson: true }, { standingAdvice: ADVICE });
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    scene.clock = new Date(scene.clock.getTime() + 7_200_000);
    await remindRegions({ db: scene.db, now: () => scene.clock, digestChannels: new Set() });
    expect(await readThread(scene.db, 1)).toEqual([]);
  });

  it("advice that was approved and then rewritten waits again", async () => {
    await begin({ rules: [{ action: "auto" }], secondPerson: true }, { standingAdvice: ADVICE });
    await approveAll();
    await scene.takeList([makeEntry({ standingAdvice: { type: "other-substance", text: { sv: "Välj ertapenem." } } })]);
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    expect(await readThread(scene.db, 1)).toEqual([]);
    expect(await readUnlookedItems(scene.db, REGION)).toMatchObject([{ kind: "standing-advice" }]);
  });

  it("facts that a source alone tells go out", async () => {
    await begin({ rules: [{ action: "auto" }], secondPerson: true });
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    expect(await readThread(scene.db, 1)).toMatchObject([{ advice: null, reviewed: false }]);
  });

  it("without it, and where no rule sends anything, nothing waits", async () => {
    await begin({ rules: [{ action: "auto" }] }, { standingAdvice: ADVICE });
    expect(await readUnlookedItems(scene.db, REGION)).toEqual([]);
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    expect(await readThread(scene.db, 1)).toHaveLength(1);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "review" }], secondPerson: true } });
    expect(await readUnlookedItems(scene.db, REGION)).toEqual([]);
  });
});
