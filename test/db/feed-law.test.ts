import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { json } from "../../src/db/client.ts";
import { readFeed, type FeedChoice, type FeedPart } from "../../src/db/feed-entries.ts";
import { insertMessage, readLastMessage, type NewMessage } from "../../src/db/messages.ts";
import type { Db } from "../../src/db/schema.ts";
import { REGIONS } from "../../src/domain/region.ts";
import { topicOf, wantsMessage } from "../../src/domain/subscription.ts";
import { makeEntry } from "../support/builders.ts";
import { makeEntryFact, makeFacts } from "../support/message-views.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { createPostgresScene, createScene, REGION, type Scene } from "../support/scene.ts";
import { anyFilter, anyMessage } from "../support/wish-arbitraries.ts";

const NOW = new Date(Date.UTC(2026, 7, 20, 8, 0));
const LONG_AFTER = new Date(Date.UTC(2027, 0, 1));
const DAY_MS = 86_400_000;

async function insertCase(db: Db, regionCode = REGION): Promise<number> {
  const row = {
    region_code: regionCode,
    entry_key: randomUUID(),
    entry: json(makeEntry()),
    status: "open" as const,
    opened_at: NOW,
  };
  return (await db.insertInto("region_case").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

/** On this medicine or on that one, so that there are feeds with some of them. */
function makeTold(regionCode: string, { atc, now }: { atc: string; now: Date }): NewMessage {
  return makeNewMessage({ regionCode, now, facts: makeFacts({ entry: makeEntryFact({ atc }) }) });
}

interface Reader {
  readonly read: (part: FeedPart) => void;
  readonly got: number[];
}

/** Takes what is dated after all that it has taken before. */
function createMicrosoftReader(): Reader {
  const got: number[] = [];
  let last = 0;
  return {
    got,
    read({ entries }) {
      const fresh = entries.filter(({ at }) => at.getTime() > last).toReversed();
      got.push(...fresh.map(({ message }) => message.id));
      last = Math.max(last, ...fresh.map(({ at }) => at.getTime()));
    },
  };
}

/** Takes what has a name and a date, in whole seconds, that it has not seen. */
function createSlackReader(): Reader {
  const got: number[] = [];
  const ids = new Set<number>();
  const dates = new Set<number>();
  return {
    got,
    read({ entries }) {
      for (const { message, at } of entries.toReversed()) {
        const date = Math.trunc(at.getTime() / 1_000);
        if (!ids.has(message.id) && !dates.has(date)) got.push(message.id);
        ids.add(message.id);
        dates.add(date);
      }
    },
  };
}

async function readNewest(db: Db, choice: FeedChoice, now: Date): Promise<FeedPart> {
  const part = await readFeed(db, { ...choice, archive: null, now });
  if (part === null) throw new Error("the newest part of a feed is always there");
  return part;
}

describe.each([
  { name: "PGlite", open: () => createScene(), isShared: false },
  { name: "PostgreSQL", open: createPostgresScene, isShared: true },
])("on $name", ({ open, isShared }) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());

  it("a feed shows exactly what a subscriber with its choice is told, of every message and choice", async () => {
    const { db } = scene;
    await fc.assert(
      fc.asyncProperty(fc.array(anyFilter, { minLength: 1, maxLength: 6 }), anyMessage, async (filters, told) => {
        const { facts, kind, audience, urgency, purpose } = told;
        const caseId = facts.kind === "overview" ? null : await insertCase(db);
        const about = { caseId, audience, urgency, now: NOW, regionCode: REGION };
        if (told.told !== null && caseId !== null)
          await insertMessage(db, makeNewMessage({ ...about, facts: told.told, kind: "new" }));
        const before = caseId === null ? null : await readLastMessage(db, caseId);
        const { id } = await insertMessage(db, makeNewMessage({ ...about, facts, kind, purpose }));
        const topic = { ...topicOf({ facts, kind, caseId }, before), audience };
        // What corrects or takes back stands also where what it is about stood.
        const wrong = caseId !== null && (kind === "correction" || kind === "retraction") ? told.told : null;
        const first = wrong === null ? topic : { ...topicOf({ facts: wrong, kind: "new", caseId }, null), audience };
        for (const filter of filters)
          for (const regionCode of [REGION, null, "01"]) {
            const { entries } = await readNewest(db, { regionCode, filter }, LONG_AFTER);
            const isIn = entries.some(({ message }) => message.id === id);
            expect(isIn).toBe(
              regionCode !== "01" &&
                purpose === "readers" &&
                (wantsMessage(filter, topic) || wantsMessage(filter, first)),
            );
          }
      }),
      { numRuns: 30 },
    );
  });

  it("readers that pass over what is dated no later than, or the same as, what they have seen get each message of each feed once", async () => {
    const { db } = scene;
    let day = 0;
    const step = fc.record({
      seconds: fc.integer({ min: 0, max: 4 }),
      burst: fc.array(fc.record({ region: fc.constantFrom("14", "17"), atc: fc.constantFrom("J01DH02", "N01AH01") }), {
        maxLength: 6,
      }),
      together: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        day += 1;
        let now = new Date(NOW.getTime() + day * DAY_MS + 789);
        const feeds = ["14", "17", null]
          .flatMap((regionCode) => [
            { regionCode, filter: {} },
            { regionCode, filter: { atc: ["J01"] } },
          ])
          .map((choice) => ({
            choice,
            readers: [createMicrosoftReader(), createSlackReader()],
            expected: [] as number[],
          }));
        const poll = async () => {
          for (const { choice, readers } of feeds) {
            const part = await readNewest(db, choice, now);
            for (const { at } of part.entries) expect(at.getTime()).toBeLessThanOrEqual(now.getTime());
            for (const reader of readers) reader.read(part);
          }
        };
        await poll();
        const seenBefore = feeds.map(({ readers }) => readers.map(({ got }) => got.length));
        for (const { seconds, burst, together } of steps) {
          now = new Date(now.getTime() + seconds * 1_000);
          const write = async (trx: Db) => {
            for (const { region, atc } of burst) {
              const { id } = await insertMessage(trx, makeTold(region, { atc, now }));
              for (const { choice, expected } of feeds)
                if ((choice.regionCode ?? region) === region && (!("atc" in choice.filter) || atc.startsWith("J01")))
                  expected.push(id);
            }
          };
          await (together ? db.transaction().execute(write) : write(db));
          await poll();
        }
        for (let second = 0; second < 60; second += 1) {
          now = new Date(now.getTime() + 1_000);
          if (second % 7 === 0 || second === 59) await poll();
        }
        feeds.forEach(({ readers, expected }, place) => {
          readers.forEach(({ got }, which) => expect(got.slice(seenBefore[place]?.[which])).toEqual(expected));
        });
      }),
      { numRuns: 10 },
    );
  });

  it("200 messages of one second have 200 rising dates in every feed, none of them ahead, the same whenever they are read", async () => {
    const { db } = scene;
    const now = new Date(Date.UTC(2026, 10, 1, 7, 30, 0, 500));
    const regions = ["03", "04"];
    await db.transaction().execute(async (trx) => {
      for (let count = 0; count < 200; count += 1)
        await insertMessage(trx, makeTold(regions[count % 2] ?? "", { atc: count % 3 === 0 ? "J01DH02" : "N", now }));
    });
    const dates = new Map<string, string>();
    for (const regionCode of [...regions, null])
      for (const filter of [{}, { atc: ["J01"] }]) {
        const name = JSON.stringify([regionCode, filter]);
        const seen = new Map<number, number>();
        for (const seconds of [0, 40, 99, 100, 150, 199, 400]) {
          const at = new Date(now.getTime() + seconds * 1_000);
          for (const entry of (await readNewest(db, { regionCode, filter }, at)).entries) {
            expect(entry.at.getTime()).toBeLessThanOrEqual(at.getTime());
            expect(entry.at.getTime() % 1_000).toBe(0);
            const { id } = entry.message;
            if (entry.message.publishedAt < now) continue;
            expect(seen.get(id) ?? entry.at.getTime()).toBe(entry.at.getTime());
            seen.set(id, entry.at.getTime());
          }
        }
        const inOrder = [...seen].toSorted(([a], [b]) => a - b).map(([, at]) => at);
        expect(inOrder.every((at, place) => place === 0 || at > (inOrder[place - 1] ?? 0))).toBe(true);
        dates.set(name, String(inOrder.length));
      }
    expect([...dates.values()]).toEqual(["100", "34", "100", "33", "200", "67"]);
  });

  it("the pages of the archive and the feed together are the whole feed, and a page that was full never changes", async () => {
    const { db } = scene;
    const region = "05";
    const write = async (count: number, now: Date) => {
      for (let done = 0; done < count; done += 1)
        await insertMessage(db, makeTold(region, { atc: done % 40 === 0 ? "J01" : "N", now }));
    };
    const walk = async (filter: FeedChoice["filter"], now: Date) => {
      const choice = { regionCode: region, filter, now };
      const pages = new Map<number, number[]>();
      const newest = await readNewest(db, choice, now);
      const ids = new Set(newest.entries.map(({ message }) => message.id));
      for (let page = newest.older; page !== null;) {
        const part = await readFeed(db, { ...choice, archive: page });
        if (part === null || pages.size > 10) throw new Error(`the archive leads to page ${page}, which is not there`);
        pages.set(
          page,
          part.entries.map(({ message }) => message.id),
        );
        for (const { message } of part.entries) ids.add(message.id);
        const back = part.older === null ? null : await readFeed(db, { ...choice, archive: part.older });
        if (back !== null) expect(back.newer).toBe(page);
        page = part.older;
      }
      return { ids, pages };
    };
    const first = new Date(Date.UTC(2026, 10, 2, 7));
    await write(120, first);
    const later = new Date(first.getTime() + 3_600_000);
    const few = await walk({}, later);
    expect([few.ids.size, [...few.pages.keys()]]).toEqual([120, [1]]);
    expect((await walk({ atc: ["J01"] }, later)).pages.size).toBe(0);
    await write(250, later);
    const much = await walk({}, LONG_AFTER);
    expect([much.ids.size, [...much.pages.keys()]]).toEqual([370, [3, 2, 1]]);
    expect(much.pages.get(1)).toEqual(few.pages.get(1));
    for (const archive of [4, 5, 1_000_000])
      expect(await readFeed(db, { regionCode: region, filter: {}, archive, now: LONG_AFTER })).toBeNull();
  });

  it.runIf(isShared)(
    "two that publish side by side have dates in the order in which they come to be seen",
    async () => {
      const { db } = scene;
      const now = new Date(Date.UTC(2026, 10, 3, 7));
      const reader = createMicrosoftReader();
      const poll = async () =>
        reader.read(await readNewest(db, { regionCode: "06", filter: {} }, new Date(now.getTime() + 9_000)));
      const slow = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<number>();
      const first = db.transaction().execute(async (trx) => {
        begun.resolve((await insertMessage(trx, makeTold("06", { atc: "N", now }))).id);
        await slow.promise;
      });
      const slowId = await begun.promise;
      const { id: quickId } = await insertMessage(db, makeTold("06", { atc: "N", now }));
      await poll();
      slow.resolve();
      await first;
      await poll();
      expect(reader.got).toEqual([quickId, slowId]);
    },
  );

  it("a clock that was wrong once does not silence a feed: what has waited an hour is shown", async () => {
    const { db } = scene;
    const now = new Date(Date.UTC(2026, 10, 4, 7));
    const wrong = new Date(now.getTime() + 30 * DAY_MS);
    const { id: first } = await insertMessage(db, makeTold("07", { atc: "N", now: wrong }));
    const { id } = await insertMessage(db, makeTold("07", { atc: "N", now }));
    const read = async (minutes: number) =>
      readNewest(db, { regionCode: "07", filter: {} }, new Date(now.getTime() + minutes * 60_000));
    expect((await read(59)).entries).toEqual([]);
    expect((await read(59)).nextAt).toEqual(new Date(now.getTime() + 3_600_000));
    // What a reader has seen a later date of, it would pass over for ever.
    expect((await read(60)).entries.map(({ message }) => message.id)).toEqual([id, first]);
    const reader = createMicrosoftReader();
    for (const minutes of [0, 59, 60, 50 * 24 * 60]) reader.read(await read(minutes));
    expect(reader.got).toEqual([first, id]);
  });
});

it("there is a region for each of these", () => {
  const codes = new Set(REGIONS.map(({ code }) => code));
  for (const code of ["03", "04", "05", "06", "07", "14", "17"]) expect(codes.has(code)).toBe(true);
});
