import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { readOpenCases } from "../../../src/db/cases.ts";
import { readOpenMatches } from "../../../src/db/matches.ts";
import { createExampleFiles } from "../../../src/demo/example-files.ts";
import { CHANGE_KINDS } from "../../../src/domain/change.ts";
import type { IngestResult } from "../../../src/services/intake/ingest-file.ts";
import { lakemedelsverket } from "../../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../../src/sources/region-list.ts";
import { createScene, dumpTables, NO_GUARDS, REGION, type Scene } from "../../support/scene.ts";
import { sharedData, sharedDataMissing, REAL_CHANGES } from "../../support/shared-data.ts";

const scenes: Scene[] = [];
afterEach(() => Promise.all(scenes.splice(0).map((scene) => scene.close())));

/** A scene with the list in those bytes. */
async function openScene(list: Uint8Array): Promise<Scene> {
  const scene = await createScene();
  scenes.push(scene);
  scene.clock = new Date("2026-11-27T08:00:00Z");
  const parsed = parseRegionList(list);
  if (parsed.kind === "refused") throw new Error(parsed.reason);
  await scene.takeList(parsed.entries);
  await scene.subscribe();
  return scene;
}

/** What an ingest told, without the warnings. */
function tell(result: IngestResult) {
  if (result.kind !== "ingested") return result;
  const { baseline, known, changes, published } = result;
  return { baseline, known, changes, published };
}

const nothing = { baseline: false, known: true, changes: {}, published: 0 };

describe.skipIf(sharedDataMissing !== null)(`two real days (${sharedDataMissing ?? "20 and 21 August 2026"})`, () => {
  it("give exactly the changes that happened, once, and nothing of a second file that is cut short", async () => {
    const scene = await openScene(await readFile(sharedData("lists/prioriterade-exempel.csv")));
    const take = async (day: string) =>
      tell(await scene.ingestFrom(lakemedelsverket, { file: sharedData(`lakemedelsverket/${day}.xml`) }));
    expect(await take("2026-08-20")).toEqual({ baseline: true, known: false, changes: {}, published: 1 });

    const baseline = await dumpTables(scene.db);
    const second = await readFile(sharedData("lakemedelsverket/2026-08-21.xml"));
    const cut = join(scene.folder, "cut.xml");
    await writeFile(cut, second.subarray(0, second.length * 0.9));
    expect(await scene.ingestFrom(lakemedelsverket, { file: cut })).toMatchObject({ kind: "rejected" });
    const { snapshot: [first, rejected, ...more] = [], ...rest } = await dumpTables(scene.db);
    expect({ ...rest, snapshot: [first] }).toEqual(baseline);
    expect([rejected?.includes('"status": "rejected"'), more]).toEqual([true, []]);

    expect(await take("2026-08-21")).toEqual({
      baseline: false,
      known: false,
      changes: REAL_CHANGES,
      published: 0,
    });
    const before = await dumpTables(scene.db);
    expect(await take("2026-08-21")).toEqual(nothing);
    expect(await take("2026-08-20")).toEqual({ ...nothing, baseline: true });
    expect(await dumpTables(scene.db)).toEqual(before);

    const certain = (await readOpenMatches(scene.db, REGION)).filter(({ verdict }) => verdict === "certain");
    expect(new Set(certain.map(({ entryKey }) => entryKey)).size).toBe(63);
    expect(new Set(certain.map(({ noticeId }) => noticeId)).size).toBe(209);
    expect(await readOpenCases(scene.db, REGION)).toHaveLength(63);
  });
});

describe("the demo's two days", () => {
  it("show every kind of change, on the list too, and nothing when they are taken in again", async () => {
    const { days, list } = createExampleFiles({ today: "2026-11-21" });
    const scene = await openScene(Buffer.from(list));
    const files: string[] = [];
    const results: IngestResult[] = [];
    for (const day of days) {
      const file = join(scene.folder, day.name);
      await writeFile(file, day.xml);
      files.push(file);
      results.push(await scene.ingestFrom(lakemedelsverket, { file, guards: NO_GUARDS }));
    }
    const [first, second] = results.map(tell);
    expect(first).toEqual({ baseline: true, known: false, changes: {}, published: 1 });
    expect(second).toMatchObject({ baseline: false, published: 0 });
    expect(Object.keys(second !== undefined && "changes" in second ? second.changes : {}).toSorted()).toEqual(
      CHANGE_KINDS.toSorted(),
    );
    const updates = await scene.db.selectFrom("case_update").select("changes").where("kind", "=", "change").execute();
    expect(new Set(updates.flatMap(({ changes }) => changes.map(({ kind }) => kind)))).toEqual(new Set(CHANGE_KINDS));
    for (const file of files)
      expect(tell(await scene.ingestFrom(lakemedelsverket, { file, guards: NO_GUARDS }))).toMatchObject({
        known: true,
        changes: {},
      });
  });
});
