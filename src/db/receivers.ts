import { setImmediate } from "node:timers/promises";
import { sql, type RawBuilder } from "kysely";
import type { Audience, Purpose } from "../domain/audience.ts";
import type { Lane } from "../domain/delivery.ts";
import { DATE_CHANGES, type MessageTopic } from "../domain/subscription.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";
import { DUE_BESIDE, LANE_BESIDE, ON_ITS_WAY } from "./turns.ts";

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

/**
 * Whether the wish `w` has had its reader told by it what the version `told` says, or a version before it since its case was
 * last news: who believes that hears that it is corrected or taken back, whatever list, areas or roles say by now.
 */
export function hasToldBy(told: Sql): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from message t join message h on h.case_id = t.case_id and h.purpose = t.purpose and h.version <= t.version
      join delivery hd on hd.message_id = h.id and hd.subscription_id = w.subscription_id and hd.state <> 'cancelled'
    where t.id = ${told} and (hd.wishes @> to_jsonb(w.id) or (hd.wishes is null and w.base))
      and h.version >= (select coalesce(max(n.version), 0) from message n
        where n.case_id = t.case_id and n.purpose = t.purpose and n.kind = 'new' and n.version <= t.version))`;
}

/**
 * Whether the delivery `d`, which came by the wish `w`, still does: its reader may have changed it since. What corrects or
 * takes back comes to all who were told, and what is newer comes with the older version that is on its way.
 */
export const STILL_FITS = sql<boolean>`(not w.changed or exists (
  select from message own join message m on m.id = own.id or (m.case_id = own.case_id and m.purpose = own.purpose
      and m.version < own.version and exists (select from delivery o where o.message_id = m.id
        and o.subscription_id = d.subscription_id and o.state in ('due', 'sending') and o.wishes @> to_jsonb(w.id)))
    left join ${BEFORE} before on true
  where own.id = d.message_id and (own.kind in ('correction', 'retraction')
    or ${isWanted({ filter: sql`w.filter`, topic: TOPIC, audience: sql`m.audience` })})))`;

/** What `stoodAt` of the domain says of the subscription `s`, in SQL. */
export function stood(publishedAt: Sql): RawBuilder<boolean> {
  return sql<boolean>`(s.state <> 'ended' and s.confirmed_at <= ${publishedAt} and (
    s.paused_at is null or s.paused_at > ${publishedAt} or coalesce(s.resumed_at <= ${publishedAt}, false)))`;
}

/** So many are counted at a time: on PGlite whatever else the process does waits for each. */
const COUNTED_AT_ONCE = 5_000;

/** A message that is not published yet, and what its receivers' turns depend on. */
export interface Counted extends Addressed {
  readonly urgent: boolean;
  /** When it is to be published. */
  readonly dueAt: Date;
  readonly digestChannels: ReadonlySet<string>;
  /** What `listSlots` gave for that time. */
  readonly slots: Readonly<Record<string, string>>;
  /** The version that it corrects or takes back, which may have ended a wish; null of any other. */
  readonly takesBack: number | null;
}

/** How many get it by that channel in the same turn. */
export interface CountedTurn {
  readonly channel: string;
  readonly lane: Lane;
  readonly dueAt: Date;
  /** As `writeRhythm` gives it. */
  readonly rhythm: string;
  readonly receivers: number;
  /** Whether they are paused, and get nothing of what is published meanwhile. */
  readonly isPaused: boolean;
}

/**
 * Who gets it when it is published then by whoever subscribes now, and when; chosen as its deliveries are. Also to whom an older
 * version of its case waits until after that.
 */
export async function countReceivers(db: Db, about: Counted): Promise<CountedTurn[]> {
  const turns = new Map<string, CountedTurn>();
  for (let after = 0; ;) {
    const { rows } = await countSome(db, about, after);
    for (const { reached, turn, ...counted } of rows) {
      after = reached;
      if (counted.receivers > 0)
        turns.set(turn, { ...counted, receivers: counted.receivers + (turns.get(turn)?.receivers ?? 0) });
    }
    if (rows.length === 0) return [...turns.values()];
    await setImmediate();
  }
}

function countSome(db: Db, { regionCode, purpose, audience, ...about }: Counted, after: number) {
  const { urgent, dueAt, digestChannels, slots, takesBack, ...topic } = about;
  const wanted = isWanted({ filter: sql`w.filter`, topic: sql`about.topic`, audience: sql`about.audience` });
  return sql<CountedTurn & { reached: number; turn: string }>`
    with about as materialized (
      select ${urgent}::boolean as urgent, ${dueAt}::timestamptz as due_at, ${json([...digestChannels])}::jsonb as digest_channels,
        ${json(slots)}::jsonb as slots, ${json(topic)}::jsonb as topic, ${json(audience)}::jsonb as audience,
        ${purpose}::text as purpose, ${topic.caseId}::bigint as case_id, ${dueAt}::timestamptz as published_at,
        -- It is newer than all there are; what leaves until then is not known.
        ${String(2n ** 63n - 1n)}::bigint as message_id, null::bigint as told_id
    ), step as materialized (
      select id, channel, state, rhythm, urgent, quiet_from, quiet_to, snoozed_until from subscription
      where region_code = ${regionCode} and purpose = ${purpose} and state <> 'ended' and id > ${after}
      order by id limit ${COUNTED_AT_ONCE}
    ), going as (
      select s.*, w.hurried is not null as fits, coalesce(w.hurried, true) as hurried, o.waits, o.lane as older_lane,
        o.due_at as older_due_at
      from step s cross join about cross join lateral (
        select bool_or(w.at_once) as hurried from wish w
        where w.subscription_id = s.id and (w.base or w.begun_at <= about.due_at)
          and (w.ended_at is null or w.ended_by = ${takesBack}::bigint)
          and (${wanted} or (${takesBack}::bigint is not null and ${hasToldBy(sql`${takesBack}::bigint`)}))) w
      left join ${ON_ITS_WAY} o on true
      where w.hurried is not null or (o.waits and s.state <> 'paused')
    ), counted as (
      select s.channel, ${LANE_BESIDE} as lane, ${DUE_BESIDE} as due_at, s.rhythm, s.state = 'paused' as is_paused, count(*)::int as receivers
      from going s cross join about group by 1, 2, 3, 4, 5
    )
    select c.channel, c.lane, c.due_at as "dueAt", c.rhythm, c.is_paused as "isPaused", coalesce(c.receivers, 0) as receivers,
      last.reached, concat_ws(' ', c.channel, c.lane, c.due_at, c.is_paused, c.rhythm) as turn
    from (select max(id) as reached from step) last left join counted c on true
    where last.reached is not null order by c.channel, c.due_at, c.lane, c.rhythm`.execute(db);
}
