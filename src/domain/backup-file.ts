import { z } from "zod";
import { parseJson } from "./json.ts";

/**
 * A backup is gzip of lines of JSON: what it is of; table by table its columns and then its rows, many in a line; where ids
 * go on; and the end, with a hash of all lines before it. Every value is the text that PostgreSQL writes for it.
 */
export const BACKUP_FORMAT = 1;

const headerSchema = z.object({
  restsignalBackup: z.int().positive(),
  madeAt: z.iso.datetime(),
  /** Of the program that made it. */
  version: z.string(),
  /** Such as `postgres 17.5`. */
  database: z.string(),
  /** What the database had been migrated by. */
  migrations: z.array(z.string().min(1)).nonempty(),
});
export type BackupHeader = z.infer<typeof headerSchema>;

const tableSchema = z.object({ table: z.string().min(1), columns: z.array(z.string().min(1)).nonempty() });
export type BackupTable = z.infer<typeof tableSchema>;

const sequencesSchema = z.object({
  sequences: z.array(z.object({ name: z.string().min(1), last: z.int() })),
});
export type BackupSequences = z.infer<typeof sequencesSchema>;

const endSchema = z.object({ rows: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export type BackupEnd = z.infer<typeof endSchema>;

/** What a line holds. Rows stay as they are: the database reads them. */
export type BackupPiece =
  | { readonly kind: "header"; readonly header: BackupHeader }
  | ({ readonly kind: "table" } & BackupTable)
  | { readonly kind: "rows"; readonly text: string }
  | ({ readonly kind: "sequences" } & BackupSequences)
  | ({ readonly kind: "end" } & BackupEnd);

/** Why a file is not taken for a backup. */
export type BackupFaultKind = "unreadable" | "no-backup" | "cut-off" | "altered" | "newer";

/** Ends the reading of a file that is no whole backup. */
export class BackupFault extends Error {
  readonly kind: BackupFaultKind;
  constructor(kind: BackupFaultKind, options?: ErrorOptions) {
    super(`backup: unable to read the file: ${kind}`, options);
    this.name = "BackupFault";
    this.kind = kind;
  }
}

/** The first line. Throws BackupFault. */
export function parseBackupHeader(line: string): BackupHeader {
  const value = parseJson(line);
  const told = z.object({ restsignalBackup: z.int().positive() }).safeParse(value);
  if (!told.success) throw new BackupFault("no-backup");
  if (told.data.restsignalBackup > BACKUP_FORMAT) throw new BackupFault("newer");
  const header = headerSchema.safeParse(value);
  if (!header.success) throw new BackupFault("altered");
  return header.data;
}

/** A line after the first. Throws BackupFault. */
export function parseBackupLine(line: string): Exclude<BackupPiece, { kind: "header" }> {
  if (line.startsWith("[")) return { kind: "rows", text: line };
  const value = parseJson(line);
  const table = tableSchema.safeParse(value);
  if (table.success) return { kind: "table", ...table.data };
  const sequences = sequencesSchema.safeParse(value);
  if (sequences.success) return { kind: "sequences", ...sequences.data };
  const end = endSchema.safeParse(value);
  if (end.success) return { kind: "end", ...end.data };
  throw new BackupFault("altered");
}

/** Whether a backup of a database with `made` can be read by a program that knows `known`; both in order. */
export function isKnownShape(made: readonly string[], known: readonly string[]): boolean {
  return made.every((name, place) => known[place] === name);
}
