import { sql, type RawBuilder } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import { diffNotice, type Change, type ChangeKind } from "../domain/change.ts";
import {
  keepFirstSeenEnds,
  noticeStatus,
  type Notice,
  type NoticeStatus,
  type NoticeType,
  type NoticeUse,
} from "../domain/notice.ts";
import { hashContent, json, jsonRows } from "./client.ts";
import { splitNotice } from "./notice-content.ts";
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

/** A notice whose content, status or visibility moved, and how. */
export interface TouchedNotice {
  readonly id: number;
  readonly notice: Notice;
  readonly status: NoticeStatus;
  readonly use: NoticeUse;
  /** True when nothing can hang on it yet. */
  readonly isNew: boolean;
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
  const changes: { noticeId: number; change: Change }[] = [];
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
    if (id === undefined) throw new Error(`db/notices: unable to store notice ${notice.reportId}: no row came back`);
    seen.push(id);
    touched.push({ id, notice, status, use, isNew: true });
    if (input.before === null) continue;
    for (const change of diffNotice(null, { notice, on: input.asOf, vanished: false }))
      changes.push({ noticeId: id, change });
  }
  await insertChanges(db, { ...input, changes });
  return { seen, touched, changes: changes.map(({ change }) => change.kind) };
}

export interface VanishedInput {
  readonly source: string;
  readonly snapshotId: number;
  readonly missing: {
    /** Notices that are in the file. */
    readonly seen: ReadonlySet<number>;
    /** Reports that are in the file but could not be read. */
    readonly unreadable: ReadonlySet<string>;
    /** True when the file holds unreadable reports of which nobody can tell the id. */
    readonly unnamed: boolean;
  };
  readonly before: IsoDate;
  readonly asOf: IsoDate;
}

/**
 * Marks the open notices that the file no longer shows. They stay open: nobody said that they ended. Those that could
 * not be read are not marked, but the day counts for them too.
 */
export async function markVanished(
  db: Db,
  input: VanishedInput,
): Promise<{ touched: readonly TouchedNotice[]; changes: readonly ChangeKind[] }> {
  const open = await db
    .selectFrom("notice")
    .select(["id", "report_id"])
    .where("source", "=", input.source)
    .where("status", "in", ["ongoing", "upcoming"])
    .execute();
  const { seen, unreadable, unnamed } = input.missing;
  const missing = open.filter((row) => !seen.has(row.id)).map((row) => row.id);
  if (missing.length === 0) return { touched: [], changes: [] };
  const rows = await db
    .selectFrom("notice")
    .select(["id", "report_id", "content", "vanished", "use"])
    .where("id", "in", missing)
    .execute();
  const changes: { noticeId: number; change: Change }[] = [];
  const touched: TouchedNotice[] = [];
  const moved: { id: number; s: NoticeStatus; v: boolean }[] = [];
  for (const row of rows) {
    const vanished = row.vanished || !(unnamed || unreadable.has(row.report_id));
    const before = { notice: row.content, on: input.before, vanished: row.vanished };
    const after = { notice: row.content, on: input.asOf, vanished };
    for (const change of diffNotice(before, after)) changes.push({ noticeId: row.id, change });
    const status = noticeStatus(row.content, input.asOf);
    touched.push({ id: row.id, notice: row.content, status, use: row.use, isNew: false });
    moved.push({ id: row.id, s: status, v: vanished });
  }
  await sql`
    update notice set status = x.s, vanished = x.v
    from jsonb_to_recordset(${jsonRows(moved)}) as x(id bigint, s text, v boolean)
    where notice.id = x.id`.execute(db);
  await insertChanges(db, { ...input, changes });
  return { touched, changes: changes.map(({ change }) => change.kind) };
}

/** Every open notice, for a region that takes a list into use. */
export async function readOpenNotices(db: Db): Promise<TouchedNotice[]> {
  const rows = await db
    .selectFrom("notice")
    .select(["id", "content", "status", "use"])
    .where("status", "in", ["ongoing", "upcoming"])
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    notice: row.content,
    status: row.status,
    use: row.use,
    isNew: false,
  }));
}

/** One notice, open or not; null when there is none of that id. */
export async function readNotice(db: Db, id: number): Promise<TouchedNotice | null> {
  const row = await db
    .selectFrom("notice")
    .select(["id", "content", "status", "use"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, notice: row.content, status: row.status, use: row.use, isNew: false };
}

/** How many notices of a source are open. */
export async function countOpenNotices(db: Db, source: string): Promise<number> {
  const { open } = await db
    .selectFrom("notice")
    .select((eb) => eb.fn.countAll<number>().as("open"))
    .where("source", "=", source)
    .where("status", "in", ["ongoing", "upcoming"])
    .executeTakeFirstOrThrow();
  return open;
}

/**
 * Reads the open notices of a source again on a later date, since a start or an end may have come while the file stood
 * still.
 */
export async function advanceNotices(
  db: Db,
  input: { source: string; snapshotId: number; before: IsoDate; asOf: IsoDate },
): Promise<{ touched: readonly TouchedNotice[]; changes: readonly ChangeKind[] }> {
  const rows = await db
    .selectFrom("notice")
    .select(["id", "content", "vanished", "status", "use"])
    .where("source", "=", input.source)
    .where("status", "in", ["ongoing", "upcoming"])
    .execute();
  const changes: { noticeId: number; change: Change }[] = [];
  const touched: TouchedNotice[] = [];
  const moved: { id: number; s: NoticeStatus; v: boolean }[] = [];
  for (const row of rows) {
    const state = { notice: row.content, vanished: row.vanished };
    const found = diffNotice({ ...state, on: input.before }, { ...state, on: input.asOf });
    const status = noticeStatus(row.content, input.asOf);
    if (found.length === 0 && status === row.status) continue;
    for (const change of found) changes.push({ noticeId: row.id, change });
    touched.push({ id: row.id, notice: row.content, status, use: row.use, isNew: false });
    moved.push({ id: row.id, s: status, v: row.vanished });
  }
  await sql`
    update notice set status = x.s, vanished = x.v
    from jsonb_to_recordset(${jsonRows(moved)}) as x(id bigint, s text, v boolean)
    where notice.id = x.id`.execute(db);
  await insertChanges(db, { ...input, changes });
  return { touched, changes: changes.map(({ change }) => change.kind) };
}

/** The Swedish ATC terms the facts have named, in lower case, with the human ATC codes each stands for. */
export async function readAtcTerms(db: Db): Promise<Map<string, readonly string[]>> {
  const { rows } = await sql<{ term: string; codes: string[] }>`
    select lower(content ->> 'atcTerm') as term, jsonb_agg(distinct atc order by atc) as codes
    from notice
    where use = 'facts' and content ->> 'atcTerm' is not null and atc is not null and atc not like 'Q%'
    group by 1 order by 1`.execute(db);
  return new Map(rows.map(({ term, codes }) => [term, codes]));
}

export interface ToldChange {
  readonly kind: ChangeKind;
  readonly type: NoticeType;
  /** The dates that moved, where the kind moves one. */
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly reportId: string;
  readonly nplId: string;
  readonly productName: string;
  readonly atc: string | null;
}

/** The changes of the snapshots after `since` (exclusive), or of one snapshot, in order of kind and product. */
export async function readChanges(db: Db, range: { after: number } | { snapshotId: number }): Promise<ToldChange[]> {
  let query = db
    .selectFrom("notice_change")
    .innerJoin("notice", "notice.id", "notice_change.notice_id")
    .select([
      "notice_change.kind",
      sql<NoticeType>`notice.content ->> 'type'`.as("type"),
      "notice_change.from_date as from",
      "notice_change.to_date as to",
      "notice.report_id as reportId",
      "notice.npl_id as nplId",
      "notice.product_name as productName",
      "notice.atc",
    ]);
  query =
    "after" in range
      ? query.where("notice_change.snapshot_id", ">", range.after)
      : query.where("notice_change.snapshot_id", "=", range.snapshotId);
  return query
    .orderBy("notice_change.snapshot_id")
    .orderBy("notice_change.kind")
    .orderBy("notice.product_name")
    .orderBy("notice.id")
    .execute();
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

/** Writes down what changed in notices, under the snapshot that it came with. */
export async function insertChanges(
  db: Db,
  input: { snapshotId: number; asOf: IsoDate; changes: readonly { noticeId: number; change: Change }[] },
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
