import { feedPath, regionPath } from "../addresses.ts";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { PAGES_PORT, type Config } from "../config.ts";
import { createDeps, webDeps, type Deps } from "../deps.ts";
import { openDemoDesk } from "../demo/desk.ts";
import { createExampleFiles } from "../demo/example-files.ts";
import { addPurchased, renderExampleRegister } from "../demo/example-register.ts";
import { runDemo, SHOWN_REGION, type DemoInput, type DemoReport } from "../demo/run.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { findRegion } from "../domain/region.ts";
import { waitForStop } from "../stop-wish.ts";
import { FEED_FORMATS } from "../domain/feed-format.ts";
import { lakemedelsverket } from "../sources/lakemedelsverket.ts";
import { parseRegionList } from "../sources/region-list.ts";
import { parseCall, type Command, type CommandContext } from "./command.ts";
import { describeRejected } from "./list.ts";
import { renderTable } from "./table.ts";

export const demo: Command = {
  usage: ["demo [--file A.xml --file B.xml] [--list L.csv] [--out FOLDER] [--no-serve] [--json]"],
  summary: "Shows the whole way on an example, or on real files: nothing is sent, nothing is kept but FOLDER (./out).",
  async run(context) {
    const { values } = parseCall(context.args, {
      options: {
        file: { type: "string", multiple: true },
        list: { type: "string" },
        out: { type: "string", default: "./out" },
        "no-serve": { type: "boolean" },
        json: { type: "boolean" },
      },
      words: [],
    });
    for (const path of [...(values.file ?? []), ...(values.list === undefined ? [] : [values.list])])
      if (!(await isFile(path))) {
        context.problem(`${path}: there is no such file`);
        return 1;
      }
    // Heard from the beginning, so that Ctrl-C at any time leaves nothing behind.
    const stopped = waitForStop();
    const work = await mkdtemp(join(tmpdir(), "restsignal-demo-"));
    // The demo never sends and never touches the installation's own database, whatever is configured.
    const config: Config = { ...context.config, DATABASE_URL: "pglite:memory", DELIVERY_MODE: "capture" };
    const deps = await createDeps(config);
    try {
      const input = await prepareInput({ files: values.file ?? null, list: values.list ?? null, work, deps });
      const report = input.kind === "refused" ? input : await runDemo(deps, input);
      if (report.kind === "refused") {
        context.problem(report.reason);
        return 1;
      }
      const written = await writeOut(deps, { report, out: values.out });
      if (values.json === true) context.out(JSON.stringify(summarize(report, written)));
      else printReport(context, { report, written });
      // With --json the one answer is out already, and the address is a word beside it.
      const tell = values.json === true ? context.problem : context.out;
      if (values["no-serve"] !== true) await serveUntilStopped({ ...context, tell }, { deps, stopped });
      return 0;
    } finally {
      await deps.close();
      await rm(work, { recursive: true, force: true });
    }
  },
};

type Prepared = (DemoInput & { kind: "ready" }) | { kind: "refused"; reason: string };

/** The given files and list, or the bundled example for what is not given. */
async function prepareInput(given: {
  files: readonly string[] | null;
  list: string | null;
  work: string;
  deps: Deps;
}): Promise<Prepared> {
  // The second day's file is of half past two: before that, it would be of a time that has not come.
  const example = createExampleFiles({ today: stockholmDate(new Date(given.deps.now().getTime() - 3 * 3_600_000)) });
  const files = (given.files ?? []).map((path) => ({ name: path, path }));
  if (given.files === null)
    for (const { name, xml } of example.days) {
      const path = join(given.work, name);
      await writeFile(path, xml);
      files.push({ name: `example ${name}`, path });
    }
  const list = parseRegionList(given.list === null ? Buffer.from(example.list) : await readFile(given.list));
  const name = given.list === null ? "example list" : basename(given.list);
  if (list.kind === "refused") return { kind: "refused", reason: `${name}: ${list.reason}` };
  const [rejected] = list.rejected;
  if (rejected !== undefined) return { kind: "refused", reason: `${name}, ${describeRejected(rejected)}` };
  const maxBytes = given.deps.intake.maxBytes;
  const entries = given.list === null ? addPurchased(list.entries) : list.entries;
  return {
    kind: "ready",
    source: lakemedelsverket,
    files,
    list: { name, entries },
    register: given.files === null ? await writeRegister(given.work) : null,
    maxBytes,
  };
}

/** The bundled register knows the example's products and no others, so it stands beside no real file. */
async function writeRegister(work: string): Promise<string> {
  const path = join(work, "register.csv");
  await writeFile(path, renderExampleRegister());
  return path;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** One payload a channel, as its receiver would get it, and the feeds. Resolves with the files' names. */
async function writeOut(deps: Deps, { report, out }: { report: DemoReport; out: string }): Promise<string[]> {
  await mkdir(out, { recursive: true });
  const written: string[] = [];
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    await writeFile(join(out, name), content);
    written.push(join(out, name));
  };
  for (const { channel, payload } of report.captured) {
    if (payload === null) continue;
    const file = await deps.delivering.channels.get(channel)?.exportFile?.(payload);
    await write(file?.name ?? `${channel}.json`, file?.content ?? `${JSON.stringify(payload, null, 2)}\n`);
  }
  // Loaded here, so that no other command waits for the pages.
  const { createApp } = await import("../web/app.ts");
  const app = createApp(webDeps(deps, { enqueue: async () => {} }));
  for (const format of FEED_FORMATS) {
    const response = await app.request(feedPath({ regionCode: SHOWN_REGION, format }));
    await write(`feed.${format}`, await response.text());
  }
  return written;
}

function printReport(
  context: CommandContext,
  { report, written }: { report: DemoReport; written: readonly string[] },
): void {
  const days = report.days.map(({ name, result }) => {
    const changes = Object.entries(result.changes).map(([kind, count]) => `${kind} ${count}`);
    const told = result.baseline ? "baseline" : changes.join(", ") || "none";
    return [name, result.reports, result.notices, result.packages, result.published, told];
  });
  context.out(renderTable([["file", "reports", "notices", "packages", "published", "changes"], ...days]));
  context.out("");
  const regions = report.regions.map((region) => [
    findRegion(region.code)?.name ?? region.code,
    region.way,
    region.entriesHit,
    region.openNotices,
    region.openCases,
    region.waiting,
  ]);
  const header = ["region", "messages go out", "entries hit", "open notices", "open cases", "wait for review"];
  context.out(renderTable([header, ...regions]));
  context.out("");
  context.out(`${report.sendings} sendings were captured; nothing was sent. One of each channel, and the feeds:`);
  for (const file of written) context.out(`  ${file}`);
}

function summarize({ days, regions, sendings }: DemoReport, written: readonly string[]) {
  const files = days.map(({ name, result: { reports, notices, packages, baseline, changes, published } }) => {
    return { name, reports, notices, packages, baseline, changes, published };
  });
  return { files, regions, sendings, written };
}

async function serveUntilStopped(
  { config, tell }: Pick<CommandContext, "config"> & { tell: (text: string) => void },
  { deps, stopped }: { deps: Deps; stopped: Promise<void> },
): Promise<void> {
  const { HOST: host, PORT: port = PAGES_PORT } = config;
  const [{ createApp }, { startServer }, { createJobQueue }, { startDelivering, startDeskJobs }] = await Promise.all([
    import("../web/app.ts"),
    import("../web/server.ts"),
    import("../jobs/queue.ts"),
    import("../jobs/run.handler.ts"),
  ]);
  const { database, log } = deps;
  const queue = await createJobQueue({ redisUrl: null, prefix: "demo", database, log });
  const server = await startServer(createApp(webDeps(deps, { enqueue: (jobs) => queue.add(jobs) })), { host, port });
  // No source is polled: the demo knows its two days and no others.
  await startDelivering({ ...deps, queue });
  await startDeskJobs({ ...deps, queue });
  const link = await openDemoDesk({ db: database.db, now: deps.now });
  tell(`\nThe pages are at ${server.url}${regionPath(SHOWN_REGION)}. Ctrl-C stops.`);
  tell(`The pharmacist's desk: choose a password at ${server.url}${link}`);
  await stopped;
  await server.close();
  await queue.close();
}
