import { describe, expect, it } from "vitest";
import { ageHours, isDue, isStale, type SourceOutcome } from "../../src/domain/source-health.ts";

const WRITTEN = new Date("2026-08-20T00:27:13.435Z");
const HOUR_MS = 3_600_000;

function after(hours: number, ms = 0): Date {
  return new Date(WRITTEN.getTime() + hours * HOUR_MS + ms);
}

describe("the age of a file", () => {
  it("is told in whole hours that have passed", () => {
    expect(ageHours(WRITTEN, WRITTEN)).toBe(0);
    expect(ageHours(WRITTEN, after(1, -1))).toBe(0);
    expect(ageHours(WRITTEN, after(1))).toBe(1);
    expect(ageHours(WRITTEN, after(37, 59_000))).toBe(37);
  });

  it("is the time that has passed, also over the night the clocks change", () => {
    expect(ageHours(new Date("2026-10-25T00:30:00+02:00"), new Date("2026-10-25T12:30:00+01:00"))).toBe(13);
    expect(ageHours(new Date("2026-03-29T00:30:00+01:00"), new Date("2026-03-29T12:30:00+02:00"))).toBe(11);
  });

  it("is too great after 36 hours, and not before", () => {
    expect(isStale(WRITTEN, after(36))).toBe(false);
    expect(isStale(WRITTEN, after(36, 1))).toBe(true);
  });

  it("is none, and no trouble, for a file whose writer's clock is ahead of ours", () => {
    expect(ageHours(WRITTEN, after(-5))).toBe(0);
    expect(isStale(WRITTEN, after(-5))).toBe(false);
  });
});

describe("a source that is asked once a day, from four in the morning", () => {
  const NIGHT = new Date("2026-11-27T03:00:00+01:00");
  const MORNING = new Date("2026-11-27T04:00:00+01:00");
  const tried = (at: string, outcome: SourceOutcome) => ({ triedAt: new Date(at), outcome });

  it("is due when it was never asked, or did not answer", () => {
    expect(isDue(null, { fromHour: 4, now: NIGHT })).toBe(true);
    expect(isDue(tried("2026-11-27T02:59:00+01:00", "failed"), { fromHour: 4, now: NIGHT })).toBe(true);
  });

  it("is due from that hour on, once", () => {
    const yesterday = tried("2026-11-26T04:10:00+01:00", "not-modified");
    expect(isDue(yesterday, { fromHour: 4, now: NIGHT })).toBe(false);
    expect(isDue(yesterday, { fromHour: 4, now: MORNING })).toBe(true);
    expect(isDue(tried("2026-11-27T04:00:00+01:00", "ingested"), { fromHour: 4, now: MORNING })).toBe(false);
  });

  it("is due before that hour when yesterday's was missed", () => {
    expect(isDue(tried("2026-11-26T03:59:00+01:00", "not-modified"), { fromHour: 4, now: NIGHT })).toBe(true);
  });
});
