import { sql } from "kysely";
import type { ChangeKind } from "../domain/change.ts";
import { newsOfMove, type ExtentGrade, type ExtentMove } from "../domain/extent-fact.ts";
import { listNews } from "../domain/news.ts";
import type { ReminderKind, WaitingCase } from "../domain/reminder.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/**
 * The region's news that nobody has decided on: of each case the oldest, and what came to be worse since or took its
 * advice away, each with its own time; the longest waiting first. A case that has closed counts
 * when its readers have been told of it: that it is over is news to them.
 */
export async function readWaitingCases(db: Db, regionCode: string): Promise<WaitingCase[]> {
  const { rows } = await sql<WaitingRow>`
    select c.id as "caseId", c.entry, c.extent ->> 'grade' as extent, c.extent as measured, u.extent as "extentThen",
           u.moved, u.id = oldest.id as "isOldest", c.due_at as "dueAt", u.id as "updateId", u.kind, u.created_at as "waitingSince",
           (select coalesce(jsonb_agg(x ->> 'kind'), '[]') from jsonb_array_elements(u.changes) x) as changes,
           (select coalesce(jsonb_agg(n.content ->> 'type'), '[]') from notice n
            where n.id in (select (x ->> 'noticeId')::bigint from jsonb_array_elements(u.changes) x)) as types,
           (select coalesce(jsonb_agg(distinct x ->> 'kind'), '[]')
            from case_update p cross join jsonb_array_elements(p.changes) x
            where p.case_id = c.id and p.decision = 'pending') as "allChanges",
           (select coalesce(jsonb_agg(p.moved order by p.id), '[]') from case_update p
            where p.case_id = c.id and p.decision = 'pending' and p.moved is not null) as "allMoves",
           exists (select from case_update p
                   where p.case_id = c.id and p.decision = 'pending' and p.kind = 'fallen') as "anyFallen",
           (select d.state from draft d
            where d.case_id = c.id and d.state in ('draft', 'submitted', 'scheduled') limit 1) as draft,
           (select coalesce(jsonb_agg(r.kind), '[]') from case_reminder r where r.update_id = u.id) as told
    from region_case c
    join lateral (
      select min(id) as id from case_update where case_id = c.id and decision = 'pending'
    ) as oldest on true
    join case_update u on u.case_id = c.id and u.decision = 'pending' 
      and (u.id = oldest.id or u.moved is not null or u.kind = 'fallen')
    where c.region_code = ${regionCode} and (
      c.status = 'open'
      or exists (select from message m where m.case_id = c.id and m.purpose = 'readers')
      or exists (select from case_update b where b.case_id = c.id and b.kind = 'baseline'))
    order by u.created_at, c.id, u.id`.execute(db);
  return rows
    .filter(
      ({ isOldest, kind, moved }) =>
        isOldest || kind === "fallen" || (moved !== null && newsOfMove(moved) === "extent-worsened"),
    )
    .map(({ moved, allMoves, anyFallen, extentThen, ...row }) => ({
      ...row,
      extent: milderOf(extentThen, row.extent),
      changes: listNews(row.changes, moved === null ? [] : [moved], { fallen: row.kind === "fallen" }),
      allChanges: listNews(row.allChanges, netMoves(allMoves), { fallen: anyFallen }),
    }));
}

/**
 * What became worse after the news came has news of its own, and waits from then; what has eased since is not urgent any
 * more. Of what was not known then, what is known now counts.
 */
function milderOf(then: ExtentGrade | null, now: ExtentGrade | null): ExtentGrade | null {
  if (then === null || now === null || then === "unknown") return now;
  return newsOfMove({ from: then, to: now }) === "extent-worsened" ? then : now;
}

/** From where the first of them began to where the last ended; none when that is the same. */
function netMoves(moves: readonly ExtentMove[]): ExtentMove[] {
  const [first, last] = [moves[0], moves.at(-1)];
  return first === undefined || last === undefined ? [] : [{ from: first.from, to: last.to }];
}

type WaitingRow = Omit<WaitingCase, "changes" | "allChanges"> & {
  readonly changes: readonly ChangeKind[];
  readonly moved: ExtentMove | null;
  readonly allChanges: readonly ChangeKind[];
  readonly allMoves: readonly ExtentMove[];
  /** The grade that the case had when the news came. */
  readonly extentThen: ExtentGrade | null;
  readonly isOldest: boolean;
  readonly anyFallen: boolean;
};

export interface ReminderClaim {
  readonly caseId: number;
  readonly updateId: number;
  readonly kind: ReminderKind;
}

/**
 * Takes what is to be told, each once whoever asks; left out is what another worker took and what has been decided
 * meanwhile. Resolves with the ids of the updates. Call it inside the transaction that tells.
 */
export async function claimReminders(
  db: Db,
  input: { claims: readonly ReminderClaim[]; now: Date },
): Promise<ReadonlySet<number>> {
  // In one order for all, so that two workers wait for each other and never for ever.
  const { rows } = await sql<{ updateId: number }>`
    insert into case_reminder (case_id, update_id, kind, told_at)
    select u.case_id, u.id, x.kind, ${input.now}::timestamptz
    from jsonb_to_recordset(${jsonRows(input.claims)}) as x("updateId" bigint, kind text)
    join case_update u on u.id = x."updateId" and u.decision = 'pending'
    order by u.id
    on conflict (update_id, kind) do nothing
    returning update_id as "updateId"`.execute(db);
  return new Set(rows.map(({ updateId }) => updateId));
}

/** Ties what was told to the message that told it. */
export async function writeReminderMessage(
  db: Db,
  input: { updateIds: readonly number[]; kind: ReminderKind; messageId: number },
): Promise<void> {
  await db
    .updateTable("case_reminder")
    .set({ message_id: input.messageId })
    .where("update_id", "in", input.updateIds)
    .where("kind", "=", input.kind)
    .execute();
}

/** Whether that update of the case, which is locked, waits and nobody is writing. */
export async function isUntouched(db: Db, input: { caseId: number; updateId: number }): Promise<boolean> {
  const row = await db
    .selectFrom("case_update")
    .select("id")
    .where("id", "=", input.updateId)
    .where("decision", "=", "pending")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("draft")
            .select("draft.id")
            .where("draft.case_id", "=", input.caseId)
            .where("draft.state", "in", ["draft", "submitted", "scheduled"]),
        ),
      ),
    )
    .executeTakeFirst();
  return row !== undefined;
}
