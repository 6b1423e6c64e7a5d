import { sql } from "kysely";
import { pickOwner, readMatchSubject, type MatchSubject, type RegionIndex, type Why } from "../domain/match.ts";
import { isOpen, type NoticeStatus } from "../domain/notice.ts";
import { jsonRows } from "./client.ts";
import type { TouchedNotice } from "./notices.ts";
import { readCataloguedForms } from "./products.ts";
import type { Db } from "./schema.ts";

/** An open notice, read for matching. */
export interface OpenSubject {
  readonly id: number;
  readonly subject: MatchSubject;
  /** The only region it is for; null when it is for all. */
  readonly regionCode: string | null;
  /** True when it has no matches yet. */
  readonly isNew: boolean;
}

/**
 * Reads notices for matching, once for all regions. Those that are over keep the matches they had, since their end is
 * news to the case that told of them; a signal is never matched.
 */
export async function readSubjects(db: Db, notices: readonly TouchedNotice[]): Promise<OpenSubject[]> {
  const open = notices.filter(({ status, use }) => isOpen(status) && use !== "signals");
  if (open.length === 0) return [];
  const products = await readCataloguedForms(db, [...new Set(open.map(({ notice }) => notice.nplId))]);
  return open.map(({ id, notice, use, isNew }) => {
    const product = products.get(notice.nplId);
    const known = { candidate: use === "candidates", ...(product === undefined ? {} : { product }) };
    return { id, subject: readMatchSubject(notice, known), regionCode: notice.regionCode ?? null, isNew };
  });
}

/** Matches open notices against the lists of these regions and stores why. */
export async function rematchNotices(
  db: Db,
  input: { regionCodes: readonly string[]; index: RegionIndex; subjects: readonly OpenSubject[] },
): Promise<void> {
  const { regionCodes, index, subjects } = input;
  const ids = subjects.filter(({ isNew }) => !isNew).map(({ id }) => id);
  if (ids.length > 0)
    await sql`
      delete from match
      where notice_id = any(${`{${ids.join(",")}}`}::bigint[])
        and region_code in (select jsonb_array_elements_text(${jsonRows(regionCodes)}))`.execute(db);
  const rows = subjects.flatMap((subject) => createRows(subject, index));
  if (rows.length === 0) return;
  await sql`
    insert into match (region_code, entry_key, notice_id, verdict, why, owns)
    select r.code, x.k, x.n, x.v, x.w, x.o ? r.code
    from jsonb_to_recordset(${jsonRows(rows)}) as x(k text, n bigint, v text, w jsonb, r jsonb, o jsonb),
         jsonb_array_elements_text(x.r) as r(code)`.execute(db);
}

/** A row for each line that is hit, whatever the regions: `r` are those that have it, `o` those where it owns the notice. */
function createRows({ id, subject, regionCode }: OpenSubject, index: RegionIndex) {
  const hits = index.find(subject).map(({ match, holders }) => ({
    match,
    // What is for another region is matched with nothing here.
    holders: holders.filter((holder) => regionCode === null || holder.regionCode === regionCode),
  }));
  const byRegion = Map.groupBy(
    hits.flatMap(({ match, holders }) => holders.map((holder) => ({ ...match, ...holder }))),
    (match) => match.regionCode,
  );
  const owners = new Map(Array.from(byRegion, ([code, matches]) => [code, pickOwner(matches)?.entry]));
  return hits
    .filter(({ holders }) => holders.length > 0)
    .map(({ match, holders }) => ({
      k: match.entry.key,
      n: id,
      v: match.verdict,
      w: match.why,
      r: holders.map((holder) => holder.regionCode),
      o: holders.filter((holder) => owners.get(holder.regionCode) === holder.entry).map((holder) => holder.regionCode),
    }));
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

/** Open notices that may concern the region and hit nothing on its list, by product. */
export async function readUnmatched(
  db: Db,
  regionCode: string,
): Promise<
  { source: string; reportId: string; nplId: string; productName: string; atc: string | null; status: NoticeStatus }[]
> {
  return db
    .selectFrom("notice as n")
    .select([
      "n.source",
      "n.report_id as reportId",
      "n.npl_id as nplId",
      "n.product_name as productName",
      "n.atc",
      "n.status",
    ])
    .where("n.status", "in", ["ongoing", "upcoming"])
    .where("n.use", "<>", "signals")
    .where(sql<boolean>`coalesce(n.atc, '') not like 'Q%'`)
    .where(sql<boolean>`coalesce(n.content ->> 'regionCode', ${regionCode}) = ${regionCode}`)
    .where(sql<boolean>`not exists (select from match m where m.notice_id = n.id and m.region_code = ${regionCode})`)
    .orderBy("n.product_name")
    .orderBy("n.id")
    .execute();
}
