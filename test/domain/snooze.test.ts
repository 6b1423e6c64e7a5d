import { expect, it } from "vitest";
import { snoozeUntil, type QuietHours, type Rhythm } from "../../src/domain/rhythm.ts";

// A Thursday; the day that is asked for is a Monday.
const now = new Date("2026-08-20T08:00:00Z");
const night = { from: "22:00", to: "08:00" };

it.each<[string, Rhythm, QuietHours | null, string]>([
  ["with that day's digest", { kind: "daily", time: "05:30" }, night, "2026-08-24T03:30:00Z"],
  ["with that day's weekly digest", { kind: "weekly", weekday: 1, time: "06:30" }, null, "2026-08-24T04:30:00Z"],
  ["at seven without a digest", { kind: "weekly", weekday: 2, time: "06:30" }, null, "2026-08-24T05:00:00Z"],
  ["after the quiet hours", { kind: "at-once" }, night, "2026-08-24T06:00:00Z"],
])("a snooze until a day ends %s", (_when, rhythm, quiet, until) => {
  const judged = snoozeUntil("2026-08-24", { rhythm, quiet, now });
  expect(judged).toEqual({ kind: "until", until: new Date(until) });
});
