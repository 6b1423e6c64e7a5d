import { openDatabase } from "../../src/db/client.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import { writeMessage } from "../../src/services/messages.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { createEmptyDatabase } from "../support/postgres.ts";
import { subscribeMany } from "../support/subscribe-many.ts";
import { type Target } from "./report.ts";

const REGION = "12";
/** Subscribers of the region: 1×, 10× and 100×. */
const SIZES = [1_000, 10_000, 100_000];
const MAX_ANSWER_MS = 1_000;
const MAX_HELD_MS = 100;

export interface FanOutResult {
  readonly engine: string;
  readonly subscribers: number;
  /** Until the message is published. */
  readonly answerMs: number;
  /** Until each of them has a delivery. */
  readonly seconds: number;
  /** The longest that the thread worked without a pause; what other programs took meanwhile is left out. */
  readonly heldMs: number;
}

/** Publishes a message to ever more subscribers, on PGlite and on PostgreSQL. */
export async function runFanOut(): Promise<FanOutResult[]> {
  const results: FanOutResult[] = [];
  for (const subscribers of SIZES) {
    results.push(await measurePublication({ engine: "PGlite", url: "pglite:memory", subscribers }));
    const server = await createEmptyDatabase();
    results.push(await measurePublication({ engine: "PostgreSQL", url: server.url, subscribers }));
    await server.drop();
  }
  return results;
}

async function measurePublication(input: { engine: string; url: string; subscribers: number }): Promise<FanOutResult> {
  const { engine, url, subscribers } = input;
  const database = await openDatabase(url);
  const { db } = database;
  try {
    await subscribeMany(db, { regionCode: REGION, count: subscribers, now: new Date() });
    const publish = () => {
      const message = makeNewMessage({ regionCode: REGION, urgency: "high", now: new Date() });
      return db.transaction().execute((trx) => writeMessage(trx, { ...message, digestChannels: new Set() }));
    };
    // The first time everything is compiled, too.
    await publish();
    await fanOut({ db, now: () => new Date() });
    const heldMs = watchThread();
    const begin = performance.now();
    await publish();
    const answerMs = performance.now() - begin;
    await fanOut({ db, now: () => new Date() });
    return { engine, subscribers, answerMs, seconds: (performance.now() - begin) / 1_000, heldMs: heldMs() };
  } finally {
    await database.close();
  }
}

/** A clock of one millisecond sees how much the thread worked between two of its ticks. */
function watchThread(): () => number {
  let most = 0;
  let last = process.threadCpuUsage();
  const tick = (): void => {
    const now = process.threadCpuUsage();
    most = Math.max(most, now.user + now.system - last.user - last.system);
    last = now;
  };
  const clock = setInterval(tick, 1);
  return () => {
    tick();
    clearInterval(clock);
    return most / 1_000;
  };
}

export function renderFanOut(results: readonly FanOutResult[]): string {
  const lines = results.map(
    ({ engine, subscribers, answerMs, seconds, heldMs }) =>
      `${engine.padEnd(10)}  ${String(subscribers).padStart(7)}  answer ${answerMs.toFixed(0).padStart(4)} ms  ` +
      `handed out in ${seconds.toFixed(2).padStart(6)} s (${Math.round(subscribers / seconds)} a second)  ` +
      `thread held ${heldMs.toFixed(0).padStart(3)} ms`,
  );
  return ["a message to all subscribers of a region", ...lines].join("\n");
}

export function judgeFanOut(results: readonly FanOutResult[]): Target[] {
  const answer = Math.max(...results.map(({ answerMs }) => answerMs));
  const held = Math.max(...results.map(({ heldMs }) => heldMs));
  return [
    {
      name: `a publication to ${Math.max(...SIZES)}: answered within ${MAX_ANSWER_MS} ms`,
      holds: answer < MAX_ANSWER_MS,
      figure: `${answer.toFixed(0)} ms`,
    },
    {
      name: `a publication to ${Math.max(...SIZES)}: holds the thread for at most ${MAX_HELD_MS} ms at a time`,
      holds: held <= MAX_HELD_MS,
      figure: `${held.toFixed(0)} ms`,
    },
  ];
}
