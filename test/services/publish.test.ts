import { describe, expect, it } from "vitest";
import { readLastMessage, readThread } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { readMessageRow } from "../support/message-row.ts";
import { makeNotice, makePackage } from "../support/builders.ts";
import { createDraftDesk, makeContent, type DraftDesk, createStaffedDesk } from "../support/draft-desk.ts";
import { createPostgresScene, REGION, type Scene } from "../support/scene.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { publishCase } from "../../src/services/publication.ts";
import { factsOf } from "../support/message-facts.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
let desk: DraftDesk;
let anna: number;
let bo: number;
useScene(async (opened) => {
  scene = opened;
  ({ desk, anna, bo } = await createStaffedDesk(scene));
});

const moved = makeNotice({ packages: [makePackage({ end: "2027-01-01" })] });

async function schedule(): Promise<void> {
  await desk.write(anna, makeContent({ validUntil: "2026-12-01", audience: { areas: ["Akut"], roles: ["läkare"] } }));
  expect(await desk.handOver(anna)).toMatchObject({ kind: "done" });
}

function waiting(): Promise<{ decision: string }[]> {
  return scene.db.selectFrom("case_update").select("decision").orderBy("id").execute();
}

describe("a draft whose time came", () => {
  it("becomes one message with its writer, reviewer's role, audience and last day, and deliveries beside it", async () => {
    await scene.subscribe();
    await schedule();
    expect(await desk.publishDue()).toEqual([]);
    desk.wait(60_000);
    expect(await desk.publishDue()).toMatchObject([{ kind: "published", messageKind: "update", deliveries: 1 }]);
    expect(await desk.publishDue()).toEqual([]);
    expect(await readThread(scene.db, desk.caseId)).toMatchObject([
      {
        reviewed: true,
        reviewerRole: "curator",
        validUntil: "2026-12-01",
        audience: { areas: ["Akut"], roles: ["läkare"] },
      },
    ]);
    expect(await readMessageRow(scene.db, desk.caseId)).toMatchObject({ published_by: "anna", approved_by: null });
    expect(await desk.draft()).toBeNull();
  });

  it("names the second person, whose role stands in the message", async () => {
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [], secondPerson: true } });
    await desk.write(anna);
    await desk.handOver(anna, { action: "submit" });
    await desk.handOver(bo, { action: "approve" });
    desk.wait(60_000);
    await desk.publishDue();
    expect(await readMessageRow(scene.db, desk.caseId)).toMatchObject({
      published_by: "anna",
      approved_by: "bo",
      reviewer_role: "approver",
    });
  });

  it("goes out at the Stockholm hour that was chosen, also over a change of clocks", async () => {
    scene.clock = new Date("2026-10-24T08:00:00Z");
    await desk.write(anna);
    await desk.handOver(anna, { publishAt: new Date("2026-10-25T06:00:00Z") });
    scene.clock = new Date("2026-10-25T05:59:59Z");
    expect(await desk.publishDue()).toEqual([]);
    scene.clock = new Date("2026-10-25T06:00:00Z");
    expect(await desk.publishDue()).toMatchObject([{ kind: "published" }]);
  });
});

describe("a draft does not go out with facts that nobody has seen", () => {
  it("when news came within the minute to undo: it goes back to its writer with the reason, and the news waits", async () => {
    await schedule();
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    desk.wait(60_000);
    expect(await desk.publishDue()).toMatchObject([{ kind: "put-back" }]);
    expect(await desk.draft()).toMatchObject({
      state: "draft",
      content: makeContent({ validUntil: "2026-12-01", audience: { areas: ["Akut"], roles: ["läkare"] } }),
    });
    expect((await desk.draft())?.reason).toMatch(/^Nya uppgifter kom/);
    expect(await readThread(scene.db, desk.caseId)).toEqual([]);
    expect((await waiting()).map(({ decision }) => decision)).toEqual(["baseline", "pending"]);
    expect(await desk.handOver(anna)).toMatchObject({ kind: "done" });
    desk.wait(60_000);
    expect(await desk.publishDue()).toMatchObject([{ kind: "published" }]);
    expect(factsOf("case", await readLastMessage(scene.db, desk.caseId)).notices[0]?.changes).toMatchObject([
      { kind: "rescheduled-end" },
    ]);
  });

  it("when another message of the case went out meanwhile", async () => {
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    await schedule();
    await scene.publish({ caseId: desk.caseId });
    desk.wait(60_000);
    expect(await desk.publishDue()).toMatchObject([{ kind: "put-back" }]);
  });

  it("when the pharmacist of the list gave the region less stock", async () => {
    await schedule();
    await scene.db
      .updateTable("region_case")
      .set({ entry: JSON.stringify({ ...(await readEntry()), stockDays: 3 }) })
      .execute();
    desk.wait(60_000);
    expect(await desk.publishDue()).toMatchObject([{ kind: "put-back" }]);
  });

  it("but a night's file that says the same stops nothing", async () => {
    await desk.write(anna);
    await desk.handOver(anna, { publishAt: new Date("2026-08-22T05:00:00Z") });
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice({ lastUpdated: "2026-08-21" })] });
    scene.clock = new Date("2026-08-22T05:00:00Z");
    expect(await desk.publishDue()).toMatchObject([{ kind: "published" }]);
  });
});

async function readEntry() {
  return (await scene.db.selectFrom("region_case").select("entry").executeTakeFirstOrThrow()).entry;
}

describe("what cannot be published is neither lost nor silent", () => {
  it("a case without notices gives the draft back with the reason", async () => {
    await schedule();
    await scene.db.deleteFrom("match").execute();
    desk.wait(60_000);
    expect(await desk.publishDue()).toMatchObject([{ kind: "put-back" }]);
    expect((await desk.draft())?.reason).toContain("inga anmälningar kvar");
  });

  it("a region that now asks for a second person gives it back", async () => {
    await schedule();
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [], secondPerson: true } });
    desk.wait(60_000);
    expect(await desk.publishDue()).toMatchObject([{ kind: "put-back" }]);
    expect((await desk.draft())?.reason).toContain("andra granskare");
  });

  it("what holds no longer gives it back", async () => {
    await desk.write(anna, makeContent({ validUntil: "2026-08-20" }));
    await desk.handOver(anna);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    expect(await desk.publishDue()).toMatchObject([{ kind: "put-back" }]);
  });

  it("a failure in the midst leaves the draft due and nothing of a message, and the next round publishes it once", async () => {
    await schedule();
    desk.wait(60_000);
    await scene.db
      .updateTable("draft")
      .set({ content: JSON.stringify({ ...makeContent(), urgency: null }) })
      .execute();
    await expect(desk.publishDue()).rejects.toThrow(/unable to publish drafts/);
    expect(await readThread(scene.db, desk.caseId)).toEqual([]);
    await scene.db
      .updateTable("draft")
      .set({ content: JSON.stringify(makeContent()) })
      .execute();
    expect(await desk.publishDue()).toMatchObject([{ kind: "published" }]);
    expect(await readThread(scene.db, desk.caseId)).toHaveLength(1);
  });
});

it.each(["correction", "retraction"] as const)(
  "a %s from the command line goes at once when what it puts right did, and else with the digest",
  async (kind) => {
    const advice = { type: "no-action" as const, text: { sv: "Fel styrka." } };
    const publish = (input: Pick<Parameters<typeof publishCase>[1], "kind" | "urgency">) =>
      publishCase(actAtCommandLine({ db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() }), {
        caseId: desk.caseId,
        advice,
        ...input,
      });
    for (const urgency of ["high", "normal"] as const) {
      expect(await publish({ kind: "auto", urgency })).toMatchObject({ kind: "published" });
      expect(await publish({ kind, urgency: null })).toMatchObject({ kind: "published", messageKind: kind });
      expect(await readLastMessage(scene.db, desk.caseId)).toMatchObject({ kind, urgency });
    }
  },
);

it("a retraction tells no news: what waited still waits, and the next message is new", async () => {
  await schedule();
  desk.wait(60_000);
  await desk.publishDue();
  await scene.ingest({ at: "2026-08-21", notices: [moved] });
  await desk.write(
    anna,
    makeContent({ kind: "retraction", advice: { type: "no-action", text: { sv: "Fel styrka." } } }),
  );
  await desk.handOver(anna);
  desk.wait(60_000);
  expect(await desk.publishDue()).toMatchObject([{ messageKind: "retraction" }]);
  expect((await waiting()).map(({ decision }) => decision)).toEqual(["published", "pending"]);
  await desk.write(anna);
  await desk.handOver(anna);
  desk.wait(60_000);
  expect(await desk.publishDue()).toMatchObject([{ messageKind: "new" }]);
});

it("several workers on PostgreSQL publish each draft once, while somebody undoes and a file comes in", async () => {
  const shared = await createPostgresScene();
  try {
    const both = await createDraftDesk(shared);
    const person = await both.addPerson("anna");
    for (let round = 1; round <= 4; round++) {
      const end = `2026-11-0${round}`;
      await both.write(person);
      await both.handOver(person);
      both.wait(60_000);
      const notices = [makeNotice({ packages: [makePackage({ end })] })];
      const [undone, ...results] = await Promise.all([
        both.back(person, "unschedule"),
        both.publishDue(),
        shared.ingest({ at: `2026-08-2${round}`, notices }).then(() => []),
        both.publishDue(),
        both.publishDue(),
      ]);
      const outcomes = results.flat().length;
      // Whoever came first has it: undone, or handled by one worker.
      expect(Number(undone) + outcomes).toBe(1);
      if (undone) await both.handOver(person);
      else if (results.flat()[0]?.kind === "put-back") await both.handOver(person);
      both.wait(60_000);
      await Promise.all([both.publishDue(), both.publishDue()]);
      expect(await both.draft()).toBeNull();
    }
    const thread = await readThread(shared.db, both.caseId);
    expect(thread.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    // Every change of the four files is told once, in a message or still waiting.
    const told = thread.flatMap((message) => factsOf("case", message).notices.flatMap(({ changes }) => changes)).length;
    const left = await shared.db
      .selectFrom("case_update")
      .select("changes")
      .where("decision", "=", "pending")
      .execute();
    expect(told + left.flatMap(({ changes }) => changes).length).toBe(4);
  } finally {
    await shared.close();
  }
});
