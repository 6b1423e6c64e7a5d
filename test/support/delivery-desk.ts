import { afterAll, expect, vi } from "vitest";
import { LANES } from "../../src/domain/delivery.ts";
import { workLane, type DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverQueue } from "../../src/jobs/deliver.ts";
import { createJobQueue, type JobQueue } from "../../src/jobs/queue.ts";
import { deliverDue, relay } from "../../src/jobs/relay.handler.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import { PATIENT } from "./patience.ts";
import { createRecordingChannel, type RecordingChannel } from "./recording-channel.ts";
import { createTestRedisUrl } from "./redis.ts";
import { createPostgresScene, createScene, type Scene } from "./scene.ts";
import { useScene } from "./use-scene.ts";

/** Where deliveries are made: the database, and what tells workers that something is due. */
export interface DeliveryPlace {
  readonly name: string;
  readonly open: () => Promise<Scene>;
  /** `none`: what is due is sent as the command that sends once does it. */
  readonly queue: "none" | "database" | "redis";
}

const POSTGRES: DeliveryPlace = { name: "PostgreSQL", open: createPostgresScene, queue: "none" };

/** Each database, for what no queue has a part in. */
export const DATABASES: readonly DeliveryPlace[] = [{ name: "PGlite", open: createScene, queue: "none" }, POSTGRES];

/** Each size in which Restsignal runs. */
export const SIZES: readonly DeliveryPlace[] = [
  { name: "PGlite", open: createScene, queue: "database" },
  { name: "PostgreSQL", open: createPostgresScene, queue: "database" },
  { name: "PostgreSQL and Redis", open: createPostgresScene, queue: "redis" },
];

/** A scene with a channel that sends one by one and one that gathers. */
export interface DeliveryDesk {
  readonly scene: Scene;
  readonly chat: RecordingChannel;
  readonly email: RecordingChannel;
  readonly deps: DeliverDeps;
  /** Lets so much time pass. */
  readonly wait: (ms: number) => void;
  /** Sends what is due now, as its place does. */
  readonly attemptDue: () => Promise<void>;
}

/** Opens one for all tests of a file or a `describe`; each gets it as new. */
export function useDeliveryDesk(
  prepare: (desk: DeliveryDesk) => void,
  { open, queue }: Pick<DeliveryPlace, "open" | "queue"> = POSTGRES,
): void {
  let workers: Workers | null = null;
  useScene(async (scene) => {
    const chat = createRecordingChannel();
    const email = createRecordingChannel({ name: "email", batches: true });
    const channels = new Map([chat, email].map((channel) => [channel.name, channel]));
    const deps: DeliverDeps = {
      db: scene.db,
      channels,
      mode: "live",
      publicUrl: "https://rest.example",
      now: () => scene.clock,
      pause: async (ms) => {
        scene.clock = new Date(scene.clock.getTime() + ms);
      },
    };
    if (queue !== "none") workers ??= await startWorkers(scene, queue);
    prepare({
      scene,
      chat,
      email,
      deps,
      wait(ms) {
        scene.clock = new Date(scene.clock.getTime() + ms);
      },
      async attemptDue() {
        if (workers === null) await deliverDue(deps, { all: false });
        else await workers.attempt(deps);
      },
    });
  }, open);
  afterAll(() => workers?.queue.close());
}

interface Workers {
  readonly queue: JobQueue;
  attempt(deps: DeliverDeps): Promise<void>;
}

const QUEUES = ["chat", "email"].flatMap((channel) =>
  LANES.map((lane) => ({ channel, lane, name: deliverQueue(channel, lane) })),
);

async function startWorkers({ database }: Scene, kind: "database" | "redis"): Promise<Workers> {
  const { url, prefix } = createTestRedisUrl();
  const failures: unknown[] = [];
  const log = { error: (failure: unknown) => void failures.push(failure) };
  const queue = await createJobQueue({ redisUrl: kind === "redis" ? url : null, prefix, database, log });
  let current: DeliverDeps | null = null;
  for (const { channel: of, lane, name } of QUEUES) {
    const handle = async (_payload: unknown, stop: AbortSignal) => {
      const channel = current?.channels.get(of);
      if (current === null || channel === undefined) throw new Error("test: a job that nobody asked for");
      await workLane(current, { channel, lane, all: false, report() {}, stop });
    };
    await queue.work({ queue: name, concurrency: 1, handle });
  }
  return {
    queue,
    async attempt(deps) {
      current = deps;
      await fanOut(deps);
      await runDigests(deps, { waitForNews: false });
      await relay({ ...deps, queue });
      await vi.waitFor(async () => {
        for (const { name } of QUEUES) expect(await queue.count(name)).toBe(0);
      }, PATIENT);
      expect(failures).toEqual([]);
    },
  };
}
