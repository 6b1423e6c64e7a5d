import { parseWrittenInstant } from "../../domain/written-time.ts";

/** The first feeds are younger. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

/**
 * The instant a feed's date says, or null when it says none. Of `12/08/2026` nobody can tell which is the month, so it says
 * none; what has no offset is Stockholm's time, and what has no time of day the day's beginning.
 */
export function readFeedDate(text: string): Date | null {
  const instant = parseWrittenInstant(text, "unsure");
  const year = instant?.getUTCFullYear() ?? 0;
  return year >= FIRST_YEAR && year <= LAST_YEAR ? instant : null;
}
