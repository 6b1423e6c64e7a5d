import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmailChannel } from "../../src/channels/email.ts";
import { readInstallationKey } from "../../src/db/installation-key.ts";
import { addTag } from "../../src/domain/mail-return.ts";
import { writeReturnTag } from "../../src/secrets/return-tag.ts";
import { createApp } from "../../src/web/app.ts";
import { plainMail, reportMail } from "../support/returned-mails.ts";
import { createDeliveryScene } from "./delivery-scene.ts";
import { NOW, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const SECRET = "a secret of more than thirty-two characters";
const ADDRESS = "anna@region.example";
const scene = createDeliveryScene(new Date(NOW.getTime() + 60 * 60_000));
let site: Site;
let app: ReturnType<typeof createApp>;
let report: Buffer;

useSite(scene.deps, async (opened) => {
  site = opened;
  scene.bind(opened);
  await scene.subscribe("email", { address: ADDRESS });
  await scene.publish("Heparin");
  await scene.deliver();
  const email = createEmailChannel({
    smtpUrl: null,
    from: "utskick@region.example",
    returnAddress: "bounce@region.example",
  });
  app = createApp({ ...site.deps, channels: new Map([["email", email]]), inboundSecret: SECRET });
  const sending = await site.db.selectFrom("sending").select(["id", "key"]).executeTakeFirstOrThrow();
  const tag = writeReturnTag(await readInstallationKey(site.db), {
    kind: "sending",
    id: sending.id,
    key: sending.key ?? "",
  });
  const recipients = [{ final: ADDRESS, status: "5.1.1", diagnostic: "550 5.1.1 User unknown" }];
  report = reportMail({ to: addTag("bounce@region.example", tag), recipients });
});

beforeEach(() => site.db.updateTable("subscription").set({ state: "active" }).execute());

function post(
  body: Uint8Array,
  { signature, headers = {} }: { signature?: string; headers?: Record<string, string> } = {},
) {
  const right = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
  const sent = { "x-restsignal-signature": signature ?? right, "content-type": "message/rfc822", ...headers };
  return app.request("/mail/inbound", { method: "POST", body: Buffer.from(body), headers: sent });
}

async function readState(): Promise<string> {
  return (await site.db.selectFrom("subscription").select("state").executeTakeFirstOrThrow()).state;
}

describe("a mail that a server hands in", () => {
  it("without the signature of its very bytes is refused and changes nothing", async () => {
    const other = `sha256=${createHmac("sha256", SECRET).update("other").digest("hex")}`;
    const foreign = `sha256=${createHmac("sha256", "another secret").update(report).digest("hex")}`;
    for (const signature of [other, foreign, "", "sha256=", `sha256=${"0".repeat(64)}`, `sha1=${"0".repeat(40)}`, "å"])
      expect([signature, (await post(report, { signature: encodeURI(signature) })).status]).toEqual([signature, 401]);
    const altered = Buffer.concat([report, Buffer.from("x")]);
    const right = `sha256=${createHmac("sha256", SECRET).update(report).digest("hex")}`;
    expect((await post(altered, { signature: right })).status).toBe(401);
    expect(await readState()).toBe("active");
  });

  it("of more than two megabytes, or packed, is refused", async () => {
    expect((await post(Buffer.alloc(2_000_001, "x"))).status).toBe(413);
    expect((await post(report, { headers: { "content-encoding": "gzip" } })).status).toBe(413);
    expect(await readState()).toBe("active");
  });

  it("is taken in, and handed in again it does nothing more; no answer names anybody", async () => {
    const first = await post(report);
    expect([first.status, await first.json()]).toEqual([200, { kind: "taken" }]);
    expect(first.headers.get("cache-control")).toBe("no-store");
    expect(await readState()).toBe("paused");
    await site.db.updateTable("subscription").set({ state: "active" }).execute();
    const again = await post(report);
    expect([again.status, await again.json()]).toEqual([200, { kind: "ignored", why: "again" }]);
    expect(await readState()).toBe("active");
    const letter = await post(plainMail(["From: x@y.example", "Subject: Hej"], "Hej"));
    expect(await letter.json()).toEqual({ kind: "ignored", why: "other" });
    expect((await post(Buffer.from(""))).status).toBe(200);
  });

  it("has nowhere to go where no secret is set, and nobody reads there", async () => {
    const without = createApp({ ...site.deps, inboundSecret: null });
    expect((await without.request("/mail/inbound", { method: "POST", body: "x" })).status).toBe(404);
    expect((await app.request("/mail/inbound")).status).toBe(404);
  });
});
