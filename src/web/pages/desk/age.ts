import type { PageStrings } from "../../strings/sv.ts";

const HOUR_MS = 3_600_000;

/** How long ago that was, in whole hours for two days and in whole days after that. */
export function describeAge(t: PageStrings, since: Date, now: Date): string {
  const { age } = t.desk.inbox;
  const hours = Math.floor((now.getTime() - since.getTime()) / HOUR_MS);
  if (hours < 1) return age.minutes;
  return hours < 48 ? age.hours(hours) : age.days(Math.floor(hours / 24));
}
