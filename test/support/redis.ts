import { randomUUID } from "node:crypto";

export interface TestRedis {
  /** Names a logical database that no other test file uses at the same time, so FLUSHDB is safe in it. */
  readonly url: string;
  /** A key prefix, BullMQ's `prefix`, that no other call gets. */
  readonly prefix: string;
}

/** An address on the test Redis that keeps this test's keys apart from all others. */
export function createTestRedisUrl(): TestRedis {
  const serverUrl = process.env["TEST_REDIS_URL"];
  if (serverUrl === undefined || serverUrl === "") {
    throw new Error("test queue: unable to reach Redis: TEST_REDIS_URL is not set; run through npm test");
  }
  const url = new URL(serverUrl);
  // Vitest numbers the files that run at the same time from 1.
  url.pathname = `/${process.env["VITEST_POOL_ID"] ?? "0"}`;
  return { url: url.href, prefix: `test-${randomUUID()}` };
}
