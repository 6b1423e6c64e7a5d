/** A code holds for so long; the one before and the one after are taken too, since clocks differ: RFC 6238, section 5.2. */
export const STEP_SECONDS = 30;
export const CODE_DIGITS = 6;
export const STEPS_AROUND = 1;

/** So many codes to get in by when the telephone is gone. */
export const RECOVERY_CODES = 10;

/** After so many wrong codes in a row no code is looked at for a while; the sign-in itself begins anew after five. */
const MAX_CODE_FAILURES = 10;
const CODE_PAUSE_MS = 15 * 60_000;
export const MAX_WAIT_TRIES = 5;
/** How long a sign-in waits for its code. */
export const CODE_WAIT_MS = 10 * 60_000;

/** What is dangerous asks again who it is when that was proved longer ago. */
const FRESH_MS = 10 * 60_000;

/** Whether somebody proved who they are a short while ago. */
export function isFresh(freshAt: Date | null, now: Date): boolean {
  return freshAt !== null && now.getTime() - freshAt.getTime() < FRESH_MS;
}

/** One spelling of what is typed as a code: digits without spaces, or a recovery code in lower case without its dash. */
export function spellCode(text: string): string {
  return text.normalize("NFKC").replaceAll(/[\s-]/g, "").toLowerCase();
}

/** Wrong codes in a row, and when the last one came. */
export interface CodeFailures {
  readonly failures: number;
  readonly failedAt: Date | null;
}

/** Whether so many wrong codes came of late that none is looked at. */
export function isPaused({ failures, failedAt }: CodeFailures, now: Date): boolean {
  return failures >= MAX_CODE_FAILURES && isRecent(failedAt, now);
}

/** The count with one wrong code more; those of long ago are forgotten. */
export function countFailure({ failures, failedAt }: CodeFailures, now: Date): CodeFailures & { pausesNow: boolean } {
  const counted = isRecent(failedAt, now) ? failures + 1 : 1;
  return { failures: counted, failedAt: now, pausesNow: counted === MAX_CODE_FAILURES };
}

function isRecent(failedAt: Date | null, now: Date): boolean {
  return failedAt !== null && now.getTime() - failedAt.getTime() < CODE_PAUSE_MS;
}
