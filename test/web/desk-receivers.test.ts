import { expect, it } from "vitest";
import { insertStop } from "../../src/db/delivery-stops.ts";
import { findCase } from "../../src/db/cases.ts";
import { setSubscriptionState } from "../../src/db/subscriptions.ts";
import { readWishes } from "../../src/db/wishes.ts";
import type { MessageKind } from "../../src/domain/message.ts";
import { readPublication } from "../../src/services/held-case.ts";
import { addWish, endWish } from "../../src/services/subscriptions.ts";
import { readOutlook } from "../../src/web/desk-parts/outlook.ts";
import { createDeliveryScene, TEAMS_URL } from "./delivery-scene.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, NOW, publish, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const scene = createDeliveryScene(NOW);
let site: Site;
let reader: DeskVisitor;
useSite(scene.deps, async (opened) => {
  site = opened;
  scene.bind(opened);
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
});

/** What the case's page says of the newest message's receivers, tags left out. */
async function readLine(substance: string, language = ""): Promise<string> {
  const caseId = await findCaseOf(site.db, substance);
  const html = await (await reader.get(`/cases/${caseId}${language}`)).text();
  const [, section = ""] = /<(?:div|p) class="receivers">(.*?)<p class="quiet">/s.exec(html) ?? [];
  return section
    .replaceAll(/<\/(p|li)>/g, "\n")
    .replaceAll(/<[^>]+>/g, "")
    .trim();
}

const give = (id: number, over: Record<string, unknown>) =>
  site.db.updateTable("subscription").set(over).where("id", "=", id).execute();

it("a message that nobody subscribes to says so, and one that is being handed out says that, too", async () => {
  await scene.publish("Heparin");
  expect(await readLine("Heparin")).toContain("Ingen prenumererade på det här när det gick ut.");
  expect(await readLine("Heparin", "?lang=en")).toContain("Nobody subscribed to this when it went out.");
  await site.db.updateTable("fan_out").set({ finished_at: null }).execute();
  expect(await readLine("Heparin")).toContain("Ingen har fått sin tur än.");
  await site.db.updateTable("fan_out").set({ finished_at: NOW }).execute();
});

it("a message says with how many it is delivered, waits, until when and why, was not taken, or nobody knows; Teams' word that it was taken is no delivery", async () => {
  const [slack, gone, unknown, dead] = await Promise.all(
    ["C0123ABC1", "C0123ABC2", "C0123ABC3", "C0123ABC4"].map((channelId) => scene.subscribe("slack", { channelId })),
  );
  const teams = await scene.subscribe("teams", { webhookUrl: TEAMS_URL });
  const digests = await Promise.all(
    ["daily 07:00", "weekly 1 07:00", "weekly 1 07:00"].map(async (rhythm, index) => {
      const id = await scene.subscribe("email", { address: `l${index}@skane.example` });
      await give(id, { rhythm });
      return id;
    }),
  );
  const resting = await scene.subscribe("email", { address: "vila@skane.example" });
  await give(resting, { rhythm: "at-once", snoozed_until: new Date("2026-09-01T10:00:00Z") });
  const left = await scene.subscribe("email", { address: "slutat@skane.example" });
  const held = await scene.subscribe("email", { address: "stopp@skane.example" });
  scene.answer = ({ target }) => {
    const [, channel] = /"channelId":"C0123ABC(\d)"/.exec(JSON.stringify(target)) ?? [];
    if (channel === "2") return { kind: "gone", reason: "channel_not_found" };
    if (channel === "3") return { kind: "unknown", reason: "no answer", afterMs: null };
    if (channel === "4") return { kind: "rejected", reason: "invalid_blocks" };
    return channel === undefined ? { kind: "accepted", externalId: "t" } : { kind: "delivered", externalId: "s" };
  };
  await scene.publish("Meropenem", { gathered: true });
  expect(slack && gone && unknown && dead && teams && digests.length).toBeTruthy();
  await setSubscriptionState(site.db, { id: left, state: "ended", reason: "left", now: scene.now });
  const scope = { kind: "subscription", id: held } as const;
  await insertStop(site.db, { scope, reason: "semester", by: "Anna", now: scene.now });

  expect(await readLine("Meropenem")).toContain(
    "11 mottagare: 5 på väg, 3 väntar på sina utskick, det första lördag 2026-08-22 klockan 07:00 och det sista måndag 2026-08-24 klockan 07:00, " +
      "1 väntar till tisdag 2026-09-01 klockan 12:00, 1 väntar på att ett stopp släpps, 1 hade slutat innan det gick ut.",
  );

  await scene.deliverNow();
  const line = await readLine("Meropenem");
  expect(line).toContain("Slack: 1 framme, 1 vet vi inte om de kom fram, 2 kom inte fram");
  expect(line).toContain("Teams: 1 mottagna, men vi får inte veta om de visades");
  expect(line).toContain("E-post: 3 väntar på sina utskick");
  expect(await readLine("Meropenem", "?lang=en")).toContain(
    "Teams: 1 taken, but we are not told whether they were shown",
  );

  // Who is paused meanwhile has it waiting; a newer version takes the place of what waits.
  await setSubscriptionState(site.db, { id: digests[0] ?? 0, state: "paused", reason: "full", now: scene.now });
  expect(await readLine("Meropenem")).toContain("1 pausad, får det när pausen är slut");
  scene.wait(60_000);
  await scene.publish("Meropenem", { kind: "update" });
  expect(await readLine("Meropenem")).toMatch(/^\d+ mottagare: /);
});

it("the list of a message's sendings begins with the same, in its own region alone", async () => {
  const caseId = await findCaseOf(site.db, "Heparin");
  const id = await publish(site.db, { caseId, kind: "update", now: scene.now });
  const path = `/deliveries/${SKANE}?message=${id}`;
  expect(await (await reader.get(path)).text()).toMatch(/class="receivers"/);
  const other = await signIn(site.deps, [{ regionCode: "14", role: "reader" }]);
  expect(await (await other.get(`/deliveries/14?message=${id}`)).text()).not.toMatch(/class="receivers"/);
  expect(await (await other.get(`/deliveries/14?message=999999`)).text()).not.toMatch(/class="receivers"/);
});

it("a correction of what ended somebody's following is foreseen to reach them, and does; an update is not", async () => {
  const caseId = await findCaseOf(site.db, "Heparin");
  const id = await scene.subscribe("slack", { channelId: "C0123ABC9" });
  const holder = { channel: "slack", target: { channelId: "C0123ABC9" } };
  const ctx = { db: site.db, now: scene.now };
  const [base] = await readWishes(site.db, [id]);
  await endWish(ctx, { holder, id, wishId: base?.id ?? 0 });
  await addWish(ctx, {
    holder,
    id,
    wish: { filter: { cases: [caseId], news: ["resolved", "advice"] }, atOnce: false, untilResolved: true },
  });
  const over = await scene.publish("Heparin", { kind: "update" });
  await scene.deliver();
  // It was told to be over, which ended what they followed.
  await site.db
    .updateTable("wish")
    .set({ ended_at: scene.now, ended_reason: "resolved", ended_by: over })
    .where("subscription_id", "=", id)
    .where("until_resolved", "=", true)
    .execute();
  const found = await findCase(site.db, caseId);
  if (found === null) throw new Error("test: the case is there");
  const foresee = async (kind: MessageKind | null) => {
    const prepared = await readPublication(site.db, { caseId, kind, hasAdvice: false });
    const content = { audience: { areas: [], roles: [] }, urgency: "normal" as const };
    const outlook = await readOutlook(site.deps, { found, prepared, content, at: null, now: scene.now });
    return outlook.find(({ channel }) => channel === "slack")?.atOnce;
  };
  const others = (await foresee(null)) ?? 0;
  expect([await foresee("correction"), await foresee("retraction")]).toEqual([others + 1, others + 1]);
  const receivers = (messageId: number) =>
    site.db.selectFrom("delivery").select("subscription_id").where("message_id", "=", messageId).execute();
  scene.wait(60_000);
  const corrected = await publish(site.db, { caseId, kind: "correction", now: scene.now });
  expect(await receivers(corrected)).toContainEqual({ subscription_id: id });
});
