import { expect, it } from "vitest";
import { json } from "../../src/db/client.ts";
import { readHelpingTexts } from "../../src/db/helping.ts";
import type { NewMessage } from "../../src/db/messages.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import { makeEntry } from "../support/builders.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const advice = { type: "other-form", text: { sv: "Ge tabletter." } } as const;

/** A case of another region about that line. */
async function addCase(over: Partial<ListEntry> = {}, regionCode = "14"): Promise<number> {
  const entry = makeEntry(over);
  const row = { region_code: regionCode, entry_key: entry.key, entry: json(entry), status: "open" as const };
  const { id } = await scene.db
    .insertInto("region_case")
    .values({ ...row, opened_at: scene.clock })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

function tell(caseId: number, over: Partial<NewMessage> = {}) {
  return scene.publish({ caseId, regionCode: "14", advice, ...over });
}

async function countOffers(over: Partial<ListEntry> = {}): Promise<number> {
  const about = { regionCode: REGION, entry: makeEntry(over), today: "2026-08-20" };
  return (await readHelpingTexts(scene.db, about)).length;
}

it.each([
  ["the same substance", {}, {}, 1],
  ["a group that holds it", { atc: "J01DH" }, {}, 1],
  ["a substance of our own group", {}, { atc: "J01DH" }, 1],
  ["a group too wide to be of help", { atc: "J01" }, {}, 0],
  ["a neighbour in the group", { atc: "J01DH51" }, {}, 0],
  ["another form", { formGroup: "oral" }, {}, 0],
  ["no form at all", { formGroup: null }, {}, 0],
  ["the same device", { atc: "", emdn: "A0101" }, { atc: "", emdn: "A0101" }, 1],
  ["another device", { atc: "", emdn: "A0102" }, { atc: "", emdn: "A0101" }, 0],
  ["a device, to a medicine", { atc: "", emdn: "A0101" }, {}, 0],
] as const)("what another region advises about %s is offered, or not", async (_name, theirs, ours, offers) => {
  await tell(await addCase(theirs));
  expect(await countOffers(ours)).toBe(offers);
});

it("the newest advice of each other region is offered, one a region, and never our own", async () => {
  await tell(await addCase({}, REGION), { regionCode: REGION });
  const theirs = await addCase();
  await tell(theirs);
  const newest = await tell(theirs, { kind: "update", advice: { type: "licence", text: { sv: "Licens." } } });
  const others = await tell(await addCase({}, "01"), { regionCode: "01" });
  const about = { regionCode: REGION, entry: makeEntry(), today: "2026-08-20" };
  const offered = await readHelpingTexts(scene.db, about);
  expect(offered.map(({ messageId }) => messageId)).toEqual([newest.id, others.id]);
});

it("advice still stands when a rule adds facts alone, and no more after a retraction, an end or a correction", async () => {
  for (const [kind, offers] of [
    ["update", 1],
    ["retraction", 0],
    ["resolved", 0],
    ["correction", 0],
  ] as const) {
    await scene.reset();
    const theirs = await addCase();
    await tell(theirs);
    await tell(theirs, { kind, advice: null });
    expect({ kind, offers: await countOffers() }).toEqual({ kind, offers });
  }
});
