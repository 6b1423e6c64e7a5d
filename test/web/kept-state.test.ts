import { DAILY, WEEKLY } from "../../src/domain/rhythm.ts";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { insertListVersion } from "../../src/db/lists.ts";
import { writeSourceTry } from "../../src/db/source-health.ts";
import type { Alternative } from "../../src/domain/alternative.ts";
import { openAlert } from "../../src/services/alerts.ts";
import { actAtCommandLine, SYSTEM } from "../../src/services/context.ts";
import { stopDeliveries } from "../../src/services/delivery-stops.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { advanceClock } from "../../src/services/intake/advance-clock.ts";
import { retractFile } from "../../src/services/intake/retract-file.ts";
import { decideRetention, keepRetention } from "../../src/services/retention.ts";
import { subscribe } from "../../src/services/subscriptions.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { readLatestSnapshot } from "../../src/db/snapshots.ts";
import { saveContact } from "../../src/services/policies.ts";
import { createApp } from "../../src/web/app.ts";
import { makeEntry } from "../support/builders.ts";
import { watchDatabase } from "../support/watched-database.ts";
import { importProducts } from "./import-products.ts";
import { findCaseOf, NOW, publish, SKANE, type Site } from "./site.ts";
import { usePostgresSite } from "./use-site.ts";

let site: Site;
let app: Site["app"];
let paths: string[];
let now: Date;

usePostgresSite({ now: () => now }, async (opened) => {
  site = opened;
  now = NOW;
  ({ app } = site);
  const cases = [await findCaseOf(site.db, "Meropenem"), await findCaseOf(site.db, "Noradrenalin")];
  paths = [
    "/",
    "/?q=meropenem",
    "/?show=all",
    "/r/12",
    "/r/12?q=meropenem",
    "/r/12?q=cefotaxim",
    "/r/12?priority=1&atc=J01",
    "/r/01",
    ...cases.map((id) => `/r/12/${id}`),
    "/kallor",
    "/tillganglighet",
    "/feed.rss",
    "/feed.json?atc=J01",
    "/r/12/feed.atom",
    "/r/12/feed.json?area=Anestesi&priority=1&lang=en",
  ];
});

async function readAll(from: Site["app"]): Promise<Map<string, string>> {
  const asked = ["sv", "en"].flatMap((language) => paths.map((path) => ({ language, path })));
  const read = asked.map(async ({ language, path }) => {
    const answer = await from.request(path, { headers: { "accept-language": language } });
    const told = `${answer.status} ${answer.headers.get("etag") ?? ""} ${await answer.text()}`;
    return [`${path} in ${language}`, told] as const;
  });
  return new Map(await Promise.all(read));
}

/** What has changed for readers since the last time, after it was seen that a new process would say the same. */
async function expectTrue(before: Map<string, string>): Promise<{ after: Map<string, string>; changed: string[] }> {
  const after = await readAll(app);
  const anew = await readAll(createApp(site.deps));
  expect([now, ...[...anew.keys()].filter((key) => after.get(key) !== anew.get(key))]).toEqual([now]);
  return { after, changed: [...after.keys()].filter((key) => after.get(key) !== before.get(key)) };
}

const ALTERNATIVE: Alternative = { kind: "product", nplId: "20990000000777", name: "Cefexem" };
const ADVICE = { type: "other-substance" as const, text: { sv: "Ge cefotaxim." }, alternatives: [ALTERNATIVE] };

function importWith(status: string): Promise<void> {
  const row = { name: "Cefexem", substance: "cefotaxim", atc: "J01DD01", status, nplId: "20990000000777" };
  return importProducts(site.deps, [row, { nplId: "20990000000778" }]);
}

const publishing = () => ({ db: site.db, now: () => now, digestChannels: new Set<string>() });
const acting = () => actAtCommandLine({ db: site.db, now: () => now });
const later = (hours: number) => (now = new Date(now.getTime() + hours * 3_600_000));

/** What may happen, in order, and whether it is to be seen anywhere. */
const DEEDS: readonly (readonly [string, () => Promise<unknown>, boolean])[] = [
  ["a message", async () => publish(site.db, { caseId: await findCaseOf(site.db, "Adrenalin"), now }), true],
  ["a product register", () => importWith("Godkänd"), true],
  [
    "an advice with an alternative",
    async () => {
      await publish(site.db, { caseId: await findCaseOf(site.db, "Noradrenalin"), advice: ADVICE, now });
    },
    true,
  ],
  ["an alternative that falls", () => importWith("Tillfälligt indragen"), true],
  [
    "whom to call",
    () =>
      saveContact(
        { ...publishing(), now, actor: SYSTEM, grants: "all" },
        { regionCode: SKANE, contact: "040-12 34 56" },
      ),
    true,
  ],
  [
    "a first list",
    () => insertListVersion(site.db, { regionCode: "01", fileName: "l.csv", entries: [makeEntry()], importedAt: now }),
    true,
  ],
  [
    "a source that does not answer",
    () =>
      writeSourceTry(site.db, {
        source: "lakemedelsverket",
        at: now,
        outcome: "failed",
        reason: "no answer",
        good: null,
      }),
    true,
  ],
  [
    "an alert",
    () =>
      site.db.transaction().execute((trx) =>
        openAlert(trx, {
          source: { name: "lakemedelsverket", title: "L" },
          kind: "stalled",
          reason: "old",
          ...publishing(),
          now,
        }),
      ),
    true,
  ],
  [
    "a message that is taken back",
    async () =>
      publish(site.db, { caseId: await findCaseOf(site.db, "Noradrenalin"), kind: "retraction", advice: ADVICE, now }),
    true,
  ],
  [
    "a file that is taken back",
    async () => {
      const file = await readLatestSnapshot(site.db, lakemedelsverket.name);
      const findSource = () => Promise.resolve(lakemedelsverket);
      const ctx = actAtCommandLine({ ...site.deps, now: () => now, digestChannels: new Set<string>(), maxBytes: 1e7 });
      const word = { snapshot: file?.id ?? 0, reason: "fel fil", findSource };
      expect(await retractFile(ctx, word)).toMatchObject({ kind: "retracted" });
    },
    true,
  ],
  [
    "a reader, who changes between days and weeks, digests, a stop, and what is let go of after how long",
    async () => {
      const address = { target: { address: "kim@region.example" }, channel: "email", language: "sv" } as const;
      for (const rhythm of [DAILY, WEEKLY])
        await subscribe(acting(), { ...address, regionCode: SKANE, filter: {}, rhythm, token: "of-kim" });
      await runDigests({ ...site.deps, now: () => now }, { waitForNews: false });
      await stopDeliveries({ ...acting(), channels: new Map() }, { scope: { kind: "all" }, reason: "fel råd" });
      await decideRetention(acting(), { regionCode: SKANE, retention: { questions: 30 } });
      await keepRetention(acting());
    },
    false,
  ],
  ["a minute for each message of one second", async () => later(0.1), true],
  ["some minutes", async () => later(0.2), false],
  ["a day", () => advanceClock({ ...publishing(), now: () => later(24) }), true],
  ["a row changed by hand", () => sql`update region set contact = '08-1' where code = '12'`.execute(site.db), true],
  [
    "a change that was undone",
    () =>
      site.db
        .transaction()
        .execute(async (trx) => {
          await sql`update region set contact = '08-2' where code = '12'`.execute(trx);
          throw new Error("undone");
        })
        .catch(() => {}),
    false,
  ],
];

describe("what is kept", () => {
  it("is made of tables that each tell when they change", async () => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(
      site.db,
    );
    const { rows: telling } = await sql<{ name: string }>`
      select distinct tgrelid::regclass::text as name from pg_trigger where tgname like '%_is_public'`.execute(site.db);
    const tables = new Set(rows.map(({ name }) => name));
    const read = new Set<string>();
    const db = watchDatabase(site.db, (query) => {
      for (const [, name = ""] of query.matchAll(/\b(?:from|join)\s+"?([a-z_]+)/g))
        if (tables.has(name)) read.add(name);
    });
    const watched = createApp({ ...site.deps, db });
    for (const path of paths) expect([path, (await watched.request(path)).status]).toEqual([path, 200]);
    read.delete("public_version");
    expect(read.size).toBeGreaterThan(10);
    // A table that is missing here needs the trigger of migration 0029.
    const told = new Set(telling.map(({ name }) => name));
    expect([...read].filter((name) => !told.has(name))).toEqual([]);
  });

  it("says what is made anew for whoever may be signed in, and heeds each wish that the pages heed", async () => {
    const headers = { cookie: "__Host-restsignal_session=of-nobody-at-all-here" };
    const wishes = [
      "q=meropenem",
      "atc=J01",
      "atc=%3Cb%3E",
      "priority=1",
      "status=upcoming",
      "grade=unknown",
      "page=2",
    ];
    const wished = wishes.flatMap((wish) => [`/r/12?${wish}`, `/r/01?${wish}`, `/?show=all&${wish}`]);
    // Its own address, on paper and in the other language, is the one spelling of it.
    const textOf = async (answer: Response | Promise<Response>) =>
      (await (await answer).text()).replace(/<p class="printed">.*?<\/p>|<a class="language"[^>]*>/g, "");
    for (const path of [...paths.filter((one) => !one.includes("feed")), ...wished])
      for (const address of [path, `${path}${path.includes("?") ? "&" : "?"}lang=en`]) {
        const anew = await textOf(app.request(address, { headers }));
        expect([address, await textOf(app.request(address))]).toEqual([address, anew]);
      }
  });

  it("says what a new process would say, whatever has happened and in whichever way", async () => {
    let before = await readAll(app);
    for (const [what, happen, isSeen] of DEEDS) {
      await happen();
      const { after, changed } = await expectTrue(before);
      // The minute at which a page is fetched is each reader's own, and in no tag.
      const seen = changed.filter((key) => after.get(key)?.split(" ")[1] !== before.get(key)?.split(" ")[1]);
      expect([what, seen.length > 0]).toEqual([what, isSeen]);
      before = after;
    }
  });

  it("says at each moment what is true then, to the millisecond, whatever the clock does", async () => {
    const fileTime = new Date("2026-08-21T00:27:13.435Z").getTime();
    const closed = await site.db
      .selectFrom("region_case")
      .select("closed_at")
      .where("closed_at", "is not", null)
      .execute();
    const hour = 3_600_000;
    const day = 24 * hour;
    const turns = [
      ...[36, 37, 48, 72, 14 * 24, 94 * 24, 800 * 24].map((hours) => fileTime + hours * hour),
      ...closed.map(({ closed_at: at }) => (at?.getTime() ?? 0) + 14 * day),
      // Midnights in Stockholm: a common one, and those on which the clocks have changed.
      ...["2026-08-22T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "2027-03-28T22:00:00Z"].map((at) =>
        Date.parse(at),
      ),
    ];
    for (const turn of [...new Set(turns)].toSorted((a, b) => a - b))
      for (const ms of [-1, 0, 1, 2]) {
        now = new Date(turn + ms);
        await expectTrue(new Map());
      }
    now = NOW;
    await expectTrue(new Map());
  });
});
