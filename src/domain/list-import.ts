import type { RejectedRow } from "./list.ts";

/**
 * `uploaded` waits to be read (perhaps for a word on its columns) · `reading` · `read`: a version to try out ·
 * `taking` into use · `taken` · `refused`: the file as a whole is no list · `discarded`.
 */
export type ListImportState = "uploaded" | "reading" | "read" | "taking" | "taken" | "refused" | "discarded";

/** Which of the file's column titles stands for which of ours; one that is left out is not in the file. */
export type ListMapping = Readonly<Record<string, string>>;

/** What became of the file's rows. */
export interface ListImportReport {
  readonly accepted: number;
  readonly rejected: readonly RejectedRow[];
}
