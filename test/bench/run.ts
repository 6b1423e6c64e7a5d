/**
 * `npm run bench`: speed and memory as ratios against peers measured in the same run. `--quick` takes the full-size
 * file only, once; `--hostile` hostile requests and list files only; `--extents` what measuring extents adds to an ingest
 * only; `--fan-out` a publication to many only; `--mails` its mails only; `--urgent` an urgent one while a digest of
 * 50,000 goes out only; `--deliveries` one message to many receivers that answer at once only; `--kept` what is kept of
 * pages and feeds only;
 * `--check` ends with 1 when a target is missed.
 */
import { parseArgs } from "node:util";
import { createRegionLists, writeNationalFiles } from "./input.ts";
import { openPeers } from "./peers.ts";
import { judgeListReading, renderListReading, runListReading } from "./list-thread.ts";
import { judgeFanOut, renderFanOut, runFanOut } from "./fan-out.ts";
import { judgeKept, renderKept, runKept } from "./kept.ts";
import { judgeDeliveries, renderDeliveries, runDeliveries } from "./deliveries.ts";
import { judgeUrgent, renderUrgent, runUrgent } from "./urgent.ts";
import { judgeOutreach, renderOutreach, runOutreach } from "./outreach.ts";
import { judgeMails, renderMails, runMails } from "./mails.ts";
import { judgeHostile, renderHostile, runHostile } from "./hostile.ts";
import { judgeTargets, renderTable, type SizeResult, type Target } from "./report.ts";
import { NODE_FLAGS, type Round, type RoundInput, runRound } from "./rounds.ts";
import { judgeExtents, renderExtents, runExtents } from "./extents.ts";

/** Fewer rounds of the large files, which take long and are less disturbed by a passing moment. */
const PLAN = [
  { times: 1, rounds: 7 },
  { times: 3, rounds: 5 },
  { times: 10, rounds: 3 },
];
const QUICK_PLAN = [{ times: 1, rounds: 1 }];

process.exitCode = await main();

async function main(): Promise<number> {
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({
    options: {
      quick: flag,
      check: flag,
      hostile: flag,
      extents: flag,
      "fan-out": flag,
      kept: flag,
      mails: flag,
      urgent: flag,
      deliveries: flag,
      outreach: flag,
    },
  });
  const onlyDatabase =
    values.extents === true ||
    values["fan-out"] === true ||
    values.mails === true ||
    values.urgent === true ||
    values.deliveries === true ||
    values.outreach === true;
  const kept = onlyDatabase || values.hostile === true ? [] : await measureKept();
  if (values.kept === true) return finish(kept, values);
  const webTargets = onlyDatabase ? [] : [...kept, ...(await runWeb())];
  if (values.hostile === true) return finish(webTargets, values);
  const peers = await openPeers(say);
  if (peers === null) return 1;
  try {
    process.env["TEST_POSTGRES_URL"] = peers.postgresUrl;
    if (values.urgent === true) return finish(await measureUrgent(), values);
    if (values.deliveries === true) return finish(await measureDeliveries(), values);
    if (values.outreach === true) return finish(await measureOutreach(), values);
    const mails = values.extents === true || values["fan-out"] === true ? [] : await measureMails();
    if (values.mails === true) return finish(mails, values);
    const handedOut = values.extents === true ? [] : await measureFanOut();
    if (values["fan-out"] === true) return finish(handedOut, values);
    const urgent = values.extents === true ? [] : [...(await measureUrgent()), ...(await measureDeliveries())];
    const lists = createRegionLists();
    say("extents against a catalogue");
    const files = await writeNationalFiles({ folder: peers.folder, times: 1 });
    const extents = await runExtents({ files, lists, folder: peers.folder });
    print(`\n${renderExtents(extents)}\n`);
    const targets = [...judgeExtents(extents), ...handedOut, ...mails, ...urgent, ...webTargets];
    if (values.extents === true) return finish(targets, values);
    const plan = values.quick === true ? QUICK_PLAN : PLAN;
    const sizes = await runSizes({ plan, lists, folder: peers.folder });
    print(`\nNode ${process.version} ${NODE_FLAGS.join(" ")}; 21 lists of 1,000 entries; medians of the rounds\n`);
    print(`${renderTable(sizes)}\n`);
    return finish([...judgeTargets(sizes), ...targets], values);
  } finally {
    await peers.close();
  }
}

async function runWeb(): Promise<Target[]> {
  say("hostile requests");
  const hostile = await runHostile();
  print(`\n${renderHostile(hostile)}\n`);
  say("a list file, in its thread and on the spot");
  const reading = await runListReading();
  print(`${renderListReading(reading)}\n`);
  return [...judgeHostile(hostile), ...judgeListReading(reading)];
}

async function measureKept(): Promise<Target[]> {
  say("what is kept of pages and feeds");
  const measured = await runKept();
  print(`\n${renderKept(measured)}\n`);
  return judgeKept(measured);
}

async function measureMails(): Promise<Target[]> {
  say("personal mails of one publication");
  const result = await runMails();
  print(`\n${renderMails(result)}\n`);
  return judgeMails(result);
}

async function measureUrgent(): Promise<Target[]> {
  say("an urgent message while a digest goes out");
  const results = await runUrgent({ digestMails: 50_000 });
  print(`\n${renderUrgent(results)}\n`);
  return judgeUrgent(results);
}

async function measureOutreach(): Promise<Target[]> {
  say("the outreach report of a simulated year");
  const results = await runOutreach();
  print(`\n${renderOutreach(results)}\n`);
  return judgeOutreach(results);
}

async function measureDeliveries(): Promise<Target[]> {
  say("deliveries through the queue, and empty jobs");
  const results = await runDeliveries();
  print(`\n${renderDeliveries(results)}\n`);
  return judgeDeliveries(results);
}

async function measureFanOut(): Promise<Target[]> {
  say("a message to many subscribers");
  const results = await runFanOut();
  print(`\n${renderFanOut(results)}\n`);
  return judgeFanOut(results);
}

async function runSizes(input: {
  plan: typeof PLAN;
  lists: RoundInput["lists"];
  folder: string;
}): Promise<SizeResult[]> {
  const { plan, lists, folder } = input;
  const sizes: SizeResult[] = [];
  for (const { times, rounds: count } of plan) {
    const files = await writeNationalFiles({ folder, times });
    const rounds: Round[] = [];
    for (let number = 1; number <= count; number += 1) {
      say(`${times}×: round ${number} of ${count}`);
      rounds.push(await runRound({ files, lists }));
    }
    sizes.push({ times, files, rounds });
  }
  return sizes;
}

function finish(targets: readonly Target[], { check }: { check?: boolean | undefined }): number {
  for (const { holds, name, figure } of targets) print(`${holds ? "ok    " : "MISSED"}  ${name}: ${figure}`);
  return check === true && targets.some(({ holds }) => !holds) ? 1 : 0;
}

function say(line: string): void {
  process.stderr.write(`npm run bench: ${line}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
