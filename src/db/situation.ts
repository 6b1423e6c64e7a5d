import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { ExtentFact, ExtentGrade } from "../domain/extent-fact.ts";
import type { ListEntry } from "../domain/list.ts";
import type { AdviceType, MessageKind } from "../domain/message.ts";
import type { NoticeStatus, NoticeType, Package } from "../domain/notice.ts";
import type { Db } from "./schema.ts";

/** How many lines of a region's list have open cases, by how much of each is reported. */
export interface RegionCount {
  readonly regionCode: string;
  readonly grades: Readonly<Partial<Record<ExtentGrade, number>>>;
}

/** Counted by region code, told apart as each region's page does; a region without open cases has no row. */
export async function countCasesByRegion(db: Db): Promise<RegionCount[]> {
  const { rows } = await sql<RegionCount>`
    select region_code as "regionCode", jsonb_object_agg(grade, count) as grades
    from (
      select region_code, coalesce(extent ->> 'grade', 'unknown') as grade, count(*)::int as count
      from region_case c
      where status = 'open' and exists (
        select from match m join notice n on n.id = m.notice_id and n.status in ('ongoing', 'upcoming')
        where m.region_code = c.region_code and m.entry_key = c.entry_key and m.owns)
      group by region_code, grade
    ) as graded
    group by region_code order by region_code`.execute(db);
  return rows;
}

/** An open notice of a case, as much of it as one line about the case needs. */
export interface SituationNotice {
  readonly nplId: string;
  readonly productName: string;
  readonly type: NoticeType;
  readonly status: NoticeStatus;
  /** The source no longer lists it though it was open. */
  readonly vanished: boolean;
  /** The date that the source's statuses hold on. */
  readonly asOf: IsoDate;
  /** Without their information blocks, which no page shows. */
  readonly packages: readonly Package[];
}

export interface LastWord {
  readonly kind: MessageKind;
  readonly adviceType: AdviceType | null;
  /** An alternative of the region's advice has fallen, and nothing has mended that. */
  readonly inReview: boolean;
}

/** An open case with what the source says of it now and what the region last said. */
export interface Situation {
  readonly caseId: number;
  readonly entry: ListEntry;
  /** How much of what the line covers is reported; null where it was not measured. */
  readonly extent: ExtentFact | null;
  readonly notices: readonly SituationNotice[];
  readonly lastMessage: LastWord | null;
}

/** Every open case of a region in one query: by priority, 1 first and those without last, then by substance. */
export async function readSituations(db: Db, regionCode: string): Promise<Situation[]> {
  const { rows } = await sql<Situation>`
    select c.id as "caseId", c.entry, c.extent, jsonb_agg(jsonb_build_object(
             'nplId', n.npl_id, 'productName', n.product_name, 'type', n.content ->> 'type', 'status', n.status,
             'vanished', n.vanished, 'asOf', s.as_of, 'packages', n.content -> 'packages'
           ) order by n.product_name, n.id) as notices,
           (select jsonb_build_object('kind', message.kind, 'adviceType', message.advice ->> 'type',
                                      'inReview', exists (
                     select from advice_fall f where f.case_id = c.id
                       and f.id not in (select d.fall_id from advice_mending d)))
            from message where message.case_id = c.id and message.purpose = 'readers' order by version desc limit 1) as "lastMessage"
    from region_case c
    join match m on m.region_code = c.region_code and m.entry_key = c.entry_key and m.owns
    join notice n on n.id = m.notice_id and n.status in ('ongoing', 'upcoming')
    join source_state s on s.source = n.source
    where c.region_code = ${regionCode} and c.status = 'open'
    group by c.id
    order by (c.entry ->> 'priority')::int nulls last, lower(c.entry ->> 'substance'), c.id`.execute(db);
  return rows;
}

export interface ClosedCase {
  readonly caseId: number;
  readonly entry: ListEntry;
  readonly closedAt: Date;
}

/** The region's cases that closed at `since` or later, the latest first. */
export async function readClosedCases(db: Db, input: { regionCode: string; since: Date }): Promise<ClosedCase[]> {
  const rows = await db
    .selectFrom("region_case")
    .select(["id as caseId", "entry", "closed_at"])
    .where("region_code", "=", input.regionCode)
    .where("status", "=", "closed")
    .where("closed_at", ">=", input.since)
    .orderBy("closed_at", "desc")
    .orderBy("id")
    .execute();
  return rows.flatMap(({ caseId, entry, closed_at: closedAt }) =>
    closedAt === null ? [] : [{ caseId, entry, closedAt }],
  );
}
