import { readFileSync } from "node:fs";

/** The commit of the working copy that runs, or null where it is none: an image is told its own. */
export function readGitCommit(folder = ".git"): string | null {
  const head = readText(`${folder}/HEAD`);
  const [, ref] = /^ref: (refs\/\S+)$/u.exec(head ?? "") ?? [];
  if (ref === undefined) return parseCommit(head);
  return parseCommit(readText(`${folder}/${ref}`)) ?? parseCommit(findPacked(readText(`${folder}/packed-refs`), ref));
}

function parseCommit(text: string | null): string | null {
  return /^[0-9a-f]{40}$/u.exec(text ?? "")?.[0] ?? null;
}

function findPacked(refs: string | null, ref: string): string | null {
  return (
    refs
      ?.split("\n")
      .find((line) => line.endsWith(` ${ref}`))
      ?.split(" ")[0] ?? null
  );
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    // There is none: which commit runs is then not known, and that is what is told.
    return null;
  }
}
