import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../src/db/client.ts";

import { createJobQueue, type JobQueue } from "../../src/jobs/queue.ts";
import { writeStopRow } from "../support/stop-row.ts";
import { PATIENT } from "../support/patience.ts";

/** Where a queue lives, and the application's database beside it. */
export interface QueuePlace {
  readonly database: Database;
  readonly redisUrl: string | null;
  readonly prefix: string;
  close(): Promise<void>;
}

/** What every backend of the queue must do alike. */
export function describeJobQueue(under: { name: string; open(): Promise<QueuePlace> }): void {
  describe(`a job queue on ${under.name}`, () => {
    let place: QueuePlace;
    let names = 0;
    let queues: JobQueue[] = [];
    let logged: string[] = [];

    beforeAll(async () => {
      place = await under.open();
    });
    afterEach(async () => {
      await Promise.all(queues.map((queue) => queue.close()));
      queues = [];
      logged = [];
    });
    afterAll(() => place.close());

    async function openQueue(): Promise<{ queue: JobQueue; name: string }> {
      const log = { error: (...words: unknown[]) => void logged.push(words.map(describeWord).join(" ")) };
      const queue = await createJobQueue({ ...place, log });
      queues.push(queue);
      names += 1;
      return { queue, name: `queue-${names}` };
    }

    /** Starts a worker that remembers the payloads it was given. */
    async function recordWork(queue: JobQueue, options: { name: string; concurrency?: number; perSecond?: number }) {
      const { name, ...rest } = options;
      const runs: { payload: unknown; at: number }[] = [];
      const handle = async (payload: unknown) => void runs.push({ payload, at: Date.now() });
      await queue.work({ queue: name, concurrency: 1, ...rest, handle });
      return runs;
    }

    async function emptied(queue: JobQueue, name: string): Promise<void> {
      await vi.waitFor(async () => expect(await queue.count(name)).toBe(0), PATIENT);
    }

    it("is asked whether it answers as often as one likes, and tells as many jobs of a stop, without a warning of a leak", async () => {
      const { queue, name } = await openQueue();
      const warnings: Error[] = [];
      const note = (warning: Error) => void warnings.push(warning);
      process.on("warning", note);
      try {
        for (let times = 0; times < 15; times += 1) expect(await queue.answers()).toBe(true);
        let listening = 0;
        const handle = async (_payload: unknown, stop: AbortSignal): Promise<void> => {
          listening += 1;
          await once(stop, "abort");
        };
        await queue.work({ queue: name, concurrency: 12, handle });
        await queue.add(Array.from({ length: 12 }, (_, job) => ({ queue: name, id: `job-${job}`, payload: {} })));
        await vi.waitFor(() => expect(listening).toBe(12), PATIENT);
        await queue.close();
      } finally {
        process.off("warning", note);
      }
      expect(warnings).toEqual([]);
    });

    it("says whether what carries it answers", async () => {
      const { queue } = await openQueue();
      expect(await queue.answers()).toBe(true);
      await queue.close();
      if (place.redisUrl === null) return;
      const lost = await createJobQueue({ ...place, redisUrl: "redis://127.0.0.1:1", log: { error() {} } });
      expect(await lost.answers()).toBe(false);
      await lost.close();
    });

    it("runs a job once, with its payload", async () => {
      const { queue, name } = await openQueue();
      const runs = await recordWork(queue, { name });
      const payload = { deliveryIds: [1, 2], text: "å \"'\n", none: null };
      await queue.add([{ queue: name, id: "1-2", payload }]);
      await vi.waitFor(() => expect(runs).toHaveLength(1), PATIENT);
      await emptied(queue, name);
      expect(runs.map((run) => run.payload)).toEqual([payload]);
    });

    it("makes one job of an id that is added again while it waits or runs, and a new one after it ended", async () => {
      const { queue, name } = await openQueue();
      const job = { queue: name, id: "same", payload: {} };
      await queue.add([job, job]);
      await queue.add([job]);
      expect(await queue.count(name)).toBe(1);

      const gate = Promise.withResolvers<void>();
      let started = 0;
      const handle = async () => {
        started += 1;
        await gate.promise;
        if (started === 2) throw new Error("the second time fails");
      };
      await queue.work({ queue: name, concurrency: 2, handle });
      await vi.waitFor(() => expect(started).toBe(1), PATIENT);
      await queue.add([job]);
      expect(await queue.count(name)).toBe(1);
      gate.resolve();
      await emptied(queue, name);
      for (const times of [2, 3]) {
        await queue.add([job]);
        await vi.waitFor(() => expect(started).toBe(times), PATIENT);
        await emptied(queue, name);
      }
    });

    it("logs what a handler throws and works on", async () => {
      const { queue, name } = await openQueue();
      const done: unknown[] = [];
      const handle = async (payload: unknown) => {
        if (payload === "bad") throw new Error("no such delivery");
        done.push(payload);
      };
      await queue.work({ queue: name, concurrency: 1, handle });
      await queue.add(["bad", "good", "better"].map((payload) => ({ queue: name, id: payload, payload })));
      await vi.waitFor(() => expect(done).toEqual(["good", "better"]), PATIENT);
      await emptied(queue, name);
      expect(logged).toHaveLength(1);
      expect(logged[0]).toContain("no such delivery");
      expect(logged[0]).toContain(name);
    });

    it("runs as many jobs at once as it may, and never more", async () => {
      const { queue, name } = await openQueue();
      let [running, most, ended] = [0, 0, 0];
      let gate = Promise.withResolvers<void>();
      const handle = async () => {
        running += 1;
        most = Math.max(most, running);
        await gate.promise;
        running -= 1;
        ended += 1;
      };
      await queue.work({ queue: name, concurrency: 3, handle });
      await queue.add(Array.from({ length: 9 }, (_, index) => ({ queue: name, id: `job-${index}`, payload: {} })));
      for (const round of [3, 6, 9]) {
        await vi.waitFor(() => expect(running).toBe(3), PATIENT);
        const open = gate;
        gate = Promise.withResolvers<void>();
        open.resolve();
        await vi.waitFor(() => expect(ended).toBe(round), PATIENT);
      }
      expect(most).toBe(3);
    });

    it("starts no more jobs in a second than the channel allows", async () => {
      const { queue, name } = await openQueue();
      const begun = Date.now();
      const runs = await recordWork(queue, { name, concurrency: 4, perSecond: 5 });
      await queue.add(Array.from({ length: 11 }, (_, index) => ({ queue: name, id: `job-${index}`, payload: {} })));
      await vi.waitFor(() => expect(runs).toHaveLength(11), PATIENT);
      // From before the first, so that a slow machine only makes them later.
      const starts = runs.map(({ at }) => at - begun);
      expect(starts[5]).toBeGreaterThan(700);
      expect(starts[10]).toBeGreaterThan(1_500);
    });

    it("keeps hundreds of adds, jobs and transactions apart, those that fail too", async () => {
      const { queue, name } = await openQueue();
      const { db } = place.database;
      await writeStopRow(db, { name, reason: "0" });
      const runs = new Map<unknown, number>();
      const raise = (fails: boolean) =>
        db.transaction().execute(async (trx) => {
          const held = trx
            .selectFrom("delivery_stop")
            .select("reason")
            .where("scope", "=", `channel ${name}`)
            .forUpdate();
          const { reason } = await held.executeTakeFirstOrThrow();
          await writeStopRow(trx, { name, reason: String(Number(reason) + 1) });
          if (fails) throw new Error("changed my mind");
        });
      const handle = async (payload: unknown) => {
        runs.set(payload, (runs.get(payload) ?? 0) + 1);
        await raise(false);
      };
      await queue.work({ queue: name, concurrency: 5, handle });
      const turns = Array.from({ length: 200 }, async (_, index) => {
        await queue.add([{ queue: name, id: `job-${index}`, payload: index }]);
        await raise(index % 4 === 0).catch(() => {});
      });
      await Promise.all(turns);
      await vi.waitFor(() => expect(runs.size).toBe(200), PATIENT);
      await emptied(queue, name);
      expect([...runs.values()].every((times) => times === 1)).toBe(true);
      const counter = db.selectFrom("delivery_stop").select("reason").where("scope", "=", `channel ${name}`);
      await vi.waitFor(async () => expect(await counter.executeTakeFirst()).toEqual({ reason: "350" }), PATIENT);
      expect(logged).toEqual([]);
    });

    it("repeats a schedule, and no oftener when it is set again by another process", async () => {
      const { queue, name } = await openQueue();
      const { queue: other } = await openQueue();
      const schedule = { queue: name, id: "tick", every: { ms: 150 } };
      const begun = Date.now();
      await queue.schedule(schedule);
      await other.schedule(schedule);
      const runs = await recordWork(queue, { name, concurrency: 4 });
      await vi.waitFor(() => expect(runs.length).toBeGreaterThanOrEqual(7), PATIENT);
      // Two schedules would be there in half the time.
      expect((runs[6]?.at ?? 0) - begun).toBeGreaterThan(700);
    });

    it("wakes for a job at once, without waiting for a round of asking", async () => {
      const { queue, name } = await openQueue();
      const runs = await recordWork(queue, { name });
      const waits: number[] = [];
      for (const round of [1, 2, 3, 4, 5]) {
        const added = Date.now();
        await queue.add([{ queue: name, id: `job-${round}`, payload: {} }]);
        await vi.waitFor(() => expect(runs).toHaveLength(round), PATIENT);
        waits.push((runs.at(-1)?.at ?? Infinity) - added);
        await emptied(queue, name);
      }
      // A round of asking takes five seconds; the quickest, since a busy machine may hold any of them up.
      expect(Math.min(...waits)).toBeLessThan(2_000);
    });

    it("waits, when it closes, for the job that runs", async () => {
      const { queue, name } = await openQueue();
      const gate = Promise.withResolvers<void>();
      const story: string[] = [];
      const handle = async () => {
        story.push("begun");
        await gate.promise;
        story.push("ended");
      };
      await queue.work({ queue: name, concurrency: 1, handle });
      await queue.add([{ queue: name, id: "slow", payload: {} }]);
      await vi.waitFor(() => expect(story).toEqual(["begun"]), PATIENT);
      const closed = queue.close().then(() => story.push("closed"));
      await place.database.db.selectFrom("region").select("code").execute();
      gate.resolve();
      await closed;
      expect(story).toEqual(["begun", "ended", "closed"]);
    });

    it("tells a job that it is to stop, and gives back what runs on all the same: another has it at once", async () => {
      const { queue, name } = await openQueue();
      const { queue: other } = await openQueue();
      const gate = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<AbortSignal>();
      const handle = (_payload: unknown, stop: AbortSignal) => {
        begun.resolve(stop);
        return gate.promise;
      };
      await queue.work({ queue: name, concurrency: 1, handle });
      await queue.add([{ queue: name, id: "hanging", payload: "mine" }]);
      const stop = await begun.promise;
      expect(stop.aborted).toBe(false);
      expect(await queue.stop(50)).toBe(false);
      expect(stop.aborted).toBe(true);
      const runs = await recordWork(other, { name });
      await vi.waitFor(() => expect(runs.map(({ payload }) => payload)).toEqual(["mine"]), PATIENT);
      gate.resolve();
    });

    it("closes though it was never used, and when it is closed twice", async () => {
      const { queue } = await openQueue();
      await queue.close();
      await queue.close();
    });
  });
}

function describeWord(word: unknown): string {
  return word instanceof Error ? word.message : typeof word === "string" ? word : describeRecord(word);
}

function describeRecord(record: unknown): string {
  return typeof record === "object" && record !== null ? Object.values(record).map(describeWord).join(" ") : "";
}
