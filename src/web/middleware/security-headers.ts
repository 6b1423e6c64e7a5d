import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** Nothing runs, nothing is framed, nothing comes from another host; the design system's icons are `data:` images. */
export function setSecurityHeaders(publicUrl: string): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: "DENY",
    // Other services may share the domain, so this speaks for this host alone.
    strictTransportSecurity: publicUrl.startsWith("https:") ? "max-age=31536000" : false,
  });
}
