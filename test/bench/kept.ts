import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { MEGABYTE, type Target } from "./report.ts";
import { NODE_FLAGS } from "./rounds.ts";

const SERVER = fileURLToPath(new URL("kept-server.ts", import.meta.url));
const LOAD = fileURLToPath(new URL("load.ts", import.meta.url));

const MIN_SHARE = { feed: 0.8, page: 0.5 };
/** What is kept of such addresses has a bound of 16 MB. */
const MAX_FLOOD_GROWTH = 30 * MEGABYTE;
const MAX_LATE_GROWTH = 5 * MEGABYTE;
/** Open cases and messages of a region: as in the example, and so many times as many. */
const SIZES = [1, 10, 100];
const ROUNDS = 3;
const LOAD_MS = 1_000;
/** Until V8 has compiled what is asked for. */
const WARM_MS = 2_000;
const CONNECTIONS = 20;
/** Of the region's page with all its cases, each another: without a bound they would be 60 MB. */
const FLOOD = 1_500;

const readySchema = z.object({ url: z.string(), bareUrl: z.string(), caseId: z.number() });
const answerSchema = z.object({ micros: z.number(), bytes: z.number(), ms: z.number(), inUse: z.number() });
const loadSchema = z.object({ answers: z.number(), statuses: z.array(z.string()) });

export interface KeptResult {
  readonly times: number;
  readonly kind: "feed" | "page";
  readonly path: string;
  readonly bytes: number;
  /** To make it, the first time. */
  readonly madeMs: number;
  /** Answers a second. */
  readonly rate: number;
  readonly bareRate: number;
  /** Of bare Hono's answers for the same processor time: what other programs take of the machine is left out. */
  readonly share: number;
}

export interface FloodResult {
  readonly addresses: number;
  readonly grownBytes: number;
  /** In the second half. */
  readonly lateBytes: number;
}

/** What is kept against Hono alone with the same bytes, side by side in one process, and a flood of addresses. */
export async function runKept(): Promise<{ results: KeptResult[]; flood: FloodResult }> {
  const child = fork(SERVER, {
    execArgv: [...NODE_FLAGS, "--import", "tsx"],
    // Its log goes nowhere, but it is written.
    stdio: ["ignore", "inherit", "ignore", "ipc"],
  });
  const loader = fork(LOAD, { execArgv: ["--import", "tsx"] });
  const processes = { child, loader };
  try {
    const site = readySchema.parse(await hear(child));
    const flood = await runFlood(child, site.url);
    const results: KeptResult[] = [];
    let before = 1;
    for (const times of SIZES) {
      if (times > before) await order(child, { kind: "clone", from: before, to: times });
      for (const one of listAddresses(times, site.caseId))
        results.push(await measure(processes, { site, times, ...one }));
      before = times;
    }
    return { results, flood };
  } finally {
    for (const each of [loader, child]) {
      each.disconnect();
      await once(each, "exit");
    }
  }
}

interface Address {
  readonly kind: "feed" | "page";
  readonly path: string;
  readonly packed: boolean;
}

function listAddresses(times: number, caseId: number): Address[] {
  const growing: Address[] = [
    { kind: "feed", path: "/feed.rss", packed: true },
    { kind: "page", path: "/", packed: true },
    { kind: "page", path: "/r/12", packed: true },
  ];
  if (times > 1) return growing;
  return [
    ...growing,
    { kind: "feed", path: "/feed.rss", packed: false },
    { kind: "feed", path: "/r/12/feed.atom", packed: true },
    { kind: "feed", path: "/r/12/feed.json?priority=1", packed: true },
    { kind: "page", path: `/r/12/${caseId}`, packed: true },
    { kind: "page", path: "/r/12?q=meropenem", packed: true },
    { kind: "page", path: "/kallor?lang=en", packed: true },
    { kind: "page", path: "/tillganglighet", packed: true },
  ];
}

type Site = z.output<typeof readySchema>;

/** What answers, and what asks. */
interface Processes {
  readonly child: ChildProcess;
  readonly loader: ChildProcess;
}

/** One after the other in each round, so that a slow moment of the machine meets both. */
async function measure(processes: Processes, input: Address & { site: Site; times: number }): Promise<KeptResult> {
  const { site, times, kind, path, packed } = input;
  const headers = packed ? { "accept-encoding": "gzip, deflate, br" } : {};
  const { bytes, ms: madeMs } = await order(processes.child, { kind: "bare", path, headers });
  const urls = [site.url + path, site.bareUrl + path] as const;
  for (const url of urls) await load(processes.loader, { url, headers, ms: WARM_MS });
  const rounds: { own: Loaded; bare: Loaded }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({
      own: await loadMeasured(processes, urls[0], headers),
      bare: await loadMeasured(processes, urls[1], headers),
    });
  return {
    times,
    kind,
    path: packed ? path : `${path} (unpacked)`,
    bytes,
    madeMs,
    rate: median(rounds.map(({ own }) => own.rate)),
    bareRate: median(rounds.map(({ bare }) => bare.rate)),
    share: median(rounds.map(({ own, bare }) => own.perMicro / bare.perMicro)),
  };
}

interface Loaded {
  readonly rate: number;
  readonly perMicro: number;
}

async function loadMeasured(
  { child, loader }: Processes,
  url: string,
  headers: Record<string, string>,
): Promise<Loaded> {
  const before = await order(child, { kind: "spent" });
  const answers = await load(loader, { url, headers, ms: LOAD_MS });
  const after = await order(child, { kind: "spent" });
  return { rate: (answers / LOAD_MS) * 1_000, perMicro: answers / (after.micros - before.micros) };
}

/** How many answers came. */
async function load(
  loader: ChildProcess,
  task: { url: string; headers: Record<string, string>; ms: number },
): Promise<number> {
  loader.send({ ...task, connections: CONNECTIONS });
  const { answers, statuses } = loadSchema.parse(await hear(loader));
  if (statuses.join() !== "200") throw new Error(`bench: unable to load ${task.url}: it answers ${statuses.join()}`);
  return answers;
}

/** Asks for ever other addresses, all of them answered with a whole page. */
async function runFlood(child: ChildProcess, url: string): Promise<FloodResult> {
  const flood = async (from: number, to: number) => {
    for (let number = from; number < to; number += 1)
      await (await fetch(`${url}/r/12?atc=_${number}&utm=${number}`)).arrayBuffer();
    return (await order(child, { kind: "rest" })).inUse;
  };
  const before = await flood(0, 50);
  const middle = await flood(50, FLOOD / 2);
  const after = await flood(FLOOD / 2, FLOOD);
  return { addresses: FLOOD, grownBytes: Math.max(0, after - before), lateBytes: Math.max(0, after - middle) };
}

async function order(child: ChildProcess, what: Record<string, unknown>): Promise<z.output<typeof answerSchema>> {
  child.send(what);
  return answerSchema.parse(await hear(child));
}

async function hear(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, "message");
  return message;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

export function renderKept({ results, flood }: { results: readonly KeptResult[]; flood: FloodResult }): string {
  const width = Math.max(...results.map(({ path }) => path.length));
  const lines = results.map(
    ({ times, path, bytes, madeMs, rate, bareRate, share }) =>
      `${`${times}×`.padStart(4)}  ${path.padEnd(width)}  ${String(bytes).padStart(6)} bytes  made in ${madeMs.toFixed(0).padStart(4)} ms  ` +
      `${rate.toFixed(0).padStart(6)} a second, bare Hono ${bareRate.toFixed(0).padStart(6)}  share ${share.toFixed(2)}`,
  );
  return [
    "what is kept, against bare Hono with the same bytes (shares of answers for the same processor time)",
    ...lines,
    `${flood.addresses} different addresses: memory grew by ${megabytes(flood.grownBytes)} MB, by ${megabytes(flood.lateBytes)} in the second half`,
  ].join("\n");
}

export function judgeKept({ results, flood }: { results: readonly KeptResult[]; flood: FloodResult }): Target[] {
  const shareOf = (kind: KeptResult["kind"]) =>
    Math.min(...results.filter((one) => one.kind === kind).map(({ share }) => share));
  const judge = (name: string, kind: KeptResult["kind"]): Target => ({
    name: `${name}: at least ${MIN_SHARE[kind]} of bare Hono's answers with the same bytes`,
    holds: shareOf(kind) >= MIN_SHARE[kind],
    figure: shareOf(kind).toFixed(2),
  });
  return [
    judge("feeds", "feed"),
    judge("public pages", "page"),
    {
      name: `a flood of addresses: memory grows by less than ${megabytes(MAX_FLOOD_GROWTH)} MB, and comes to rest`,
      holds: flood.grownBytes < MAX_FLOOD_GROWTH && flood.lateBytes < MAX_LATE_GROWTH,
      figure: `${megabytes(flood.grownBytes)} MB, ${megabytes(flood.lateBytes)} MB in its second half`,
    },
  ];
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / MEGABYTE));
}
