import { readdir, readlink, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const OWNED = /^restsignal-(?:test|servers|bench)-(\d+)-/;
const END_TIMEOUT_MS = 10_000;

/** A folder for a run's servers. Its name says whose it is: what a run that is broken off leaves there, the next one ends. */
export async function makeServerFolder(kind: "test" | "servers" | "bench"): Promise<string> {
  return mkdtemp(join(tmpdir(), `restsignal-${kind}-${process.pid}-`));
}

/**
 * Ends the servers of runs that are gone, each by its own id, and removes their folders; gives these. A server is known by
 * the folder that it works in. Where there is no `/proc` none is found.
 */
export async function endLeftServers(): Promise<string[]> {
  const left = (await readdir(tmpdir())).filter((name) => {
    const owner = OWNED.exec(name)?.[1];
    return owner !== undefined && !isRunning(Number(owner));
  });
  if (left.length === 0) return [];
  const working = await findWorkingFolders();
  const ended: string[] = [];
  for (const name of left) {
    const folder = join(tmpdir(), name);
    const ids = [...working].flatMap(([id, at]) => (at.startsWith(`${folder}/`) ? [id] : []));
    // One that is nobody's here may be of a machine that shares this folder.
    if (ids.length === 0 || !(await endAll(ids))) continue;
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    ended.push(folder);
  }
  return ended;
}

/** PostgreSQL and Redis both take SIGINT as the wish to end at once, in order. */
async function endAll(ids: readonly number[]): Promise<boolean> {
  for (const id of ids) if (isRunning(id)) process.kill(id, "SIGINT");
  const until = performance.now() + END_TIMEOUT_MS;
  while (ids.some(isRunning)) {
    if (performance.now() > until) return false;
    await setTimeout(50);
  }
  return true;
}

/** The folder that each process works in, of those whose folder we may know. */
async function findWorkingFolders(): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (const name of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const at = await readlink(`/proc/${name}/cwd`).catch(() => null);
    if (at !== null) found.set(Number(name), at);
  }
  return found;
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (cause) {
    // One that is another's is there.
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}
