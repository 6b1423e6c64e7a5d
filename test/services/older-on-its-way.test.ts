import { beforeEach, describe, expect, it } from "vitest";
import { countReceivers } from "../../src/db/receivers.ts";
import { writeSentAgain } from "../../src/db/sending-deeds.ts";
import { setSubscriptionState } from "../../src/db/subscriptions.ts";
import { EVERYBODY } from "../../src/domain/audience.ts";
import type { Outcome } from "../../src/domain/delivery.ts";
import { DAILY, listSlots, type Rhythm } from "../../src/domain/rhythm.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { fanOut, fanOutMessage } from "../../src/services/fan-outs.ts";
import { endReader, restoreReader } from "../../src/services/readers.ts";
import { addWish, changeDelivery, endOwn, resumeOwn, snooze } from "../../src/services/subscriptions.ts";
import { endByToken, resumeByToken } from "../../src/services/unsubscribing.ts";
import { DATABASES, useDeliveryDesk } from "../support/delivery-desk.ts";
import { makeExtentFact } from "../support/extent-facts.ts";
import { makeEntryFact, makeFacts, makeOverviewFacts } from "../support/message-views.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { subscribeMany } from "../support/subscribe-many.ts";

type Told = Parameters<Scene["publish"]>[0];

/** What a reader chose, what they were told of first, and what they did not choose to hear of after that. */
const UNCHOSEN: readonly (readonly [string, SubscriptionFilter, Told, Told])[] = [
  ["kind of news", { news: ["new"] }, { kind: "new" }, { kind: "update" }],
  [
    "priority, which a new list has changed",
    { priorities: [1] },
    { facts: makeFacts({ entry: makeEntryFact({ priority: 1 }) }) },
    { facts: makeFacts({ entry: makeEntryFact({ priority: 3 }) }) },
  ],
  [
    "area, which its writer has changed",
    { areas: ["akut"] },
    { audience: { areas: ["akut"], roles: [] } },
    { audience: { areas: ["onkologi"], roles: [] } },
  ],
  [
    "extent, twice changed",
    { extents: ["own"] },
    { facts: makeFacts({ extent: makeExtentFact({ grade: "own" }) }) },
    { facts: makeFacts({ extent: makeExtentFact({ grade: "whole" }) }) },
  ],
];

describe.each(DATABASES)("an older version on its way, on $name", (size) => {
  let scene: Scene;
  let chat: RecordingChannel;
  let email: RecordingChannel;
  let deps: DeliverDeps;
  let id: number;
  let caseId: number;
  const holder = { channel: "email", target: { place: 70 } };
  useDeliveryDesk((desk) => {
    ({ scene, chat, email, deps } = desk);
  }, size);
  beforeEach(async () => {
    await runDigests(deps, { waitForNews: false });
    caseId = await insertCase("first");
  });

  const insertCase = async (key: string) =>
    (
      await scene.db
        .insertInto("region_case")
        .values({ region_code: REGION, entry_key: key, entry: "{}", status: "open", opened_at: scene.clock })
        .returning("id")
        .executeTakeFirstOrThrow()
    ).id;
  const ctx = () => ({ db: scene.db, now: scene.clock });
  const own = () => ({ holder, id });
  const choose = (rhythm: Rhythm, over = {}) =>
    changeDelivery(ctx(), { ...own(), choices: { rhythm, urgent: "day", quiet: null, language: "sv", ...over } });
  const publish = async (over: Told = {}) => (await scene.publish({ caseId, ...over })).id;
  const at = (clock: string) => {
    scene.clock = new Date(clock);
  };
  const workAt = async (clock: string) => {
    at(clock);
    await deliverDue(deps, { all: false });
  };
  const states = async () =>
    (await scene.db.selectFrom("delivery").select("state").orderBy("message_id").execute()).map(({ state }) => state);

  it.each(UNCHOSEN)(
    "has the newer one beside it in its digest, whatever was chosen by %s",
    async (_, filter, first, then) => {
      id = await scene.subscribe({ ...holder, filter });
      const [older, newer] = [await publish(first), await publish(then)];
      // The version before tells how much was hit: two steps away none of what was chosen is left.
      const last = await publish(then);
      await workAt("2026-08-21T05:00:00Z");
      expect(email.sentMessages().map((ids) => ids.toSorted((a, b) => a - b))).toEqual([[older, newer, last]]);
      // Nothing older waits any more, and what was not chosen does not come.
      await publish(then);
      await workAt("2026-08-22T05:00:00Z");
      expect(email.sent).toHaveLength(1);
    },
  );

  it("is counted for the newer one beforehand, in the turn of the older", async () => {
    id = await scene.subscribe({ ...holder, filter: { news: ["new"] } });
    await publish();
    const turns = await countReceivers(scene.db, {
      entry: makeEntryFact(),
      caseId,
      extents: [],
      news: ["advice"],
      takesBack: null,
      regionCode: REGION,
      purpose: "readers",
      audience: EVERYBODY,
      urgent: true,
      dueAt: scene.clock,
      digestChannels: new Set(["email"]),
      slots: listSlots({ at: scene.clock, after: scene.clock }),
    });
    const digest = new Date("2026-08-21T05:00:00Z");
    expect(turns).toMatchObject([{ lane: "digest", dueAt: digest, receivers: 1 }]);
    await publish({ kind: "update", urgency: "high" });
    const rows = await scene.db.selectFrom("delivery").select(["lane", "due_at"]).orderBy("id").execute();
    expect(rows).toEqual([
      { lane: "digest", due_at: digest },
      { lane: "digest", due_at: digest },
    ]);
  });

  it("brings the newer one when quiet hours, a snooze or a pause end, in one mail or right after it", async () => {
    id = await scene.subscribe({ ...holder, filter: { news: ["new"] } });
    const quiet = { from: "10:00", to: "12:00" };
    await choose({ kind: "at-once" }, { quiet });
    await publish();
    await publish({ kind: "update" });
    await workAt("2026-08-20T09:59:00Z");
    expect(email.sent).toEqual([]);
    await workAt("2026-08-20T10:00:00Z");
    expect(email.sentMessages().flat()).toEqual([1, 2]);

    await choose(DAILY);
    await snooze(ctx(), { ...own(), until: new Date("2026-08-24T05:00:00Z") });
    caseId = await insertCase("snoozed");
    await publish();
    at("2026-08-22T10:00:00Z");
    await publish({ kind: "update" });
    await workAt("2026-08-24T05:00:00Z");
    expect(email.sentMessages().flat()).toEqual([1, 2, 3, 4]);

    caseId = await insertCase("paused");
    await publish();
    await setSubscriptionState(scene.db, { id, state: "paused", reason: "550", now: scene.clock });
    at("2026-08-26T10:00:00Z");
    await publish({ kind: "update" });
    await setSubscriptionState(scene.db, { id, state: "active", reason: null, now: scene.clock });
    await workAt("2026-08-27T05:00:00Z");
    expect(email.sentMessages().flat().slice(4).at(-1)).toBe(6);
  });

  it("that waits for its next attempt, or was sent while the newer one was being handed out, has it follow at once", async () => {
    id = await scene.subscribe({ filter: { news: ["new"] } });
    const refused: Outcome = { kind: "retry", reason: "503" };
    chat.answer = () => refused;
    await publish();
    await workAt("2026-08-20T08:00:01Z");
    chat.answer = () => ({ kind: "delivered", externalId: "x" });
    await publish({ kind: "update" });
    await workAt("2026-08-20T08:00:02Z");
    expect(chat.sentMessages().at(-1)).toEqual([2]);
    await workAt("2026-08-20T12:00:00Z");
    expect(await states()).toEqual(["cancelled", "delivered"]);

    caseId = await insertCase("sent meanwhile");
    await publish();
    const published = scene.clock;
    await workAt("2026-08-20T12:00:05Z");
    scene.clock = new Date(published.getTime() + 2_000);
    await publish({ kind: "update" });
    await workAt("2026-08-20T12:00:06Z");
    expect(chat.sentMessages().flat().slice(-2)).toEqual([3, 4]);
    await publish({ kind: "update" });
    await workAt("2026-08-20T12:00:07Z");
    expect(chat.sentMessages().flat().at(-1)).toBe(4);
  });

  it("is let by a newer one that is wanted, but would come later", async () => {
    id = await scene.subscribe({ ...holder, filter: { news: ["new"] } });
    await choose({ kind: "daily", time: "14:00" }, { quiet: { from: "10:00", to: "16:00" } });
    await addWish(ctx(), { ...own(), wish: { filter: { news: ["advice"] }, atOnce: true, untilResolved: false } });
    await publish();
    await publish({ kind: "update" });
    await workAt("2026-08-20T12:00:00Z");
    expect(email.sentMessages()).toEqual([[1, 2]]);
  });

  it("says that it is over to who followed it, and is short again by then: both are told", async () => {
    id = await scene.subscribe({ ...holder, filter: { atc: ["N"] } });
    await addWish(ctx(), { ...own(), wish: { filter: { cases: [caseId] }, atOnce: false, untilResolved: true } });
    await publish({ kind: "resolved" });
    await publish({ kind: "update" });
    await workAt("2026-08-21T05:00:00Z");
    expect(email.sentMessages()).toEqual([[1, 2]]);
    await publish({ kind: "update" });
    await workAt("2026-08-22T05:00:00Z");
    expect(email.sent).toHaveLength(1);
  });

  it("to many is handed out before the newer one, urgent or not, so that nobody is missed", async () => {
    await subscribeMany(scene.db, { regionCode: REGION, count: 700, now: scene.clock });
    await scene.db
      .updateTable("wish")
      .set({ filter: JSON.stringify({ news: ["new"] }) })
      .execute();
    await publish();
    await scene.publish({ urgency: "high" });
    await publish({ kind: "update", urgency: "high" });
    await fanOut({ db: scene.db, now: () => scene.clock });
    const count = async (messageId: number) =>
      (await scene.db.selectFrom("delivery").select("id").where("message_id", "=", messageId).execute()).length;
    expect([await count(1), await count(3)]).toEqual([700, 700]);
    const fourth = await publish({ kind: "new" });
    const fifth = await publish({ kind: "update", urgency: "high" });
    expect(await fanOutMessage({ db: scene.db, now: () => scene.clock }, fifth)).toBe(500);
    expect([await count(fourth), await count(fifth)]).toEqual([700, 700]);
  });

  describe("when its reader has ended and takes that back", () => {
    const token = () =>
      scene.db.selectFrom("subscription").select("token").where("id", "=", id).executeTakeFirstOrThrow();
    const desk = () => actAtCommandLine({ db: scene.db, now: () => scene.clock });
    const ways = {
      "with the token of a mail": {
        end: async () => endByToken(ctx(), await token()),
        resume: async () => resumeByToken(ctx(), await token()),
      },
      "on the page of all of one's own": { end: () => endOwn(ctx(), own()), resume: () => resumeOwn(ctx(), own()) },
      "at the region's desk": {
        end: () => endReader(desk(), { regionCode: REGION, id }),
        resume: () => restoreReader(desk(), { regionCode: REGION, id }),
      },
    };

    it.each(Object.keys(ways) as (keyof typeof ways)[])(
      "comes in the next digest, as the newest version says it now; the rest of what came meanwhile does not: %s",
      async (way) => {
        id = await scene.subscribe({ ...holder, filter: { news: ["new", "resolved"] } });
        // Held, taken up again, over before anything was told, over after something was told, an overview, an old overview.
        const [same, changed, over, told] = [
          caseId,
          await insertCase("b"),
          await insertCase("c"),
          await insertCase("d"),
        ];
        const firstTold = await publish({ caseId: told });
        await workAt("2026-08-21T05:00:00Z");
        const kept = await publish({ caseId: same });
        const older = await publish({ caseId: changed });
        await publish({ caseId: over });
        await publish({ caseId: told, kind: "new" });
        await publish({ caseId: null, facts: makeOverviewFacts([]) });
        const overview = await publish({ caseId: null, facts: makeOverviewFacts([]) });
        at("2026-08-21T06:00:00Z");
        await ways[way].end();
        const newer = await publish({ caseId: changed, kind: "update" });
        await publish({ caseId: over, kind: "resolved" });
        const end = await publish({ caseId: told, kind: "resolved" });
        await publish({ caseId: await insertCase("e") });
        await workAt("2026-08-22T05:00:00Z");
        expect(email.sentMessages()).toEqual([[firstTold]]);
        at("2026-08-22T09:00:00Z");
        await ways[way].resume();
        await ways[way].resume();
        await workAt("2026-08-22T09:00:01Z");
        expect(email.sent).toHaveLength(1);
        await workAt("2026-08-23T05:00:00Z");
        const [, ids = []] = email.sentMessages();
        expect(ids.toSorted((a, b) => a - b)).toEqual([kept, overview, newer, end]);
        await workAt("2026-08-24T05:00:00Z");
        expect(email.sent).toHaveLength(2);
        expect(older).toBeLessThan(newer);
      },
    );

    it("comes also when it was gathered or in hand, and at once where nothing is gathered; not what may have been heard", async () => {
      id = await scene.subscribe();
      const outcomes: Outcome[] = [
        { kind: "retry", reason: "503" },
        { kind: "unknown", reason: "no answer", afterMs: 60_000 },
      ];
      chat.answer = () => outcomes.shift() ?? { kind: "delivered", externalId: "x" };
      await publish();
      await workAt("2026-08-20T08:00:01Z");
      await endByToken(ctx(), await token());
      expect(await states()).toEqual(["cancelled"]);
      await resumeByToken(ctx(), await token());
      await workAt("2026-08-20T08:00:02Z");
      expect(await states()).toEqual(["unknown"]);
      const { id: unsure } = await scene.db
        .selectFrom("sending")
        .select("id")
        .where("state", "=", "unknown")
        .executeTakeFirstOrThrow();
      await writeSentAgain(scene.db, { ids: [unsure], now: scene.clock });
      await endByToken(ctx(), await token());
      await resumeByToken(ctx(), await token());
      await workAt("2026-08-20T12:00:00Z");
      expect(chat.sent).toHaveLength(2);
      expect(await states()).toEqual(["cancelled"]);
    });
  });
});
