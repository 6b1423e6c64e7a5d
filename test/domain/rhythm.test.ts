import * as fc from "fast-check";
import { expect, it } from "vitest";
import {
  HALF_HOURS,
  listQuietEnds,
  restsUntil,
  turnOf,
  URGENT_CHOICES,
  type Delivering,
} from "../../src/domain/rhythm.ts";

/** What a clock on the wall in Stockholm shows: `Sun 02:30`. */
const wall = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Stockholm",
  weekday: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const shown = (minute: number) => wall.format(minute * 60_000);
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Looks at the clock each minute. */
function firstMinute(from: number, isIt: (clock: string, minute: number) => boolean): number {
  for (let minute = from; ; minute += 1) if (isIt(shown(minute), minute)) return minute;
}

function isRead(clock: string, { from, to }: { from: string; to: string }): boolean {
  const time = clock.slice(-5);
  return from < to ? from <= time && time < to : from <= time || time < to;
}

/** When it comes, read off the clock and not reckoned. */
function readTurn(
  { rhythm, urgent: choice, quiet, snoozedUntil }: Delivering,
  { at, urgent, gathers, hurried }: { at: number; urgent: boolean; gathers: boolean; hurried: boolean },
): number {
  const rushed = urgent && choice !== "digest";
  const gathered = gathers && !rushed && !hurried;
  let minute = at;
  if (gathered && rhythm.kind !== "at-once") {
    const day = rhythm.kind === "weekly" ? `${DAYS[rhythm.weekday - 1] ?? ""} ` : "";
    const { time } = rhythm;
    minute = firstMinute(at + 1, (clock, one) => {
      // Of an hour that comes twice the first counts.
      if (clock.includes(`${day}${time}`)) return shown(one - 60) !== clock;
      // What the clock leaves out comes an hour later.
      const [hour, rest] = [Number(time.slice(0, 2)), time.slice(3)];
      const later = `${String(hour + 1).padStart(2, "0")}:${rest}`;
      return clock.includes(`${day}${later}`) && Number(shown(one - 60).slice(-5, -3)) === hour - 1;
    });
  } else if (quiet !== null && !(rushed && choice === "always"))
    minute = firstMinute(at, (clock) => !isRead(clock, quiet));
  return Math.max(minute, snoozedUntil === null ? minute : snoozedUntil.getTime() / 60_000);
}

const time = fc.constantFrom("01:00", "01:30", "02:00", "02:30", "03:00", "03:30", "07:00", "22:00", "00:00");
/** Quiet that begins in the hour that comes twice would be broken by its second beginning; we let it be quiet on. */
const quietFrom = fc.constantFrom("22:00", "00:00", "01:00", "01:30", "07:00");
const rhythm = fc.oneof(
  fc.constant({ kind: "at-once" } as const),
  fc.record({ kind: fc.constant("daily" as const), time }),
  fc.record({ kind: fc.constant("weekly" as const), weekday: fc.constantFrom(6, 7, 1), time }),
);
/** Around the nights in which the clocks change, and an ordinary one. */
const night = fc
  .tuple(
    fc.constantFrom("2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-08-20T08:00:00Z"),
    fc.integer({ min: -30 * 60, max: 30 * 60 }),
  )
  .map(([instant, minutes]) => Date.parse(instant) / 60_000 + minutes);

it("a message comes when a clock on the wall says so, in the nights when clocks change, too", () => {
  fc.assert(
    fc.property(
      fc.record({
        rhythm,
        urgent: fc.constantFrom(...URGENT_CHOICES),
        quiet: fc.option(fc.record({ from: quietFrom, to: time }).filter(({ from, to }) => from !== to)),
        snoozedUntil: fc.option(night.map((minute) => new Date(minute * 60_000))),
      }),
      fc.record({ at: night, urgent: fc.boolean(), gathers: fc.boolean(), hurried: fc.boolean() }),
      (how, about) => {
        const { dueAt } = turnOf(how, { ...about, at: new Date(about.at * 60_000) });
        expect(shownAt(dueAt)).toBe(shownAt(new Date(readTurn(how, about) * 60_000)));
      },
    ),
    { numRuns: 400 },
  );
});

function shownAt(at: Date): string {
  return `${at.toISOString()} (${wall.format(at)})`;
}

it("quiet hours that end in the hour that comes twice end in it, not a day later", () => {
  const second = new Date("2026-10-25T01:15:00Z");
  expect(listQuietEnds(second).get("02:30")).toEqual(new Date("2026-10-25T01:30:00Z"));
  expect(new Set(listQuietEnds(second).keys())).toEqual(new Set(HALF_HOURS));
});

it("what is late rests while its reader does, and a digest heeds no quiet hours", () => {
  const how = { urgent: "day", quiet: { from: "22:00", to: "06:00" }, snoozedUntil: null } as const;
  const dueAt = new Date("2026-08-20T21:00:00Z");
  expect(restsUntil(how, { lane: "urgent", dueAt })).toEqual(new Date("2026-08-21T04:00:00Z"));
  expect(restsUntil({ ...how, urgent: "always" }, { lane: "urgent", dueAt })).toBeNull();
  expect(restsUntil(how, { lane: "digest", dueAt })).toBeNull();
  const snoozedUntil = new Date("2026-08-24T05:00:00Z");
  expect(restsUntil({ ...how, snoozedUntil }, { lane: "digest", dueAt })).toEqual(snoozedUntil);
});
