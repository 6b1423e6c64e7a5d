import type { IsoDate } from "../calendar.ts";
import type { Period } from "./period.ts";

/** `free`: it is no whole month, quarter or year, and the reader may not ask for others. `open`: its last day is not over. */
export type PeriodRuling = "allowed" | "free" | "open";

/**
 * Whether a reader may ask for the figures of a period. Without the right to free ones only for whole calendar months,
 * quarters and years that are over: 1–31 August less 1–30 August is one day, and one day is somebody; a month that goes
 * on gives a day the same way to whoever asks for it today and tomorrow.
 */
export function judgePeriod(
  { kind, to }: Period,
  { today, mayAskFreely }: { today: IsoDate; mayAskFreely: boolean },
): PeriodRuling {
  if (mayAskFreely) return "allowed";
  if (kind === "free") return "free";
  return to < today ? "allowed" : "open";
}
