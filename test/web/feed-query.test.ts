import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicaliseFeedAddress } from "../../src/edge/feed-address.ts";
import { EXTENT_GRADES } from "../../src/domain/extent-fact.ts";
import { LANGUAGES } from "../../src/domain/message.ts";
import { NEWS_TOPICS, subscriptionFilterSchema, type SubscriptionFilter } from "../../src/domain/subscription.ts";
import { feedAddress, parseFeedQuery } from "../../src/web/frame/feed-query.ts";

const some = <T>(of: fc.Arbitrary<T>) => fc.uniqueArray(of, { minLength: 1, maxLength: 4 });
const name = fc.oneof(
  fc.constantFrom("Akut & trauma", "a+b", "ö=ä", "%20", "#", "<script>", "😀", " ", "Kvinno\"klinik'"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
);
const filter = fc
  .record(
    {
      atc: some(fc.constantFrom("J", "J01", "J01DH02", "QJ01")),
      priorities: some(fc.integer({ min: 1, max: 9_999 })),
      categories: some(name),
      areas: some(name),
      roles: some(name),
      extents: some(fc.constantFrom(...EXTENT_GRADES)),
      news: some(fc.constantFrom(...NEWS_TOPICS)),
      cases: some(fc.integer({ min: 1, max: 999_999 })),
    },
    { requiredKeys: [] },
  )
  .map((wish) => subscriptionFilterSchema.parse(wish));
const language = fc.constantFrom(...LANGUAGES);

/** The order of values is no matter. */
function readSets(wish: SubscriptionFilter): Record<string, ReadonlySet<string | number>> {
  const pairs = Object.entries(wish).map(([key, values]) => [key, new Set<string | number>(values ?? [])] as const);
  return Object.fromEntries(pairs);
}

const queryOf = (address: string) => new URL(address, "https://restsignal.example").searchParams;

describe("the address of a feed for a choice", () => {
  it("is read back as the same choice, whatever the names of areas, roles and categories", () => {
    fc.assert(
      fc.property(filter, language, (wish, spoken) => {
        const address = feedAddress(wish, { regionCode: "12", format: "rss", language: spoken });
        fc.pre(address !== null);
        const read = parseFeedQuery(queryOf(address ?? ""));
        if (read.kind === "refused") throw new Error("the address is refused");
        expect(readSets(read.query.filter)).toEqual(readSets(wish));
        expect(read.query.language).toBe(spoken);
      }),
    );
  });

  it("is the same in whatever order the choice is made, and the one that the edge keeps it under", () => {
    fc.assert(
      fc.property(filter, (wish) => {
        const where = { regionCode: null, format: "atom", language: "en" } as const;
        const turned = Object.entries(wish).toReversed();
        const other = Object.fromEntries(turned.map(([key, values]) => [key, [...(values ?? [])].toReversed()]));
        const address = feedAddress(wish, where);
        fc.pre(address !== null);
        expect(feedAddress(subscriptionFilterSchema.parse(other), where)).toBe(address);
        expect(canonicaliseFeedAddress("/feed.atom", queryOf(address ?? ""))).toBe(address);
      }),
    );
  });

  it("is none for more values than a feed takes, a name that is too long, or a whole that is", () => {
    const where = { regionCode: "12", format: "page", language: "sv" } as const;
    const priorities = Array.from({ length: 21 }, (_, index) => index + 1);
    expect(feedAddress({ priorities }, where)).toBeNull();
    expect(feedAddress({ priorities: priorities.slice(1) }, where)).toMatch(/^\/r\/12\/feed\?priority=2&/);
    expect(feedAddress({ areas: ["x".repeat(101)] }, where)).toBeNull();
    const areas = Array.from({ length: 20 }, (_, index) => `${index}${"å".repeat(90)}`);
    expect(feedAddress({ areas }, where)).toBeNull();
  });
});
