import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import { previewWish } from "../../src/services/wish-preview.ts";
import { makeEntry } from "../support/builders.ts";
import { createScene, type Scene } from "../support/scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene?.close());
beforeEach(() => scene.reset());

const DAY_MS = 86_400_000;
const wait = (days: number) => void (scene.clock = new Date(scene.clock.getTime() + days * DAY_MS));
const preview = (filter: SubscriptionFilter = {}, regionCodes = ["12"]) =>
  previewWish({ db: scene.db, now: scene.clock }, { regionCodes, filter });

describe("what a wish would have given", () => {
  it("is counted over 30 days, with the urgent ones and the newest three", async () => {
    await scene.publish();
    wait(30);
    const ids: number[] = [];
    for (let one = 0; one < 5; one += 1) {
      ids.push((await scene.publish({ urgency: one === 2 ? "high" : "normal" })).id);
      wait(1 / 24);
    }
    const { messages, urgent, examples, lost } = await preview({ atc: ["J01"] });
    expect({ messages, urgent, lost }).toEqual({ messages: 5, urgent: 1, lost: null });
    expect(examples.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 3));
  });

  it("counts of the regions asked for alone, and never what is for the desk", async () => {
    await scene.publish();
    await scene.publish({ regionCode: "14" });
    await scene.publish({ purpose: "desk" });
    wait(1);
    expect((await preview()).messages).toBe(1);
    expect((await preview({}, ["12", "14"])).messages).toBe(2);
    expect((await preview({}, ["01"])).messages).toBe(0);
  });

  it("says which choice takes everything away, or that they do it together", async () => {
    await scene.publish();
    wait(1);
    expect((await preview({ atc: ["J01"], priorities: [9] })).lost).toEqual({
      all: 1,
      without: [{ facet: "priorities", messages: 1 }],
    });
    expect((await preview({ atc: ["N"], priorities: [9] })).lost).toEqual({ all: 1, without: [] });
    expect((await preview({ atc: ["N"] }, ["01"])).lost).toEqual({ all: 0, without: [] });
  });

  it("tells of each region whether it has a list, and since when it tells anything", async () => {
    await scene.takeList([makeEntry()]);
    const began = scene.clock;
    wait(10);
    const { regions } = await preview({}, ["14", "12"]);
    expect(regions).toEqual([
      { regionCode: "14", hasList: false, begunAt: null, publishedAt: null },
      { regionCode: "12", hasList: true, begunAt: began, publishedAt: null },
    ]);
  });
});
