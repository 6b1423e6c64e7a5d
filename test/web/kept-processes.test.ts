import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { readPublicVersion } from "../../src/db/public-version.ts";
import { makeBackup } from "../../src/services/backup/make-backup.ts";
import { restoreBackup } from "../../src/services/backup/restore-backup.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { createApp } from "../../src/web/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";
import { watchDatabase } from "../support/watched-database.ts";
import { createWebDeps } from "./site.ts";

let server: TestDatabase;
let one: Database;
let other: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  one = await openDatabase(server.url);
  other = await openDatabase(server.url);
});
afterAll(async () => {
  await one.close();
  await other.close();
  await server.drop();
});
afterEach(() => {
  vi.restoreAllMocks();
});

let told = 0;

/** Something that the page of the sources shows, in a text of its own. */
async function tell(database: Pick<Database, "db">): Promise<number> {
  const number = (told += 1);
  await sql`
    insert into source_health (source, tried_at, outcome, reason, failures) values ('manual', now(), 'failed', ${`report ${number}`}, 1)
    on conflict (source) do update set reason = excluded.reason`.execute(database.db);
  return number;
}

type App = ReturnType<typeof createApp>;
const read = async (app: App, path = "/kallor") => (await app.request(path)).text();
/** The newest that it shows; none is 0. */
const newest = async (app: App, path?: string) => Number(/report (\d+)/.exec(await read(app, path))?.[1] ?? 0);

/** The clock that the process counts its own time by stands still, and goes on when the test says so. */
function holdClock(): { pass(ms: number): void } {
  let at = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => at);
  return { pass: (ms) => (at += ms) };
}

/** Long enough for any process to see what another did. */
const SECOND = 1_000;

describe("several web processes on one PostgreSQL", () => {
  it("each see what they wrote themselves at once, and what another wrote within the second", async () => {
    const apps = [one, other].map(({ db }) => createApp(createWebDeps(db)));
    const [mine, others] = apps as [App, App];
    const clock = holdClock();
    for (const app of apps) await read(app);
    const number = await tell(one);
    expect(await newest(mine)).toBe(number);
    clock.pass(SECOND);
    expect(await newest(others)).toBe(number);
  });

  it("never show the old again to whoever may have seen the new, whichever page that was", async () => {
    const app = createApp(createWebDeps(other.db));
    holdClock();
    await read(app);
    const number = await tell(one);
    // Made now, and so of the newest state.
    await read(app, "/tillganglighet");
    expect(await newest(app)).toBe(number);
  });

  it("keep nothing of a state that passed while the page was made", async () => {
    let gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const db = watchDatabase(other.db, async (query) => {
      if (!query.includes("source_health")) return;
      reached.resolve();
      await gate.promise;
    });
    const app = createApp(createWebDeps(db));
    const clock = holdClock();
    const old = await tell(one);
    const first = newest(app);
    await reached.promise;
    const number = await tell(one);
    gate.resolve();
    gate = Promise.withResolvers();
    gate.resolve();
    expect([old, number]).toContain(await first);
    clock.pass(SECOND);
    expect(await newest(app)).toBe(number);
  });

  it("make a page once however many ask for it at the same time, and again once for whoever asks after a change", async () => {
    let made = 0;
    const db = watchDatabase(other.db, (query) => {
      if (/from "?source_health/.test(query)) made += 1;
    });
    const app = createApp(createWebDeps(db));
    const clock = holdClock();
    const burst = () => Promise.all(Array.from({ length: 50 }, () => newest(app)));
    await burst();
    const perPage = made;
    const number = await tell(one);
    clock.pass(SECOND);
    expect(new Set(await burst())).toEqual(new Set([number]));
    await burst();
    expect(perPage).toBeGreaterThan(0);
    expect(made).toBe(2 * perPage);
  });

  it("let nobody who comes later wait for a question to the database that hangs", async () => {
    let stuck: { readonly on: RegExp; readonly reached: () => void } | null = null;
    const db = watchDatabase(other.db, (query) => {
      if (stuck === null || !stuck.on.test(query)) return;
      stuck.reached();
      stuck = null;
      return new Promise(() => {});
    });
    const app = createApp(createWebDeps(db));
    const clock = holdClock();
    await read(app);
    // That after the version, and one of the page's own.
    for (const on of [/public_version/, /source_health/]) {
      const number = await tell(one);
      clock.pass(SECOND);
      const { promise, resolve: reached } = Promise.withResolvers<void>();
      stuck = { on, reached };
      void read(app);
      await promise;
      clock.pass(20 * SECOND);
      expect(await newest(app)).toBe(number);
    }
  });

  it("ask the database no more than a few times a second, however many readers there are", async () => {
    let asked = 0;
    const db = watchDatabase(other.db, () => {
      asked += 1;
    });
    const app = createApp(createWebDeps(db));
    const clock = holdClock();
    await read(app);
    asked = 0;
    for (let second = 0; second < 10; second += 1)
      for (let reader = 0; reader < 100; reader += 1) {
        await read(app);
        clock.pass(SECOND / 100);
      }
    expect(asked).toBeLessThanOrEqual(60);
  });

  it("show what a backup held as soon as it is restored beside them, though as much had been published before", async () => {
    const number = await tell(one);
    const folder = await mkdtemp(join(tmpdir(), "restsignal-kept-"));
    const file = join(folder, "kept.backup");
    const tellNobody = { file, tell: () => {} };
    const act = ({ db }: Database) => actAtCommandLine({ db, now: () => new Date() });
    expect(await makeBackup(act(one), { ...tellNobody, version: "0.1.0", engine: "postgres" })).toMatchObject({
      kind: "made",
    });
    const empty = await createTestDatabase();
    const running = await openDatabase(empty.url);
    const restoring = await openDatabase(empty.url);
    try {
      while ((await readPublicVersion(running.db)) < (await readPublicVersion(one.db)))
        await sql`update region set contact = '1' where code = '12'`.execute(running.db);
      const app = createApp(createWebDeps(running.db));
      const clock = holdClock();
      expect(await newest(app)).toBe(0);
      expect(await restoreBackup(act(restoring), tellNobody)).toMatchObject({ kind: "restored" });
      clock.pass(SECOND);
      expect(await newest(app)).toBe(number);
    } finally {
      await Promise.all([running, restoring].map((database) => database.close()));
      await empty.drop();
      await rm(folder, { recursive: true });
    }
  });

  it("hold that in any order of writes, reads and pauses", async () => {
    const databases = [one, other];
    const apps = databases.map(({ db }) => createApp(createWebDeps(db)));
    const clock = holdClock();
    const last = [0, 0];
    let seed = 7;
    const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let step = 0; step < 150; step += 1) {
      const place = draw(2);
      const [database, app] = [databases[place], apps[place]];
      if (database === undefined || app === undefined) continue;
      const readers = Array.from({ length: 1 + draw(4) }, () => newest(app));
      const written = draw(3) === 0 ? await tell(database) : 0;
      if (draw(4) === 0) await read(app, `/r/12?q=${step}`);
      const least = Math.max(last[place] ?? 0, written);
      for (const reader of readers) expect(await reader).toBeGreaterThanOrEqual(last[place] ?? 0);
      const seen = await newest(app);
      expect([step, seen >= least]).toEqual([step, true]);
      last[place] = seen;
      if (draw(5) > 0) continue;
      clock.pass(SECOND);
      for (const each of apps) expect(await newest(each)).toBe(told);
      last.fill(told);
    }
  });
});

describe("the version of what is public", () => {
  it("grows when a change is there for others, not before, and not by what is undone", async () => {
    const first = await one.db.startTransaction().execute();
    const second = await other.db.startTransaction().execute();
    const start = await readPublicVersion(one.db);
    await sql`update region set contact = '1' where code = '12'`.execute(first);
    await sql`update region set contact = '2' where code = '13'`.execute(second);
    expect(await readPublicVersion(one.db)).toBe(start);
    // Whoever began first holds up nobody who is ready before.
    await second.commit().execute();
    expect(await readPublicVersion(one.db)).toBe(start + 1);
    await sql`update region set contact = '3' where code = '12'`.execute(first);
    await first.commit().execute();
    expect(await readPublicVersion(one.db)).toBe(start + 2);
    const third = await one.db.startTransaction().execute();
    await sql`update region set contact = '4' where code = '12'`.execute(third);
    await third.rollback().execute();
    expect(await readPublicVersion(one.db)).toBe(start + 2);
  });

  it("grows by one with what was changed after a part of the transaction was undone", async () => {
    const start = await readPublicVersion(one.db);
    const trx = await one.db.startTransaction().execute();
    const part = await trx.savepoint("part").execute();
    await sql`update region set contact = '5' where code = '12'`.execute(part);
    await part.rollbackToSavepoint("part").execute();
    await sql`update region set contact = '6' where code = '12'`.execute(trx);
    await trx.commit().execute();
    expect(await readPublicVersion(one.db)).toBe(start + 1);
    const { rows } = await sql`select from public_change`.execute(one.db);
    expect(rows).toEqual([]);
  });
});
