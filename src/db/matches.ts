import { sql } from "kysely";
import { pickOwner, readMatchSubject, type EntryIndex, type Why } from "../domain/match.ts";
import { isOpen, type NoticeStatus } from "../domain/notice.ts";
import { jsonRows } from "./client.ts";
import type { TouchedNotice } from "./notices.ts";
import type { Db } from "./schema.ts";

/**
 * Matches notices against one region's list and stores why. Notices that are over keep the matches they had, since
 * their end is news to the case that told of them.
 */
export async function rematchNotices(
  db: Db,
  input: { regionCode: string; index: EntryIndex; notices: readonly TouchedNotice[] },
): Promise<void> {
  const { regionCode } = input;
  const open = input.notices.filter(
    ({ status, use, notice }) =>
      isOpen(status) && use !== "signals" && (notice.regionCode ?? regionCode) === regionCode,
  );
  if (open.length === 0) return;
  const rows = open.flatMap(({ id, notice, use }) => {
    const matches = input.index.find(readMatchSubject(notice, { candidate: use === "candidates" }));
    const owner = pickOwner(matches);
    return matches.map((match) => ({ k: match.entry.key, n: id, v: match.verdict, w: match.why, o: match === owner }));
  });
  await sql`
    delete from match using jsonb_array_elements(${jsonRows(open.map(({ id }) => id))}) as x(id)
    where match.region_code = ${input.regionCode} and match.notice_id = x.id::bigint`.execute(db);
  if (rows.length === 0) return;
  await sql`
    insert into match (region_code, entry_key, notice_id, verdict, why, owns)
    select ${input.regionCode}, x.k, x.n, x.v, x.w, x.o
    from jsonb_to_recordset(${jsonRows(rows)}) as x(k text, n bigint, v text, w jsonb, o boolean)`.execute(db);
}

export interface MatchedNotice {
  readonly entryKey: string;
  readonly noticeId: number;
  readonly reportId: string;
  readonly nplId: string;
  readonly productName: string;
  readonly status: NoticeStatus;
  readonly verdict: "certain" | "possible";
  readonly why: Why;
}

/** Open notices that hit the region's list, with every entry they hit. */
export async function readOpenMatches(db: Db, regionCode: string): Promise<MatchedNotice[]> {
  return db
    .selectFrom("match")
    .innerJoin("notice", "notice.id", "match.notice_id")
    .select([
      "match.entry_key as entryKey",
      "match.notice_id as noticeId",
      "notice.report_id as reportId",
      "notice.npl_id as nplId",
      "notice.product_name as productName",
      "notice.status",
      "match.verdict",
      "match.why",
    ])
    .where("match.region_code", "=", regionCode)
    .where("notice.status", "in", ["ongoing", "upcoming"])
    .orderBy("notice.product_name")
    .orderBy("notice.id")
    .execute();
}

/** Drops the matches of entries that the region's list no longer has. */
export async function removeStrayMatches(
  db: Db,
  input: { regionCode: string; entryKeys: readonly string[] },
): Promise<void> {
  await sql`
    delete from match where region_code = ${input.regionCode}
      and not (${jsonRows(input.entryKeys)} ? entry_key)`.execute(db);
}
