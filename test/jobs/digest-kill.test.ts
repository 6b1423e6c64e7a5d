import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { expect, it, vi } from "vitest";
import { runDigests } from "../../src/services/digest-runs.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import { PATIENT } from "../support/patience.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { createRecordingChannel } from "../support/recording-channel.ts";
import { createScene, REGION } from "../support/scene.ts";
import { subscribeMany } from "../support/subscribe-many.ts";

const SCRIPT = fileURLToPath(new URL("../support/digest-process.ts", import.meta.url));

it("a run that is killed goes on where it was, and two workers at one run make each digest once", async () => {
  const database = await createTestDatabase();
  const scene = await createScene(database.url);
  try {
    await subscribeMany(scene.db, { regionCode: REGION, count: 4_000, now: scene.clock });
    const channel = createRecordingChannel({ name: "email", batches: true });
    const deps = { db: scene.db, now: () => scene.clock, channels: new Map([["email", channel]]) };
    await runDigests(deps, { waitForNews: false });
    await scene.publish();
    await fanOut(deps);
    scene.clock = new Date("2026-08-21T05:00:00Z");
    const environment = { ...process.env, DATABASE_URL: database.url, NOW: scene.clock.toISOString() };
    const readReached = async () =>
      (await scene.db.selectFrom("digest_run").select("reached").executeTakeFirst())?.reached ?? 0;
    // Its last subscriptions are held, so that it cannot be done before it is killed.
    const holding = await scene.db.startTransaction().execute();
    await holding.selectFrom("subscription").select("id").where("id", ">", 3_000).forUpdate().execute();
    const child = spawn(process.execPath, ["--import", "tsx", SCRIPT], { env: environment, stdio: "inherit" });
    const ended = once(child, "exit");
    await vi.waitUntil(async () => (await readReached()) >= 500, { ...PATIENT, interval: 5 });
    child.kill("SIGKILL");
    await ended;
    await holding.rollback().execute();
    await vi.waitUntil(async () => {
      await Promise.all([1, 2].map(() => runDigests(deps, { waitForNews: false })));
      return (
        (await scene.db.selectFrom("digest_run").select("id").where("finished_at", "is", null).execute()).length === 0
      );
    }, PATIENT);
    const digests = await scene.db.selectFrom("sending").select(["subscription_id"]).execute();
    const due = await scene.db.selectFrom("delivery").select("id").execute();
    expect(new Set(digests.map((row) => row.subscription_id)).size).toBe(digests.length);
    expect(digests).toHaveLength(due.length);
    const [run] = await scene.db.selectFrom("digest_run").select(["sendings", "deliveries"]).execute();
    expect(run).toEqual({ sendings: due.length, deliveries: due.length });
    await expect(
      sql`insert into sending (subscription_id, channel, digest_run_id)
          select subscription_id, channel, digest_run_id from sending limit 1`.execute(scene.db),
    ).rejects.toThrow(/sending_of_run/);
  } finally {
    await scene.close();
    await database.drop();
  }
});
