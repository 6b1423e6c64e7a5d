/**
 * `npm test`: finds or installs the programs that the tests need, starts servers of its own, runs vitest with their
 * addresses, and stops what it started. Arguments go on to vitest: `npm test -- test/db`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, readFile, rm, writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { summarizeRun } from "./closing-line.ts";
import { endLeftServers, makeServerFolder } from "./left-servers.ts";
import { findServerAccount, type Program, PROGRAMS, type Server, startPostgres, startRedis } from "./servers.ts";

const VITEST = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const APT_INSTALL = ["install", "-y", "--no-install-recommends"];
/** Another program may be installing packages: it is waited for. */
const APT_LOCK = ["-o", "DPkg::Lock::Timeout=600"];
const APT_UPDATES = 8;
const APT_PAUSE_MS = 15_000;
/** Debian asks this program whether a freshly installed service may start: 101 is no. */
const SERVICE_POLICY = "/usr/sbin/policy-rc.d";
const VITEST_STOP_TIMEOUT_MS = 10_000;

let interruption: NodeJS.Signals | null = null;
let vitest: ChildProcess | null = null;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    interruption ??= signal;
    signalVitest(signal);
    void setTimeout(VITEST_STOP_TIMEOUT_MS, null, { ref: false }).then(() => signalVitest("SIGKILL"));
  });
}
process.exitCode = await main();

async function main(): Promise<number> {
  const programs = await findPrograms();
  if (programs === null) return 1;

  for (const left of await endLeftServers()) say(`ended the servers that a run left behind in ${left}`);
  const folder = await makeServerFolder("test");
  const servers: Server[] = [];
  let closing: ReturnType<typeof summarizeRun>;
  try {
    const addresses = await startServers({ programs, folder, servers });
    const exitCode = interruption === null ? await runVitest({ addresses, folder }) : 1;
    closing = summarizeRun({ report: await readReport(folder), exitCode });
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    // What just ended may still be writing there.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
  if (servers.length > 0) say("stopped the servers it started and removed their data");
  if (closing.slowest !== null) say(`slowest files: ${closing.slowest}`);
  console.log(closing.line);
  return interruption === null ? closing.exitCode : 128 + constants.signals[interruption];
}

type ProgramPaths = Record<Program["variable"], string | null>;

/** The path of each program, null where an address is already set; null as a whole when one is still missing. */
async function findPrograms(): Promise<ProgramPaths | null> {
  const needed = Object.values(PROGRAMS).filter((program) => isUnset(program.variable));
  const missing = needed.filter((program) => program.find() === null);
  if (missing.length > 0 && !(await installPrograms(missing))) return null;

  const paths: ProgramPaths = {
    TEST_POSTGRES_URL: null,
    TEST_REDIS_URL: null,
    TEST_CHROMIUM: null,
    TEST_PDFINFO: null,
  };
  for (const program of Object.values(PROGRAMS)) {
    if (!isUnset(program.variable)) {
      say(`${program.name}: uses what ${program.variable} names`);
      continue;
    }
    const path = program.find();
    if (path === null) {
      say(`${program.name} does not answer, although the package ${program.debianPackage} is installed`);
      return null;
    }
    say(`${program.name}: found ${path}`);
    paths[program.variable] = path;
  }
  return paths;
}

/** Installs Debian packages when it may; otherwise says which command does, and gives false. */
async function installPrograms(missing: readonly Program[]): Promise<boolean> {
  const packages = missing.map((program) => program.debianPackage);
  const reasons = missing.map((program) => `${program.name} (${program.why})`).join(", ");
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    say(`missing: ${reasons}`);
    say(`on Debian run: sudo apt-get update && sudo apt-get ${[...APT_INSTALL, ...packages].join(" ")}`);
    return false;
  }
  say(`missing, so installs with apt-get, and waits when another program holds its lock: ${reasons}`);
  const keepsServicesStill = !existsSync(SERVICE_POLICY);
  // The tests start servers of their own: Debian's must not start beside them on the well-known ports.
  if (keepsServicesStill) await writeFile(SERVICE_POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const installed = (await updatePackageList()) && (await runApt(["-q", ...APT_INSTALL, ...packages])) === 0;
    if (!installed) say("apt-get failed: see above");
    return installed;
  } finally {
    if (keepsServicesStill) await rm(SERVICE_POLICY, { force: true });
  }
}

/** The lock on the list of packages has no timeout of its own: who does not get it fails at once. */
async function updatePackageList(): Promise<boolean> {
  for (let left = APT_UPDATES - 1; left >= 0; left -= 1) {
    if ((await runApt(["update", "-q"])) === 0) return true;
    if (left === 0 || interruption !== null) break;
    say(
      `apt-get update failed, as it does while another program holds its lock: tries again soon, ${left} times at most`,
    );
    await setTimeout(APT_PAUSE_MS);
  }
  return false;
}

async function runApt(args: readonly string[]): Promise<number> {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return waitForExit(
    spawn("apt-get", [...APT_LOCK, ...args], { env: environment, stdio: ["ignore", "inherit", "inherit"] }),
  );
}

/** Starts what is needed, adds each to `servers` as soon as it runs, and gives the environment that names them. */
async function startServers(input: {
  programs: ProgramPaths;
  folder: string;
  servers: Server[];
}): Promise<Record<string, string>> {
  const { programs, folder, servers } = input;
  const account = findServerAccount();
  if (account !== null) await chown(folder, account.uid, account.gid);
  const addresses: Record<string, string> = {};
  for (const [variable, name, start] of [
    ["TEST_POSTGRES_URL", "PostgreSQL", startPostgres],
    ["TEST_REDIS_URL", "Redis", startRedis],
  ] as const) {
    const program = programs[variable];
    if (program === null || interruption !== null) continue;
    const server = await start({ program, folder, account });
    servers.push(server);
    addresses[variable] = server.url;
    say(`${name}: started on ${new URL(server.url).host}`);
  }
  if (programs.TEST_POSTGRES_URL !== null) addresses["TEST_POSTGRES_TEMPLATE"] = "migrated";
  for (const variable of ["TEST_CHROMIUM", "TEST_PDFINFO"] as const)
    if (programs[variable] !== null) addresses[variable] = programs[variable];
  return addresses;
}

async function runVitest({ addresses, folder }: { addresses: Record<string, string>; folder: string }) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath(folder)}`];
  vitest = spawn(process.execPath, [VITEST, "run", ...reporters, ...process.argv.slice(2)], {
    // Test files lay there what they make once for all of them.
    env: { ...process.env, ...addresses, TEST_RUN_FOLDER: folder },
    stdio: ["ignore", "inherit", "inherit"],
    // A group of its own, so that an interruption reaches it, its workers and their browsers once, from here.
    detached: true,
  });
  const exitCode = await waitForExit(vitest);
  // Whatever a broken test left running in the group ends here.
  signalVitest("SIGKILL");
  return exitCode;
}

function signalVitest(signal: NodeJS.Signals): void {
  if (vitest?.pid === undefined) return;
  try {
    process.kill(-vitest.pid, signal);
  } catch {
    // The group has already ended, which is what was asked for.
  }
}

async function waitForExit(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function reportPath(folder: string): string {
  return join(folder, "report.json");
}

async function readReport(folder: string): Promise<string | null> {
  return existsSync(reportPath(folder)) ? readFile(reportPath(folder), "utf8") : null;
}

function isUnset(variable: string): boolean {
  return (process.env[variable] ?? "") === "";
}

function say(line: string): void {
  console.log(`npm test: ${line}`);
}
