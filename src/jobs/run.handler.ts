import type { Logger } from "pino";
import { findSource } from "../sources/index.ts";
import { deliver, type DeliverDeps } from "./deliver.handler.ts";
import { deliverPayload, deliverQueue } from "./deliver.ts";
import { fetchSource, type FetchDeps } from "./fetch.handler.ts";
import { INGEST_QUEUE, ingestSchedule } from "./ingest.ts";
import type { JobQueue } from "./queue.ts";
import { relay } from "./relay.handler.ts";
import { RELAY_QUEUE, relaySchedule } from "./relay.ts";

export interface RunDeps {
  readonly queue: JobQueue;
  readonly log: Logger;
  readonly fetching: FetchDeps;
  readonly delivering: DeliverDeps;
  /** Where the national file is read from. */
  readonly sourceUrl: string | null;
}

/** Sendings of one channel under way at once; the limiter decides how many start in a second. */
const SENDINGS_AT_ONCE = 4;

/** Starts the work that goes on by itself: polls the source, turns due rows into jobs, sends. */
export async function startJobs(deps: RunDeps): Promise<void> {
  const { queue, delivering } = deps;
  for (const channel of delivering.channels.values())
    await queue.work({
      queue: deliverQueue(channel.name),
      concurrency: SENDINGS_AT_ONCE,
      perSecond: channel.limits.sendingsPerSecond,
      handle: async (payload) => {
        const result = await deliver(delivering, deliverPayload.parse(payload));
        if (result.kind === "attempted") logOutcome(deps.log, channel.name, result);
      },
    });
  await queue.work({
    queue: RELAY_QUEUE,
    concurrency: 1,
    handle: async () => {
      await relay({ ...delivering, queue });
    },
  });
  await queue.work({ queue: INGEST_QUEUE, concurrency: 1, handle: () => poll(deps) });
  await queue.schedule(relaySchedule);
  await queue.schedule(ingestSchedule);
  // A start is a chance to catch up with what was written while nobody was running.
  await queue.add([{ queue: INGEST_QUEUE, id: "at-start", payload: {} }]);
}

async function poll(deps: RunDeps): Promise<void> {
  const source = findSource(ingestSchedule.id);
  if (source === null) throw new Error(`jobs/run: unable to poll ${ingestSchedule.id}: there is no such source`);
  const result = await fetchSource(deps.fetching, { source, url: deps.sourceUrl });
  if (result.kind === "rejected" || result.kind === "failed") {
    deps.log.error({ source: source.name, reason: result.reason }, "the source's file was not taken in");
    return;
  }
  deps.log.info({ source: source.name, result }, "the source was polled");
}

function logOutcome(log: Logger, channel: string, result: { deliveries: number; outcome: { kind: string } }): void {
  const entry = { channel, deliveries: result.deliveries, outcome: result.outcome };
  if (result.outcome.kind === "delivered") log.info(entry, "delivered");
  else log.warn(entry, "not delivered");
}
