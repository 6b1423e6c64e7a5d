/** The pages in a process of their own, on the example site, which the parent attacks and asks how long its loop was held. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createApp } from "../../src/web/app.ts";
import { startServer } from "../../src/web/server.ts";
import { signIn } from "../web/desk-visitor.ts";
import { createSite, findCaseOf, SKANE } from "../web/site.ts";

const site = await createSite({ publicUrl: "http://127.0.0.1", trustedProxies: 1, now: () => new Date() });
const curator = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }]);
const caseId = await findCaseOf(site.db, "Meropenem");
const server = await startServer(createApp(site.deps), { host: "127.0.0.1", port: 0 });
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

process.on("message", (message) => {
  if (message === "begin") {
    globalThis.gc?.();
    delay.reset();
    process.send?.({ kind: "begun" });
  } else process.send?.({ kind: "ended", heldMs: delay.max / 1e6 });
});
process.on("disconnect", () => {
  void server
    .close()
    .then(() => site.close())
    .then(() => process.exit(0));
});
process.send?.({ kind: "ready", url: server.url, token: curator.token, csrf: curator.csrf, caseId });
