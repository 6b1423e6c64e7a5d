import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { insertListVersion } from "../../src/db/lists.ts";
import type { NewMessage } from "../../src/db/messages.ts";
import { writeMessage, type PublishedMessage } from "../../src/services/messages.ts";
import type { Purpose } from "../../src/domain/audience.ts";
import type { Db } from "../../src/db/schema.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import type { GuardLimits } from "../../src/domain/guard.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { NATIONAL_SOURCE } from "../../src/domain/source-health.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import { ingestFile, type IngestResult } from "../../src/services/intake/ingest-file.ts";
import { importList } from "../../src/services/list-versions.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import type { AnySource, ReadResult, Source } from "../../src/sources/source.ts";
import { keepRows, restoreRows } from "./kept-rows.ts";
import { openMemoryDatabase } from "./memory-database.ts";
import { makeNewMessage } from "./new-message.ts";
import { createTestDatabase } from "./postgres.ts";

export const REGION = "12";

/** One file of the double source: what it says and when it was written. */
export interface ToldDay {
  /** An ISO instant; a plain date means 02:30 in Stockholm's summer. */
  readonly at: string;
  readonly notices: readonly Notice[];
  readonly skippedReportIds?: readonly string[];
  /** Reports that could not be read at all, beside those with an id. */
  readonly skippedWithoutId?: number;
  /** After this many notices the file breaks off: the source rejects it. */
  readonly rejectedAfter?: number;
  /** After this many notices the reading crashes. */
  readonly crashAfter?: number;
}

/** A database with a clock, a region's list and a source that says what the test tells it to. */
export interface Scene {
  readonly database: Database;
  readonly db: Db;
  readonly folder: string;
  clock: Date;
  /** Gives the database the rows back that it held as it was new, and sets the clock back. */
  reset(): Promise<void>;
  takeList(entries: readonly ListEntry[], regionCode?: string): Promise<void>;
  /** The same as the command line does it, with matches, cases and the first list's overview. */
  importList(entries: readonly ListEntry[], regionCode?: string): Promise<void>;
  subscribe(over?: Partial<SubscriptionOver>): Promise<number>;
  /** Publishes a message as a curator would, by default about meropenem and in no case. */
  publish(over?: Partial<NewMessage>): Promise<PublishedMessage>;
  ingest(day: ToldDay): Promise<IngestResult>;
  ingestFrom(source: AnySource, input: { file: string; guards?: GuardLimits; now?: Date }): Promise<IngestResult>;
  /** Takes in a file of that content, written to disk at the scene's time. */
  ingestText(source: AnySource, content: string | Uint8Array): Promise<IngestResult>;
  /** The path of a new file of that content, written to disk at the scene's time. */
  writeFile(content: string | Uint8Array): Promise<string>;
  close(): Promise<void>;
}

interface SubscriptionOver {
  readonly regionCode: string;
  readonly channel: string;
  readonly target: unknown;
  readonly filter: SubscriptionFilter;
  readonly purpose: Purpose;
}

const SCENE_TIME = new Date("2026-08-20T08:00:00Z");
/** The demo's days change far more than a nation's. */
export const NO_GUARDS: GuardLimits = { minReports: 1, maxDropShare: 1, maxChangeShare: 1 };
/** The channels of a scene that gather what is due into one sending. */
const DIGEST_CHANNELS: ReadonlySet<string> = new Set(["email"]);

/** A scene on a new database of PostgreSQL's, where several can work at once; closing it drops the database. */
export async function createPostgresScene(): Promise<Scene> {
  const server = await createTestDatabase();
  return createScene(server.url, () => server.drop());
}

/** Opens a scene on a database in memory of its own, or on a new one that `url` names. */
export async function createScene(url?: string, drop: () => Promise<void> = async () => {}): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-scene-"));
  const database = url === undefined ? await openMemoryDatabase() : await openDatabase(url);
  const { db } = database;
  await keepRows(db);
  let files = 0;
  let subscribers = 0;
  const scene: Scene = {
    database,
    db,
    folder,
    clock: SCENE_TIME,
    async reset() {
      await restoreRows(db);
      scene.clock = SCENE_TIME;
    },
    async takeList(entries, regionCode = REGION) {
      await insertListVersion(db, { regionCode, fileName: "list.csv", entries, importedAt: scene.clock });
    },
    async importList(entries, regionCode = REGION) {
      const ctx = actAtCommandLine({ db, now: () => scene.clock, digestChannels: new Set<string>() });
      await importList(ctx, { regionCode, fileName: "list.csv", entries });
    },
    async subscribe(over = {}) {
      subscribers += 1;
      const rest = { target: { place: subscribers }, regionCode: REGION, channel: "chat", filter: {}, ...over };
      return saveSubscription(db, { ...rest, language: "sv", token: `token-${subscribers}`, now: scene.clock });
    },
    publish(over = {}) {
      const message = makeNewMessage({ regionCode: REGION, now: scene.clock, ...over });
      return db.transaction().execute((trx) => writeMessage(trx, { ...message, digestChannels: DIGEST_CHANNELS }));
    },
    async ingest(day) {
      // A file is taken in when it has been written, however the scene's clock stands.
      const written = new Date(day.at.includes("T") ? day.at : `${day.at}T02:30:00+02:00`);
      const now = written > scene.clock ? written : scene.clock;
      return scene.ingestFrom(sourceDouble, { file: await scene.writeFile(JSON.stringify(day)), now });
    },
    async ingestText(source, content) {
      return scene.ingestFrom(source, { file: await scene.writeFile(content) });
    },
    async writeFile(content) {
      files += 1;
      const file = join(folder, `file-${files}`);
      await writeFile(file, content);
      await utimes(file, scene.clock, scene.clock);
      return file;
    },
    ingestFrom(source, { file, now = scene.clock, ...guards }) {
      const deps = { db, now: () => now, digestChannels: DIGEST_CHANNELS, ...guards };
      return ingestFile(deps, { source, file, maxBytes: 100_000_000, at: null, etag: null, lastModified: null });
    },
    async close() {
      await database.close();
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return scene;
}

/** A source whose files hold a ToldDay; it hands its notices on one by one, as late as it may. */
export const sourceDouble: Source = {
  name: "double",
  title: "Double",
  defaultUrl: "https://double.example/",
  complete: true,
  use: "facts",
  async read({ file, onNotices }): Promise<ReadResult> {
    const day = parseDay(await readFile(file, "utf8"));
    const rawCreatedAt = day.at.includes("T") ? day.at : `${day.at}T02:30:00+02:00`;
    const createdAt = new Date(rawCreatedAt);
    const { notices, skippedReportIds = [], skippedWithoutId = 0 } = day;
    for (const [place, notice] of notices.entries()) {
      if (place === day.crashAfter) throw new Error("the disk fell off");
      if (place === day.rejectedAfter) return { kind: "rejected", reason: "the file breaks off; fetch it again" };
      await onNotices([notice], createdAt);
    }
    if (day.crashAfter === notices.length) throw new Error("the disk fell off");
    if (day.rejectedAfter === notices.length)
      return { kind: "rejected", reason: "the file breaks off; fetch it again" };
    return {
      kind: "read",
      createdAt,
      rawCreatedAt,
      reports: new Set(notices.map(({ reportId }) => reportId)).size,
      notices: notices.length,
      packages: notices.flatMap(({ packages }) => packages).length,
      skippedReportIds,
      skippedReports: skippedReportIds.length + skippedWithoutId,
      bytes: 0,
      sha256: "",
      warnings: [],
      warningCount: 0,
    };
  },
};

/** The same under the name of the nation's own source. */
export const nationalDouble: Source = { ...sourceDouble, name: NATIONAL_SOURCE };

/** The test itself wrote the file, from a ToldDay. */
function parseDay(text: string): ToldDay {
  return JSON.parse(text) as ToldDay;
}

/** Every row of every table but the files themselves, as text by table, to compare what a failure left behind. */
export async function dumpTables(db: Db): Promise<Record<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not like 'kysely%'
      -- Pieces are packed as they come, each installation draws its own key, what a page shows may be new when a file is
      -- held, and the figures' clock is the server's.
      and table_name not in ('snapshot_piece', 'installation_key', 'public_version', 'tally_mark')
    order by 1`.execute(db);
  const dump: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - 'content')::text || coalesce(md5((to_jsonb(t) -> 'content')::text), '') as row
      from ${sql.table(name)} t order by 1`.execute(db);
    dump[name] = rows.map(({ row }) => row);
  }
  return dump;
}
