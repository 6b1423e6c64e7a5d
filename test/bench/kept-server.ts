/**
 * The site and bare Hono in one process, which the parent asks: `clone` makes the data larger, `bare` has
 * Hono alone serve the bytes that the site gives for an address, and `spent` tells the processor time used so far, `rest` the memory that is in use when the rubbish is out.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { sql } from "kysely";
import { z } from "zod";
import { createLog } from "../../src/log.ts";
import { createApp } from "../../src/web/app.ts";
import { startServer } from "../../src/web/server.ts";
import { createSite, findCaseOf, SKANE } from "../web/site.ts";

const orderSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("clone"), from: z.number(), to: z.number() }),
  z.object({ kind: z.literal("bare"), path: z.string(), headers: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal("spent") }),
  z.object({ kind: z.literal("rest") }),
]);

// With its log, as it runs.
const site = await createSite({ publicUrl: "http://127.0.0.1", log: createLog("info") });
const app = createApp(site.deps);
const server = await startServer(app, { host: "127.0.0.1", port: 0 });
const caseId = await findCaseOf(site.db, "Meropenem");

let bytes = new Uint8Array();
let headers: Record<string, string> = {};
const bare = new Hono();
bare.get("*", (c) => c.body(bytes, 200, headers));
const answerBare = getRequestListener((request, bindings) => bare.fetch(request, bindings));
const bareServer = createServer((incoming, outgoing) => void answerBare(incoming, outgoing));
bareServer.listen(0, "127.0.0.1");
await once(bareServer, "listening");

process.on("message", (message) => void obey(message).then((answer) => process.send?.(answer)));
process.on("disconnect", () => process.exit(0));
process.send?.({ url: server.url, bareUrl: `http://127.0.0.1:${portOf(bareServer.address())}`, caseId });

async function obey(message: unknown): Promise<{ micros: number; bytes: number; ms: number; inUse: number }> {
  const order = orderSchema.parse(message);
  const begin = performance.now();
  if (order.kind === "clone") await clone(order);
  if (order.kind === "bare") {
    const answer = await app.request(order.path, { headers: order.headers });
    bytes = new Uint8Array(await answer.arrayBuffer());
    headers = Object.fromEntries(
      ["content-type", "content-encoding"].flatMap((name) => {
        const value = answer.headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    );
  }
  const { user, system } = process.cpuUsage();
  const told = { micros: user + system, bytes: bytes.length, ms: performance.now() - begin };
  if (order.kind !== "rest") return { ...told, inUse: 0 };
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { ...told, inUse: heapUsed + arrayBuffers };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("bench: unable to find the server's port");
  return address.port;
}

/** Every case of the region, with its notices and messages, so many times as many where there were `from` times. */
async function clone({ from, to }: { from: number; to: number }): Promise<void> {
  const copies = sql`generate_series(${from}::int, ${to - 1}::int) k`;
  const far = 1_000_000;
  for (const query of [
    sql`insert into notice overriding system value
        select r.* from ${copies}, notice n, jsonb_populate_record(n,
          jsonb_build_object('id', n.id + k * ${far}::int, 'report_id', n.report_id || '#' || k)) r
        where n.id < ${far} and exists (
          select from match m where m.notice_id = n.id and m.region_code = ${SKANE} and m.owns)`,
    sql`insert into match
        select r.* from ${copies}, match m, jsonb_populate_record(m,
          jsonb_build_object('notice_id', m.notice_id + k * ${far}::int, 'entry_key', m.entry_key || '#' || k)) r
        where m.notice_id < ${far} and m.region_code = ${SKANE} and m.owns`,
    sql`insert into region_case overriding system value
        select r.* from ${copies}, region_case c, jsonb_populate_record(c,
          jsonb_build_object('id', c.id + k * ${far}::int, 'entry_key', c.entry_key || '#' || k)) r
        where c.id < ${far} and c.region_code = ${SKANE}`,
    sql`insert into message overriding system value
        select r.* from ${copies}, message m, jsonb_populate_record(m,
          jsonb_build_object('id', m.id + k * ${far}::int, 'case_id', m.case_id + k * ${far}::int)) r
        where m.id < ${far} and m.region_code = ${SKANE} and m.case_id is not null`,
  ])
    await query.execute(site.db);
}
