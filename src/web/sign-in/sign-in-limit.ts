import type { MiddlewareHandler } from "hono";
import { findAnyKnownBrowser } from "../frame/known-browser.ts";
import { limitByNetwork } from "../frame/network-limit.ts";
import type { WebEnv } from "../frame/page.ts";
import { logRefusal } from "../frame/refusal-log.ts";
import { showNotice } from "./sign-in-answer.tsx";
import type { WebDeps } from "../web-deps.ts";
import { signInWords } from "../identity/words.ts";

/**
 * Holds back a network that tries too much: a whole hospital may come from one address. A browser that somebody has
 * signed in with before has a count of its own. Tries for an account count in the database.
 */
export function limitSignIns(deps: WebDeps): MiddlewareHandler<WebEnv> {
  return limitByNetwork({
    windowMs: 5 * 60_000,
    narrow: 40,
    wide: 200,
    trustedProxies: deps.trustedProxies,
    findKnown: (c) => findAnyKnownBrowser(deps, c),
    answer: async (c) => {
      await logRefusal(deps, c, { event: "sign-in refused", why: "too many tries from the network" });
      return showNotice(c, { ...signInWords[c.var.page.language].tooMany, status: 429 });
    },
  });
}
