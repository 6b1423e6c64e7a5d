import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { json, hashContent } from "../../src/db/client.ts";
import { insertFanOut, takeFanOutStep } from "../../src/db/fan-outs.ts";
import { insertMessage } from "../../src/db/messages.ts";
import { countReceivers } from "../../src/db/receivers.ts";
import type { Db } from "../../src/db/schema.ts";
import type { Audience } from "../../src/domain/audience.ts";
import { LANGUAGES, type EntryFact, type Language } from "../../src/domain/message.ts";
import { stoodAt, subscriptionFilterSchema, wantsMessage, type Standing } from "../../src/domain/subscription.ts";
import { makeEntryFact, makeFacts, makeOverviewFacts } from "../support/message-views.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { createPostgresScene, createScene, REGION, type Scene } from "../support/scene.ts";

/** Few, so that they meet; `İ`, quotes and a pair of code units are where JSON, SQL and JavaScript could differ. */
const word = fc.constantFrom("läkare", "Läkare", "la\u0308kare", "akut", "İ", "i", `a"b'c\\d`, "{}", "null", "😀", " ");
const code = fc.constantFrom("J", "J01", "J01D", "J01DH", "J01DH02", "J01DH51", "N", "N02", "QJ01", "V03AB");
const priority = fc.constantFrom(1, 2, 3, 12);
const some = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 3 });
const any = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 3 });

const filter = fc
  .record({ atc: some(code), priorities: some(priority), areas: some(word), roles: some(word) }, { requiredKeys: [] })
  .map((wish) => subscriptionFilterSchema.parse(wish));
const instant = fc.constantFrom(-2, -1, 0, 1, 2).map((minutes) => new Date(Date.UTC(2026, 7, 20, 8, minutes)));
const standing: fc.Arbitrary<Standing> = fc.record({
  state: fc.constantFrom("active", "paused", "ended"),
  confirmedAt: instant,
  pausedAt: fc.option(instant),
  resumedAt: fc.option(instant),
});
const subscription = fc.record({
  filter,
  standing,
  channel: fc.constantFrom("chat", "email"),
  language: fc.constantFrom(...LANGUAGES),
  purpose: fc.constantFrom("readers", "desk"),
  regionCode: fc.constantFrom(REGION, "01"),
});
const entry: fc.Arbitrary<EntryFact | null> = fc.option(
  fc.record({ atc: fc.oneof(code, fc.constant("")), priority: fc.option(priority) }).map(makeEntryFact),
);
const message = fc.record({
  entry,
  audience: fc.record({ areas: any(word), roles: any(word) }),
  urgency: fc.constantFrom("normal", "high"),
  purpose: fc.constantFrom("readers", "desk"),
});

interface Subscriber {
  readonly filter: object;
  readonly standing: Standing;
  readonly channel: string;
  readonly language: Language;
  readonly purpose: "readers" | "desk";
  readonly regionCode: string;
}

async function insertSubscribers(db: Db, subscribers: readonly Subscriber[]): Promise<number[]> {
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
  }));
  const inserted = await db.insertInto("subscription").values(rows).returning("id").execute();
  return inserted.map(({ id }) => id);
}

const NOW = new Date(Date.UTC(2026, 7, 20, 8, 0));
const LATER = new Date(Date.UTC(2026, 7, 21, 5, 0));

describe.each([
  { name: "PGlite", open: () => createScene() },
  { name: "PostgreSQL", open: createPostgresScene },
])("on $name", ({ open }) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());

  it("a message is handed out to exactly those whom the domain's rules name, in steps of any size, and counted alike", async () => {
    const { db } = scene;
    await fc.assert(
      fc.asyncProperty(
        fc.array(subscription, { minLength: 1, maxLength: 25 }),
        message,
        fc.integer({ min: 1, max: 9 }),
        async (subscribers, told, subscriptions) => {
          for (const table of ["delivery", "fan_out", "subscription"] as const) await db.deleteFrom(table).execute();
          const ids = await insertSubscribers(db, subscribers);
          const about = { entry: told.entry, audience: told.audience satisfies Audience };
          const facts = told.entry === null ? makeOverviewFacts([]) : makeFacts({ entry: told.entry });
          const { id: messageId } = await insertMessage(
            db,
            makeNewMessage({ ...told, facts, now: NOW, regionCode: REGION }),
          );
          const digestChannels = new Set(["email"]);
          const urgent = told.urgency === "high";
          await insertFanOut(db, { messageId, urgent, dueAt: NOW, digestAt: LATER, digestChannels });
          const step = { messageId, subscriptions, now: NOW };
          let made = 0;
          let steps = 0;
          for (let last = await takeFanOutStep(db, step); last !== null; last = await takeFanOutStep(db, step)) {
            made += last.deliveries;
            steps += 1;
          }
          expect(steps).toBeLessThanOrEqual(Math.floor(subscribers.length / subscriptions) + 1);

          const own = subscribers.flatMap((one, place) =>
            one.regionCode === REGION && one.purpose === told.purpose && wantsMessage(one.filter, about)
              ? [{ ...one, id: ids[place] }]
              : [],
          );
          const expected = own
            .filter((one) => stoodAt(one.standing, NOW))
            .map(({ id, channel }) => [id, channel, channel === "email" ? LATER : NOW]);
          const rows = await db
            .selectFrom("delivery")
            .select(["subscription_id", "channel", "due_at", "state"])
            .orderBy("id")
            .execute();
          expect(rows.map((row) => [row.subscription_id, row.channel, row.due_at])).toEqual(expected);
          expect(made).toBe(expected.length);

          const active = own.filter(({ standing: { state } }) => state === "active");
          const counted = await countReceivers(db, { ...about, regionCode: REGION, purpose: told.purpose });
          for (const channel of ["chat", "email"])
            expect(counted.get(channel) ?? 0).toBe(active.filter((one) => one.channel === channel).length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
