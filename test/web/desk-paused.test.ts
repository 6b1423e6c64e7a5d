import { expect, it } from "vitest";
import { tellPausedReceivers } from "../../src/services/paused-receivers.ts";
import { createDeliveryScene } from "./delivery-scene.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const scene = createDeliveryScene(new Date(NOW.getTime() + 60 * 60_000));
let site: Site;
let admin: DeskVisitor;
useSite(scene.deps, async (opened) => {
  site = opened;
  scene.bind(opened);
});

async function readStops(language = ""): Promise<string> {
  return (await admin.get(`/deliveries/${SKANE}/stops${language}`)).text();
}

it("the desk says which receivers are gone, what to do, and whether anybody was told of it", async () => {
  await scene.subscribe("slack", { channelId: "C0123ABCD" });
  admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }]);
  const quiet = await readStops();
  expect(quiet).toContain("Ingen mottagare är pausad.");
  expect(quiet).not.toContain("mejl om det");

  scene.answer = () => ({ kind: "gone", reason: "channel_not_found" });
  await scene.publish("Heparin");
  await scene.deliver();
  const paused = await readStops();
  expect(paused).toContain(
    "Vi kan inte säga till dem som läser där: gör det på annat sätt. Ingen i regionen har fått mejl om det än.",
  );
  expect(paused).toContain("Bjud in appen i Slack-kanalen igen");

  await tellPausedReceivers({ db: site.db, now: scene.now });
  expect(await readStops()).toContain("Ett mejl till den som sköter regionens mottagare väntar sedan 2026-08-21");
  await site.db.updateTable("account_mail").set({ state: "sent" }).execute();
  expect(await readStops()).toContain("1 person som sköter regionens mottagare fick mejl om det 2026-08-21");
  expect(await readStops("?lang=en")).toContain("1 person who looks after the region");
  await site.db.updateTable("account_mail").set({ state: "dead" }).execute();
  expect(await readStops()).toMatch(/Mejlet om det 2026-08-21 \d\d:\d\d kom inte fram till någon/);
});
