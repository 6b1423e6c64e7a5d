import { beforeEach, describe, expect, it } from "vitest";
import { saveDraft } from "../../src/services/drafts.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { makePackage, makeNotice } from "../support/builders.ts";
import {
  createDraftDesk,
  makeContent,
  type DraftDesk,
  actAs,
  findTestCase,
  createStaffedDesk,
} from "../support/draft-desk.ts";
import { createRecordingChannel } from "../support/recording-channel.ts";
import { createPostgresScene, REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
let desk: DraftDesk;
let anna: number;
let bo: number;
useScene(async (opened) => {
  scene = opened;
  ({ desk, anna, bo } = await createStaffedDesk(scene));
});

const hers = makeContent({ advice: { type: "licence", text: { sv: "Annas ord." } } });
const his = makeContent({ advice: { type: "licence", text: { sv: "Bos ord." } } });

async function readAudit() {
  const rows = await scene.db
    .selectFrom("audit")
    .select(["deed", "object_kind", "object_id", "account_id", "reason"])
    .orderBy("id")
    .execute();
  return rows.map((row) => [row.deed, `${row.object_kind} ${row.object_id}`, row.account_id, row.reason]);
}

function requireSecondPerson(): Promise<void> {
  return writePolicy(scene.db, { regionCode: REGION, policy: { rules: [], secondPerson: true } });
}

describe("saving", () => {
  it("never goes over what somebody else saved meanwhile: the later one is given theirs, and both are kept", async () => {
    await desk.write(anna, hers);
    const seen = await desk.draft();
    await desk.write(bo, his);
    const late = await desk.write(anna, hers, seen === null ? null : { id: seen.id, revision: seen.revision });
    expect(late).toMatchObject({ kind: "conflict", theirs: { revision: 2, content: his, updatedBy: { name: "bo" } } });
    expect(await desk.draft()).toMatchObject({ revision: 2, content: his });
  });

  it("of two who begin at once the second is told of the first", async () => {
    await desk.write(anna, hers, null);
    expect(await desk.write(bo, his, null)).toMatchObject({ kind: "conflict", theirs: { content: hers } });
  });

  it("is refused once the draft is handed over, gone out or thrown away", async () => {
    await desk.write(anna);
    const seen = { id: (await desk.draft())?.id ?? 0, revision: 1 };
    await desk.handOver(anna, { action: "submit" });
    expect(await desk.write(anna, hers, seen)).toMatchObject({ kind: "conflict", theirs: { state: "submitted" } });
    await desk.back(bo, "discard");
    expect(await desk.write(anna, hers, seen)).toEqual({ kind: "conflict", theirs: null });
  });

  it("by two at the same instant on PostgreSQL, one is saved and one is told", async () => {
    const shared = await createPostgresScene();
    try {
      const both = await createDraftDesk(shared);
      const people = [await both.addPerson("anna"), await both.addPerson("bo")];
      const begun = await Promise.all(people.map((person) => both.write(person, hers, null)));
      expect(begun.map(({ kind }) => kind).toSorted()).toEqual(["conflict", "saved"]);
      const seen = { id: (await both.draft())?.id ?? 0, revision: 1 };
      const saved = await Promise.all(people.map((person) => both.write(person, his, seen)));
      expect(saved.map(({ kind }) => kind).toSorted()).toEqual(["conflict", "saved"]);
      expect((await both.draft())?.revision).toBe(2);
    } finally {
      await shared.close();
    }
  });
});

describe("whoever may not do it is refused, and nothing is done", () => {
  it("a reader who writes, and somebody of another region", async () => {
    const reader = await desk.addPerson("rut", "reader");
    expect(await desk.write(reader)).toEqual({ kind: "forbidden" });
    const found = { ...(await findTestCase(scene, desk.caseId)), regionCode: "14" };
    const writing = { found, seen: null, content: hers, origin: null };
    expect(await saveDraft(await actAs(scene, anna), writing)).toEqual({ kind: "forbidden" });
    expect(await desk.draft()).toBeNull();
  });

  it("a curator who approves or sends back", async () => {
    await desk.write(bo);
    await desk.handOver(bo, { action: "submit" });
    expect(await desk.handOver(anna, { action: "approve" })).toEqual({ kind: "forbidden" });
    expect(await desk.back(anna, "send-back", "Nej")).toBe(false);
    expect(await desk.draft()).toMatchObject({ state: "submitted" });
  });
});

it("a personnummer is not stored, whoever sends it", async () => {
  const advice = { type: "other-form" as const, text: { sv: "Ring 19121212-1212." } };
  expect(await desk.write(anna, makeContent({ advice }))).toMatchObject({
    kind: "refused",
    problems: [{ field: "sv", kind: "personnummer" }],
  });
  expect(await desk.draft()).toBeNull();
});

describe("where the region asks for a second person", () => {
  beforeEach(requireSecondPerson);

  it("nobody publishes alone", async () => {
    await desk.write(bo);
    expect(await desk.handOver(bo)).toEqual({ kind: "refused", why: "second-person" });
    expect(await desk.draft()).toMatchObject({ state: "draft" });
  });

  it("nobody approves what they wrote last or handed over themselves", async () => {
    const eva = await desk.addPerson("eva", "approver");
    await desk.write(bo);
    await desk.handOver(eva, { action: "submit" });
    for (const person of [bo, eva])
      expect(await desk.handOver(person, { action: "approve" })).toEqual({ kind: "refused", why: "own-draft" });
    const third = await desk.addPerson("liv", "approver");
    expect(await desk.handOver(third, { action: "approve" })).toMatchObject({
      kind: "done",
      draft: { state: "scheduled", submittedBy: { name: "eva" }, approvedBy: { name: "liv" } },
    });
  });

  it("nobody approves words that they had a hand in, in whatever revision, also after they came back or were thrown away", async () => {
    const eva = await desk.addPerson("eva", "approver");
    const liv = await desk.addPerson("liv", "approver");
    await desk.write(eva, hers);
    await desk.write(bo, his);
    await desk.handOver(bo, { action: "submit" });
    const own = { kind: "refused", why: "own-draft" };
    expect(await desk.handOver(eva, { action: "approve" })).toEqual(own);
    await desk.back(liv, "send-back", "Läs igen");
    await desk.write(anna, his);
    await desk.handOver(anna, { action: "submit" });
    expect(await desk.handOver(eva, { action: "approve" })).toEqual(own);
    await desk.back(anna, "discard");
    await desk.write(anna, his, null);
    await desk.handOver(anna, { action: "submit" });
    expect(await desk.handOver(eva, { action: "approve" })).toEqual(own);
    expect(await desk.handOver(liv, { action: "approve" })).toMatchObject({ kind: "done" });
  });

  it("nobody approves words of theirs that were taken over from another region", async () => {
    const eva = await desk.addPerson("eva", "approver");
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [] } });
    await desk.write(eva, hers);
    await desk.handOver(eva);
    desk.wait(60_000);
    const [sent] = await desk.publishDue();
    const messageId = sent?.kind === "published" ? sent.messageId : 0;
    await requireSecondPerson();
    const found = await findTestCase(scene, desk.caseId);
    await saveDraft(await actAs(scene, bo), { found, seen: null, content: his, origin: messageId });
    await desk.handOver(bo, { action: "submit" });
    expect(await desk.handOver(eva, { action: "approve" })).toEqual({ kind: "refused", why: "own-draft" });
  });

  it("a draft that is sent back carries the reason, and an approval that is undone is void", async () => {
    await desk.write(anna);
    await desk.handOver(anna, { action: "submit" });
    await desk.back(bo, "send-back", "Skriv vilka patienter.");
    expect(await desk.draft()).toMatchObject({ state: "draft", reason: "Skriv vilka patienter.", submittedBy: null });
    await desk.handOver(anna, { action: "submit" });
    await desk.handOver(bo, { action: "approve" });
    await desk.back(anna, "unschedule");
    expect(await desk.draft()).toMatchObject({ state: "draft", approvedBy: null, submittedBy: null, publishAt: null });
    expect(await desk.handOver(bo, { action: "approve" })).toMatchObject({ kind: "conflict" });
  });
});

describe("handing over", () => {
  it("is refused when the facts are no longer those on the writer's page", async () => {
    await desk.write(anna);
    const factsHash = await desk.factsHash();
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice({ packages: [makePackage({ end: "2027-01-01" })] })] });
    expect(await desk.handOver(anna, { factsHash })).toEqual({ kind: "refused", why: "facts-changed" });
    expect(await desk.handOver(anna)).toMatchObject({ kind: "done" });
  });

  it("is not stopped by a newer file that says the same", async () => {
    await desk.write(anna);
    const factsHash = await desk.factsHash();
    await scene.ingest({ at: "2026-08-21", notices: [makeNotice({ lastUpdated: "2026-08-21" })] });
    expect(await desk.handOver(anna, { factsHash })).toMatchObject({ kind: "done" });
  });

  it("is refused for a time that has passed or lies too far ahead, and for words that will not hold then", async () => {
    await desk.write(anna, makeContent({ validUntil: "2026-08-22" }));
    const at = (text: string) => desk.handOver(anna, { publishAt: new Date(text) });
    expect(await at("2026-08-20T07:59:00Z")).toEqual({ kind: "refused", why: "time" });
    expect(await at("2027-08-20T07:59:00Z")).toEqual({ kind: "refused", why: "time" });
    expect(await at("2026-08-23T07:00:00Z")).toMatchObject({ why: "content", problems: [{ kind: "past" }] });
    expect(await at("2026-08-22T07:00:00Z")).toMatchObject({ kind: "done", draft: { state: "scheduled" } });
  });

  it("is refused to the writer and to whoever approves while a channel would refuse the message", async () => {
    const strict = createRecordingChannel();
    const channels = new Map([["chat", strict]]);
    strict.refusal = { kind: "rejected", reason: "too long" };
    await desk.write(anna);
    expect(await desk.handOver(anna, { channels })).toEqual({ kind: "refused", why: "channel" });
    expect(await desk.handOver(anna, { channels, action: "submit" })).toEqual({ kind: "refused", why: "channel" });
    expect(await desk.handOver(anna, { action: "submit" })).toMatchObject({ kind: "done" });
    expect(await desk.handOver(bo, { channels, action: "approve" })).toEqual({ kind: "refused", why: "channel" });
    expect(await desk.draft()).toMatchObject({ state: "submitted" });
    strict.refusal = null;
    expect(await desk.handOver(bo, { channels, action: "approve" })).toMatchObject({ kind: "done" });
  });

  it("leaves a minute to undo in, and after it nothing can be undone", async () => {
    await desk.write(anna);
    await desk.handOver(anna);
    expect((await desk.draft())?.publishAt).toEqual(new Date(scene.clock.getTime() + 60_000));
    expect(await desk.back(anna, "unschedule")).toBe(true);
    await desk.handOver(anna);
    desk.wait(60_000);
    await desk.publishDue();
    expect(await desk.back(anna, "unschedule")).toBe(false);
  });
});

it("every step is in the audit, with who took it and why", async () => {
  await requireSecondPerson();
  await desk.write(anna);
  await desk.write(anna, hers);
  await desk.handOver(anna, { action: "submit" });
  await desk.back(bo, "send-back", "För kort.");
  await desk.handOver(anna, { action: "submit" });
  await desk.handOver(bo, { action: "approve" });
  desk.wait(60_000);
  await desk.publishDue();
  const object = `case ${desk.caseId}`;
  expect(await readAudit()).toEqual([
    ["draft-begun", object, anna, null],
    ["draft-saved", object, anna, null],
    ["draft-submitted", object, anna, null],
    ["draft-sent-back", object, bo, "För kort."],
    ["draft-submitted", object, anna, null],
    ["draft-approved", object, bo, null],
    ["message-published", object, anna, null],
  ]);
  const saved = scene.db.selectFrom("audit").select(["before", "after"]).where("deed", "=", "draft-saved");
  const draft = { draft: 1 };
  expect(await saved.executeTakeFirst()).toEqual({
    before: { ...makeContent(), ...draft, revision: 1 },
    after: { ...hers, ...draft, revision: 2 },
  });
});
