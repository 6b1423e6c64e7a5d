const MAX_CHARS = 600;
/** Stands for whatever host the site has: what leads away from it is no path of ours. */
const HERE = "http://here.invalid";

/**
 * Where to go after a sign-in: a path of this site with its query, or null for anything else. Read as browsers read it:
 * `//host`, `/\host`, `/.//host`, and a tab within lead elsewhere.
 */
export function parseReturnPath(text: string | null | undefined): string | null {
  // eslint-disable-next-line no-control-regex -- browsers drop these from an address
  if (typeof text !== "string" || text.length > MAX_CHARS || /[\u0000-\u0020\\\u007f]/.test(text)) return null;
  if (!text.startsWith("/")) return null;
  const url = URL.parse(text, HERE);
  if (url === null || url.origin !== HERE || url.pathname.startsWith("//")) return null;
  // Back to the sign-in would be a circle.
  if (/^\/login(\/|$)/.test(url.pathname)) return null;
  return `${url.pathname}${url.search}`;
}
