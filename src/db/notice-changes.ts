import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import { diffNotice, type Change, type ChangeKind } from "../domain/change.ts";
import { noticeStatus, type Notice, type NoticeStatus, type NoticeUse } from "../domain/notice.ts";
import { jsonRows } from "./client.ts";
import type { TouchedNotice } from "./notices.ts";
import type { Db } from "./schema.ts";

/** The day that the stored statuses hold on, and the day that is to be told of. */
interface Days {
  readonly source: string;
  readonly snapshotId: number;
  readonly before: IsoDate;
  readonly asOf: IsoDate;
}

export interface Moved {
  readonly touched: readonly TouchedNotice[];
  readonly changes: readonly ChangeKind[];
}

export interface VanishedInput extends Days {
  readonly missing: {
    /** Notices that are in the file. */
    readonly seen: ReadonlySet<number>;
    /** Reports that are in the file but could not be read. */
    readonly unreadable: ReadonlySet<string>;
    /** True when the file holds unreadable reports of which nobody can tell the id. */
    readonly unnamed: boolean;
  };
}

/**
 * Marks the open notices that the file no longer shows. They stay open: nobody said that they ended. Those that could
 * not be read are not marked, but the day counts for them too.
 */
export async function markVanished(db: Db, input: VanishedInput): Promise<Moved> {
  const { seen, unreadable, unnamed } = input.missing;
  const open = await selectOpen(db, input.source).select("id").execute();
  const missing = open.map(({ id }) => id).filter((id) => !seen.has(id));
  if (missing.length === 0) return { touched: [], changes: [] };
  const rows = await selectOpen(db, input.source).select(CONTENT).where("id", "in", missing).execute();
  return moveNotices(db, {
    ...input,
    rows: rows.map((row) => ({ ...row, vanishes: row.vanished || !(unnamed || unreadable.has(row.report_id)) })),
  });
}

/**
 * Reads the open notices of a source again on a later date, since a start or an end may have come while the file stood
 * still.
 */
export async function advanceNotices(db: Db, input: Days): Promise<Moved> {
  const rows = await selectOpen(db, input.source).select(CONTENT).execute();
  return moveNotices(db, { ...input, rows: rows.map((row) => ({ ...row, vanishes: row.vanished })) });
}

const CONTENT = ["id", "report_id", "content", "vanished", "status", "use"] as const;

function selectOpen(db: Db, source: string) {
  return db.selectFrom("notice").where("source", "=", source).where("status", "in", ["ongoing", "upcoming"]);
}

interface OpenRow {
  readonly id: number;
  readonly content: Notice;
  readonly status: NoticeStatus;
  readonly use: NoticeUse;
  readonly vanished: boolean;
  /** Whether it has vanished from now on. */
  readonly vanishes: boolean;
}

/** Brings notices to a day, and writes down what that changes. */
async function moveNotices(db: Db, input: Days & { readonly rows: readonly OpenRow[] }): Promise<Moved> {
  const changes: NoticeChange[] = [];
  const touched: TouchedNotice[] = [];
  const moved: { id: number; s: NoticeStatus; v: boolean }[] = [];
  for (const { id, content: notice, vanished, vanishes, use, ...row } of input.rows) {
    const found = diffNotice({ notice, vanished, on: input.before }, { notice, vanished: vanishes, on: input.asOf });
    const status = noticeStatus(notice, input.asOf);
    if (found.length === 0 && status === row.status && vanishes === vanished) continue;
    for (const change of found) changes.push({ noticeId: id, change });
    touched.push({ id, notice, status, use, isNew: false });
    moved.push({ id, s: status, v: vanishes });
  }
  await sql`
    update notice set status = x.s, vanished = x.v
    from jsonb_to_recordset(${jsonRows(moved)}) as x(id bigint, s text, v boolean)
    where notice.id = x.id`.execute(db);
  await insertChanges(db, { ...input, changes });
  return { touched, changes: changes.map(({ change }) => change.kind) };
}

export interface NoticeChange {
  readonly noticeId: number;
  readonly change: Change;
}

/** Writes down what changed in notices, under the snapshot that it came with. */
export async function insertChanges(
  db: Db,
  input: { snapshotId: number; asOf: IsoDate; changes: readonly NoticeChange[] },
): Promise<void> {
  if (input.changes.length === 0) return;
  await db
    .insertInto("notice_change")
    .values(
      input.changes.map(({ noticeId, change }) => ({
        snapshot_id: input.snapshotId,
        notice_id: noticeId,
        kind: change.kind,
        from_date: change.from,
        to_date: change.to,
        on_date: input.asOf,
      })),
    )
    .execute();
}
