import { expect, it } from "vitest";
import { json } from "../../src/db/client.ts";
import { readWishNames } from "../../src/db/wish-names.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import { makeEntry } from "../support/builders.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

it("codes and cases are named by the region's own list, and what it does not have is named by nobody", async () => {
  const entry = makeEntry({ atc: "J01DH02", substance: "meropenem" });
  await scene.takeList([{ ...entry, substance: "gammal" }]);
  await scene.takeList([entry]);
  await scene.takeList([makeEntry({ atc: "B01AB01", substance: "heparin" })], "13");
  const { id } = await scene.db
    .insertInto("region_case")
    .values({ region_code: REGION, entry_key: entry.key, entry: json(entry), status: "open", opened_at: scene.clock })
    .returning("id")
    .executeTakeFirstOrThrow();
  const filters: SubscriptionFilter[] = [{ atc: ["J01DH02", "B01AB01"] }, { cases: [id, 4711] }, {}];
  const { cases, substances } = await readWishNames(scene.db, { regionCode: REGION, filters });
  expect([...substances]).toEqual([["J01DH02", "meropenem"]]);
  expect([...cases.keys()]).toEqual([id]);
  expect(cases.get(id)).toMatchObject({ substance: "meropenem" });
  expect((await readWishNames(scene.db, { regionCode: "13", filters })).cases.size).toBe(0);
});
