import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";

/**
 * Whether another site sent the form. Browsers say so; those that do not send their page's origin. What sends neither is
 * no browser, and what it may do hangs on the form's own token.
 */
export function isFromOtherSite(c: Context, publicUrl: string): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "cross-site";
  const origin = c.req.header("origin");
  const own = [new URL(publicUrl).host, new URL(c.req.url).host];
  return origin !== undefined && !own.includes(URL.parse(origin)?.host ?? "");
}

/** Whether what a form carries is the secret it was given; takes as long whatever differs. */
export function isSameSecret(sent: string, own: string): boolean {
  const [one, other] = [Buffer.from(sent), Buffer.from(own)];
  return one.length === other.length && timingSafeEqual(one, other);
}
