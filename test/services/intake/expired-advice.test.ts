import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readInbox } from "../../../src/db/inbox.ts";
import { publishNow } from "../../support/publish-now.ts";
import { readOpenCases } from "../../../src/db/cases.ts";
import { EVERYBODY } from "../../../src/domain/audience.ts";
import { advanceClock } from "../../../src/services/intake/advance-clock.ts";
import { makeEntry, makeNotice } from "../../support/builders.ts";
import { createScene, REGION, type Scene } from "../../support/scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await createScene();
  await scene.takeList([makeEntry()]);
  await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
});
afterAll(async () => {
  await scene.close();
});

const deps = () => ({ db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() });

async function publish(validUntil: string | null): Promise<void> {
  const [open] = await readOpenCases(scene.db, REGION);
  if (open === undefined) throw new Error("test: there is no open case");
  const result = await publishNow(scene.db, {
    caseId: open.id,
    kind: null,
    advice: { type: "local-stock", text: { sv: "Spara till inneliggande." } },
    audience: EVERYBODY,
    urgency: "normal",
    reviewed: true,
    publishedBy: "Anna",
    validUntil,
    now: scene.clock,
    digestChannels: new Set(),
  });
  expect(result.kind).toBe("published");
}

async function passTo(date: string): Promise<void> {
  scene.clock = new Date(`${date}T00:05:00+02:00`);
  await advanceClock(deps());
}

describe("advice that holds for a time", () => {
  it("rests until its last day has passed, and then asks for a decision once", async () => {
    await publish("2026-08-24");
    await passTo("2026-08-24");
    expect(await readInbox(scene.db, { regionCode: REGION, view: "waiting", today: "2026-08-21" })).toEqual([]);
    await passTo("2026-08-25");
    await passTo("2026-08-25");
    await passTo("2026-08-26");
    const [line, ...others] = await readInbox(scene.db, { regionCode: REGION, view: "waiting", today: "2026-08-21" });
    expect(others).toEqual([]);
    expect(line).toMatchObject({ lists: [{ kind: "expired" }], changes: [], lastMessage: { version: 1 } });
  });

  it("is at rest again when a new version is out, which may hold for another time", async () => {
    await publish("2026-08-28");
    expect(await readInbox(scene.db, { regionCode: REGION, view: "waiting", today: "2026-08-21" })).toEqual([]);
    await passTo("2026-08-29");
    expect(await readInbox(scene.db, { regionCode: REGION, view: "waiting", today: "2026-08-21" })).toMatchObject([
      { lists: [{ kind: "expired" }] },
    ]);
    await publish(null);
    await passTo("2026-09-20");
    expect(await readInbox(scene.db, { regionCode: REGION, view: "waiting", today: "2026-08-21" })).toEqual([]);
  });
});
