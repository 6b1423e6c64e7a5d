import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, rm, writeFile } from "node:fs/promises";
import { makeServerFolder } from "../support/left-servers.ts";
import { findServerAccount, PROGRAMS, startPostgres } from "../support/servers.ts";

const APT_INSTALL = ["install", "-y", "--no-install-recommends"];
/** Debian asks this program whether a freshly installed service may start: 101 is no. */
const SERVICE_POLICY = "/usr/sbin/policy-rc.d";

export interface Peers {
  /** For the benchmark's own files; gone after `close`. */
  readonly folder: string;
  readonly postgresUrl: string;
  close(): Promise<void>;
}

/** Finds or installs xmllint and PostgreSQL, and starts the latter; null, having said why, when one is missing. */
export async function openPeers(say: (line: string) => void): Promise<Peers | null> {
  const ownServer = (process.env["TEST_POSTGRES_URL"] ?? "") === "";
  const findMissing = (): string[] => [
    ...(hasXmllint() ? [] : ["libxml2-utils"]),
    ...(ownServer && PROGRAMS.postgres.find() === null ? [PROGRAMS.postgres.debianPackage] : []),
  ];
  const missing = findMissing();
  if (missing.length > 0) {
    await installPackages(missing, say);
    if (findMissing().length > 0) {
      say(`missing: ${findMissing().join(", ")}: parse is measured against xmllint, ingest on PostgreSQL`);
      say(`on Debian run: sudo apt-get update && sudo apt-get ${[...APT_INSTALL, ...missing].join(" ")}`);
      return null;
    }
  }
  const folder = await makeServerFolder("bench");
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  if (!ownServer) return { folder, postgresUrl: process.env["TEST_POSTGRES_URL"] ?? "", close: remove };
  try {
    const account = findServerAccount();
    if (account !== null) await chown(folder, account.uid, account.gid);
    const server = await startPostgres({ program: PROGRAMS.postgres.find() ?? "postgres", folder, account });
    const close = async (): Promise<void> => {
      await server.stop();
      await remove();
    };
    return { folder, postgresUrl: server.url, close };
  } catch (cause) {
    await remove();
    throw cause;
  }
}

function hasXmllint(): boolean {
  return spawnSync("xmllint", ["--version"], { stdio: "ignore" }).status === 0;
}

async function installPackages(packages: readonly string[], say: (line: string) => void): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  say(`missing, so installs with apt-get: ${packages.join(", ")}`);
  const keepsServicesStill = !existsSync(SERVICE_POLICY);
  if (keepsServicesStill) await writeFile(SERVICE_POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const runApt = (args: readonly string[]): void => {
      spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] });
    };
    runApt(["update", "-q"]);
    runApt(["-q", ...APT_INSTALL, ...packages]);
  } finally {
    if (keepsServicesStill) await rm(SERVICE_POLICY, { force: true });
  }
}
