import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Figure } from "../../../src/domain/outreach/figure.ts";
import type { ReachRow } from "../../../src/domain/outreach/reach-figures.ts";
import { weightedQuantile } from "../../../src/domain/outreach/statistics.ts";
import { makeDeliveryRow, makeMessageRow, makeReachRow, measureAll } from "../../support/report-rows.ts";

const day = fc.integer({ min: 0, max: 60 }).map((days) => new Date(Date.UTC(2026, 6, 5 + days, 10)));
const region = fc.constantFrom("01", "12", "13", "14");
const anyMessage = fc
  .record({
    regionCode: region,
    publishedAt: day,
    kind: fc.constantFrom("new", "update", "correction", "resolved", "retraction"),
    urgency: fc.constantFrom("normal", "high"),
    adviceType: fc.constantFrom(null, "no-action", "interchangeable", "other-form"),
    roles: fc.constantFrom([], ["läkare"]),
    minutes: fc.option(fc.integer({ min: 1, max: 600 })),
  })
  .map((over) => makeMessageRow(over));
const anyDelivery = fc
  .record({
    regionCode: region,
    publishedAt: day,
    channel: fc.constantFrom("email", "slack", "teams"),
    fate: fc.constantFrom("delivered", "accepted", "failed", "waiting", "superseded", "returned"),
    minutes: fc.integer({ min: 0, max: 3000 }),
    weight: fc.integer({ min: 1, max: 9 }),
  })
  .map((over) => makeDeliveryRow(over));
const anyReach = fc
  .record({
    regionCode: region,
    channel: fc.constantFrom("email", "slack"),
    filters: fc.constantFrom<ReachRow["filters"][]>([{}], [{ roles: ["läkare"] }], [{ areas: ["Akut"] }]),
    isActive: fc.boolean(),
    weight: fc.integer({ min: 1, max: 9 }),
  })
  .map((over) => makeReachRow(over));
const anyRows = fc.record({
  messages: fc.array(anyMessage, { maxLength: 15 }),
  deliveries: fc.array(anyDelivery, { maxLength: 15 }),
  reach: fc.array(anyReach, { maxLength: 10 }),
});

const MONTHS = ["2026-07", "2026-08", "2026-09"];
const COUNTS = ["messages", "messages-telling", "deliveries", "decisions"];
const whole = (figures: readonly Figure[], id: string, place = "SE"): number =>
  figures.find((one) => one.id === id && one.place === place && Object.keys(one.cut).length === 0)?.value ?? 0;

describe("whatever has happened", () => {
  it("parts add up to the whole, months to the quarter, regions to the nation, and the order of rows says nothing", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const places = ["SE", "01", "12", "13", "14"];
        const quarter = measureAll(rows, { word: "2026-Q3", places });
        const months = MONTHS.map((word) => measureAll(rows, { word, places }));
        for (const id of COUNTS) {
          expect(months.reduce((sum, figures) => sum + whole(figures, id), 0)).toBe(whole(quarter, id));
          expect(places.slice(1).reduce((sum, place) => sum + whole(quarter, id, place), 0)).toBe(whole(quarter, id));
        }
        for (const [id, name] of [
          ["messages", "kind"],
          ["messages", "urgency"],
          ["messages-telling", "advice"],
          ["deliveries", "channel,state"],
          ["subscriptions", "channel"],
        ] as const) {
          const parts = quarter.filter(
            (one) => one.id === id && one.place === "SE" && Object.keys(one.cut).join() === name,
          );
          expect(parts.reduce((sum, one) => sum + (one.value ?? 0), 0)).toBe(whole(quarter, id));
        }
        const turned = Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.toReversed()]));
        expect(measureAll(turned, { word: "2026-Q3", places })).toEqual(quarter);
      }),
      { numRuns: 12 },
    );
  });

  it("a share lies between none and all, a part is no more than its whole, and nothing is told of nothing", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        for (const { id, value, n, part } of measureAll(rows)) {
          if (n === 0 && part !== undefined) expect([id, value]).toEqual([id, null]);
          if (part === undefined || id === "corrections-per-100") continue;
          expect(part).toBeLessThanOrEqual(n);
          if (value !== null) expect(value >= 0 && value <= 1).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("a median of what weighs lies between the extremes, and is that of as many single ones", () => {
    const points = fc.array(
      fc.record({ value: fc.integer({ min: -50, max: 50 }), weight: fc.integer({ min: 1, max: 6 }) }),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(points, fc.double({ min: 0, max: 1, noNaN: true }), (weighted, q) => {
        const found = weightedQuantile(weighted, q) ?? NaN;
        const values = weighted.map(({ value }) => value);
        expect(found).toBeGreaterThanOrEqual(Math.min(...values));
        expect(found).toBeLessThanOrEqual(Math.max(...values));
        const single = weighted.flatMap(({ value, weight }) =>
          Array.from({ length: weight }, () => ({ value, weight: 1 })),
        );
        expect(weightedQuantile(single, q)).toBe(found);
      }),
    );
  });
});
