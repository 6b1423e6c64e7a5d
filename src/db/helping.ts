import { sql } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { ListEntry } from "../domain/list.ts";
import type { MessageAdvice } from "../domain/message.ts";
import type { Db } from "./schema.ts";

/** What another region advises of the same substance and form. */
export interface HelpingText {
  readonly messageId: number;
  readonly regionCode: string;
  readonly version: number;
  readonly publishedAt: Date;
  readonly advice: MessageAdvice;
}

/** A shorter code is a whole group of medicines, whose advice is no help to one of them. */
const SHORTEST_ATC = 5;

/**
 * The newest advice of each other region about the same substance and form that still stands: not retracted, not over,
 * no correction without advice after it, and not past its last day. Newest first.
 */
export async function readHelpingTexts(
  db: Db,
  about: { regionCode: string; entry: Pick<ListEntry, "atc" | "emdn" | "formGroup">; today: IsoDate },
): Promise<HelpingText[]> {
  const { regionCode, entry, today } = about;
  const { rows } = await sql<HelpingText>`
    select * from (
      select distinct on (m.region_code) m.id as "messageId", m.region_code as "regionCode", m.version,
             m.published_at as "publishedAt", m.advice
      from message m join region_case c on c.id = m.case_id
      where m.region_code <> ${regionCode} and m.purpose = 'readers' and m.advice is not null
        and m.kind not in ('retraction', 'resolved')
        and (m.valid_until is null or m.valid_until >= ${today}::date)
        and (c.entry ->> 'formGroup') is not distinct from ${entry.formGroup}::text
        and case when ${entry.emdn}::text is null
              then c.entry ->> 'emdn' is null
                and least(length(c.entry ->> 'atc'), length(${entry.atc}::text)) >= ${SHORTEST_ATC}::int
                and (starts_with(c.entry ->> 'atc', ${entry.atc}) or starts_with(${entry.atc}, c.entry ->> 'atc'))
              else c.entry ->> 'emdn' = ${entry.emdn} end
        and not exists (
          select from message later
          where later.case_id = m.case_id and later.purpose = 'readers' and later.version > m.version
            and (later.advice is not null or later.kind in ('retraction', 'resolved', 'correction')))
      order by m.region_code, m.published_at desc, m.id desc
    ) as newest
    order by "publishedAt" desc, "messageId"`.execute(db);
  return rows;
}
