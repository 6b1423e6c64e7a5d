import { chmod, lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;

/** Others may read or write in the database folder, and we may not change that. */
export class FolderOpenError extends Error {
  constructor(folder: string, cause: unknown) {
    super(
      `Others than you can read the database folder ${folder}, and it could not be closed to them. ` +
        `As its owner run: chmod -R u=rwX,go= ${folder}`,
      { cause },
    );
    this.name = "FolderOpenError";
  }
}

/**
 * Takes a folder and all in it away from everybody but its owner: PGlite gives its files to the whole world, whatever the
 * process's mask says. A link is left alone, and so is what it leads to. Throws FolderOpenError.
 */
export async function closeToOthers(folder: string): Promise<void> {
  try {
    await restrict(folder, FOLDER_MODE);
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) await restrict(path, FOLDER_MODE);
      else if (entry.isFile()) await restrict(path, FILE_MODE);
    }
  } catch (cause) {
    throw new FolderOpenError(folder, cause);
  }
}

async function restrict(path: string, mode: number): Promise<void> {
  // What PGlite has taken away meanwhile is nobody's.
  const found = await lstat(path).catch(() => null);
  if (found !== null && (found.mode & OTHERS) !== 0) await chmod(path, mode);
}
