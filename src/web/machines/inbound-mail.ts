import { createHmac, timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import { takeReturnedMail } from "../../services/mail-returns.ts";
import { receiveBytes } from "../frame/form-body.ts";
import type { WebDeps } from "../web-deps.ts";

const PATH = "/mail/inbound";
/** A report with the mail that it is about, which we never write so long. */
const MAX_BYTES = 2_000_000;
const NOT_KEPT = { "cache-control": "no-store" };

/**
 * Where a mail server hands in what came back, each mail as it is, under `X-Restsignal-Signature: sha256=` and the HMAC of
 * its bytes. Handed in again it does nothing more, so whoever is not sure may do so.
 */
export function createInboundMailRoute(deps: WebDeps): Hono {
  const app = new Hono();
  const { inboundSecret, log } = deps;
  if (inboundSecret == null) return app;
  app.post(PATH, async (c) => {
    const signature = c.req.header("x-restsignal-signature") ?? "";
    // Whoever has none need not be heard.
    if (!/^sha256=[0-9a-f]{64}$/i.test(signature)) return c.json({ kind: "unsigned" }, 401, NOT_KEPT);
    const raw = await receiveBytes(c, MAX_BYTES);
    if (raw === null) return c.json({ kind: "too-large", maxBytes: MAX_BYTES }, 413, NOT_KEPT);
    if (!isSigned(raw, { signature, secret: inboundSecret })) return c.json({ kind: "unsigned" }, 401, NOT_KEPT);
    const taken = await takeReturnedMail(deps, { raw, via: "webhook" });
    if (taken.kind === "taken") {
      const { kind: _, about, ...told } = taken;
      log.info({ about: [about], ...told }, "mail returned");
    }
    return c.json(taken.kind === "taken" ? { kind: "taken" } : taken, 200, NOT_KEPT);
  });
  return app;
}

function isSigned(raw: Uint8Array, { signature, secret }: { signature: string; secret: string }): boolean {
  const right = createHmac("sha256", secret).update(raw).digest();
  return timingSafeEqual(Buffer.from(signature.slice("sha256=".length), "hex"), right);
}
