import { expect, it } from "vitest";
import { readFalls } from "../../src/db/advice-falls.ts";
import { writePolicy } from "../../src/db/regions.ts";
import type { Alternative } from "../../src/domain/alternative.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { EVERYBODY } from "../../src/domain/audience.ts";
import { makeEntry } from "../support/builders.ts";
import { useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { publishNow } from "../support/publish-now.ts";
import { REGION } from "../support/scene.ts";
import { openStory, products, report } from "./fortnight.ts";

let desk: DeliveryDesk;
useDeliveryDesk((opened) => {
  desk = opened;
});

const cefotaxim = { atc: "J01DD01" };
const CEFOTAXIM: Alternative = {
  kind: "substance",
  atc: "J01DD01",
  formGroup: "parenteral",
  strength: null,
  name: "cefotaxim",
};
const other = report(99, { atc: "A02BC01" });
const short = [other, report(1)];

async function begin(rules: Policy["rules"]) {
  const { scene } = desk;
  scene.clock = new Date("2026-08-23T08:00:00Z");
  await scene.importList([makeEntry()]);
  const story = openStory(desk);
  await story.register([...products("J01DH02", "meropenem", 1, 2), ...products("J01DD01", "cefotaxim", 21, 22)]);
  await scene.subscribe({ channel: "chat" });
  await scene.subscribe({ channel: "email" });
  await scene.ingest({ at: "2026-08-23T09:00:00Z", notices: [other] });
  await writePolicy(scene.db, { regionCode: REGION, policy: { rules } });
  return story;
}

async function advise(alternatives: readonly Alternative[]): Promise<void> {
  const advice = { type: "other-substance" as const, text: { sv: "Byt." }, alternatives };
  const { db, clock: now } = desk.scene;
  const who = { audience: EVERYBODY, urgency: "normal" as const, reviewed: true, publishedBy: "Anna", now };
  const digestChannels = new Set(["email"]);
  const result = await publishNow(db, { caseId: 1, kind: null, advice, ...who, digestChannels });
  expect(result.kind).toBe("published");
}

const fallRule = { action: "auto", priorities: [1], changes: ["advice-fallen"] } satisfies Policy["rules"][number];

it("advice is told, its alternative falls, and it is mended: each is told once, and how long it was untrue is kept", async () => {
  const story = await begin([fallRule]);
  await story.live("2026-08-24", short, () => advise([CEFOTAXIM]));
  // One of two is reported: the advice holds.
  await story.live("2026-08-25", [...short, report(21, cefotaxim)]);
  // The other will be, and is told as soon as that is known.
  const coming = report(22, { ...cefotaxim, pack: { start: "2026-08-29" } });
  await story.live("2026-08-26", [...short, report(21, cefotaxim), coming]);
  await story.live("2026-08-27", [...short, report(21, cefotaxim), coming]);
  await story.live("2026-08-28", null);
  await story.live("2026-08-29", [...short, report(21, cefotaxim), coming], () => advise([]));
  await story.live("2026-08-30", [...short, report(21, cefotaxim), coming]);

  expect(story.told).toEqual([
    "2026-08-24 10:00 chat: Meropenem 1 new, part",
    "2026-08-25 07:00 email: Meropenem 1 new, part",
    "2026-08-26 03:00 chat: Meropenem 2 update, part, the advice is in review",
    "2026-08-26 03:00 email: Meropenem 2 update, part, the advice is in review",
    "2026-08-29 10:00 chat: Meropenem 3 update, part",
    "2026-08-30 07:00 email: Meropenem 3 update, part",
  ]);
  const [fall, ...others] = await readFalls(desk.scene.db, [1]);
  expect(others).toEqual([]);
  expect(fall).toMatchObject({ version: 1, alternative: CEFOTAXIM, mended: { kind: "message" } });
  expect(fall?.fellAt.toISOString().slice(0, 10)).toBe("2026-08-26");
  expect(fall?.mended?.at.toISOString().slice(0, 10)).toBe("2026-08-29");
});

it("without a rule for it nobody is told but the desk, and what comes back by itself is told to nobody", async () => {
  const story = await begin([]);
  await story.live("2026-08-24", short, () => advise([CEFOTAXIM]));
  const both = [...short, report(21, cefotaxim), report(22, cefotaxim)];
  await story.live("2026-08-25", short);
  await story.live("2026-08-26", both);
  await story.live("2026-08-27", [...short, report(21, cefotaxim)]);
  await story.live("2026-08-28", [
    ...short,
    report(21, cefotaxim),
    report(22, { ...cefotaxim, pack: { ended: "2026-08-28" } }),
  ]);
  expect(story.told).toEqual([
    "2026-08-24 10:00 chat: Meropenem 1 new, part",
    "2026-08-25 07:00 email: Meropenem 1 new, part",
  ]);
  expect((await readFalls(desk.scene.db, [1])).map(({ mended }) => mended?.kind)).toEqual(["returned"]);
});

it("a digest that waited does not tell an advice that has fallen meanwhile as if it held", async () => {
  const story = await begin([]);
  await story.live("2026-08-24", short, () => advise([CEFOTAXIM]));
  await story.live("2026-08-25", [...short, report(21, cefotaxim), report(22, cefotaxim)]);
  expect(story.told).toEqual([
    "2026-08-24 10:00 chat: Meropenem 1 new, part",
    "2026-08-25 07:00 email: Meropenem 1 new, part, the advice is in review",
  ]);
});
