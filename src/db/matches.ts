import { sql } from "kysely";
import {
  applyVerdict,
  readMatchSubject,
  tieByHand,
  type MatchSubject,
  type MatchVerdict,
  type RegionIndex,
  type Why,
} from "../domain/match.ts";
import { pickOwner } from "../domain/match-owner.ts";
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
  return adaptSubjects(
    db,
    notices.filter(({ status, use }) => isOpen(status) && use !== "signals"),
  );
}

/** The same for notices of any status. */
export async function adaptSubjects(db: Db, notices: readonly TouchedNotice[]): Promise<OpenSubject[]> {
  if (notices.length === 0) return [];
  const products = await readCataloguedForms(db, [...new Set(notices.map(({ notice }) => notice.nplId))]);
  return notices.map(({ id, notice, use, isNew }) => {
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
  const verdicts = await readVerdicts(db, { regionCodes, noticeIds: ids });
  const rows = subjects.flatMap((subject) => createRows({ subject, index, verdicts: verdicts.get(subject.id) ?? [] }));
  if (rows.length === 0) return;
  await sql`
    insert into match (region_code, entry_key, notice_id, verdict, why, owns)
    select r.code, x.k, x.n, x.v, x.w, x.o ? r.code
    from jsonb_to_recordset(${jsonRows(rows)}) as x(k text, n bigint, v text, w jsonb, r jsonb, o jsonb),
         jsonb_array_elements_text(x.r) as r(code)`.execute(db);
}

/** A curator's word in one region. */
interface RegionVerdict extends MatchVerdict {
  readonly regionCode: string;
}

/** What curators have said of these notices, by notice. */
async function readVerdicts(
  db: Db,
  input: { regionCodes: readonly string[]; noticeIds: readonly number[] },
): Promise<Map<number, RegionVerdict[]>> {
  const { rows } = await sql<RegionVerdict & { noticeId: number }>`
    select region_code as "regionCode", entry_key as "entryKey", notice_id as "noticeId", verdict
    from match_decision
    where notice_id = any(${`{${input.noticeIds.join(",")}}`}::bigint[])
      and region_code in (select jsonb_array_elements_text(${jsonRows(input.regionCodes)}))
    order by region_code, entry_key`.execute(db);
  return Map.groupBy(rows, ({ noticeId }) => noticeId);
}

interface RowInput {
  readonly subject: OpenSubject;
  readonly index: RegionIndex;
  readonly verdicts: readonly RegionVerdict[];
}

/** A row for each line that is hit, whatever the regions: `r` are those that have it, `o` those where it owns the notice. */
function createRows(input: RowInput) {
  const { subject } = input;
  const hits = findHits(input);
  const byRegion = Map.groupBy(
    hits.flatMap(({ match, holders }) => holders.map((holder) => ({ ...match, ...holder }))),
    (match) => match.regionCode,
  );
  const owners = new Map(Array.from(byRegion, ([code, matches]) => [code, pickOwner(matches)?.entry]));
  return hits
    .filter(({ holders }) => holders.length > 0)
    .map(({ match, holders }) => ({
      k: match.entry.key,
      n: subject.id,
      v: match.verdict,
      w: match.why,
      r: holders.map((holder) => holder.regionCode),
      o: holders.filter((holder) => owners.get(holder.regionCode) === holder.entry).map((holder) => holder.regionCode),
    }));
}

type Hit = ReturnType<RegionIndex["find"]>[number];

/** What the codes tell, and what curators say of it: a region where one has spoken gets a hit of its own. */
function findHits({ subject: { subject, regionCode }, index, verdicts }: RowInput): Hit[] {
  const found = index.find(subject).map(({ match, holders }) => ({
    match,
    // What is for another region is matched with nothing here.
    holders: holders.filter((holder) => regionCode === null || holder.regionCode === regionCode),
  }));
  if (verdicts.length === 0) return found;
  const wordOn = (holder: Hit["holders"][number]) =>
    verdicts.find((word) => word.regionCode === holder.regionCode && word.entryKey === holder.entry.key);
  const decided = found.flatMap(({ match, holders }) =>
    holders.flatMap((holder): Hit[] => {
      const word = wordOn(holder);
      const applied = word === undefined ? null : applyVerdict(match, word.verdict);
      return applied === null ? [] : [{ match: applied, holders: [holder] }];
    }),
  );
  const unfound = verdicts
    .filter(({ verdict }) => verdict === "confirmed")
    .filter((word) => !found.some(({ holders }) => holders.some((holder) => wordOn(holder) === word)))
    .flatMap((word): Hit[] => {
      const entry = index.findEntry(word.regionCode, word.entryKey);
      if (entry === undefined || (regionCode !== null && regionCode !== word.regionCode)) return [];
      return [{ match: tieByHand(entry, subject), holders: [{ regionCode: word.regionCode, entry }] }];
    });
  const untouched = found.map(({ match, holders }) => ({
    match,
    holders: holders.filter((holder) => wordOn(holder) === undefined),
  }));
  return [...untouched, ...decided, ...unfound];
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
  return selectUnmatched(db, regionCode)
    .select([
      "n.source",
      "n.report_id as reportId",
      "n.npl_id as nplId",
      "n.product_name as productName",
      "n.atc",
      "n.status",
    ])
    .orderBy("n.product_name")
    .orderBy("n.id")
    .execute();
}

/** The same, for whoever wants a part of them. */
export function selectUnmatched(db: Db, regionCode: string) {
  return selectMatchable(db, regionCode).where(
    sql<boolean>`not exists (select from match m where m.notice_id = n.id and m.region_code = ${regionCode})`,
  );
}

/** Open notices that a line of the region's list could be about: no signals, nothing for animals or for other regions. */
export function selectMatchable(db: Db, regionCode: string) {
  return db
    .selectFrom("notice as n")
    .where("n.status", "in", ["ongoing", "upcoming"])
    .where("n.use", "<>", "signals")
    .where(sql<boolean>`coalesce(n.atc, '') not like 'Q%'`)
    .where(sql<boolean>`coalesce(n.content ->> 'regionCode', ${regionCode}) = ${regionCode}`);
}
