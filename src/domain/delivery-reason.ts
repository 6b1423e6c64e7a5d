const MAX_CHARS = 500;
/** More than is kept, and bounded: what is hidden is looked for at each sign. */
const MAX_READ_CHARS = 4_000;

/**
 * A reason as it may be kept and shown: one line of bounded length, without signs that are not seen. What receivers answer
 * names mailboxes and webhooks, which are secrets of theirs: of an address, and of a token, only that there was one is left.
 */
export function hideAddresses(reason: string, maxChars = MAX_CHARS): string {
  const plain = reason
    .slice(0, MAX_READ_CHARS)
    .replace(/[^\S ]|\p{C}|\p{Z}/gu, " ")
    .replace(/\S*(?:@|:\/\/)\S*/g, "…")
    .replace(/\bxox\w-\S*|\b(?:sig|token|password|key)=\S*|\bbearer \S*/gi, "…")
    .replace(/ +/g, " ")
    .trim();
  // Half a pair of surrogates is no text that a database takes.
  const cut = plain.slice(0, maxChars - 1).replace(/[\uD800-\uDBFF]$/, "");
  return plain.length > maxChars ? `${cut}…` : plain;
}
