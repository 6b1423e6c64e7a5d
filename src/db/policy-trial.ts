import { sql } from "kysely";
import { entryFact } from "../domain/case.ts";
import type { ChangeKind } from "../domain/change.ts";
import type { ExtentMove } from "../domain/extent-fact.ts";
import type { ListEntry } from "../domain/list.ts";
import { listNews } from "../domain/news.ts";
import type { TrialUpdate } from "../domain/policy-trial.ts";
import type { Db } from "./schema.ts";

/** The region's news since then, with what its notices are now and what was decided; no baseline, which asks for nothing. */
export async function readTrialUpdates(
  db: Db,
  { regionCode, since }: { regionCode: string; since: Date },
): Promise<TrialUpdate[]> {
  const { rows } = await sql<TrialRow>`
    select c.id as "caseId", c.entry, u.extent, u.moved, u.kind, u.created_at as "createdAt", u.decision,
           coalesce(u.decided_by = 'rule' or u.decided_by like 'rule %', false) as "byRule",
           (select coalesce(jsonb_agg(x ->> 'kind'), '[]') from jsonb_array_elements(u.changes) x) as changes,
           (select coalesce(jsonb_agg(n.content ->> 'type'), '[]') from notice n
            where n.id in (select (x ->> 'noticeId')::bigint from jsonb_array_elements(u.changes) x)) as types
    from region_case c join case_update u on u.case_id = c.id
    where c.region_code = ${regionCode} and u.kind <> 'baseline' and u.created_at >= ${since}
    order by u.id`.execute(db);
  return rows.map(({ entry, moved, ...row }) => ({
    ...row,
    entry: entryFact(entry),
    changes: listNews(row.changes, moved === null ? [] : [moved]),
  }));
}

type TrialRow = Omit<TrialUpdate, "entry" | "changes"> & {
  readonly entry: ListEntry;
  readonly changes: readonly ChangeKind[];
  readonly moved: ExtentMove | null;
};
