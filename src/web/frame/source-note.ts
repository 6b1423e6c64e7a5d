import { readLatestSnapshot } from "../../db/snapshots.ts";
import type { Db } from "../../db/schema.ts";
import { NATIONAL_SOURCE, staleFrom } from "../../domain/source-health.ts";
import type { PageClock } from "./page-clock.ts";

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
export async function readSourceNote(db: Db, clock: PageClock): Promise<SourceNote | null> {
  const snapshot = await readLatestSnapshot(db, NATIONAL_SOURCE);
  if (snapshot === null || snapshot.createdAt === null) return null;
  const { source: name, createdAt: fileTime } = snapshot;
  const stale = clock.hasPassed(staleFrom(fileTime));
  // Its age is told only where it is stale.
  const ageHours = stale ? clock.ageOf(fileTime) : (clock.now.getTime() - fileTime.getTime()) / 3_600_000;
  return { name, fileTime, ageHours, stale };
}
