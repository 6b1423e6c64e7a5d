import { stringify } from "csv-stringify/sync";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { LoggedEntry } from "../../../db/audit-log.ts";
import { localizeInstants, describeActor, nameDeed } from "./audit-words.ts";
import type { AuditStrings } from "./words-sv.ts";

/** Semicolons and a byte order mark are what a Swedish Excel opens without asking. */
const FORMAT = { delimiter: ";", escape_formulas: true, quoted_string: true };

/** An entry with what it is about, in words. */
interface NamedEntry extends LoggedEntry {
  readonly objectName: string;
}

interface CsvInput {
  readonly t: AuditStrings;
  /** The page of entries below that id, the newest first; empty at the end. */
  readonly readPage: (before: number | null) => Promise<readonly NamedEntry[]>;
  /** What may be shown of where an entry came from. */
  readonly describeOrigin: (entry: LoggedEntry) => string;
}

/** The log as CSV, all pages, a page in memory at a time. No cell can be read as a formula. */
export async function* writeAuditCsv({ t, readPage, describeOrigin }: CsvInput): AsyncGenerator<string> {
  yield `\uFEFF${stringify([Object.values(t.csv)], FORMAT)}`;
  let before: number | null = null;
  for (;;) {
    const entries: readonly NamedEntry[] = await readPage(before);
    const last = entries.at(-1);
    if (last === undefined) return;
    yield stringify(
      entries.map((entry) => toRow(entry, t, describeOrigin(entry))),
      FORMAT,
    );
    before = last.id;
  }
}

function toRow(entry: NamedEntry, t: AuditStrings, origin: string): unknown[] {
  const json = (value: unknown) => (value === null ? "" : localizeInstants(JSON.stringify(value)));
  return [
    entry.id,
    stockholmMinute(entry.at),
    describeActor(entry.actor, t),
    nameDeed(entry.deed, t),
    entry.objectName,
    entry.reason ?? "",
    json(entry.before),
    json(entry.after),
    origin,
    entry.actor.kind,
    entry.deed,
    entry.object.kind,
    entry.object.id,
  ];
}
