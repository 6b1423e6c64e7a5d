import type { Context, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** Nothing runs, nothing is framed, nothing comes from another host; the design system's icons are `data:` images. */
const PAGE_POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The headers of every answer; a handler that needs another policy sets it itself, through the functions below. */
export function setSecurityHeaders(publicUrl: string): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: PAGE_POLICY,
    xFrameOptions: "DENY",
    // Other services may share the domain, so this speaks for this host alone.
    strictTransportSecurity: publicUrl.startsWith("https:") ? "max-age=31536000" : false,
    overwrite: false,
  });
}

/** Lets this one page frame documents of this site. */
export function allowOwnFrames(c: Context): void {
  c.header("content-security-policy", writePolicy({ ...PAGE_POLICY, frameSrc: ["'self'"] }));
}

/**
 * The headers of a mail that a page of this site shows in a frame: its own styles and nothing else; no script, no form,
 * no address of its own (`sandbox`), and no other site's frame.
 */
export const FRAMED_MAIL_HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "frame-ancestors 'self'",
    "sandbox",
  ].join("; "),
  "x-frame-options": "SAMEORIGIN",
  // A sandboxed document has no origin to keep apart, and browsers complain of being asked to.
  "origin-agent-cluster": "?0",
} as const;

/** `frameSrc` is `frame-src`. */
function writePolicy(policy: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(policy)
    .map(([name, values]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${values.join(" ")}`)
    .join("; ");
}
