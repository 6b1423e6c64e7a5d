/** How fast sendings may start, and when the next may; null when it may at once. */
export interface Pace {
  readonly perSecond: number;
  readonly nextAt: Date | null;
}

/** What may start together after a pause: as much as in one second. */
const BURST_MS = 1_000;

/** How many sendings may start now. */
export function countAllowed({ perSecond, nextAt }: Pace, now: Date): number {
  const spent = Math.max(0, (nextAt?.getTime() ?? 0) - now.getTime());
  // A hair more than a whole number is meant to be one.
  const allowed = Math.floor(((BURST_MS - spent) * perSecond) / 1_000 + 1e-9);
  // What goes slower than one in a second still goes when its time has come.
  return Math.max(allowed, spent === 0 ? 1 : 0);
}

/** How long until one more may start. */
export function waitMs(pace: Pace, now: Date): number {
  if (countAllowed(pace, now) > 0) return 0;
  const spent = Math.max(0, (pace.nextAt?.getTime() ?? 0) - now.getTime());
  return Math.min(spent, Math.max(1, Math.ceil(spent - BURST_MS + 1_000 / pace.perSecond)));
}

/** When the next may start after so many. */
export function nextAfter({ perSecond, nextAt }: Pace, started: number, now: Date): Date {
  const from = Math.max(nextAt?.getTime() ?? 0, now.getTime());
  return new Date(from + Math.ceil((started * 1_000) / perSecond));
}

/** Shares out `total` starts among many, one each in turn, to nobody more than is allowed. */
export function shareOut(allowed: readonly number[], total: number): number[] {
  const shares = allowed.map(() => 0);
  let left = Math.min(
    total,
    allowed.reduce((sum, count) => sum + count, 0),
  );
  while (left > 0)
    for (const [index, most] of allowed.entries()) {
      if (left === 0) break;
      const share = shares[index] ?? 0;
      if (share >= most) continue;
      shares[index] = share + 1;
      left -= 1;
    }
  return shares;
}
