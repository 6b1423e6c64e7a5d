import { beforeEach, describe, expect, it } from "vitest";
import { readInbox } from "../../src/db/inbox.ts";
import { readThread } from "../../src/db/messages.ts";
import { readPolicy, writePolicy } from "../../src/db/regions.ts";
import { readWaitingCases } from "../../src/db/reminders.ts";
import { STANDARD_RULES, type PolicyRule } from "../../src/domain/policy.ts";
import { publishWeeksNews } from "../../src/jobs/publish.handler.ts";
import { remindRegions } from "../../src/jobs/remind.handler.ts";
import { dismissCases } from "../../src/services/decisions.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { catalogueOf } from "../support/catalogue-file.ts";
import { insertDraft } from "../support/drafts.ts";
import { createRecordingChannel } from "../support/recording-channel.ts";
import { nationalDouble, REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const deps = () => ({ db: scene.db, now: () => scene.clock, digestChannels: new Set(["email"]) });
const nplIdOf = (number: number): string => String(20_990_000_000_000 + number);

/** Products of meropenem 1 g in the catalogue, by their numbers. */
async function register(...numbers: readonly number[]): Promise<void> {
  const rows = numbers.map((number) => ({ nplId: nplIdOf(number), name: `Exempem ${number}` }));
  await importCatalogue(deps(), { file: await scene.writeFile(catalogueOf(rows)), maxBytes: 1_000_000 });
}

function report(number: number, over: Parameters<typeof makeNotice>[0] = {}) {
  const productName = `Exempem ${number} 1 g Pulver till injektions-/infusionsvätska, lösning`;
  const packages = [makePackage({ nplPackId: nplIdOf(number) })];
  return makeNotice({ reportId: `r${number}`, nplId: nplIdOf(number), productName, packages, ...over });
}

const ceases = (number: number) => report(number, { type: "cessation", rawType: "CESSATION" });

async function use(rules: readonly PolicyRule[]): Promise<void> {
  await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [...rules] } });
}

async function decisions(): Promise<string[]> {
  const rows = await scene.db
    .selectFrom("case_update")
    .select("decision")
    .where("kind", "<>", "baseline")
    .orderBy("id")
    .execute();
  return rows.map(({ decision }) => decision);
}

/** What readers have of the one case, the newest first, and when it leaves by mail and by chat. */
async function told() {
  const thread = await readThread(scene.db, 1);
  const rows = await scene.db
    .selectFrom("delivery")
    .select(["message_id", "channel", "due_at"])
    .orderBy("channel")
    .execute();
  return thread.map(({ id, kind, urgency, facts }) => ({
    kind,
    urgency,
    grade: facts.kind === "case" ? facts.extent?.grade : undefined,
    before: facts.kind === "case" ? facts.extentBefore : undefined,
    leaves: rows.filter((row) => row.message_id === id).map((row) => `${row.channel} ${row.due_at.toISOString()}`),
  }));
}

beforeEach(async () => {
  await scene.subscribe({ channel: "chat" });
  await scene.subscribe({ channel: "email" });
});

/** A region whose list was in use before there was a file; no rules, unless it is given some. */
async function begin(rules: readonly PolicyRule[], products: readonly number[] = [1, 2, 3]): Promise<void> {
  await scene.takeList([makeEntry()]);
  await register(...products);
  // The first file opens nothing, so that what comes is news.
  await scene.ingest({ at: "2026-08-19", notices: [report(9, { atc: "B01AB01", productName: "Heparin 1 g Salva" })] });
  await use(rules);
  await scene.db.deleteFrom("delivery").execute();
}

describe("what is worse is news", () => {
  it("a case that is severe at first sight goes out at once everywhere, and a milder one with the digest", async () => {
    await begin([{ action: "auto" }]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1)] });
    expect(await told()).toMatchObject([{ kind: "new", urgency: "normal", grade: "part" }]);
    await scene.ingest({ at: "2026-08-21", notices: [report(1), report(2)] });
    await scene.ingest({ at: "2026-08-22", notices: [report(1), report(2), report(3)] });
    await scene.ingest({ at: "2026-08-23", notices: [report(1), report(2)] });
    expect(await told()).toEqual([
      // One is away from the file, which is no end; nothing is eased.
      expect.objectContaining({ kind: "update", urgency: "normal", grade: "whole" }),
      {
        kind: "update",
        urgency: "high",
        grade: "whole",
        before: "part",
        leaves: ["chat 2026-08-22T00:30:00.000Z", "email 2026-08-22T00:30:00.000Z"],
      },
      {
        kind: "update",
        urgency: "normal",
        grade: "part",
        before: undefined,
        leaves: ["chat 2026-08-21T00:30:00.000Z", "email 2026-08-21T05:00:00.000Z"],
      },
      {
        kind: "new",
        urgency: "normal",
        grade: "part",
        before: undefined,
        leaves: ["chat 2026-08-20T08:00:00.000Z", "email 2026-08-21T05:00:00.000Z"],
      },
    ]);
  });

  it("takes along what still waited for the digest: no older word comes after a newer", async () => {
    await begin([{ action: "auto" }], [1, 2]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1)] });
    scene.clock = new Date("2026-08-20T12:00:00Z");
    await scene.ingest({ at: "2026-08-20T12:00:00Z", notices: [report(1), report(2)] });
    expect((await told()).map(({ grade, leaves }) => [grade, leaves[1]])).toEqual([
      ["whole", "email 2026-08-20T12:00:00.000Z"],
      ["part", "email 2026-08-20T12:00:00.000Z"],
    ]);
  });

  it("easing is told calmly", async () => {
    await begin([{ action: "auto" }], [1, 2]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1), report(2)] });
    const back = report(2, { packages: [makePackage({ nplPackId: nplIdOf(2), ended: "2026-08-20" })] });
    await scene.ingest({ at: "2026-08-21", notices: [report(1), back] });
    expect(await told()).toMatchObject([
      { kind: "update", urgency: "normal", grade: "part", before: "whole" },
      { kind: "new", urgency: "high", grade: "whole" },
    ]);
  });

  it("by the catalogue alone on a day when nothing else is new, and is told by rule", async () => {
    await begin([{ action: "auto" }], [1, 2]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1)] });
    await register(1);
    expect(await told()).toMatchObject([
      { kind: "update", urgency: "high", grade: "whole", before: "part" },
      { kind: "new", urgency: "normal", grade: "part" },
    ]);
  });

  it("by another source's first file, which opens nothing here: it waits for a person", async () => {
    await begin([], [1, 2]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1)] });
    const day = { at: "2026-08-20", notices: [{ ...report(2), source: nationalDouble.name }] };
    await scene.ingestFrom(nationalDouble, { file: await scene.writeFile(JSON.stringify(day)) });
    const [newest] = (
      await scene.db.selectFrom("case_update").select(["decision", "moved"]).orderBy("id", "desc").execute()
    ).slice(0, 1);
    expect(newest).toEqual({ decision: "pending", moved: { from: "part", to: "whole" } });
  });

  it("that a person let be is still worse than readers know, and its return is nothing to tell", async () => {
    await begin([], [1, 2]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1)] });
    await use([{ action: "auto" }]);
    await scene.ingest({
      at: "2026-08-21",
      notices: [report(1, { packages: [makePackage({ nplPackId: nplIdOf(1), end: "2026-12-01" })] })],
    });
    await use([]);
    await register(1);
    const newest = await scene.db
      .selectFrom("case_update")
      .select("id")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    const ctx = actAtCommandLine(deps(), "Anna");
    await dismissCases(ctx, { regionCode: REGION, cases: [{ caseId: 1, upTo: newest.id }], reason: "Vi har annat" });
    const before = await told();
    await use([{ action: "auto" }]);
    await register(1, 2);
    expect(await told()).toEqual(before);
    expect((await decisions()).at(-1)).toBe("returned");
  });
});

describe("a move and its return before anybody decided", () => {
  it("leave nothing that waits, nothing to tell, and no false word", async () => {
    await begin([{ extents: ["whole"], action: "review" }, { action: "auto" }], [1, 2]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1)] });
    const before = await told();
    await register(1);
    expect(await decisions()).toEqual(["published", "pending"]);
    await register(1, 2);
    expect(await decisions()).toEqual(["published", "returned", "returned"]);
    expect(await told()).toEqual(before);
    expect(await readInbox(scene.db, { regionCode: REGION, view: "waiting", today: "2026-08-20" })).toEqual([]);
  });

  it("with a change of their own stay for a person, and the move is not told as news", async () => {
    await begin([{ changes: ["started"], action: "auto" }], [1, 2]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1)] });
    await scene.ingest({ at: "2026-08-21", notices: [report(1), report(2)] });
    const back = report(2, { packages: [makePackage({ nplPackId: nplIdOf(2), ended: "2026-08-21" })] });
    await scene.ingest({ at: "2026-08-22", notices: [report(1), back] });
    expect(await decisions()).toEqual(["published", "pending", "pending"]);
    const [waiting] = await readWaitingCases(scene.db, REGION);
    expect(waiting?.allChanges.toSorted()).toEqual(["ended", "started"]);
  });
});

describe("what waits for a person", () => {
  it("is reminded of again when it becomes worse, from then on; what has eased is not pressed", async () => {
    const severe: PolicyRule = { extents: ["whole"], action: "review", remindAfterHours: 2 };
    await begin([severe, { action: "review", remindAfterHours: 6 }], [1, 2]);
    const remind = async (at: string) => {
      scene.clock = new Date(at);
      return (await remindRegions(deps())).map(({ kind, caseIds }) => [kind, caseIds]);
    };
    scene.clock = new Date("2026-08-20T06:00:00Z");
    await scene.ingest({ at: "2026-08-20T06:00:00Z", notices: [report(1)] });
    expect(await remind("2026-08-20T11:59:00Z")).toEqual([]);
    expect(await remind("2026-08-20T12:00:00Z")).toEqual([["remind", [1]]]);
    await scene.ingest({ at: "2026-08-20T12:00:00Z", notices: [report(1), report(2)] });
    expect(await remind("2026-08-20T13:59:00Z")).toEqual([]);
    expect(await remind("2026-08-20T14:00:00Z")).toEqual([["remind", [1]]]);
    expect(await remind("2026-08-20T19:00:00Z")).toEqual([]);
    const { facts } = await scene.db
      .selectFrom("message")
      .select("facts")
      .where("kind", "=", "reminder")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    expect(facts).toMatchObject({ reminder: { lines: [{ changes: ["started", "extent-worsened"] }] } });
  });
});

describe("a rule that gathers for the week", () => {
  const WEEKLY: PolicyRule = { name: "Veckan", extents: ["ceasing"], action: "auto", digest: "weekly" };

  it("tells all of a case in one message, on Monday at 7 in every channel, once", async () => {
    await begin([WEEKLY]);
    await scene.ingest({ at: "2026-08-20", notices: [ceases(1)] });
    await scene.ingest({ at: "2026-08-21", notices: [ceases(1), ceases(2)] });
    expect(await decisions()).toEqual(["gathered", "gathered"]);
    expect(await told()).toEqual([]);
    expect(await readInbox(scene.db, { regionCode: REGION, view: "waiting", today: "2026-08-21" })).toEqual([]);
    scene.clock = new Date("2026-08-24T04:44:00Z");
    expect(await publishWeeksNews(deps())).toEqual([]);
    scene.clock = new Date("2026-08-24T04:45:00Z");
    expect(await publishWeeksNews(deps())).toEqual([{ kind: "published", caseId: 1 }]);
    expect(await publishWeeksNews(deps())).toEqual([]);
    expect(await told()).toEqual([
      {
        kind: "new",
        urgency: "normal",
        grade: "ceasing",
        before: undefined,
        leaves: ["chat 2026-08-24T05:00:00.000Z", "email 2026-08-24T05:00:00.000Z"],
      },
    ]);
    expect(await decisions()).toEqual(["published", "published"]);
  });

  it("keeps nothing back that is worse: it goes at once with what was gathered, and Monday tells nothing", async () => {
    await begin([WEEKLY, { action: "auto" }]);
    await scene.ingest({ at: "2026-08-20", notices: [ceases(1)] });
    scene.clock = new Date("2026-08-21T08:00:00Z");
    await scene.ingest({ at: "2026-08-21", notices: [ceases(1), report(2)] });
    expect(await told()).toMatchObject([
      { kind: "new", grade: "part", leaves: ["chat 2026-08-21T08:00:00.000Z", "email 2026-08-22T05:00:00.000Z"] },
    ]);
    scene.clock = new Date("2026-08-24T05:00:00Z");
    expect(await publishWeeksNews(deps())).toEqual([]);
    expect(await decisions()).toEqual(["published", "published"]);
  });

  it("that names no grade sends what is severe at once too", async () => {
    await begin([{ action: "auto", digest: "weekly" }], [1, 2]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1)] });
    await scene.ingest({ at: "2026-08-21", notices: [report(1), report(2)] });
    expect(await told()).toMatchObject([{ kind: "new", urgency: "high", grade: "whole" }]);
    expect(await decisions()).toEqual(["published", "published"]);
  });

  it("leaves it to a person who is writing, or where something waits for one, and says why", async () => {
    await begin([WEEKLY]);
    await scene.ingest({ at: "2026-08-20", notices: [ceases(1)] });
    await insertDraft(scene.db, { caseId: 1, state: "draft", now: scene.clock });
    scene.clock = new Date("2026-08-24T05:00:00Z");
    expect(await publishWeeksNews(deps())).toEqual([{ kind: "left", caseId: 1 }]);
    expect(await decisions()).toEqual(["pending"]);
    const { reason } = await scene.db.selectFrom("case_update").select("reason").executeTakeFirstOrThrow();
    expect(reason).toContain("någon skriver");
    expect(await told()).toEqual([]);
  });

  it("is asked again on Monday: what the rules would not send any more waits for a person", async () => {
    await begin([WEEKLY]);
    await scene.ingest({ at: "2026-08-20", notices: [ceases(1)] });
    await use([]);
    scene.clock = new Date("2026-08-24T09:00:00Z");
    expect(await publishWeeksNews(deps())).toEqual([{ kind: "left", caseId: 1 }]);
    expect(await told()).toEqual([]);
  });

  it("whose Monday passed while nobody was running is told at once, in every channel", async () => {
    await begin([WEEKLY]);
    await scene.ingest({ at: "2026-08-20", notices: [ceases(1)] });
    const email = createRecordingChannel({ name: "email", batches: true });
    const digests = { ...deps(), channels: new Map([["email", email]]) };
    await runDigests(digests, { waitForNews: true });
    scene.clock = new Date("2026-08-25T09:00:00Z");
    // The digest that it belongs in waits for it, where somebody publishes it.
    expect(await runDigests(digests, { waitForNews: true })).toEqual([]);
    await publishWeeksNews(deps());
    expect((await told())[0]?.leaves).toEqual(["chat 2026-08-24T05:00:00.000Z", "email 2026-08-24T05:00:00.000Z"]);
    expect(await runDigests(digests, { waitForNews: true })).toMatchObject([
      { rhythm: { kind: "daily" }, sendings: 1 },
      {},
    ]);
  });

  it("waits for the next Monday no more when this one's digest has gone without it: it goes at once, by itself", async () => {
    await begin([WEEKLY]);
    await scene.ingest({ at: "2026-08-20", notices: [ceases(1)] });
    const email = createRecordingChannel({ name: "email", batches: true });
    const digests = { ...deps(), channels: new Map([["email", email]]) };
    await runDigests(digests, { waitForNews: true });
    scene.clock = new Date("2026-08-24T05:00:00Z");
    expect(await runDigests(digests, { waitForNews: true })).toEqual([]);
    scene.clock = new Date("2026-08-24T05:15:00Z");
    expect(await runDigests(digests, { waitForNews: true })).toHaveLength(2);
    await publishWeeksNews(deps());
    expect((await told())[0]?.leaves).toEqual(["chat 2026-08-24T05:15:00.000Z", "email 2026-08-24T05:15:00.000Z"]);
    const lanes = await scene.db.selectFrom("delivery").select("lane").distinct().execute();
    expect(lanes).toEqual([{ lane: "ordinary" }]);
  });
});

describe("the rules that a region begins with", () => {
  it("come with its first list, and the record says so; a later list brings none", async () => {
    await scene.importList([makeEntry()]);
    expect((await readPolicy(scene.db, REGION)).rules).toEqual(STANDARD_RULES);
    await use([]);
    await scene.importList([makeEntry({ priority: 2 })]);
    expect((await readPolicy(scene.db, REGION)).rules).toEqual([]);
    const lines = await scene.db.selectFrom("audit").select(["deed", "actor_kind"]).orderBy("id").execute();
    expect(lines.filter(({ deed }) => deed === "rules-changed")).toEqual([
      { deed: "rules-changed", actor_kind: "system" },
    ]);
  });

  it("are not given to a region with rules of its own, or that asks for a second person", async () => {
    await use([{ action: "auto" }]);
    await scene.importList([makeEntry()]);
    await writePolicy(scene.db, { regionCode: "13", policy: { rules: [], secondPerson: true } });
    await scene.importList([makeEntry()], "13");
    expect((await readPolicy(scene.db, REGION)).rules).toEqual([{ action: "auto" }]);
    expect((await readPolicy(scene.db, "13")).rules).toEqual([]);
  });

  it("leave all to a person, without hours, before there is a catalogue", async () => {
    await scene.importList([makeEntry()]);
    await scene.ingest({ at: "2026-08-20", notices: [report(1), ceases(2)] });
    await scene.ingest({ at: "2026-08-21", notices: [report(1), ceases(2), ceases(3)] });
    expect(await decisions()).toEqual(["pending"]);
    const { due_at } = await scene.db.selectFrom("region_case").select("due_at").executeTakeFirstOrThrow();
    expect(due_at).toBeNull();
  });

  it("give what is severe a short time, let what is partly hit wait, and gather what ceases", async () => {
    await begin(STANDARD_RULES);
    await scene.ingest({ at: "2026-08-20", notices: [ceases(1)] });
    expect(await decisions()).toEqual(["gathered"]);
    await scene.ingest({ at: "2026-08-21", notices: [ceases(1), report(2)] });
    const readDue = () => scene.db.selectFrom("region_case").select("due_at").executeTakeFirstOrThrow();
    expect(await readDue()).toEqual({ due_at: null });
    scene.clock = new Date("2026-08-22T01:00:00Z");
    await scene.ingest({ at: "2026-08-22", notices: [ceases(1), report(2), report(3)] });
    expect(await decisions()).toEqual(["gathered", "pending", "pending"]);
    expect(await readDue()).toEqual({ due_at: new Date("2026-08-22T07:00:00Z") });
    const waiting = await readWaitingCases(scene.db, REGION);
    expect(waiting.map(({ extent, changes }) => [extent, changes])).toEqual([
      ["part", ["started", "extent-worsened"]],
      ["whole", ["started", "extent-worsened"]],
    ]);
  });
});
