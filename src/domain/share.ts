import { countAllowed, waitMs, type Pace } from "./pace.ts";
import { gateOf, type Gate, type Learned } from "./remote.ts";

/** What goes through one remote, or through all of a channel. */
export interface Way extends Learned {
  readonly pace: Pace;
  /** In hand since it was last left alone, whoever has it. */
  readonly asking: number;
  /** In hand for so long that they hang. */
  readonly hanging: number;
}

export interface Share {
  readonly allowed: number;
  /** What goes is to find out whether it is well again. */
  readonly isProbe: boolean;
  /** How long nothing more may begin; 0 when that is not for time to decide. */
  readonly waitMs: number;
  /** What is waited for is not our own pace: it is left alone, or asked for a pause. */
  readonly isOpen: boolean;
}

/** So far ahead may urgent ones take from the pace of what has asked for slowness: what follows waits for it. */
const URGENT_AHEAD_MS = 30_000;

/** How many sendings may begin there now. What is urgent waits for no pace, but for one that was slowed by its receiver. */
export function shareOf(
  way: Way,
  { now, urgent, most, mostHanging }: { now: Date; urgent: boolean; most: number; mostHanging: number },
): Share {
  const gate: Gate = gateOf(way, now);
  const none = { allowed: 0, isProbe: false, waitMs: 0, isOpen: false };
  if (gate.kind === "open") return { ...none, waitMs: gate.until.getTime() - now.getTime(), isOpen: true };
  if (gate.kind === "half-open") return { ...none, allowed: way.asking === 0 ? 1 : 0, isProbe: true };
  if (way.hanging >= mostHanging) return none;
  if (urgent && way.learnedPerSecond === null) return { ...none, allowed: most };
  const pace = urgent ? lendAhead(way.pace) : way.pace;
  return { ...none, allowed: Math.min(most, countAllowed(pace, now)), waitMs: waitMs(pace, now) };
}

function lendAhead({ perSecond, nextAt }: Pace): Pace {
  return { perSecond, nextAt: nextAt === null ? null : new Date(nextAt.getTime() - URGENT_AHEAD_MS) };
}
