/** Whoever does nothing for so long is signed out. */
export const SESSION_IDLE_MS = 60 * 60_000;

/** Nobody stays signed in for longer than a working day. */
export const SESSION_MAX_MS = 12 * 60 * 60_000;

/** Whether a session that began and was last used at those times still holds. */
export function isSessionAlive(session: { createdAt: Date; seenAt: Date }, now: Date): boolean {
  return (
    now.getTime() - session.seenAt.getTime() < SESSION_IDLE_MS &&
    now.getTime() - session.createdAt.getTime() < SESSION_MAX_MS
  );
}
