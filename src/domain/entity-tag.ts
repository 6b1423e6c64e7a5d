// Overlong tags count as none, because a copy's tag must fit in the 1,024 bytes of KV metadata.
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]{0,256}"$/;

/** The header's entity tag exactly as sent, weak or strong, or null when it is absent or not one. */
export function parseEntityTag(header: string | null): string | null {
  return header !== null && ENTITY_TAG.test(header) ? header : null;
}

/**
 * True when the reader already holds what `etag` names: weak comparison over a list, or `*`.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
export function matchesIfNoneMatch(ifNoneMatch: string | null, etag: string | null): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === "*") return true;
  if (etag === null) return false;
  // A tag may hold commas, so the list is read tag by tag rather than split.
  const tags = ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => stripWeakness(tag) === stripWeakness(etag));
}

/** What a reader says that it holds; null or undefined where it does not say. */
export interface HeldCopy {
  readonly ifNoneMatch: string | null | undefined;
  readonly ifModifiedSince: string | null | undefined;
}

/**
 * Whether the reader holds the very answer already. Where it tells a tag, the tag decides; a time must be the one that the
 * answer has, not only a later one, since it may come of the reader's own clock.
 */
export function isHeld(
  { ifNoneMatch, ifModifiedSince }: HeldCopy,
  { etag, lastModified }: { readonly etag: string | null; readonly lastModified: string | null },
): boolean {
  if (ifNoneMatch != null) return matchesIfNoneMatch(ifNoneMatch, etag);
  return ifModifiedSince != null && ifModifiedSince.trim() === lastModified;
}

function stripWeakness(tag: string): string {
  return tag.startsWith("W/") ? tag.slice(2) : tag;
}
