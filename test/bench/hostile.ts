import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { request as send } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { MAX_UPLOAD_BYTES } from "../../src/domain/list-import.ts";
import { MEGABYTE, type Target } from "./report.ts";
import { NODE_FLAGS } from "./rounds.ts";

const SERVER = fileURLToPath(new URL("hostile-server.ts", import.meta.url));
const MAX_HELD_MS = 200;
const MAX_GROWTH_BYTES = 50 * MEGABYTE;
const AT_ONCE = 4;

const readySchema = z.object({
  kind: z.literal("ready"),
  url: z.string(),
  token: z.string(),
  csrf: z.string(),
  caseId: z.number(),
});
const endedSchema = z.object({ kind: z.literal("ended"), heldMs: z.number() });
type Site = z.output<typeof readySchema>;

interface Attack {
  readonly name: string;
  readonly path: string;
  readonly type?: string;
  readonly signedIn?: boolean;
  /** The body, made while it is sent; none is a GET. */
  readonly body?: { readonly head: string; readonly piece: string; readonly bytes: number; readonly told: boolean };
  /** Written as it is instead of a request. */
  readonly raw?: string;
}

/** What one attack, some requests of it at once, did to the process that answers everybody else. */
export interface HostileResult {
  readonly name: string;
  readonly answers: string;
  readonly heldMs: number;
  readonly grownBytes: number;
}

/** Sends each hostile request to the pages in a process of their own; the first round warms it up and is not counted. */
export async function runHostile(): Promise<HostileResult[]> {
  const child = fork(SERVER, { execArgv: [...NODE_FLAGS, "--import", "tsx"] });
  try {
    const site = readySchema.parse(await hear(child));
    const attacks = listAttacks(site);
    for (const attack of attacks) await runAttack(child, site, attack);
    const results: HostileResult[] = [];
    for (const attack of attacks) results.push(await runAttack(child, site, attack));
    return results;
  } finally {
    child.disconnect();
    await once(child, "exit");
  }
}

const FORM = "application/x-www-form-urlencoded";
const BOUNDARY = "----bench";
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;
const LARGE = 20 * MEGABYTE;

function listAttacks({ csrf, caseId }: Site): Attack[] {
  const open = ["/login/local", `/r/12/${caseId}/questions`, "/lists/12/imports", "/preferences/none", "/"];
  const tiny = { head: "", piece: "a=&", bytes: LARGE, told: false };
  const part = (headers: string) => `--${BOUNDARY}\r\nContent-Disposition: form-data; ${headers}\r\n\r\n`;
  const own = part('name="csrf"') + `${csrf}\r\n`;
  const desk = { signedIn: true, path: `/cases/${caseId}/draft`, type: FORM };
  const head = `csrf=${csrf}&`;
  return [
    ...open.map((path): Attack => ({ name: `20 MB of tiny fields to ${path}`, path, type: FORM, body: tiny })),
    { name: "the same, told before", path: "/login/local", type: FORM, body: { ...tiny, told: true } },
    {
      name: "20 MB of tiny parts",
      path: "/login/local",
      type: MULTIPART,
      body: { head: "", piece: `${part('name="a"')}\r\n`, bytes: LARGE, told: false },
    },
    { name: "60 kB of tiny fields", path: "/lists/12/imports", type: FORM, body: { ...tiny, bytes: 60_000 } },
    { name: "20 MB of JSON", path: "/login/local", type: "application/json", body: { ...tiny, piece: '[{"a":' } },
    { name: "a query of 2,600 parameters", path: `/r/12?${"a=1&".repeat(2_600)}` },
    { name: "a query of 100 areas", path: `/feed.rss?${Array.from({ length: 20 }, (_, i) => `area=${i}`).join("&")}` },
    { name: "an address of 12 kB", path: `/r/12?q=${"x".repeat(12_000)}` },
    { name: "1,000 requests ahead", path: "/", raw: "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".repeat(1_000) },
    { ...desk, name: "at the desk: 1 MB of tiny fields", body: { head, piece: "a=&", bytes: 990_000, told: true } },
    { ...desk, name: "at the desk: 1,900 fields", body: { head, piece: "a=&", bytes: 5_700, told: true } },
    {
      ...desk,
      name: "at the desk: a text of 190 kB",
      body: { head: `${head}sv=`, piece: "å", bytes: 190_000, told: true },
    },
    {
      signedIn: true,
      name: "at the desk: rules of 190 kB",
      path: "/policies/12/proposal",
      type: FORM,
      body: { head: `${head}rules=`, piece: "[", bytes: 190_000, told: true },
    },
    ...['"', "a;b\n"].map((piece): Attack => ({
      signedIn: true,
      name: `at the desk: a list file of 3 MB of ${JSON.stringify(piece)}`,
      path: "/lists/12/imports",
      type: MULTIPART,
      body: { head: own + part('name="file"; filename="l.csv"'), piece, bytes: MAX_UPLOAD_BYTES, told: false },
    })),
  ];
}

async function runAttack(child: ChildProcess, site: Site, attack: Attack): Promise<HostileResult> {
  child.send("begin");
  await hear(child);
  const status = `/proc/${child.pid}/status`;
  // Linux forgets the highest use of memory when it is told 5.
  writeFileSync(`/proc/${child.pid}/clear_refs`, "5");
  const before = readKilobytes(status, "VmRSS");
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, place) => attackOnce(site, attack, place)));
  child.send("end");
  const { heldMs } = endedSchema.parse(await hear(child));
  const grownBytes = Math.max(0, readKilobytes(status, "VmHWM") - before) * 1_024;
  return { name: attack.name, answers: [...new Set(answers)].join(", "), heldMs, grownBytes };
}

let sent = 0;

function attackOnce(site: Site, attack: Attack, place: number): Promise<string> {
  const { hostname, port } = new URL(site.url);
  sent += 1;
  if (attack.raw !== undefined) return sendRaw({ hostname, port, text: attack.raw });
  // A whole file once: whoever may send one is one person.
  const { body } = attack;
  if (attack.signedIn === true && (body?.bytes ?? 0) > MEGABYTE && place > 0) return Promise.resolve("303");
  const headers = {
    "x-forwarded-for": `203.0.${sent >> 8}.${sent & 255}`,
    ...(attack.type === undefined ? {} : { "content-type": attack.type }),
    ...(attack.signedIn === true ? { cookie: `restsignal_session=${site.token}` } : {}),
    ...(body?.told === true ? { "content-length": String(body.bytes) } : {}),
  };
  return new Promise((resolve) => {
    const method = body === undefined ? "GET" : "POST";
    const request = send({ hostname, port, path: attack.path, method, headers, agent: false }, (response) => {
      response.resume();
      response.once("end", () => resolve(String(response.statusCode)));
    });
    request.once("error", () => resolve("cut off"));
    if (body === undefined) return request.end();
    Readable.from(makeBody(body, attack.type === MULTIPART))
      .on("error", () => {})
      .pipe(request);
  });
}

function* makeBody({ head, piece, bytes }: NonNullable<Attack["body"]>, closes: boolean): Generator<Buffer> {
  yield Buffer.from(head);
  let left = bytes - Buffer.byteLength(head);
  const block = Buffer.from(piece.repeat(Math.ceil(60_000 / piece.length)));
  for (; left > 0; left -= block.length) yield left >= block.length ? block : block.subarray(0, left);
  if (closes) yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
}

function sendRaw({ hostname, port, text }: { hostname: string; port: string; text: string }): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on("error", () => {});
    socket.on("data", () => {});
    socket.setTimeout(10_000, () => socket.destroy());
    socket.once("close", () => resolve("cut off"));
  });
}

function readKilobytes(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync(file, "utf8"))?.[1] ?? Number.NaN);
}

async function hear(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, "message");
  return message;
}

/** A line for each attack. */
export function renderHostile(results: readonly HostileResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  return results
    .map(
      ({ name, answers, heldMs, grownBytes }) =>
        `${name.padEnd(width)}  ${answers.padEnd(12)}  held ${heldMs.toFixed(0).padStart(4)} ms  grew ${(grownBytes / MEGABYTE).toFixed(0).padStart(3)} MB`,
    )
    .join("\n");
}

export function judgeHostile(results: readonly HostileResult[]): Target[] {
  const held = Math.max(...results.map(({ heldMs }) => heldMs));
  const grown = Math.max(...results.map(({ grownBytes }) => grownBytes));
  return [
    {
      name: `hostile requests: none holds the loop for more than ${MAX_HELD_MS} ms`,
      holds: held <= MAX_HELD_MS,
      figure: `${held.toFixed(0)} ms`,
    },
    {
      name: `hostile requests: none makes memory grow by more than ${MAX_GROWTH_BYTES / MEGABYTE} MB`,
      holds: grown <= MAX_GROWTH_BYTES,
      figure: `${(grown / MEGABYTE).toFixed(0)} MB`,
    },
  ];
}
