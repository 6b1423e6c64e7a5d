import { expect, it } from "vitest";
import { readPolicy, writePolicy } from "../../src/db/regions.ts";
import { STANDARD_RULES } from "../../src/domain/policy.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { publishCase } from "../../src/services/publication.ts";
import { makeEntry } from "../support/builders.ts";
import { useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { REGION } from "../support/scene.ts";
import { openStory, products, report } from "./fortnight.ts";

let desk: DeliveryDesk;
useDeliveryDesk((opened) => {
  desk = opened;
});

const heparin = { atc: "B01AB01" };
const LIST = [makeEntry(), makeEntry({ atc: "B01AB01", substance: "Heparin", priority: 2 })];

async function begin() {
  const { scene } = desk;
  scene.clock = new Date("2026-08-23T08:00:00Z");
  await scene.importList(LIST);
  const story = openStory(desk);
  await story.register([...products("J01DH02", "meropenem", 1, 2, 3, 4), ...products("B01AB01", "heparin", 11, 12)]);
  await scene.subscribe({ channel: "chat" });
  await scene.subscribe({ channel: "email" });
  // The first file tells of what is on nobody's list.
  await scene.ingest({ at: "2026-08-23T09:00:00Z", notices: [report(99, { atc: "A02BC01" })] });
  return story;
}

const other = report(99, { atc: "A02BC01" });

it("a fortnight by rules: a product becomes short, then the last one, then one returns, and each is told once", async () => {
  const story = await begin();
  const rules = [...STANDARD_RULES.filter(({ action }) => action === "auto"), { action: "auto" } as const];
  await writePolicy(desk.scene.db, { regionCode: REGION, policy: { rules } });

  await story.live("2026-08-24", [other, report(1, { ceases: true })]);
  await story.live("2026-08-25", [other, report(1, { ceases: true }), report(2)]);
  const touched = report(2, { touched: "2026-08-26" });
  await story.live("2026-08-26", [
    other,
    report(1, { ceases: true }),
    touched,
    report(11, { ...heparin, ceases: true }),
  ]);
  const some = [other, report(1, { ceases: true }), report(2), report(3), report(11, { ...heparin, ceases: true })];
  await story.live("2026-08-27", some);
  const last = report(4, { pack: { start: "2026-09-03" } });
  await story.live("2026-08-28", [...some, last]);
  await story.live("2026-08-29", [...some, last]);
  await story.live("2026-08-30", null);
  await story.live("2026-08-31", [...some, last]);
  await story.live("2026-09-01", [...some, last]);
  await story.live("2026-09-02", null);
  await story.live("2026-09-03", null);
  await story.live("2026-09-04", [...some, last]);
  const back = report(2, { pack: { ended: "2026-09-04" } });
  const after = [other, report(1, { ceases: true }), back, report(3), report(11, { ...heparin, ceases: true }), last];
  await story.live("2026-09-05", after);
  await story.live("2026-09-06", after);
  await story.live("2026-09-07", after);

  expect(story.told).toEqual([
    // One brand ceases, told before seven on a Monday: it goes with that morning's digest.
    "2026-08-24 07:00 chat: Meropenem 1 new, ceasing",
    "2026-08-24 07:00 email: Meropenem 1 new, ceasing",
    // Another becomes short.
    "2026-08-25 03:00 chat: Meropenem 2 update, ceasing→part",
    "2026-08-25 07:00 email: Meropenem 2 update, ceasing→part",
    // One more of the same grade comes with the morning's mail.
    "2026-08-27 03:00 chat: Meropenem 3 update, part",
    "2026-08-27 07:00 email: Meropenem 3 update, part",
    // The last one is reported ahead: at once, everywhere.
    "2026-08-28 03:00 chat: Meropenem 4 update, part→whole",
    "2026-08-28 03:00 email: Meropenem 4 update, part→whole",
    // What ceased in the week is told on Monday, in every channel.
    "2026-08-31 07:00 chat: Heparin 1 new, ceasing",
    "2026-08-31 07:00 email: Heparin 1 new, ceasing",
    // The day comes on which the last one is away.
    "2026-09-03 00:05 chat: Meropenem 5 update, whole",
    "2026-09-03 07:00 email: Meropenem 5 update, whole",
    // One is back.
    "2026-09-05 03:00 chat: Meropenem 6 update, whole→part",
    "2026-09-05 07:00 email: Meropenem 6 update, whole→part",
  ]);
});

it("a fortnight by the standard rules: a pharmacist decides, readers hear of it when they have", async () => {
  const story = await begin();
  expect((await readPolicy(desk.scene.db, REGION)).rules).toEqual(STANDARD_RULES);
  const publish = async () => {
    const deps = { db: desk.scene.db, now: () => desk.scene.clock, digestChannels: new Set(["email"]) };
    const advice = { type: "same-substance", text: { sv: "Använd ett annat preparat med meropenem." } } as const;
    const ctx = actAtCommandLine(deps, "Anna");
    const result = await publishCase(ctx, { caseId: 1, kind: "auto", advice, urgency: null });
    expect(result.kind).toBe("published");
  };

  await story.live("2026-08-24", [other, report(1)], publish);
  await story.live("2026-08-25", [other, report(1), report(2)]);
  // Nobody has decided yet; now all are short.
  await story.live("2026-08-26", [other, report(1), report(2), report(3), report(4)], publish);
  // Advice that names alternatives is checked on every file: what becomes of it when one falls belongs here.
  const back = report(4, { pack: { ended: "2026-08-26" } });
  await story.live("2026-08-27", [other, report(1), report(2), report(3), back], publish);
  await story.live("2026-08-28", [other, report(1), report(2), report(3), back]);

  expect(story.told).toEqual([
    "2026-08-24 10:00 chat: Meropenem 1 new, part",
    "2026-08-25 07:00 email: Meropenem 1 new, part",
    "2026-08-26 10:00 chat: Meropenem 2 update, part→whole",
    "2026-08-26 10:00 email: Meropenem 2 update, part→whole",
    "2026-08-27 10:00 chat: Meropenem 3 update, whole→part",
    "2026-08-28 07:00 email: Meropenem 3 update, whole→part",
  ]);
  const reminders = await desk.scene.db.selectFrom("case_reminder").select("kind").execute();
  // The severe news of the 26th came at three: nobody had decided by seven, and somebody had by ten.
  expect(reminders).toEqual([{ kind: "remind" }]);
});
