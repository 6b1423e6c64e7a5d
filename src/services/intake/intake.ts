import type { IsoDate } from "../../domain/calendar.ts";
import type { ChangeKind } from "../../domain/change.ts";
import type { GuardDoubt, GuardLimits } from "../../domain/guard.ts";
import type { ListLayout } from "../../domain/list-import.ts";
import type { Db } from "../../db/schema.ts";
import type { FetchedFile } from "../../db/snapshots.ts";
import type { SourceState } from "../../db/source-state.ts";
import type { AnySource, FileSummary } from "../../sources/source.ts";
import type { PublishingDeps } from "../publication.ts";

export interface IngestDeps extends PublishingDeps {
  readonly guards?: GuardLimits;
}

export interface IngestInput {
  readonly source: AnySource;
  /** A file on disk, fetched or given. */
  readonly file: string;
  readonly maxBytes: number;
  /** When the file was fetched; its own date otherwise decides what has started and ended. */
  readonly at: Date | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The encoding that the server named. */
  readonly charset?: string | null;
  /** What somebody said of how its table is to be read. */
  readonly layout?: ListLayout | null;
  /**
   * Whose word it is taken in on: nobody's (`poll`), whoever handed it in (`file`), despite a guard (`accepted`), or once
   * more, since a later one is believed no longer (`restored`).
   */
  readonly trust?: "poll" | "file" | "accepted" | "restored";
  /** The file that is believed no longer, for `restored`. */
  readonly retracted?: readonly number[];
  /** What is written in the same transaction, or in one of its own when nothing of the file is new. */
  readonly alsoWrite?: (trx: Db, taken: { readonly snapshot: number }) => Promise<void>;
}

/** What a catalogue's file made of the catalogue. */
export interface ProductCounts {
  readonly products: number;
  readonly added: number;
  /** Products of which something else is counted or matched now. */
  readonly altered: number;
  readonly removed: number;
  /** Rows that could not be read. */
  readonly skippedRows: number;
  readonly asOf: IsoDate;
  /** Where the columns were found; the sheet of a workbook only. */
  readonly sheet: string | null;
  readonly headerRow: number;
}

/** A file that is being read into the database, within a transaction. */
export interface ReadingFile<S extends AnySource> {
  readonly source: S;
  readonly input: IngestInput;
  readonly file: FetchedFile;
  /** How far the source had come; null before its first file. */
  readonly state: SourceState | null;
  readonly snapshotId: number;
}

/** A file that was read and judged: what it holds, and what follows when it is believed. */
export interface TakenFile extends Pick<FileSummary, "warnings" | "warningCount"> {
  readonly kind: "taken";
  readonly reports: number;
  readonly notices: number;
  readonly packages: number;
  /** Of a catalogue only. */
  readonly products: ProductCounts | null;
  readonly unknownValues: number;
  readonly createdAt: Date;
  readonly asOf: IsoDate;
  readonly changes: readonly ChangeKind[];
  readonly doubt: GuardDoubt | null;
  /** Brings cases and messages after it. Resolves with the number of messages. */
  readonly follow: (round: { readonly baseline: boolean }) => Promise<number>;
}

export type Taking = TakenFile | { readonly kind: "rejected"; readonly reason: string };
