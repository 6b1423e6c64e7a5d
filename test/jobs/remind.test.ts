import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertAccount, writeGrants } from "../../src/db/accounts.ts";
import { readFeed } from "../../src/db/feed-entries.ts";
import { readMessages, readThread } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { readSituations } from "../../src/db/situation.ts";
import { findSubscriptionByToken, setSubscriptionState } from "../../src/db/subscriptions.ts";
import type { Role } from "../../src/domain/account.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import { messagePath } from "../../src/addresses.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { remindRegions } from "../../src/jobs/remind.handler.ts";
import type { ReminderResult } from "../../src/services/reminders.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { insertDraft } from "../support/drafts.ts";
import { createPostgresScene, REGION, type Scene } from "../support/scene.ts";
import { factsOf } from "../support/message-facts.ts";
import { useScene } from "../support/use-scene.ts";

/** The night to 25 October 2026 the clocks go back: 02:59 comes twice. */
const BEFORE_THE_NIGHT = new Date("2026-10-24T08:00:00+02:00");
const RULES: Policy["rules"] = [
  { action: "review", remindAfterHours: 8, escalateAfterHours: 25, escalateTo: "approver", sendAfterHours: 30 },
];

let scene: Scene;
useScene(async (opened) => {
  scene = opened;
  scene.clock = BEFORE_THE_NIGHT;
});

const meropenem = makeNotice();
const moved = makeNotice({ packages: [makePackage({ end: "2026-12-01" })] });
const heparin = makeNotice({
  reportId: "report-9",
  nplId: "20990000000099",
  atc: "B01AB01",
  productName: "Heparin X 5000 IE/ml Injektionsvätska, lösning",
});
const heparinMoved = { ...heparin, packages: [makePackage({ end: "2026-12-01" })] };

/** Two open cases, and an update of the first that waits from now on. */
async function begin(rules: Policy["rules"] = RULES, entry: Partial<ListEntry> = {}): Promise<void> {
  const other = makeEntry({ atc: "B01AB01", substance: "Heparin", priority: 2, row: 3 });
  await scene.takeList([makeEntry(entry), other]);
  await scene.ingest({ at: "2026-10-23", notices: [meropenem, heparin] });
  await writePolicy(scene.db, { regionCode: REGION, policy: { rules } });
  await scene.ingest({ at: "2026-10-24", notices: [moved, heparin] });
}

async function addPerson(email: string, ...roles: Role[]): Promise<number> {
  const grants = roles.map((role) => ({ regionCode: REGION, role }));
  return insertAccount(scene.db, { email, name: email, subject: null, grants, now: scene.clock });
}

/** Moves the clock to so many hours after the news, and runs. */
async function runAfter(hours: number): Promise<ReminderResult[]> {
  scene.clock = new Date(BEFORE_THE_NIGHT.getTime() + hours * 3_600_000);
  return run();
}

function run(): Promise<ReminderResult[]> {
  return remindRegions({ db: scene.db, now: () => scene.clock, digestChannels: new Set(["email"]) });
}

async function readDeskMessages() {
  const rows = await scene.db.selectFrom("message").select("id").where("purpose", "=", "desk").orderBy("id").execute();
  return readMessages(
    scene.db,
    rows.map(({ id }) => id),
  );
}

async function readReceivers(messageId: number): Promise<unknown[]> {
  const rows = await scene.db
    .selectFrom("delivery")
    .innerJoin("subscription", "subscription.id", "delivery.subscription_id")
    .select(["subscription.target", "delivery.due_at"])
    .where("message_id", "=", messageId)
    .orderBy("subscription.id")
    .execute();
  return rows.map(({ target }) => target);
}

describe("news that nobody decides on", () => {
  it("is reminded of, escalated and sent at its hours, each once, over the night the clocks go back", async () => {
    await begin();
    await scene.subscribe();
    expect(await runAfter(7.9)).toEqual([]);
    expect(await runAfter(8)).toEqual([{ regionCode: REGION, kind: "remind", caseIds: [1] }]);
    expect(await runAfter(8.1)).toEqual([]);
    // 09:00 on Sunday by the wall clock would be 25 hours later were it not for the hour that came twice.
    expect(await runAfter(24.9)).toEqual([]);
    expect(scene.clock).toEqual(new Date("2026-10-25T07:54:00+01:00"));
    expect(await runAfter(25)).toEqual([{ regionCode: REGION, kind: "escalate", caseIds: [1] }]);
    expect(await runAfter(29.9)).toEqual([]);
    expect(await runAfter(30)).toEqual([{ regionCode: REGION, kind: "send", caseIds: [1] }]);
    expect(await runAfter(60)).toEqual([]);
    expect(await readThread(scene.db, 1)).toMatchObject([{ kind: "update", reviewed: false, version: 1, caseId: 1 }]);
    const audit = await scene.db
      .selectFrom("audit")
      .select(["actor_kind", "actor_name", "deed", "object_kind", "object_id"])
      .orderBy("id")
      .execute();
    expect(audit).toEqual([
      { actor_kind: "rule", actor_name: "1", deed: "reminder-written", object_kind: "case", object_id: "1" },
      { actor_kind: "rule", actor_name: "1", deed: "case-escalated", object_kind: "case", object_id: "1" },
      { actor_kind: "rule", actor_name: "1", deed: "message-published-by-rule", object_kind: "case", object_id: "1" },
    ]);
    const told = scene.db.selectFrom("case_reminder").select(["kind", "message_id"]).orderBy("id");
    expect((await told.execute()).map(({ kind, message_id: id }) => [kind, id !== null])).toEqual([
      ["remind", true],
      ["escalate", true],
      ["send", true],
    ]);
  });

  it("is left alone once somebody has decided", async () => {
    await begin();
    await scene.db
      .updateTable("case_update")
      .set({ decision: "dismissed" })
      .where("decision", "=", "pending")
      .execute();
    expect(await runAfter(100)).toEqual([]);
  });

  it("is gathered: one message for all the cases that are due at once, the most important first", async () => {
    await begin();
    // Later on the same day: a file of tomorrow would be told tomorrow.
    await scene.ingest({ at: "2026-10-24T03:00:00+02:00", notices: [moved, heparinMoved] });
    expect(await runAfter(9)).toEqual([{ regionCode: REGION, kind: "remind", caseIds: [1, 2] }]);
    const [message, ...others] = await readDeskMessages();
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      kind: "reminder",
      urgency: "high",
      caseId: null,
      audience: { roles: ["curator"] },
    });
    expect(factsOf("reminder", message).reminder).toMatchObject({
      kind: "remind",
      lines: [
        { caseId: 1, entry: { substance: "Meropenem" }, changes: ["rescheduled-end"], waitedHours: 9, drafting: false },
        { caseId: 2, entry: { substance: "Heparin" }, waitedHours: 9 },
      ],
    });
    expect(message && messagePath(message)).toBe("/inbox/12");
  });

  it("alone in its message is linked to itself", async () => {
    await begin();
    await runAfter(8);
    const [message] = await readDeskMessages();
    expect(message && messagePath(message)).toBe("/cases/1");
  });

  it("wakes nobody between 22 and 06, and is told in the morning", async () => {
    await begin([{ action: "review", remindAfterHours: 16 }]);
    expect(await runAfter(16)).toEqual([]);
    expect(await runAfter(22.9)).toEqual([]);
    expect(scene.clock).toEqual(new Date("2026-10-25T05:54:00+01:00"));
    expect(await runAfter(23)).toMatchObject([{ kind: "remind" }]);
  });

  it.each([
    [1, ["escalate"]],
    [2, []],
  ])("of priority %i at night tells %j", async (priority, kinds) => {
    await begin([{ action: "review", remindAfterHours: 8, escalateAfterHours: 16, escalateTo: "approver" }], {
      priority,
    });
    expect((await runAfter(17)).map(({ kind }) => kind)).toEqual(kinds);
  });

  it("that a scheduled message will tell needs no reminder", async () => {
    await begin();
    await insertDraft(scene.db, { caseId: 1, state: "scheduled", now: scene.clock });
    expect(await runAfter(100)).toEqual([]);
  });

  it("is not sent while somebody writes: those who answer for it are told once, and it goes when the draft is gone", async () => {
    await begin();
    await insertDraft(scene.db, { caseId: 1, state: "draft", now: scene.clock });
    const kinds = async (hours: number) => (await runAfter(hours)).map(({ kind }) => kind);
    expect(await kinds(31)).toEqual(["remind", "escalate", "held"]);
    expect(await kinds(32)).toEqual([]);
    expect(await readThread(scene.db, 1)).toEqual([]);
    expect(
      (await readDeskMessages()).map((message) => factsOf("reminder", message).reminder.lines[0]?.drafting),
    ).toEqual([true, true, true]);
    await scene.db.updateTable("draft").set({ state: "discarded" }).execute();
    expect(await kinds(33)).toEqual(["send"]);
  });

  it("of a case that has closed counts when readers were told of it, since the end is news to them", async () => {
    await begin([{ action: "review", remindAfterHours: 8 }]);
    await scene.db.updateTable("region_case").set({ status: "closed" }).execute();
    expect(await runAfter(8)).toMatchObject([{ kind: "remind" }]);
  });
});

describe("a reminder reaches", () => {
  it("the role that it is for by e-mail at once, and no other role", async () => {
    await begin();
    await addPerson("curator@region.example", "curator");
    await addPerson("approver@region.example", "approver");
    await addPerson("reader@region.example", "reader");
    await runAfter(25);
    const [reminder, escalation] = await readDeskMessages();
    expect(await readReceivers(reminder?.id ?? 0)).toEqual([{ address: "curator@region.example" }]);
    expect(await readReceivers(escalation?.id ?? 0)).toEqual([{ address: "approver@region.example" }]);
    const due = await scene.db.selectFrom("delivery").select("due_at").execute();
    expect(due.map(({ due_at: at }) => at)).toEqual([scene.clock, scene.clock]);
  });

  it("the next role above when nobody in the region has it", async () => {
    await begin();
    await addPerson("admin@region.example", "region-admin");
    await runAfter(8);
    const [reminder] = await readDeskMessages();
    expect(reminder?.audience.roles).toEqual(["curator", "region-admin"]);
    expect(await readReceivers(reminder?.id ?? 0)).toEqual([{ address: "admin@region.example" }]);
  });

  it("a desk's own channel, and one that chose a role only with what is for that role", async () => {
    await begin();
    await scene.subscribe({ purpose: "desk", target: { place: "all" } });
    await scene.subscribe({ purpose: "desk", target: { place: "approvers" }, filter: { roles: ["approver"] } });
    await runAfter(25);
    const [reminder, escalation] = await readDeskMessages();
    expect(await readReceivers(reminder?.id ?? 0)).toEqual([{ place: "all" }]);
    expect(await readReceivers(escalation?.id ?? 0)).toEqual([{ place: "all" }, { place: "approvers" }]);
  });

  it("no prescriber, no feed, no page and no other region's desk", async () => {
    await begin();
    await scene.subscribe();
    await scene.subscribe({ filter: { roles: ["curator"] } });
    await scene.subscribe({ regionCode: "14", purpose: "desk" });
    await runAfter(25);
    expect(await readDeskMessages()).toHaveLength(2);
    expect(await scene.db.selectFrom("delivery").selectAll().execute()).toEqual([]);
    const feeds = await Promise.all(
      [REGION, null].map((regionCode) =>
        readFeed(scene.db, { regionCode, filter: {}, archive: null, now: new Date("2027-01-01T00:00:00Z") }),
      ),
    );
    const shown = feeds.flatMap((feed) => feed?.entries ?? []);
    expect(shown.filter(({ message }) => message.purpose === "desk")).toEqual([]);
    expect(await readThread(scene.db, 1)).toEqual([]);
    expect((await readSituations(scene.db, REGION)).map(({ lastMessage }) => lastMessage)).toEqual([null, null]);
  });
});

describe("an account's reminders", () => {
  const readStates = () =>
    scene.db
      .selectFrom("subscription")
      .select(["target", "state", "account_id", "token"])
      .where("purpose", "=", "desk")
      .orderBy("id")
      .execute();
  /** As if it had not been told yet, so that there is something to tell. */
  const tellAgain = async (hours: number) => {
    await scene.db.deleteFrom("case_reminder").execute();
    await runAfter(hours);
  };

  it("stop when it leaves, and its word is respected though its role stays", async () => {
    await begin();
    await addPerson("a@region.example", "curator");
    await runAfter(8);
    const [own] = await readStates();
    const subscription = await findSubscriptionByToken(scene.db, own?.token ?? "");
    const ended = { state: "ended", reason: "ended by the subscriber" } as const;
    await setSubscriptionState(scene.db, { id: subscription?.id ?? 0, ...ended, now: scene.clock });
    await tellAgain(9);
    const messages = await readDeskMessages();
    expect(messages).toHaveLength(2);
    expect(await readReceivers(messages[1]?.id ?? 0)).toEqual([]);
    expect(await readStates()).toMatchObject([{ state: "ended" }]);
  });

  it("end with the role or the account, come back with it, and follow a new address", async () => {
    await begin();
    const accountId = await addPerson("a@region.example", "curator");
    const other = await addPerson("b@region.example", "curator");
    await runAfter(8);
    await writeGrants(scene.db, { accountId, grants: [] });
    await scene.db.updateTable("account").set({ state: "disabled" }).where("id", "=", other).execute();
    await tellAgain(8.5);
    expect(await readStates()).toMatchObject([{ state: "ended" }, { state: "ended" }]);
    await writeGrants(scene.db, { accountId, grants: [{ regionCode: REGION, role: "curator" }] });
    await scene.db.updateTable("account").set({ email: "new@region.example" }).where("id", "=", accountId).execute();
    await tellAgain(9);
    expect(await readStates()).toMatchObject([
      { state: "active", target: { address: "new@region.example" }, account_id: accountId },
      { state: "ended" },
    ]);
    const last = (await readDeskMessages()).at(-1);
    expect(await readReceivers(last?.id ?? 0)).toEqual([{ address: "new@region.example" }]);
  });
});

it("rules that nobody gave hours remind of nothing, and a changed rule counts from when the news came", async () => {
  await begin([{ action: "review" }]);
  expect(await runAfter(100)).toEqual([]);
  await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "review", remindAfterHours: 8 }] } });
  expect(await run()).toMatchObject([{ kind: "remind", caseIds: [1] }]);
});

describe("on PostgreSQL", () => {
  let onPostgres: Scene;
  beforeAll(async () => {
    onPostgres = await createPostgresScene();
  });
  afterAll(() => onPostgres.close());

  it("four workers at once tell each thing once", async () => {
    const embedded = scene;
    try {
      scene = onPostgres;
      scene.clock = BEFORE_THE_NIGHT;
      await begin();
      await scene.subscribe({ purpose: "desk" });
      await scene.subscribe();
      scene.clock = new Date(BEFORE_THE_NIGHT.getTime() + 26 * 3_600_000);
      const all = (await Promise.all([run(), run(), run(), run()])).flat();
      expect(all.map(({ kind }) => kind).toSorted()).toEqual(["escalate", "remind"]);
      scene.clock = new Date(BEFORE_THE_NIGHT.getTime() + 31 * 3_600_000);
      const sent = (await Promise.all([run(), run(), run(), run()])).flat();
      expect(sent).toEqual([{ regionCode: REGION, kind: "send", caseIds: [1] }]);
      expect(await scene.db.selectFrom("delivery").select("id").execute()).toHaveLength(3);
      expect(await run()).toEqual([]);
    } finally {
      scene = embedded;
    }
  });
});
