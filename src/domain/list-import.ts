import type { PersonActor } from "./audit.ts";
import type { RejectedRow } from "./row-fault.ts";
import type { DifferenceCounts } from "./list-difference.ts";
import type { RowRemark } from "./list-remarks.ts";
import type { ListTrial } from "./list-trial.ts";

/**
 * `uploaded` waits to be read (perhaps for a word on its columns) · `reading` · `read`: a version to try out ·
 * `taking` into use · `taken` · `refused`: the file as a whole is no list · `discarded`.
 */
export type ListImportState = "uploaded" | "reading" | "read" | "taking" | "taken" | "refused" | "discarded";

/** Which of the file's column titles stands for which of ours; one that is left out is not in the file. */
export type ListMapping = Readonly<Record<string, string>>;

/** How a file is to be read; what is left out is found out. */
export interface ListLayout {
  /** The sheet's name. */
  readonly sheet?: string | undefined;
  /** The row that names the columns, the file's first one being row 1. */
  readonly headerRow?: number | undefined;
  /** Of a file of text that does not say it and whose text does not show it. */
  readonly encoding?: string | undefined;
}

/** A way to read a file's letters, with lines that show it. */
export interface EncodingSample {
  readonly encoding: string;
  readonly sample: readonly string[];
}

/** How a file was read. */
export interface ReadLayout {
  /** Null for a file without sheets. */
  readonly sheet: string | null;
  /** The sheets that are seen, in their order. */
  readonly sheets: readonly string[];
  readonly headerRow: number;
  /** How the sheet begins, for whoever says that another row names the columns. */
  readonly head: readonly { readonly row: number; readonly text: string }[];
}

/** What is asked about a file before it can be read. */
export interface LayoutQuestion {
  readonly sheets: readonly string[];
  readonly encodings: readonly EncodingSample[];
  readonly layout: ReadLayout | null;
}

/** A list is some thousand lines: a file with more is another file. */
export const MAX_LIST_ROWS = 20_000;
export const MAX_LIST_BYTES = 20_000_000;

/** At the desk a file is held in memory and in the database while others are answered: 20,000 full rows need less. */
export const MAX_UPLOAD_BYTES = 3_000_000;

/** Why a file as a whole is no list. `reason` is the reader's own sentence, in English. */
export interface FileFault {
  readonly kind:
    | "too-large"
    | "too-many-rows"
    | "no-rows"
    | "no-header"
    | "column-twice"
    | "columns"
    | "sheets"
    | "encoding"
    | "unreadable"
    | "changed-list";
  readonly reason: string;
}

/** How an import stands beside its state. */
export type ListImportReport =
  /** The header's titles are not ours: waits for a word on them. */
  | {
      readonly kind: "columns";
      readonly titles: readonly string[];
      readonly missing: readonly string[];
      /** Missing in reports of before it was kept. */
      readonly layout?: ReadLayout;
    }
  /** Several sheets look like the list, its letters can be read in several ways, or there is no header where it was said. */
  | ({ readonly kind: "layout"; readonly fault: FileFault } & LayoutQuestion)
  | { readonly kind: "refused"; readonly fault: FileFault }
  | ReadReport
  /** No file, but a change made at the desk to the version `baseVersionId`. */
  | { readonly kind: "edit"; readonly baseVersionId: number; readonly change: EditChange; readonly take: PersonActor };

/** What became of the file's rows. */
export interface ReadReport {
  readonly kind: "read";
  readonly accepted: number;
  readonly rejected: readonly RejectedRow[];
  /** Rows that became a part of an earlier row's line; missing in reports of before there were any. */
  readonly joined?: number;
  /** What is worth a look in rows that were read; missing in reports of before it was kept. */
  readonly remarks?: readonly RowRemark[];
  /** Titles that nothing was read from. */
  readonly ignored: readonly string[];
  /** Missing in reports of before it was kept. */
  readonly layout?: ReadLayout;
  /** The version in use that it was compared with; null when the region had none. */
  readonly baseVersionId: number | null;
  readonly difference: DifferenceCounts;
  readonly trial: ListTrial;
  /** Set when it is to be taken into use: by whom. */
  readonly take?: PersonActor;
}

/** What was done to one line at the desk. */
export interface EditChange {
  readonly what: "added" | "edited" | "removed";
  /** The line's key before; of one that was added its own. */
  readonly key: string;
  readonly substance: string;
  /** Where ATC, form or strength were changed, which makes it another line: its key now. */
  readonly newKey?: string;
}

/** Whether something goes on by itself, so that a page is worth looking at again soon. */
export function isUnderWay(state: ListImportState, report: ListImportReport | null): boolean {
  return state === "reading" || state === "taking" || (state === "uploaded" && report === null);
}
