import { sql } from "kysely";
import { stockholmDate, type IsoDate } from "../domain/calendar.ts";
import { caseStatus, type CaseChange, type UpdateKind } from "../domain/case.ts";
import type { DraftState } from "../domain/draft.ts";
import type { ExtentFact, ExtentMove } from "../domain/extent-fact.ts";
import type { ListEntry } from "../domain/list.ts";
import type { MessageKind, StockFact } from "../domain/message.ts";
import {
  isOpen,
  isOverdue,
  packageStatus,
  type NoticeStatus,
  type NoticeType,
  type Package,
} from "../domain/notice.ts";
import { findStock, findStockOut } from "../domain/stock.ts";
import type { UrgencySubject } from "../domain/urgency.ts";
import { readToldFalls, type AdviceFall } from "./advice-falls.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** News that waits: a change of one notice. */
export interface WaitingChange extends CaseChange {
  readonly type: NoticeType;
  readonly productName: string;
  /** The date on which it came to be. */
  readonly onDate: IsoDate | null;
}

/** Updates that neither a change nor a move made: the list came to cover the case, or its advice has expired. */
export interface WaitingList {
  readonly kind: UpdateKind;
  readonly at: Date;
}

export interface OpenDraft {
  readonly state: Extract<DraftState, "draft" | "submitted" | "scheduled">;
  /** Who wrote in it last. */
  readonly by: string;
  readonly publishAt: Date | null;
  /** Why it came back, to its writer or out of its time; null when it did not. */
  readonly reason: string | null;
}

/** A case that waits for a decision, with all that its line in the inbox tells. */
export interface InboxLine extends UrgencySubject {
  readonly entry: ListEntry;
  readonly isOpen: boolean;
  /** How much of what the line covers is reported; null when nothing is any more. */
  readonly extent: ExtentFact | null;
  /** Its grade before what waits, and now: the same when it went there and back. Null when none of it is a move. */
  readonly moved: ExtentMove | null;
  /** What has fallen of the advice that readers have, by the updates that wait; some of it may be back. */
  readonly falls: readonly AdviceFall[];
  readonly stock: StockFact | null;
  /** Nothing is short: all that is open is ends of sale. */
  readonly ceasing: boolean;
  readonly products: readonly string[];
  readonly changes: readonly WaitingChange[];
  readonly lists: readonly WaitingList[];
  /** Why a rule left it to a person, where one would have sent it. */
  readonly leftToPerson: readonly string[];
  /** The newest update that waits: what comes later was not seen. */
  readonly newestUpdateId: number;
  readonly lastMessage: { readonly kind: MessageKind; readonly version: number; readonly at: Date } | null;
  /** Told of in an overview and in no message of its own. */
  readonly stoodInOverview: boolean;
  readonly draft: OpenDraft | null;
  readonly assignee: { readonly id: number; readonly name: string } | null;
  readonly questions: number;
}

type PackageDates = readonly [start: IsoDate | null, forecastEnd: IsoDate | null, actualEnd: IsoDate | null];

interface InboxRow {
  caseId: number;
  entry: ListEntry;
  extent: ExtentFact | null;
  status: "open" | "closed";
  dueAt: Date | null;
  since: Date;
  newest: number;
  updates: {
    kind: UpdateKind;
    onDate: IsoDate | null;
    at: string;
    changes: CaseChange[];
    moved: ExtentMove | null;
    reason: string | null;
  }[];
  notices: { id: number; type: NoticeType; name: string; asOf: IsoDate; status: NoticeStatus; packs: PackageDates[] }[];
  lastMessage: { kind: MessageKind; version: number; at: string } | null;
  stoodInOverview: boolean;
  draft: { state: OpenDraft["state"]; by: string; publishAt: string | null; reason: string | null } | null;
  assigneeId: number | null;
  assigneeName: string | null;
  questions: number;
}

/** `waiting`: something has happened that nobody has decided about · `untold`: open, and readers have no advice. */
export type InboxScope = "waiting" | "untold";

/** Every case of a region in that view, in two queries whatever their number, in no order. */
export async function readInbox(
  db: Db,
  of: { regionCode: string; view: InboxScope; today: IsoDate },
): Promise<InboxLine[]> {
  const { regionCode } = of;
  // What a case has is looked up by index, case by case: of temporary sets PostgreSQL knows no size, and joins them badly.
  const { rows } = await sql<InboxRow>`
    with waiting as materialized (${of.view === "waiting" ? selectWaiting(regionCode) : selectUntold(of)})
    select c.id as "caseId", c.entry, c.extent, c.status, c.due_at as "dueAt", w.since, w.newest, w.updates,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'id', n.id, 'type', n.content ->> 'type', 'name', n.product_name, 'status', n.status,
                     'asOf', state.as_of, 'packs', (
                       select coalesce(jsonb_agg(jsonb_build_array(
                                p -> 'start' -> 'value', p -> 'forecastEnd' -> 'value', p -> 'actualEnd' -> 'value')), '[]')
                       from jsonb_array_elements(n.content -> 'packages') as p)
                   ) order by n.product_name, n.id), '[]')
            from match m
            join notice n on n.id = m.notice_id
            join source_state state on state.source = n.source
            where m.region_code = c.region_code and m.entry_key = c.entry_key and m.owns
              -- What is open, and what is the news although it is over; what ended long ago may be much.
              and (n.status in ('ongoing', 'upcoming') or n.id in (
                select (change ->> 'noticeId')::bigint
                from jsonb_array_elements(w.updates) as u, jsonb_array_elements(u -> 'changes') as change))
           ) as notices,
           (select jsonb_build_object('kind', m.kind, 'version', m.version, 'at', m.published_at)
            from message m where m.case_id = c.id and m.purpose = 'readers'
            order by m.version desc limit 1) as "lastMessage",
           c.id in (select b.case_id from case_update b where b.kind = 'baseline') as "stoodInOverview",
           (select jsonb_build_object('state', d.state, 'by', writer.name, 'publishAt', d.publish_at,
                                       'reason', d.reason)
            from draft d join account writer on writer.id = d.updated_by
            where d.case_id = c.id and d.state in ('draft', 'submitted', 'scheduled')) as draft,
           assignee.id as "assigneeId", assignee.name as "assigneeName",
           (select count(*)::int from question q
            where q.region_code = c.region_code and q.state = 'open' and q.case_id = c.id) as questions
    from waiting w
    join region_case c on c.id = w.case_id
    left join account assignee on assignee.id = c.assignee_id`.execute(db);
  const falls = await readToldFalls(db, rows);
  return rows.map((row) => toLine(row, falls.get(row.caseId) ?? []));
}

const UPDATES = sql`jsonb_agg(
  jsonb_build_object('kind', u.kind, 'onDate', u.on_date, 'at', u.created_at, 'changes', u.changes, 'moved', u.moved,
                     'reason', u.reason)
  order by u.id)`;

function selectWaiting(regionCode: string) {
  return sql`
    select u.case_id, min(u.created_at) as since, max(u.id) as newest, ${UPDATES} as updates
    from case_update u join region_case c on c.id = u.case_id
    where c.region_code = ${regionCode} and u.decision = 'pending'
    group by u.case_id`;
}

function selectUntold({ regionCode, today }: { regionCode: string; today: IsoDate }) {
  return sql`
    select c.id as case_id, c.opened_at as since,
           coalesce((select max(u.id) from case_update u where u.case_id = c.id), 0) as newest,
           (select coalesce(${UPDATES}, '[]') from case_update u
            where u.case_id = c.id and u.decision = 'pending') as updates
    from region_case c
    where c.region_code = ${regionCode} and ${isUntold(today)}`;
}

/**
 * Of the case `c`: it is open, the newest message to its readers holds no advice that still holds, and nobody has decided
 * that there is nothing to do.
 */
function isUntold(today: IsoDate) {
  return sql`(
    c.status = 'open'
    and not coalesce((
      select m.advice is not null and m.kind not in ('retraction', 'resolved')
             and coalesce(m.valid_until >= ${today}::date, true)
      from message m where m.case_id = c.id and m.purpose = 'readers'
      order by m.version desc limit 1), false)
    and coalesce((
      select u.decision from case_update u where u.case_id = c.id and u.decision <> 'returned'
      order by u.id desc limit 1), 'pending') not in ('dismissed', 'ignored'))`;
}

function toLine(row: InboxRow, falls: readonly AdviceFall[]): InboxLine {
  const byId = new Map(row.notices.map((notice) => [notice.id, notice]));
  const notices = row.notices.map(({ type, asOf, packs }) => ({
    type,
    packages: packs.map((p) => readPackage(p, asOf)),
  }));
  // Beside a shortage an end of sale says nothing of when it begins, nor that it has.
  const isShort = ({ type, status }: InboxRow["notices"][number]) => type !== "cessation" && isOpen(status);
  const ceasing = !row.notices.some(isShort);
  const told = ceasing ? row.notices : row.notices.filter(isShort);
  const starts = told
    .flatMap(({ asOf, packs }) => packs.map((p) => readPackage(p, asOf)).filter(({ status }) => isOpen(status)))
    .map(({ start }) => start)
    .filter((start) => start !== null);
  const stock = findStock(row.entry.stockDays, notices);
  return {
    caseId: row.caseId,
    entry: row.entry,
    isOpen: row.status === "open",
    priority: row.entry.priority,
    status: caseStatus(told.map(({ status }) => status)),
    ceasing,
    start: starts.toSorted()[0] ?? null,
    stock,
    stockEndsOn: findStockOut(stock),
    extent: row.extent,
    grade: row.extent?.grade ?? null,
    moved: sumMoves(row),
    falls,
    fallen: falls.some(({ mended }) => mended === null),
    waitingSince: row.since,
    dueAt: row.dueAt,
    products: [...new Set(row.notices.map(({ name }) => name))],
    changes: row.updates.flatMap(({ onDate, changes }) =>
      changes.map((change) => {
        const notice = byId.get(change.noticeId);
        return { ...change, onDate, type: notice?.type ?? "unknown", productName: notice?.name ?? "" };
      }),
    ),
    lists: row.updates
      .filter(({ kind, changes, moved }) => changes.length === 0 && moved === null && kind !== "fallen")
      .map(({ kind, at }) => ({ kind, at: new Date(at) })),
    leftToPerson: [...new Set(row.updates.map(({ reason }) => reason).filter((reason) => reason !== null))],
    newestUpdateId: row.newest,
    lastMessage: row.lastMessage === null ? null : { ...row.lastMessage, at: new Date(row.lastMessage.at) },
    stoodInOverview: row.stoodInOverview,
    draft:
      row.draft === null
        ? null
        : { ...row.draft, publishAt: row.draft.publishAt === null ? null : new Date(row.draft.publishAt) },
    assignee:
      row.assigneeId === null || row.assigneeName === null ? null : { id: row.assigneeId, name: row.assigneeName },
    questions: row.questions,
  };
}

function sumMoves({ updates, extent }: InboxRow): ExtentMove | null {
  const moves = updates.map(({ moved }) => moved).filter((moved) => moved !== null);
  const [first] = moves;
  if (first === undefined) return null;
  return { from: first.from, to: extent?.grade ?? (moves.at(-1) ?? first).to };
}

function readPackage([start, forecastEnd, actualEnd]: PackageDates, asOf: IsoDate) {
  const dates: Pick<Package, "start" | "forecastEnd" | "actualEnd"> = {
    start: { value: start },
    forecastEnd: { value: forecastEnd },
    actualEnd: { value: actualEnd },
  };
  return { start, forecastEnd, actualEnd, status: packageStatus(dates, asOf), overdue: isOverdue(dates, asOf) };
}

/** How much waits in a region. */
export interface InboxCounts {
  readonly waiting: number;
  readonly untold: number;
  readonly overdue: number;
  readonly approval: number;
  readonly scheduled: number;
  readonly questions: number;
}

/** What waits in each of these regions, by code. */
export async function countInboxes(
  db: Db,
  input: { regionCodes: readonly string[]; now: Date },
): Promise<Map<string, InboxCounts>> {
  const { rows } = await sql<InboxCounts & { regionCode: string }>`
    select r.code as "regionCode", w.waiting, w.overdue,
           (select count(*)::int from region_case c
            where c.region_code = r.code and ${isUntold(stockholmDate(input.now))}) as untold,
           (select count(*)::int from draft d where d.region_code = r.code and d.state = 'submitted') as approval,
           (select count(*)::int from draft d where d.region_code = r.code and d.state = 'scheduled') as scheduled,
           (select count(*)::int from question q where q.region_code = r.code and q.state = 'open') as questions
    from region r
    cross join lateral (
      select count(*)::int as waiting, (count(*) filter (where c.due_at <= ${input.now}::timestamptz))::int as overdue
      from region_case c
      where c.region_code = r.code
        and exists (select from case_update u where u.case_id = c.id and u.decision = 'pending')) as w
    where r.code in (select jsonb_array_elements_text(${jsonRows(input.regionCodes)}))
    order by r.code`.execute(db);
  return new Map(rows.map(({ regionCode, ...counts }) => [regionCode, counts]));
}
