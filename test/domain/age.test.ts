import { describe, expect, it } from "vitest";
import { measureAge } from "../../src/domain/age.ts";
import { describeAge } from "../../templates/age.ts";
import { stringsOf } from "../../templates/language.ts";

const DAY = 24;

describe("an age is said as a person would say it", () => {
  it.each([
    [-5, "mindre än en timme", "less than an hour"],
    [0.9, "mindre än en timme", "less than an hour"],
    [1, "1 timme", "1 hour"],
    [36.1, "36 timmar", "36 hours"],
    [47.99, "47 timmar", "47 hours"],
    [2 * DAY, "2 dagar", "2 days"],
    [13.9 * DAY, "13 dagar", "13 days"],
    [14 * DAY, "ungefär 2 veckor", "about 2 weeks"],
    [18 * DAY, "ungefär 3 veckor", "about 3 weeks"],
    [2_355, "ungefär 3 månader", "about 3 months"],
    [364 * DAY, "ungefär 12 månader", "about 12 months"],
    [3 * 365 * DAY, "ungefär 3 år", "about 3 years"],
  ])("%d hours", (hours, sv, en) => {
    expect(describeAge(hours, stringsOf("sv"))).toBe(sv);
    expect(describeAge(hours, stringsOf("en"))).toBe(en);
  });

  it("never says more than two days in hours, and never one of a larger unit", () => {
    for (let hours = 1; hours < 60 * 365 * DAY; hours += 7) {
      const { unit, count } = measureAge(hours);
      if (unit === "hours") expect(count).toBeLessThan(48);
      else expect(count).toBeGreaterThanOrEqual(2);
    }
  });
});
