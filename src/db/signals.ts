import { sql } from "kysely";
import type { Notice } from "../domain/notice.ts";
import { jsonRows } from "./client.ts";
import { joinNotice, type NoticeContent } from "./notice-content.ts";
import type { Db } from "./schema.ts";

/** A neighbour's notice of a package that carries the same Nordic article number. */
export interface Signal {
  readonly source: string;
  readonly articleNumber: string;
  readonly notice: Notice;
}

/**
 * What signals say of packages with these Nordic article numbers, while it is open there. The number is not unique:
 * this is a hint beside a case, and never a Swedish shortage.
 */
export async function readSignals(db: Db, articleNumbers: readonly string[]): Promise<Signal[]> {
  if (articleNumbers.length === 0) return [];
  const { rows } = await sql<Omit<Signal, "notice"> & NoticeContent>`
    select distinct on (n.source, x.number) n.source, x.number as "articleNumber", n.content, n.information
    from jsonb_array_elements_text(${jsonRows(articleNumbers)}) as x(number)
    join notice n on n.use = 'signals' and n.status in ('ongoing', 'upcoming') and not n.vanished
      and n.content @> jsonb_build_object('packages',
            jsonb_build_array(jsonb_build_object('nordicArticleNumber', jsonb_build_object('value', x.number))))
    order by n.source, x.number, n.id desc`.execute(db);
  return rows.map(({ source, articleNumber, ...row }) => ({ source, articleNumber, notice: joinNotice(row) }));
}
