import { sql, type RawBuilder } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import { diffNotice, type ChangeKind } from "../domain/change.ts";
import { keepFirstSeenEnds, noticeStatus, type Notice, type NoticeStatus, type NoticeUse } from "../domain/notice.ts";
import { hashContent, json, jsonRows } from "./client.ts";
import { insertChanges, type NoticeChange } from "./notice-changes.ts";
import { splitNotice } from "./notice-content.ts";
import type { TouchedNotice } from "./notices.ts";
import type { Db } from "./schema.ts";

export interface ApplyInput {
  readonly source: string;
  /** What the source's notices are good for. */
  readonly use: NoticeUse;
  readonly snapshotId: number;
  readonly notices: readonly Notice[];
  /** The date the stored statuses hold on; null for the first file of a source. */
  readonly before: IsoDate | null;
  readonly asOf: IsoDate;
  readonly seenAt: Date;
}

export interface Applied {
  /** Every notice of the batch that is in the file, touched or not. */
  readonly seen: readonly number[];
  readonly touched: readonly TouchedNotice[];
  readonly changes: readonly ChangeKind[];
}

/** Writes a batch of a file's notices and the changes they make. The first file (`before` null) makes none. */
export async function applyNotices(db: Db, input: ApplyInput): Promise<Applied> {
  const incoming = input.notices.map((notice) => ({
    notice,
    hash: hashContent(notice),
    status: noticeStatus(notice, input.asOf),
  }));
  const stored = await readStored(db, { source: input.source, incoming });
  const inserts: (typeof incoming)[number][] = [];
  const updates: ((typeof incoming)[number] & { id: number })[] = [];
  const changes: NoticeChange[] = [];
  const seen: number[] = [];
  for (const given of incoming) {
    const row = stored.get(noticeKey(given.notice));
    if (row === undefined) {
      inserts.push(given);
      continue;
    }
    const item = settleEnds(given, row, input.asOf);
    seen.push(row.id);
    const before = { notice: row.content ?? item.notice, on: input.before ?? input.asOf, vanished: row.vanished };
    for (const change of diffNotice(before, { notice: item.notice, on: input.asOf, vanished: false }))
      changes.push({ noticeId: row.id, change });
    if (row.hash !== item.hash || row.status !== item.status || row.vanished) updates.push({ ...item, id: row.id });
  }
  await updateNotices(db, { ...input, updates });
  const ids = await insertNotices(db, { ...input, inserts });
  const { use } = input;
  const touched: TouchedNotice[] = updates.map(({ id, notice, status }) => ({ id, notice, status, use, isNew: false }));
  for (const { notice, status } of inserts) {
    const id = ids.get(noticeKey(notice));
    if (id === undefined)
      throw new Error(`db/notice-intake: unable to store notice ${notice.reportId}: no row returned`);
    seen.push(id);
    touched.push({ id, notice, status, use, isNew: true });
    if (input.before === null) continue;
    for (const change of diffNotice(null, { notice, on: input.asOf, vanished: false }))
      changes.push({ noticeId: id, change });
  }
  await insertChanges(db, { ...input, changes });
  return { seen, touched, changes: changes.map(({ change }) => change.kind) };
}

function noticeKey(notice: { reportId: string; nplId: string }): string {
  return `${notice.reportId}/${notice.nplId}`;
}

interface StoredNotice {
  readonly id: number;
  readonly vanished: boolean;
  readonly status: NoticeStatus;
  /** Null when the content is the same as the incoming one. */
  readonly content: Notice | null;
  readonly hash: string;
}

/** The notice as it is kept: an end that was only seen stays where it was seen first. */
function settleEnds(given: Incoming, { content }: Pick<StoredNotice, "content">, asOf: IsoDate): Incoming {
  const notice = content === null ? given.notice : keepFirstSeenEnds(given.notice, content);
  if (notice === given.notice) return given;
  return { notice, hash: hashContent(notice), status: noticeStatus(notice, asOf) };
}

async function readStored(
  db: Db,
  input: { source: string; incoming: readonly { notice: Notice; hash: string }[] },
): Promise<Map<string, StoredNotice>> {
  // The limit makes it one look-up a key: of a table that is being filled PostgreSQL knows nothing, and would read it all.
  const keys = input.incoming.map(({ notice, hash }) => ({ r: notice.reportId, n: notice.nplId, h: hash }));
  const { rows } = await sql<{
    id: number;
    report_id: string;
    npl_id: string;
    vanished: boolean;
    status: NoticeStatus;
    content: Notice | null;
    hash: string;
  }>`
    select stored.*
    from jsonb_to_recordset(${jsonRows(keys)}) as k(r text, n text, h text)
    cross join lateral (
      select id, report_id, npl_id, vanished, status, content_hash as hash, case when content_hash <> k.h then content end as content
      from notice
      where source = ${input.source} and report_id = k.r and npl_id = k.n
      limit 1
    ) as stored`.execute(db);
  return new Map(rows.map((row) => [noticeKey({ reportId: row.report_id, nplId: row.npl_id }), row]));
}

interface Incoming {
  readonly notice: Notice;
  readonly hash: string;
  readonly status: NoticeStatus;
}

/**
 * Rows with their content and information, as `x(id, r, n, p, a, s, h, c, i)`. The texts go as one piece of bytes, of
 * which each row names its parts: PostgreSQL takes half as long as with a document that holds them all.
 */
function contentRows(rows: readonly (Incoming & { readonly id?: number })[]): RawBuilder<unknown> {
  const parts: Uint8Array[] = [];
  let end = 0;
  const append = (part: Uint8Array): { from: number; length: number } => {
    parts.push(part);
    end += part.length;
    // SQL counts from 1.
    return { from: end - part.length + 1, length: part.length };
  };
  const places = rows.map(({ id, notice, hash, status }) => {
    const { content, information } = splitNotice(notice);
    const [c, i] = [append(Buffer.from(json(content))), information === null ? null : append(information)];
    const { reportId: r, nplId: n, productName: p, atc } = notice;
    return { id, r, n, p, a: atc.value, s: status, h: hash, cf: c.from, cl: c.length, if: i?.from, il: i?.length };
  });
  return sql`(
    select id, r, n, p, a, s, h, convert_from(substring(b.bytes from cf for cl), 'UTF8')::jsonb as c,
           substring(b.bytes from "if" for il) as i
    from (select ${Buffer.concat(parts)}::bytea as bytes) as b,
         jsonb_to_recordset(${jsonRows(places)}) as place(
           id bigint, r text, n text, p text, a text, s text, h text, cf integer, cl integer, "if" integer, il integer)
  ) as x`;
}

async function insertNotices(
  db: Db,
  input: ApplyInput & { inserts: readonly Incoming[] },
): Promise<Map<string, number>> {
  if (input.inserts.length === 0) return new Map();
  const inserted = await sql<{ id: number; report_id: string; npl_id: string }>`
    insert into notice (source, report_id, npl_id, product_name, atc, status, content, information, content_hash,
                        first_seen_at, changed_snapshot_id, use)
    select ${input.source}, x.r, x.n, x.p, x.a, x.s, x.c, x.i, x.h,
           ${input.seenAt}::timestamptz, ${input.snapshotId}, ${input.use}
    from ${contentRows(input.inserts)}
    returning id, report_id, npl_id`.execute(db);
  return new Map(inserted.rows.map((row) => [noticeKey({ reportId: row.report_id, nplId: row.npl_id }), row.id]));
}

async function updateNotices(
  db: Db,
  input: ApplyInput & { updates: readonly (Incoming & { id: number })[] },
): Promise<void> {
  if (input.updates.length === 0) return;
  const rows = input.updates.map(({ id, hash }) => ({ id, h: hash }));
  await sql`
    insert into notice_history (notice_id, replaced_by_snapshot_id, content, information)
    select notice.id, ${input.snapshotId}, notice.content, notice.information
    from jsonb_to_recordset(${jsonRows(rows)}) as x(id bigint, h text)
    join notice on notice.id = x.id and notice.content_hash <> x.h
    order by notice.id`.execute(db);
  await sql`
    update notice set product_name = x.p, atc = x.a, status = x.s, vanished = false, content = x.c, information = x.i,
           content_hash = x.h, changed_snapshot_id = ${input.snapshotId}
    from ${contentRows(input.updates)}
    where notice.id = x.id`.execute(db);
}
