import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { json, hashContent } from "../../src/db/client.ts";
import { insertFanOut, takeFanOutStep } from "../../src/db/fan-outs.ts";
import { insertMessage, readLastMessage } from "../../src/db/messages.ts";
import { countReceivers } from "../../src/db/receivers.ts";
import type { Db } from "../../src/db/schema.ts";
import type { Audience } from "../../src/domain/audience.ts";
import { LANES, type Lane } from "../../src/domain/delivery.ts";
import { LANGUAGES, type Language, type MessageFacts, type MessageKind } from "../../src/domain/message.ts";
import {
  HALF_HOURS,
  isQuiet,
  listSlots,
  nextDigest,
  parseRhythm,
  turnOf,
  URGENT_CHOICES,
  writeRhythm,
  type Delivering,
  type Rhythm,
  type Turn,
} from "../../src/domain/rhythm.ts";
import {
  stoodAt,
  topicOf,
  wantsMessage,
  type Standing,
  type SubscriptionFilter,
} from "../../src/domain/subscription.ts";
import { makeEntry } from "../support/builders.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { anyFilter, anyMessage } from "../support/wish-arbitraries.ts";
import { createPostgresScene, createScene, REGION, type Scene } from "../support/scene.ts";

const instant = fc.constantFrom(-2, -1, 0, 1, 2).map((minutes) => new Date(Date.UTC(2026, 7, 20, 8, minutes)));
const standing: fc.Arbitrary<Standing> = fc.record({
  state: fc.constantFrom("active", "paused", "ended"),
  confirmedAt: instant,
  pausedAt: fc.option(instant),
  resumedAt: fc.option(instant),
});
const time = fc.constantFrom(...HALF_HOURS);
const rhythm: fc.Arbitrary<Rhythm> = fc.oneof(
  fc.constant({ kind: "at-once" } as const),
  fc.record({ kind: fc.constant("daily"), time }),
  fc.record({ kind: fc.constant("weekly"), weekday: fc.integer({ min: 1, max: 7 }), time }),
);
const delivering: fc.Arbitrary<Delivering> = fc.record({
  rhythm,
  urgent: fc.constantFrom(...URGENT_CHOICES),
  quiet: fc.option(fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to)),
  snoozedUntil: fc.option(fc.constantFrom(-1, 1, 2000).map((minutes) => new Date(Date.UTC(2026, 7, 20, 8, minutes)))),
});
const wish = fc.record({
  filter: anyFilter,
  atOnce: fc.boolean(),
  begun: fc.boolean(),
  // By its reader, or by the version before, which said that it was over.
  ended: fc.constantFrom("no", "by-reader", "by-told"),
});
/** What is on its way to them of the version before. */
const older = fc.option(
  fc.record({
    state: fc.constantFrom("due", "due", "sending", "delivered"),
    minutes: fc.constantFrom(-1, 0, 1, 90, 3000),
    lane: fc.constantFrom(...LANES),
  }),
);
const subscription = fc.record({
  older,
  filter: anyFilter,
  more: fc.array(wish, { maxLength: 2 }),
  standing,
  delivering,
  channel: fc.constantFrom("chat", "email"),
  language: fc.constantFrom(...LANGUAGES),
  purpose: fc.constantFrom("readers", "desk"),
  regionCode: fc.constantFrom(REGION, "01"),
});
interface Wishing {
  readonly filter: SubscriptionFilter;
  readonly atOnce: boolean;
  readonly begun: boolean;
  readonly ended: "no" | "by-reader" | "by-told";
}

interface Older {
  readonly state: "due" | "sending" | "delivered";
  readonly minutes: number;
  readonly lane: Lane;
}

interface Subscriber {
  readonly older: Older | null;
  readonly filter: SubscriptionFilter;
  readonly more: readonly Wishing[];
  readonly standing: Standing;
  readonly delivering: Delivering;
  readonly channel: string;
  readonly language: Language;
  readonly purpose: "readers" | "desk";
  readonly regionCode: string;
}

async function insertSubscribers(db: Db, subscribers: readonly Subscriber[], toldId: number | null): Promise<number[]> {
  const rows = subscribers.map(({ standing: { state, confirmedAt, pausedAt, resumedAt }, ...one }, place) => ({
    region_code: one.regionCode,
    channel: one.channel,
    purpose: one.purpose,
    target: json({ place }),
    target_hash: hashContent({ place }),
    language: one.language,
    filter: json(one.filter),
    token: `law-${place}`,
    created_at: confirmedAt,
    state,
    confirmed_at: confirmedAt,
    paused_at: pausedAt,
    resumed_at: resumedAt,
    rhythm: writeRhythm(one.delivering.rhythm),
    urgent: one.delivering.urgent,
    quiet_from: one.delivering.quiet?.from ?? null,
    quiet_to: one.delivering.quiet?.to ?? null,
    snoozed_until: one.delivering.snoozedUntil,
  }));
  const inserted = await db.insertInto("subscription").values(rows).returning("id").execute();
  const wishes = subscribers.flatMap(({ more }, place) =>
    more.map(({ filter: narrowed, atOnce, begun, ended }) => ({
      subscription_id: inserted[place]?.id ?? 0,
      filter: json(narrowed),
      at_once: atOnce,
      begun_at: begun ? NOW : new Date(NOW.getTime() + 1),
      ended_at: ended === "no" ? null : NOW,
      ended_reason: ended === "no" ? null : ended === "by-reader" ? "subscriber" : "resolved",
      ended_by: ended === "by-told" ? toldId : null,
    })),
  );
  if (wishes.length > 0) await db.insertInto("wish").values(wishes).execute();
  return inserted.map(({ id }) => id);
}

const minutesOn = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

/** What is on its way of the version before, or has come since the newer was published. */
function isOnItsWay({ state, minutes }: Older): boolean {
  return state !== "delivered" || minutes > 0;
}

/** The newer one leaves no later than what waits, and at once where that may leave at any moment and it was not asked for. */
function turnBeside(waiting: Older | null, { own, fits }: { own: Turn; fits: boolean }): Turn {
  if (waiting?.state !== "due" || waiting.minutes <= 0) return own;
  const dueAt = minutesOn(waiting.minutes);
  if (fits && (dueAt >= own.dueAt || own.lane === "urgent")) return own;
  return { lane: waiting.lane, dueAt };
}

/** What stands of it, and whether what fits comes at once; what ended since it was over stands where that is taken back. */
function wishesOf(
  { filter: base, more }: Subscriber,
  takesBack: boolean,
): { filter: SubscriptionFilter; atOnce: boolean }[] {
  const stands = ({ begun, ended }: Wishing) => begun && (ended === "no" || (ended === "by-told" && takesBack));
  return [{ filter: base, atOnce: false }, ...more.filter(stands)];
}

async function insertCase(db: Db): Promise<number> {
  const row = {
    region_code: REGION,
    entry_key: randomUUID(),
    entry: json(makeEntry()),
    status: "open" as const,
    opened_at: NOW,
  };
  return (await db.insertInto("region_case").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

const NOW = new Date(Date.UTC(2026, 7, 20, 8, 0));

describe.each([
  { name: "PGlite", open: () => createScene() },
  { name: "PostgreSQL", open: createPostgresScene },
])("on $name", ({ open }) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());

  it("a message is handed out to exactly those whom the domain's rules name, each in their turn, in steps of any size, and counted alike", async () => {
    const { db } = scene;
    await fc.assert(
      fc.asyncProperty(
        fc.array(subscription, { minLength: 1, maxLength: 25 }),
        anyMessage,
        fc.integer({ min: 1, max: 9 }),
        async (subscribers, { told, facts, kind, ...rest }, subscriptions) => {
          for (const table of ["delivery", "fan_out", "wish", "subscription"] as const)
            await db.deleteFrom(table).execute();
          const caseId = facts.kind === "overview" ? null : await insertCase(db);
          const write = (over: { facts: MessageFacts; kind: MessageKind; purpose?: "readers" | "desk" }) =>
            insertMessage(db, makeNewMessage({ ...rest, caseId, now: NOW, regionCode: REGION, ...over }));
          if (told !== null && caseId !== null) await write({ facts: told, kind: "new", purpose: "readers" });
          const before = caseId === null ? null : await readLastMessage(db, caseId);
          const toldId = before?.id ?? null;
          const takesBack = toldId !== null && (kind === "correction" || kind === "retraction");
          const ids = await insertSubscribers(db, subscribers, toldId);
          if (toldId !== null && rest.purpose === "readers") {
            const rows = subscribers.flatMap(({ older: one, channel }, place) =>
              one === null
                ? []
                : [
                    {
                      message_id: toldId,
                      subscription_id: ids[place] ?? 0,
                      channel,
                      lane: one.lane,
                      state: one.state,
                      attempts: 0,
                      due_at: minutesOn(one.minutes),
                      wishes: json([]),
                      finished_at: one.state === "delivered" ? minutesOn(one.minutes) : null,
                    },
                  ],
            );
            if (rows.length > 0) await db.insertInto("delivery").values(rows).execute();
          }
          const { id: messageId } = await write({ facts, kind });
          const urgent = rest.urgency === "high";
          const digestChannels = new Set(["email"]);
          await insertFanOut(db, { messageId, urgent, dueAt: NOW, digestAt: NOW, digestChannels });
          const slots = listSlots({ at: NOW, after: NOW });
          const about = { ...topicOf({ facts, kind, caseId }, before), audience: rest.audience satisfies Audience };
          const counted = await countReceivers(db, {
            ...about,
            regionCode: REGION,
            purpose: rest.purpose,
            urgent,
            dueAt: NOW,
            digestChannels,
            slots,
            takesBack: takesBack ? toldId : null,
          });
          const step = { messageId, subscriptions, slots, now: NOW };
          let made = 0;
          let steps = 0;
          for (let last = await takeFanOutStep(db, step); last !== null; last = await takeFanOutStep(db, step)) {
            made += last.deliveries;
            steps += 1;
          }
          expect(steps).toBeLessThanOrEqual(Math.floor(subscribers.length / subscriptions) + 1);

          const hasOlder = toldId !== null && rest.purpose === "readers";
          const all = subscribers
            .filter((one) => one.regionCode === REGION && one.purpose === rest.purpose)
            .map((one) => {
              const fitting = wishesOf(one, takesBack).filter((wanted) => wantsMessage(wanted.filter, about));
              const id = ids[subscribers.indexOf(one)];
              const gathers = one.channel === "email";
              const turn = (fits: boolean) => {
                const hurried = !fits || fitting.some(({ atOnce }) => atOnce);
                const turned = turnOf(one.delivering, { at: NOW, urgent, gathers, hurried });
                return turnBeside(hasOlder ? one.older : null, { own: turned, fits });
              };
              return { ...one, id, fits: fitting.length > 0, fitting: fitting.length, turn };
            });
          const expected = all.flatMap(({ id, channel, standing: how, fits, fitting, older: one, turn }) => {
            const wants = fits && stoodAt(how, NOW);
            const follows = hasOlder && one !== null && how.state !== "ended" && isOnItsWay(one);
            return wants || follows ? [{ id, channel, fitting: wants ? fitting : 0, ...turn(wants) }] : [];
          });
          const rows = await db
            .selectFrom("delivery")
            .selectAll()
            .where("message_id", "=", messageId)
            .orderBy("id")
            .execute();
          expect(
            rows.map((row) => ({
              id: row.subscription_id,
              channel: row.channel,
              fitting: row.wishes?.length,
              lane: row.lane,
              dueAt: row.due_at,
            })),
          ).toEqual(expected);
          expect(made).toBe(expected.length);

          const waits = (one: Older | null) => hasOlder && one?.state === "due" && one.minutes > 0;
          const turns = all
            .filter(({ standing: { state }, ...one }) =>
              state === "paused" ? one.fits : state === "active" && (one.fits || waits(one.older)),
            )
            .map(({ channel, delivering: how, standing: { state }, fits, turn }) => {
              const { lane, dueAt } = turn(fits);
              return [channel, lane, dueAt.toISOString(), writeRhythm(how.rhythm), state === "paused"].join(" ");
            });
          const listed = counted.flatMap(({ channel, lane, dueAt, rhythm: of, isPaused, receivers }) =>
            Array.from({ length: receivers }, () => [channel, lane, dueAt.toISOString(), of, isPaused].join(" ")),
          );
          expect(listed.toSorted()).toEqual(turns.toSorted());
        },
      ),
      { numRuns: 150 },
    );
  });
});

it("the times that the database is given are those of the domain, for every rhythm, in the nights when the clocks change, too", () => {
  for (const at of ["2026-03-28T23:30:00Z", "2026-03-29T00:59:59Z", "2026-10-24T23:59:00Z", "2026-10-25T00:30:00Z"]) {
    const after = new Date(at);
    const slots = listSlots({ at: after, after });
    for (const one of fc.sample(rhythm, 200)) {
      if (one.kind !== "at-once") expect(slots[writeRhythm(one)]).toBe(nextDigest(one, after).toISOString());
      expect(parseRhythm(writeRhythm(one))).toEqual(one);
    }
    expect(Object.keys(slots)).toHaveLength(1 + 9 * HALF_HOURS.length);
  }
});

it("quiet hours over midnight are quiet on both sides of it, and end when they say", () => {
  const night = { from: "22:00", to: "06:30" };
  const quiet = (at: string) => isQuiet(night, new Date(at));
  // Two hours ahead of UTC in August.
  expect(["19:59:59", "20:00:00", "23:00:00"].map((clock) => quiet(`2026-08-20T${clock}Z`))).toEqual([
    false,
    true,
    true,
  ]);
  expect(["04:29:59", "04:30:00"].map((clock) => quiet(`2026-08-21T${clock}Z`))).toEqual([true, false]);
});
