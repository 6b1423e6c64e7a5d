import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { accessSync, constants, readdirSync, realpathSync } from "node:fs";
import { chown, mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const KEPT_OUTPUT_CHARS = 4_000;
const POSTGRES_HOME = "/usr/lib/postgresql";

/** A program that the tests need beside Node, and the environment variable that replaces it. */
export interface Program {
  readonly name: string;
  readonly debianPackage: string;
  readonly variable: "TEST_POSTGRES_URL" | "TEST_REDIS_URL" | "TEST_CHROMIUM" | "TEST_PDFINFO";
  readonly why: string;
  /** The absolute path of a program that answers, or null. */
  find(): string | null;
}

export const PROGRAMS = {
  postgres: {
    name: "PostgreSQL",
    debianPackage: "postgresql",
    variable: "TEST_POSTGRES_URL",
    why: "the database tests run on a real server",
    find: findPostgres,
  },
  redis: {
    name: "Redis",
    debianPackage: "redis-server",
    variable: "TEST_REDIS_URL",
    why: "the queue tests run on a real server",
    find: () => findInPath(["redis-server"]),
  },
  chromium: {
    name: "Chromium",
    debianPackage: "chromium",
    variable: "TEST_CHROMIUM",
    why: "the pages are tested in a real browser",
    find: () => findInPath(["chromium", "chromium-browser", "google-chrome"]),
  },
  poppler: {
    name: "Poppler",
    debianPackage: "poppler-utils",
    variable: "TEST_PDFINFO",
    why: "the report's PDF is read back",
    // It knows its version by `-v` alone.
    find: () => listInPath("pdfinfo").find(isExecutable) ?? null,
  },
} as const satisfies Record<string, Program>;

/** Ids of the account that servers run as, because PostgreSQL refuses root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface ServerInput {
  readonly program: string;
  /** An existing folder that the account may enter; the server makes its own folder in it. */
  readonly folder: string;
  /** Null: run as whoever runs the tests. */
  readonly account: Account | null;
}

export interface Server {
  readonly url: string;
  /** Ends this one process and waits for it; safe to call again. */
  stop(): Promise<void>;
  /** Ends it as a crash would, without a word to its clients. */
  crash(): Promise<void>;
  /** Starts it again where it was, with what it kept on disk: PostgreSQL all, Redis nothing. */
  startAgain(): Promise<void>;
}

/** The unprivileged account for servers when the tests run as root, else null. */
export function findServerAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  for (const user of ["postgres", "nobody"]) {
    const uid = readId("-u", user);
    const gid = readId("-g", user);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new Error("test servers: unable to find an account: neither postgres nor nobody exists");
}

/**
 * Starts a PostgreSQL of our own on a free port of 127.0.0.1, its data thrown away with `folder`. What it has committed
 * survives a crash of it only when it is `durable`.
 */
export async function startPostgres({
  program,
  folder,
  account,
  durable = false,
}: ServerInput & { durable?: boolean }): Promise<Server> {
  const home = await makeFolder(join(folder, "postgres"), account);
  const password = randomBytes(16).toString("hex");
  const passwordFile = join(home, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account !== null) await chown(passwordFile, account.uid, account.gid);

  const data = join(home, "data");
  const initdb = spawnSync(
    join(dirname(program), "initdb"),
    [
      `--pgdata=${data}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C.UTF-8",
      "--no-sync",
    ],
    { cwd: home, env: serverEnvironment(home), encoding: "utf8", ...account },
  );
  if (initdb.status !== 0) {
    throw new Error(`PostgreSQL: unable to make a database folder: ${initdb.error?.message ?? initdb.stderr}`);
  }

  const port = await findFreePort();
  // Speed over safety throughout: a power cut may lose this database, and nobody would miss it.
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "200",
    fsync: "off",
    synchronous_commit: durable ? "on" : "off",
    full_page_writes: durable ? "on" : "off",
  };
  const running = await launchAgain({
    name: "PostgreSQL",
    command: program,
    args: ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    input: "",
    readyText: "database system is ready to accept connections",
    stopSignal: "SIGINT",
    // Its other processes would live on after a SIGKILL of the first.
    crashSignal: "SIGQUIT",
    home,
    account,
  });
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, ...running };
}

/** Starts a Redis of our own on a free port of 127.0.0.1 that writes nothing to disk. */
export async function startRedis({ program, folder, account }: ServerInput): Promise<Server> {
  const home = await makeFolder(join(folder, "redis"), account);
  const password = randomBytes(16).toString("hex");
  const port = await findFreePort();
  const settings = [
    `bind 127.0.0.1`,
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${home}`,
    `save ""`,
    `appendonly no`,
    `databases 256`,
    `maxmemory-policy noeviction`,
  ];
  const running = await launchAgain({
    name: "Redis",
    command: program,
    args: ["-"],
    // The settings go in through stdin because a command line, with the password in it, is everyone's to read.
    input: `${settings.join("\n")}\n`,
    readyText: "Ready to accept connections",
    stopSignal: "SIGTERM",
    crashSignal: "SIGKILL",
    home,
    account,
  });
  return { url: `redis://:${password}@127.0.0.1:${port}/0`, ...running };
}

interface Launch {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly input: string;
  /** What the server writes when it takes connections. */
  readonly readyText: string;
  readonly stopSignal: NodeJS.Signals;
  readonly crashSignal: NodeJS.Signals;
  readonly home: string;
  readonly account: Account | null;
}

/** Starts a process that can be started again. */
async function launchAgain(input: Launch): Promise<Omit<Server, "url">> {
  let end = await launch(input);
  return {
    stop: () => end(input.stopSignal),
    crash: () => end(input.crashSignal),
    async startAgain() {
      end = await launch(input);
    },
  };
}

/** Starts a process, waits until it says that it is ready, and gives the function that ends it. */
async function launch(input: Launch): Promise<(signal: NodeJS.Signals) => Promise<void>> {
  const child = spawn(input.command, input.args, {
    cwd: input.home,
    env: serverEnvironment(input.home),
    // A group of its own, so that Ctrl-C in the terminal does not take the server from under the tests.
    detached: true,
    stdio: "pipe",
    ...input.account,
  });
  let output = "";
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const lastResort = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(lastResort);
  };

  let tooLate: NodeJS.Timeout | undefined;
  const ready = new Promise<void>((resolve, reject) => {
    const refuse = (cause: string): void => reject(new Error(`${input.name}: unable to start: ${cause}\n${output}`));
    // Reading goes on after the start too: a full pipe would stop the server.
    const listen = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-KEPT_OUTPUT_CHARS);
      if (output.includes(input.readyText)) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.stdin.on("error", () => refuse("it does not read its settings"));
    child.once("error", (error) => refuse(error.message));
    child.once("exit", (code) => refuse(`it ended with code ${code}`));
    tooLate = setTimeout(() => refuse(`not ready within ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
  });
  child.stdin.end(input.input);
  try {
    await ready;
  } catch (error) {
    await end(input.stopSignal);
    throw error;
  } finally {
    clearTimeout(tooLate);
  }
  return end;
}

function serverEnvironment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: home, LC_ALL: "C.UTF-8", TZ: "UTC" };
}

async function makeFolder(path: string, account: Account | null): Promise<string> {
  await mkdir(path, { mode: 0o700 });
  if (account !== null) await chown(path, account.uid, account.gid);
  return path;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("test servers: unable to find a free port");
  return address.port;
}

/** Debian's own folders come first, newest version first: a `postgres` in PATH may be anything. */
function findPostgres(): string | null {
  const homes = listFolder(POSTGRES_HOME).toSorted((a, b) => Number(b) - Number(a));
  const inDebian = homes.map((version) => join(POSTGRES_HOME, version, "bin", "postgres"));
  const candidates = [...inDebian, ...listInPath("postgres")].filter(isExecutable).map((path) => realpathSync(path));
  return candidates.find((path) => isExecutable(join(dirname(path), "initdb")) && answers(path)) ?? null;
}

function findInPath(names: readonly string[]): string | null {
  const candidates = names.flatMap(listInPath).filter(isExecutable);
  return candidates.find(answers) ?? null;
}

function listInPath(name: string): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name));
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // No such folder means no such version, which is what the caller asks.
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // A path that cannot be reached is an answer here, not a fault.
    return false;
  }
}

function answers(path: string): boolean {
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

function readId(flag: "-u" | "-g", user: string): number | null {
  const result = spawnSync("id", [flag, user], { encoding: "utf8" });
  return result.status === 0 ? Number(result.stdout.trim()) : null;
}
