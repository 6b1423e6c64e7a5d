import { afterAll, beforeAll, expect, it } from "vitest";
import { makeEntry, makeNotice } from "./builders.ts";
import { createTestDatabase, type TestDatabase } from "./postgres.ts";
import { createScene, dumpTables } from "./scene.ts";

let server: TestDatabase;
beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.drop());

it.each([
  ["PGlite", () => createScene()],
  ["PostgreSQL", () => createScene(server.url)],
])(
  "a scene on %s that is reset is as it was new, its numbers too, and refuses what it refused",
  async (_name, open) => {
    const scene = await open();
    try {
      const fresh = await dumpTables(scene.db);
      const live = async () => {
        await scene.takeList([makeEntry()]);
        await scene.subscribe({ target: { place: 1 } });
        await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
        await scene.publish();
        return dumpTables(scene.db);
      };
      const lived = await live();
      expect(lived).not.toEqual(fresh);
      await scene.reset();
      expect(await dumpTables(scene.db)).toEqual(fresh);
      const again = await live();
      expect(Object.keys(again).filter((name) => again[name]?.length !== lived[name]?.length)).toEqual([]);
      expect(again["notice"]).toEqual(lived["notice"]);
      await expect(scene.db.deleteFrom("message").execute()).rejects.toThrow("message is append-only");
    } finally {
      await scene.close();
    }
  },
);
