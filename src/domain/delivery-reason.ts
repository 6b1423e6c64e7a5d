/** What turns a line around or hides a part of it, and breaks. */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g;
const MAX_CHARS = 500;

/**
 * A reason as people may see it: what receivers answer names mailboxes and webhooks, which are secrets of theirs. Of an
 * address only that there was one is left.
 */
export function hideAddresses(reason: string): string {
  const seen = reason.slice(0, MAX_CHARS * 4).replace(UNSEEN, " ");
  const hidden = seen.replace(/\S*(?::\/\/|@)\S*/g, "…").trim();
  return hidden.length > MAX_CHARS ? `${hidden.slice(0, MAX_CHARS)}…` : hidden;
}
