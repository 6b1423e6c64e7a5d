import { z } from "zod";
import { addDays, stockholmDate, stockholmMinute, stockholmTime, weekdayOf, type IsoDate } from "./calendar.ts";

/** A time of day in Stockholm, each half hour: `07:00`. */
export type HalfHour = string;
const HALF_HOUR = /^([01]\d|2[0-3]):[03]0$/;

export const HALF_HOURS: readonly HalfHour[] = Array.from(
  { length: 48 },
  (_, index) => `${String(Math.floor(index / 2)).padStart(2, "0")}:${index % 2 === 0 ? "00" : "30"}`,
);

/** When a subscriber's messages come: each at once, or gathered each day or week; weekday 1 is Monday. */
export type Rhythm =
  | { readonly kind: "at-once" }
  | { readonly kind: "daily"; readonly time: HalfHour }
  | { readonly kind: "weekly"; readonly weekday: number; readonly time: HalfHour };

export type DigestRhythm = Exclude<Rhythm, { kind: "at-once" }>;

/** Before the morning round. */
const DAILY_TIME = "07:00";
export const DAILY: DigestRhythm = { kind: "daily", time: DAILY_TIME };
export const WEEKLY: DigestRhythm = { kind: "weekly", weekday: 1, time: DAILY_TIME };

/** `at-once`, `daily 07:00`, `weekly 1 07:00`. */
export function writeRhythm(rhythm: Rhythm): string {
  switch (rhythm.kind) {
    case "at-once":
      return "at-once";
    case "daily":
      return `daily ${rhythm.time}`;
    case "weekly":
      return `weekly ${rhythm.weekday} ${rhythm.time}`;
  }
}

/** What `writeRhythm` gave; `daily` and `weekly` alone are those at seven. Null for anything else. */
export function parseRhythm(text: string): Rhythm | null {
  if (text === "at-once") return { kind: "at-once" };
  if (text === "daily") return DAILY;
  if (text === "weekly") return WEEKLY;
  const daily = /^daily (\S+)$/.exec(text)?.[1];
  if (daily !== undefined) return HALF_HOUR.test(daily) ? { kind: "daily", time: daily } : null;
  const [, weekday = "", time = ""] = /^weekly ([1-7]) (\S+)$/.exec(text) ?? [];
  return HALF_HOUR.test(time) ? { kind: "weekly", weekday: Number(weekday), time } : null;
}

export const rhythmSchema = z.string().transform((text, context): Rhythm => {
  const rhythm = parseRhythm(text);
  if (rhythm !== null) return rhythm;
  context.addIssue({ code: "custom", message: 'should be at-once, "daily 07:00" or "weekly 1 07:00" (1 is Monday)' });
  return z.NEVER;
});

export function isDigestDay(rhythm: DigestRhythm, date: IsoDate): boolean {
  return rhythm.kind === "daily" || weekdayOf(date) === rhythm.weekday;
}

/** The first digest after that instant, whatever the clocks do meanwhile. */
export function nextDigest(rhythm: DigestRhythm, after: Date): Date {
  const today = stockholmDate(after);
  for (let days = 0; ; days += 1) {
    const date = addDays(today, days);
    if (!isDigestDay(rhythm, date)) continue;
    const at = stockholmTime(date, rhythm.time);
    if (at > after) return at;
  }
}

/** The hours in which nothing comes, over midnight where `to` is the earlier of the two. */
export interface QuietHours {
  readonly from: HalfHour;
  readonly to: HalfHour;
}

export function isQuiet(quiet: QuietHours, at: Date): boolean {
  return isQuietAt(quiet, stockholmMinute(at).slice(11));
}

function isQuietAt({ from, to }: QuietHours, time: string): boolean {
  return from < to ? from <= time && time < to : from <= time || time < to;
}

const HALF_HOUR_MS = 30 * 60_000;

/**
 * When quiet hours that end at each half hour do so, of those that hold at `at`: the next time that the clock shows it, or has
 * passed it, in the night when an hour is left out. In the night with an hour twice that is the second where `at` is in it.
 */
export function listQuietEnds(at: Date): ReadonlyMap<HalfHour, Date> {
  const ends = new Map<HalfHour, Date>();
  let before = stockholmMinute(at).slice(11);
  const first = Math.floor(at.getTime() / HALF_HOUR_MS) * HALF_HOUR_MS + HALF_HOUR_MS;
  // A day has 25 hours at most.
  for (let step = 0; step < 50; step += 1) {
    const end = new Date(first + step * HALF_HOUR_MS);
    const shown = stockholmMinute(end).slice(11);
    for (const time of HALF_HOURS)
      if (!ends.has(time) && (time === shown || (before < time && time < shown))) ends.set(time, end);
    before = shown;
  }
  return ends;
}

/** When it is quiet no longer; `at` itself where it is not quiet then. */
function quietEnd(quiet: QuietHours, at: Date): Date {
  return isQuiet(quiet, at) ? (listQuietEnds(at).get(quiet.to) ?? at) : at;
}

/** The longest that somebody can want nothing for; whoever wants longer has left. */
export const MAX_SNOOZE_DAYS = 366;

/**
 * When what a reader has paused until that day comes: with that day's digest, and where there is none at seven, or when the
 * quiet hours end that are then. `past`: the day is not after today.
 */
export function snoozeUntil(
  date: IsoDate,
  { rhythm, quiet, now }: Pick<Delivering, "rhythm" | "quiet"> & { readonly now: Date },
): { readonly kind: "until"; readonly until: Date } | { readonly kind: "past" | "too-far" } {
  const today = stockholmDate(now);
  if (date <= today) return { kind: "past" };
  if (date > addDays(today, MAX_SNOOZE_DAYS)) return { kind: "too-far" };
  const gathered = rhythm.kind === "at-once" || !isDigestDay(rhythm, date) ? null : rhythm.time;
  const alone = quiet !== null && isQuietAt(quiet, DAILY_TIME) ? quiet.to : DAILY_TIME;
  return { kind: "until", until: stockholmTime(date, gathered ?? alone) };
}

/**
 * What urgent messages do for a subscriber: `always`: come at once, also in quiet hours · `day`: at once, but not in quiet
 * hours · `digest`: wait with the others.
 */
export const URGENT_CHOICES = ["always", "day", "digest"] as const;
export type UrgentChoice = (typeof URGENT_CHOICES)[number];

/** How a subscriber wants what comes. */
export interface Delivering {
  readonly rhythm: Rhythm;
  readonly urgent: UrgentChoice;
  readonly quiet: QuietHours | null;
  /** Nothing comes before then, not even what is urgent. */
  readonly snoozedUntil: Date | null;
}

/** In which lane a message goes to a subscriber, and when. */
export interface Turn {
  readonly lane: "urgent" | "ordinary" | "digest";
  readonly dueAt: Date;
}

/**
 * `at` is when the message is due where nothing is gathered; `gathers` says whether the channel does; `hurried` whether
 * one of the wishes that it fits is for each message at once.
 */
export function turnOf(
  how: Delivering,
  { at, urgent, gathers, hurried }: { at: Date; urgent: boolean; gathers: boolean; hurried: boolean },
): Turn {
  const turn = ((): Turn => {
    if (urgent && how.urgent !== "digest") return { lane: "urgent", dueAt: at };
    if (gathers && !hurried && how.rhythm.kind !== "at-once")
      return { lane: "digest", dueAt: nextDigest(how.rhythm, at) };
    return { lane: "ordinary", dueAt: at };
  })();
  return { ...turn, dueAt: restsUntil(how, turn) ?? turn.dueAt };
}

/**
 * Until when a reader rests from what would come then: while it is quiet, which what is gathered does not heed, and while
 * they have paused it all. Null when they do not.
 */
export function restsUntil(
  { urgent: choice, quiet, snoozedUntil }: Omit<Delivering, "rhythm">,
  { lane, dueAt }: Turn,
): Date | null {
  const heeds = lane !== "digest" && !(lane === "urgent" && choice === "always");
  const end = heeds && quiet !== null ? quietEnd(quiet, dueAt) : dueAt;
  const until = snoozedUntil !== null && snoozedUntil > end ? snoozedUntil : end;
  return until > dueAt ? until : null;
}

/**
 * The next time after `after` of each rhythm there can be, as it is written; what the clock shows at `at`, under `now`; and
 * under `until 07:00` when quiet hours that hold then end: what the database needs to give a message its turn, so that
 * only the calendar here knows of time zones.
 */
export function listSlots({ at, after }: { at: Date; after: Date }): Record<string, string> {
  const slots: Record<string, string> = { now: stockholmMinute(at).slice(11) };
  for (const [time, end] of listQuietEnds(at)) slots[`until ${time}`] = end.toISOString();
  const today = stockholmDate(after);
  for (const time of HALF_HOURS)
    for (let days = 0; days <= 7; days += 1) {
      const date = addDays(today, days);
      const instant = stockholmTime(date, time);
      if (instant <= after) continue;
      slots[`daily ${time}`] ??= instant.toISOString();
      slots[`weekly ${weekdayOf(date)} ${time}`] ??= instant.toISOString();
    }
  return slots;
}
