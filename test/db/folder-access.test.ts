import { spawnSync } from "node:child_process";
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "../../src/db/client.ts";
import { createCommandLine } from "../support/command-line.ts";

const FOLDER_ACCESS = fileURLToPath(new URL("../../src/db/folder-access.ts", import.meta.url));

let folder: string;
let mask: number;
beforeAll(async () => {
  mask = process.umask(0);
  folder = await mkdtemp(join(tmpdir(), "restsignal-access-"));
});
afterAll(async () => {
  process.umask(mask);
  await rm(folder, { recursive: true, force: true });
});

/** Everything in a folder, itself too, that somebody else than its owner may do something with. */
async function listOpen(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = [
    root,
    ...entries.filter((entry) => !entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name)),
  ];
  const open: string[] = [];
  for (const path of paths) {
    const { mode } = await lstat(path);
    if ((mode & 0o077) !== 0) open.push(`${(mode & 0o777).toString(8)} ${path}`);
  }
  return open;
}

it("nobody but its owner may look into a new database, while it is open and afterwards, whatever the mask", async () => {
  const root = join(folder, "new", "db");
  const database = await openDatabase(`pglite:${root}`);
  expect(await listOpen(join(folder, "new"))).toEqual([]);
  await database.close();
  expect(await listOpen(join(folder, "new"))).toEqual([]);
});

it("a database that was open to all is closed to them at the next start, and a link in it leads nowhere", async () => {
  const root = join(folder, "old");
  await (await openDatabase(`pglite:${root}`)).close();
  const outside = join(folder, "outside");
  await writeFile(outside, "of somebody else");
  await symlink(outside, join(root, "link"));
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o777);
  await chmod(root, 0o777);
  const database = await openDatabase(`pglite:${root}`);
  expect(await listOpen(root)).toEqual([]);
  expect((await lstat(outside)).mode & 0o777).toBe(0o666);
  await database.close();
});

it.skipIf(process.getuid?.() !== 0)(
  "a folder of another's that is open to all is refused, with the command that mends it",
  async () => {
    const root = join(folder, "of-root");
    await mkdir(root, { mode: 0o777 });
    await chmod(folder, 0o755);
    const script = `const { closeToOthers } = await import(${JSON.stringify(FOLDER_ACCESS)});
    await closeToOthers(${JSON.stringify(root)}).catch((cause) => console.log(cause.message));`;
    // Node itself takes the types out: nothing else needs to be read by the other user.
    const answer = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      uid: 65_534,
      encoding: "utf8",
    });
    expect(`${answer.stdout}${answer.stderr}`).toContain(`As its owner run: chmod -R u=rwX,go= ${root}`);
  },
);

it("a command writes what nobody else may read, whatever the mask it was started with", async () => {
  const line = await createCommandLine("new folder");
  try {
    const added = await line.runProcess([
      "user",
      "add",
      "anna@region.example",
      "--name",
      "Anna",
      "--role",
      "12:curator",
    ]);
    expect(added.code).toBe(0);
    expect(await listOpen(join(line.folder, "db"))).toEqual([]);
  } finally {
    await line.close();
  }
});
