import { readLatestSnapshot } from "../../db/snapshots.ts";
import type { Db } from "../../db/schema.ts";
import { isStale, NATIONAL_SOURCE } from "../../domain/source-health.ts";

/** Where the facts come from, and how old they are. */
export interface SourceNote {
  /** The source's name in the registry. */
  readonly name: string;
  /** The file's own time. */
  readonly fileTime: Date;
  readonly ageHours: number;
  /** So old that every page says so: the source writes a new file each night. */
  readonly stale: boolean;
}

/** The newest file taken in; null before the first. */
export async function readSourceNote(db: Db, now: Date): Promise<SourceNote | null> {
  const snapshot = await readLatestSnapshot(db, NATIONAL_SOURCE);
  if (snapshot === null || snapshot.createdAt === null) return null;
  const ageHours = (now.getTime() - snapshot.createdAt.getTime()) / 3_600_000;
  return { name: snapshot.source, fileTime: snapshot.createdAt, ageHours, stale: isStale(snapshot.createdAt, now) };
}
