import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  countSendings,
  countWaiting,
  readOpenReasons,
  readSendings,
  type SendingFilter,
} from "../../src/db/sending-archive.ts";
import { SENDING_VIEWS, viewOf, type SendingView } from "../../src/domain/sending-view.ts";
import type { ReturnedAs } from "../../src/domain/mail-return.ts";
import type { SendingState } from "../../src/domain/sending.ts";
import { createPostgresScene, type Scene } from "../support/scene.ts";

const SENDINGS = 3_000;
const NOTHING: SendingFilter = {
  regionCode: null,
  channel: null,
  lane: null,
  view: null,
  reason: null,
  messageId: null,
  from: null,
  to: null,
};
let scene: Scene;

beforeAll(async () => {
  scene = await createPostgresScene();
  const { db } = scene;
  for (const regionCode of ["12", "14", "01"])
    for (const [channel, count] of [
      ["email", 5],
      ["slack", 2],
      ["teams", 1],
    ] as const)
      for (let each = 0; each < count; each += 1)
        await scene.subscribe({ regionCode, channel, target: { place: each } });
  await sql`
    insert into sending (subscription_id, channel, lane, remote, state, key, due_at, created_at, outcome, handled_at)
    select u.id, u.channel, (array['urgent', 'ordinary', 'digest'])[1 + n % 3], 'somewhere', made.state, 'key-' || n,
      timestamptz '2026-08-01' + n * interval '1 second', timestamptz '2026-08-01' + (n / 3) * interval '10 seconds',
      case made.state
        when 'dead' then jsonb_build_object('kind', 'rejected', 'reason', '550 5.1.1 <person' || n || '@a.example> unknown')
        when 'unknown' then jsonb_build_object('kind', 'unknown', 'reason', 'hook https://h.example/' || n || ' broke')
      end,
      case when made.state = 'dead' and n % 2 = 0 then now() end
    from generate_series(1, ${SENDINGS}::int) n
    cross join lateral (select case when n % 97 = 0 then 'dead' when n % 101 = 0 then 'unknown' when n % 103 = 0 then 'due'
      when n % 107 = 0 then 'claimed' when n % 11 = 0 then 'accepted' else 'delivered' end as state) made
    join subscription u on u.id = (select min(id) from subscription) + n % 24`.execute(db);
  // Of what was delivered something came back now and then, once or twice; of what may have been heard, too.
  await sql`
    insert into mail_return (sending_id, verdict, reason, via, received_at)
    select s.id, said.verdict, 'told', 'inbox', s.created_at + interval '1 minute'
    from sending s cross join lateral (values ('delayed', 5), ('hard', 7), ('complaint', 11)) as said(verdict, every)
    where s.state in ('delivered', 'unknown') and s.id % 3 = 0 and s.id % said.every = 0`.execute(db);
  await sql`analyze sending`.execute(db);
});
afterAll(() => scene?.close());

/** Every row, counted by hand. */
async function readAll() {
  const { rows } = await sql<{
    id: number;
    region: string;
    channel: string;
    lane: string;
    state: SendingState;
    isHandled: boolean;
    at: Date;
    verdicts: string[];
  }>`
    select s.id, u.region_code as region, s.channel, s.lane, s.state, s.handled_at is not null as "isHandled", s.created_at as at,
      (select coalesce(jsonb_agg(r.verdict), '[]') from mail_return r where r.sending_id = s.id) as verdicts
    from sending s join subscription u on u.id = s.subscription_id`.execute(scene.db);
  return rows.map((row) => ({ ...row, returnedAs: judge(row.verdicts) }));
}

function judge(verdicts: readonly string[]): ReturnedAs | null {
  if (verdicts.includes("hard")) return "returned";
  if (verdicts.includes("complaint")) return "complained";
  return verdicts.length > 0 ? "late" : null;
}

describe("the archive of sendings", () => {
  it("counts what a count of every row by hand gives, for each region, channel, lane, view and time", async () => {
    const all = await readAll();
    const from = new Date("2026-08-01T01:00:00Z");
    for (const filter of [
      NOTHING,
      { ...NOTHING, regionCode: "14" },
      { ...NOTHING, channel: "slack", from },
      { ...NOTHING, view: "failed" as const },
      { ...NOTHING, view: "handled" as const, lane: "digest" as const },
      { ...NOTHING, view: "returned" as const, from },
      { ...NOTHING, view: "delivered" as const, channel: "email" },
    ]) {
      const counted = await countSendings(scene.db, filter);
      const naive = all.filter((row) => fits(row, filter));
      const sums = sumUp(naive.map((row) => [nameRun(row.region, row, viewOf(row)), 1]));
      expect(sumUp(counted.map((one) => [nameRun(one.regionCode, one, one.view), one.sendings]))).toEqual(sums);
    }
  });

  it("lists each sending once, the newest first, a page at a time, whatever is asked for", async () => {
    const all = await readAll();
    for (const filter of [
      { ...NOTHING, regionCode: "12" },
      ...SENDING_VIEWS.map((view: SendingView) => ({ ...NOTHING, view })),
    ]) {
      const listed: number[] = [];
      for (let before: number | null = null; ;) {
        const page: { id: number }[] = await readSendings(scene.db, { ...filter, before, limit: 200 });
        listed.push(...page.map(({ id }) => id));
        before = page.at(-1)?.id ?? null;
        if (before === null) break;
      }
      const naive = all
        .filter((row) => fits(row, filter))
        .toSorted((a, b) => b.at.getTime() - a.at.getTime() || b.id - a.id);
      expect(listed).toEqual(naive.map(({ id }) => id));
    }
  });

  it("names a reason once for all whom it befell, without any address, and sums to what is open", async () => {
    const reasons = await readOpenReasons(scene.db, { regionCode: null });
    expect(new Set(reasons.map(({ reason }) => reason))).toEqual(new Set(["550 5.1.1 … unknown", "hook … broke"]));
    const all = await readAll();
    const open = all.filter((row) => ["failed", "unknown"].includes(viewOf(row)));
    expect(reasons.reduce((sum, { sendings }) => sum + sendings, 0)).toBe(open.length);
    const waiting = await countWaiting(scene.db, { regionCode: "12", now: new Date("2026-09-01") });
    const naive = all.filter((row) => row.region === "12" && viewOf(row) === "waiting");
    expect(waiting.reduce((sum, { count }) => sum + count, 0)).toBe(naive.length);
  });

  it("says that what goes to one that is left alone, or asked for a pause, has a time that has not come, and which", async () => {
    const until = new Date("2026-09-02T08:00:00Z");
    for (const wait of ["open_until", "not_before"] as const) {
      const remote = { channel: "email", name: "somewhere", per_second: 50, [wait]: until };
      await scene.db.insertInto("remote").values(remote).execute();
      const waiting = await countWaiting(scene.db, { regionCode: null, now: new Date("2026-09-01") });
      await scene.db.deleteFrom("remote").execute();
      const mails = waiting.filter(({ channel, why }) => channel === "email" && why !== "now");
      expect(mails.length).toBeGreaterThan(0);
      for (const { why, nextAt } of mails) expect([why, nextAt]).toEqual(["later", until]);
      expect(waiting.filter(({ channel }) => channel === "slack").map(({ why }) => why)).not.toContain("later");
    }
  });
});

function nameRun(region: string, { channel, lane }: { channel: string; lane: string }, view: SendingView): string {
  return [region, channel, lane, view].join(" ");
}

function sumUp(counts: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [key, count] of counts) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}

function fits(row: Awaited<ReturnType<typeof readAll>>[number], filter: SendingFilter): boolean {
  return (
    (filter.regionCode === null || row.region === filter.regionCode) &&
    (filter.channel === null || row.channel === filter.channel) &&
    (filter.lane === null || row.lane === filter.lane) &&
    (filter.view === null || viewOf(row) === filter.view) &&
    (filter.from === null || row.at >= filter.from)
  );
}
