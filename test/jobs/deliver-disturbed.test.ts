import { sql } from "kysely";
import { describe, expect, it, vi } from "vitest";
import { workLane, type DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { createAttempts } from "../../src/services/attempts.ts";
import { claimSendings, LEASE_MS } from "../../src/services/claims.ts";
import { gatherDue } from "../../src/services/sendings.ts";
import { useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import type { Scene } from "../support/scene.ts";

let scene: Scene;
let chat: RecordingChannel;
let deps: DeliverDeps;
let wait: DeliveryDesk["wait"];
let attemptDue: DeliveryDesk["attemptDue"];
useDeliveryDesk((desk) => {
  ({ scene, chat, deps, wait, attemptDue } = desk);
});

describe("attempts that are disturbed", () => {
  it("that hung as they began touch no network: another may have taken over since they were told that they may", async () => {
    await scene.subscribe();
    await scene.publish();
    const holding = await scene.db.startTransaction().execute();
    const work = { channel: chat, lane: "ordinary", all: false } as const;
    await gatherDue(deps, work);
    const [claimed] = (await claimSendings(deps, { ...work, limit: 100 })).claimed;
    await holding.selectFrom("sending").select("id").forUpdate().execute();
    if (claimed === undefined) throw new Error("test: nothing was claimed");
    const making = createAttempts(deps, chat).make(claimed, async () => ({ leave: () => {} }));
    await vi.waitFor(async () => expect(await countWaiting()).toBe(1));
    wait(LEASE_MS / 2 + 1);
    await holding.rollback().execute();
    expect(await making).toMatchObject({
      outcome: { kind: "retry", reason: "the worker hung as it began" },
      late: false,
    });
    expect(chat.sent).toEqual([]);
    await attemptDue();
    expect(chat.sent).toHaveLength(1);
  });

  it("write down what a receiver has said when the database was away for a moment", async () => {
    await scene.subscribe();
    await scene.publish();
    const broken = sql`create function refuse_end() returns trigger language plpgsql as
      $$ begin raise 'the database is away'; end $$`;
    await broken.execute(scene.db);
    await sql`create trigger refuse_end before update on sending for each row when (new.state = 'delivered')
      execute function refuse_end()`.execute(scene.db);
    const working = workLane(deps, { channel: chat, lane: "ordinary", all: false, report: () => {} });
    await vi.waitFor(() => expect(chat.sent).toHaveLength(1));
    await sql`drop function refuse_end cascade`.execute(scene.db);
    await working;
    expect((await readDeliveries())[0]).toMatchObject({ state: "delivered", attempts: 1 });
  });

  it("that hang in the middle of a transaction hold up others for no longer than a lease", async () => {
    const setting = sql<{ ms: number }>`
      select setting::integer as ms from pg_settings where name = 'idle_in_transaction_session_timeout'`;
    const [row] = (await setting.execute(scene.db)).rows;
    expect(row?.ms).toBe(LEASE_MS);
  });
});

function readDeliveries() {
  return scene.db.selectFrom("delivery").select(["state", "attempts"]).orderBy("id").execute();
}

async function countWaiting(): Promise<number> {
  return (
    await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      scene.db,
    )
  ).rows.length;
}
