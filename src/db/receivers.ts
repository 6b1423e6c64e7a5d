import { setImmediate } from "node:timers/promises";
import { sql, type RawBuilder } from "kysely";
import type { Audience, Purpose } from "../domain/audience.ts";
import { DATE_CHANGES, type MessageTopic } from "../domain/subscription.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** Whom a message is for. */
export interface Addressed extends MessageTopic {
  readonly regionCode: string;
  readonly purpose: Purpose;
  readonly audience: Audience;
}

type Sql = RawBuilder<unknown>;

/** The topic of the message `m` and what it answers in SQL: what `topicOf` of the domain says, as jsonb. `before` is the version before it. */
export const TOPIC = sql`jsonb_build_object(
  'entry', case when m.facts ->> 'kind' = 'case' then m.facts -> 'entry' end,
  'caseId', m.case_id,
  'extents', jsonb_build_array(coalesce(m.facts -> 'extent' ->> 'grade', 'unknown'))
    || case when before.id is null then '[]' else jsonb_build_array(coalesce(before.facts -> 'extent' ->> 'grade', 'unknown')) end,
  'news', case
    when m.kind in ('new', 'resolved') then jsonb_build_array(m.kind)
    when m.kind <> 'update' or m.facts ->> 'kind' <> 'case' then '[]'
    else coalesce(nullif(
      case when m.facts ? 'extentBefore' or jsonb_path_exists(m.facts, ${sql.lit(`$.notices[*].changes[*].kind ? (${notDated()})`)})
        then '["extent"]' else '[]'::jsonb end
      || case when jsonb_path_exists(m.facts, ${sql.lit(`$.notices[*].changes[*].kind ? (${dated()})`)})
        then '["dates"]' else '[]'::jsonb end, '[]'), '["advice"]') end)`;

function dated(): string {
  return DATE_CHANGES.map((kind) => `@ == "${kind}"`).join(" || ");
}
function notDated(): string {
  return DATE_CHANGES.map((kind) => `@ != "${kind}"`).join(" && ");
}

/** The version before the message `m` in its case. */
export const BEFORE = sql`lateral (
  select p.id, p.facts from message p
  where p.case_id = m.case_id and p.version < m.version and p.purpose = 'readers' order by p.version desc limit 1)`;

/** What `wantsMessage` of the domain says, in SQL: all three are jsonb. */
export function isWanted({ filter, topic, audience }: { filter: Sql; topic: Sql; audience: Sql }): RawBuilder<boolean> {
  const entry = sql`(${topic} -> 'entry')`;
  const among = (what: "roles" | "areas" | "news", meant: Sql) => sql`(
    not (${filter} ? ${sql.lit(what)}) or jsonb_array_length(${meant} -> ${sql.lit(what)}) = 0
    or ${filter} -> ${sql.lit(what)} ?| array(select jsonb_array_elements_text(${meant} -> ${sql.lit(what)})))`;
  const has = (what: string, value: Sql) =>
    sql`(not (${filter} ? ${sql.lit(what)}) or coalesce(${filter} -> ${sql.lit(what)} @> ${value}, false))`;
  return sql<boolean>`(${among("roles", audience)}
    and (not (${filter} ? 'cases') or coalesce(${filter} -> 'cases' @> nullif(${topic} -> 'caseId', 'null'), false))
    and (coalesce(${entry}, 'null') = 'null' or (${among("areas", audience)}
      and (not (${filter} ? 'atc') or (${entry} ->> 'atc' <> '' and exists (
        select from jsonb_array_elements_text(${filter} -> 'atc') as prefix
        where starts_with(${entry} ->> 'atc', prefix) or starts_with(prefix, ${entry} ->> 'atc'))))
      and ${has("priorities", sql`nullif(${entry} -> 'priority', 'null')`)}
      and ${has("categories", sql`nullif(${entry} -> 'category', 'null')`)}
      and (not (${filter} ? 'extents') or ${filter} -> 'extents' ?| array(select jsonb_array_elements_text(${topic} -> 'extents')))
      and ${among("news", topic)})))`;
}

/** What `stoodAt` of the domain says of the subscription `s`, in SQL. */
export function stood(publishedAt: Sql): RawBuilder<boolean> {
  return sql<boolean>`(s.state <> 'ended' and s.confirmed_at <= ${publishedAt} and (
    s.paused_at is null or s.paused_at > ${publishedAt} or coalesce(s.resumed_at <= ${publishedAt}, false)))`;
}

/** So many are counted at a time: on PGlite whatever else the process does waits for each. */
const COUNTED_AT_ONCE = 5_000;

/** How many get it by each channel that has any, when it is published now; chosen as its deliveries are. */
export async function countReceivers(db: Db, about: Addressed): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let after = 0; ;) {
    const { rows } = await countSome(db, about, after);
    for (const { channel, receivers } of rows)
      if (receivers > 0) counts.set(channel, (counts.get(channel) ?? 0) + receivers);
    const last = Math.max(0, ...rows.map(({ reached }) => reached));
    if (last === 0) return counts;
    after = last;
    await setImmediate();
  }
}

function countSome(db: Db, { regionCode, purpose, audience, ...topic }: Addressed, after: number) {
  const wanted = isWanted({
    filter: sql`w.filter`,
    topic: sql`${json(topic)}::jsonb`,
    audience: sql`${json(audience)}::jsonb`,
  });
  return sql<{ channel: string; receivers: number; reached: number }>`
    with next as (
      select id, channel, state from subscription
      where region_code = ${regionCode} and purpose = ${purpose} and state <> 'ended' and id > ${after}
      order by id limit ${COUNTED_AT_ONCE}
    )
    select channel, count(*) filter (where state = 'active' and exists (
      select from wish w where w.subscription_id = next.id and w.ended_at is null and ${wanted})) as receivers,
      max(id) as reached
    from next group by channel order by channel`.execute(db);
}
