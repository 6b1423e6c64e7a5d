import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import { diffNotice, type Change, type ChangeKind } from "../domain/change.ts";
import { noticeStatus, withdrawNotice, type Notice, type NoticeUse } from "../domain/notice.ts";
import { json } from "./client.ts";
import { type TouchedNotice } from "./notices.ts";
import { insertChanges } from "./notice-changes.ts";
import type { Db } from "./schema.ts";

export interface UndoInput {
  readonly source: string;
  /** The file that is believed no longer, and its copies. */
  readonly retracted: readonly number[];
  /** What the undoing is recorded under. */
  readonly snapshotId: number;
  /** Notices that the file before it has, which says of them what holds. */
  readonly seen: ReadonlySet<number>;
  /** The day that the source was brought to, and the day that it is. */
  readonly before: IsoDate;
  readonly asOf: IsoDate;
}

interface UndoneRow {
  readonly id: number;
  readonly content: Notice;
  readonly vanished: boolean;
  readonly use: NoticeUse;
  readonly status: string;
  /** Whether the retracted file wrote what stands there. */
  readonly is_written: boolean;
  /** The last that a file which is still believed said of it; null when none did. */
  readonly earlier: Notice | null;
  readonly earlier_information: Uint8Array | null;
}

/**
 * Undoes what a file that is believed no longer made of the notices that the file before it does not have: what it wrote is
 * again what stood there before, what nobody else has told of is withdrawn, and all statuses are read on the day that it is.
 */
export async function undoNotices(
  db: Db,
  input: UndoInput,
): Promise<{ touched: readonly TouchedNotice[]; changes: readonly ChangeKind[] }> {
  const { rows } = await sql<UndoneRow>`
    select n.id, n.content, n.vanished, n.use, n.status, n.changed_snapshot_id = any(${input.retracted}::bigint[]) as is_written,
           h.content as earlier, h.information as earlier_information
    from notice n
    left join lateral (
      -- Who wrote what stood there: the file before it in the notice's history, or the one that told of it first.
      select said.content, said.information
      from (
        select id, content, information, coalesce(
                 lag(replaced_by_snapshot_id) over (order by id),
                 (select min(first.id) from snapshot first
                  where first.source = n.source and first.fetched_at = n.first_seen_at)) as author
        from notice_history where notice_id = n.id
      ) said
      join snapshot on snapshot.id = said.author and snapshot.status = 'accepted'
      order by said.id desc limit 1
    ) h on n.changed_snapshot_id = any(${input.retracted}::bigint[])
    where n.source = ${input.source} order by n.id`.execute(db);
  const changes: { noticeId: number; change: Change }[] = [];
  const touched: TouchedNotice[] = [];
  for (const row of rows) {
    if (input.seen.has(row.id)) continue;
    const notice = row.is_written ? (row.earlier ?? withdrawNotice(row.content, input.asOf)) : row.content;
    const status = noticeStatus(notice, input.asOf);
    const state = { vanished: row.vanished };
    const found = diffNotice({ ...state, notice: row.content, on: input.before }, { ...state, notice, on: input.asOf });
    for (const change of found) changes.push({ noticeId: row.id, change });
    if (row.is_written) await writeUndone(db, { row, notice, snapshotId: input.snapshotId });
    if (!row.is_written && status === row.status && found.length === 0) continue;
    await db.updateTable("notice").set({ status }).where("id", "=", row.id).execute();
    touched.push({ id: row.id, notice, status, use: row.use, isNew: false });
  }
  await insertChanges(db, { snapshotId: input.snapshotId, asOf: input.asOf, changes });
  return { touched, changes: changes.map(({ change }) => change.kind) };
}

async function writeUndone(
  db: Db,
  { row, notice, snapshotId }: { row: UndoneRow; notice: Notice; snapshotId: number },
): Promise<void> {
  await sql`
    insert into notice_history (notice_id, replaced_by_snapshot_id, content, information)
    select id, ${snapshotId}, content, information from notice where id = ${row.id}`.execute(db);
  await db
    .updateTable("notice")
    .set({
      content: json(notice),
      product_name: notice.productName,
      atc: notice.atc.value,
      // Of no text: the next file that has it writes it anew.
      content_hash: "",
      changed_snapshot_id: snapshotId,
      ...(row.earlier === null ? {} : { information: row.earlier_information }),
    })
    .where("id", "=", row.id)
    .execute();
}
