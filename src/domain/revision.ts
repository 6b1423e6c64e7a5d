import type { Message } from "./message.ts";

/** As much of a version as it takes to say which of those before it still stand. */
export type Version = Pick<Message, "id" | "caseId" | "version" | "kind">;

/**
 * The later version by which this one no longer holds as it was told: the one that took it back, else the first that
 * corrected it. What came after the case had ended is about something new. Null while it stands, or was only followed by news.
 */
export function findRevision<T extends Version>(told: Version, thread: readonly T[]): T | null {
  if (told.caseId === null || told.kind === "retraction") return null;
  const later = thread
    .filter(({ caseId, version }) => caseId === told.caseId && version > told.version)
    .toSorted((a, b) => a.version - b.version);
  const end = later.findIndex(({ kind }) => kind === "resolved" || kind === "new");
  const own = end === -1 ? later : later.slice(0, end);
  return own.find(({ kind }) => kind === "retraction") ?? own.find(({ kind }) => kind === "correction") ?? null;
}
