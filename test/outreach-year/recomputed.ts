import { sql } from "kysely";
import type { Db } from "../../src/db/schema.ts";
import type { IsoDate } from "../../src/domain/calendar.ts";

/** A figure as SQL makes it, of the whole of a place. */
interface Recomputed {
  readonly id: string;
  readonly place: string;
  readonly value: number | null;
  readonly n: number;
}

interface Asked {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly followedTo: IsoDate;
  /** Every place with each of its regions. */
  readonly places: readonly { readonly place: string; readonly region: string }[];
}

/** What a spell of a case was, written from the definitions and not from the program that makes the figures. */
const CASES = sql`
  spell as (
    select s.id, s.case_id, c.region_code as region, c.entry_key, s.opened_at, s.closed_at, pg_temp.day_of(s.opened_at) as seen,
      lead(s.opened_at, 1, 'infinity') over (partition by s.case_id order by s.opened_at, s.id) as next_at
    from case_spell s join region_case c on c.id = s.case_id
  ), news as (
    select s.id as spell, u.*, f.status as file, row_number() over (partition by s.id order by u.created_at, u.id) as place
    from spell s join case_update u on u.case_id = s.case_id and u.created_at >= s.opened_at and u.created_at < s.next_at
      left join snapshot f on f.id = u.snapshot_id, asked
    where pg_temp.day_of(u.created_at) <= asked.followed
  ), opening as (
    select s.*, case when n.file = 'retracted' then 'retracted' when n.id is null or n.kind = 'baseline' then 'baseline'
        when n.kind = 'list' then 'list' else 'notice' end as opening, n.changes as first_changes, n.on_date
    from spell s left join news n on n.spell = s.id and n.place = 1, asked
    where s.seen <= asked.followed and (s.closed_at is null or pg_temp.day_of(s.closed_at) >= asked.first)
  ), about as (
    select n.spell, (x ->> 'noticeId')::bigint as notice from news n, jsonb_array_elements(n.changes) x
    union
    select o.id, m.notice_id from opening o join match m on m.region_code = o.region and m.entry_key = o.entry_key and m.owns
      join notice t on t.id = m.notice_id, asked
    where coalesce(o.first_changes, '[]') = '[]' and pg_temp.day_of(t.first_seen_at) <= asked.followed
  ), starts as (
    select a.spell, min((p -> 'start' ->> 'value')::date) as start
    from about a join notice t on t.id = a.notice, jsonb_array_elements(t.content -> 'packages') p group by 1
  ), clock as (
    select o.id, least(o.seen, min(case when x ->> 'kind' in ('announced', 'started') and t.content -> 'firstPublished' ->> 'value' is not null
        then (t.content -> 'firstPublished' ->> 'value')::date else coalesce(o.on_date, o.seen) end)) as clock
    from opening o, jsonb_array_elements(o.first_changes) x join notice t on t.id = (x ->> 'noticeId')::bigint
    where o.opening = 'notice' group by o.id, o.seen
  ), told as (
    select distinct on (o.id) o.id, m.published_at as told_at, pg_temp.day_of(m.published_at) as told_on, (
        select min((p ->> 'start')::date) from jsonb_array_elements(m.facts -> 'notices') t, jsonb_array_elements(t -> 'packages') p
        where p ->> 'status' in ('ongoing', 'upcoming')) as known_start
    from opening o join message m on m.case_id = o.case_id and m.published_at >= o.opened_at and m.published_at < o.next_at, asked
    where m.purpose = 'readers' and m.kind in ('new', 'update', 'correction') and pg_temp.day_of(m.published_at) <= asked.followed
    order by o.id, m.version
  ), aside as (
    select distinct on (spell) spell as id, decided_at from news, asked
    where decision in ('dismissed', 'ignored') and pg_temp.day_of(decided_at) <= asked.followed order by spell, place
  ), one as (
    select o.id, o.region, o.opening, o.seen, o.opened_at, coalesce(c.clock, o.seen) as clock, pg_temp.day_of(o.closed_at) as closed,
      t.told_at, t.told_on, t.known_start, s.start, least(t.told_at, a.decided_at) as decided_at
    from opening o left join clock c on c.id = o.id left join told t on t.id = o.id left join aside a on a.id = o.id
      left join starts s on s.spell = o.id
  ), timed as (
    select one.* from one, asked where opening = 'notice' and clock between asked.first and asked.last
  )`;

/** Rows of figures: what each is worth, and whether what was waited for came. */
const ROWS = sql`
  made (id, shape, region, val, came) as (
    select 'cases-open', 'count', region, null::numeric, null::boolean from one, asked where opening <> 'retracted' and seen <= asked.last
    union all select 'case-days', 'sum', region, greatest(0, least(coalesce(closed, asked.last), asked.last, asked.followed)
        - greatest(seen, asked.first) + 1), null from one, asked where opening <> 'retracted' and seen <= asked.last
    union all select 'cases-new', 'count', region, null, null from timed
    union all select 'cases-by-list', 'count', region, null, null from one, asked
      where opening = 'list' and clock between asked.first and asked.last
    union all select 'share-told', 'share', region, null, told_at is not null from timed
    union all select 'share-no-action', 'share', region, null, told_at is null and decided_at is not null from timed
    union all select 'share-unhandled', 'share', region, null, told_at is null and decided_at is null from timed
    union all select figure.name, figure.q, region, greatest(0, seen - clock), null from timed,
      (values ('seen-median', 'q0.5'), ('seen-p90', 'q0.9')) as figure (name, q)
    union all select 'told-within-' || days, 'share', region, null, coalesce(told_on - clock <= days, false)
      from timed, (values (1), (3), (7), (14), (30)) as within (days)
    union all select 'decided-within-' || days, 'share', region, null, coalesce(pg_temp.day_of(decided_at) - clock <= days, false)
      from timed, (values (1), (3), (7), (14), (30)) as within (days)
    union all select 'told-' || word, 'km' || q, region, greatest(0, coalesce(told_on, asked.followed) - clock), told_at is not null
      from timed, asked, (values ('median', 0.5), ('p90', 0.9)) as figure (word, q)
    union all select 'decided-' || word, 'km' || q, region, greatest(0, coalesce(pg_temp.day_of(decided_at), asked.followed) - clock), decided_at is not null
      from timed, asked, (values ('median', 0.5), ('p90', 0.9)) as figure (word, q)
    union all select 'seen-to-decided-hours', 'q0.5', region, greatest(0, extract(epoch from decided_at - opened_at) / 3600), null
      from timed where decided_at is not null
    union all select 'warning-median', 'q0.5', region, start - told_on, null from timed where told_on is not null and start is not null
    union all select 'warning-known-median', 'q0.5', region, known_start - told_on, null
      from timed where told_on is not null and known_start is not null
    union all select 'warning-' || days, 'share', region, null, start - told_on >= days
      from timed, (values (0), (14), (60)) as ahead (days) where told_on is not null and start is not null
    union all select 'warning-known-' || days, 'share', region, null, known_start - told_on >= days
      from timed, (values (0), (14), (60)) as ahead (days) where told_on is not null and known_start is not null
    union all select 'company-lead-median', 'q0.5', region, start - clock, null from timed where start is not null
    union all select 'messages', 'count', region, null, null from said
    union all select 'messages-reviewed', 'share', region, null, reviewed from said
    union all select 'messages-corrections', 'share', region, null, kind = 'correction' from said
    union all select 'messages-retractions', 'share', region, null, kind = 'retraction' from said
    union all select 'messages-by-rule', 'share', region, null, not reviewed and published_by like 'rule%' from said
    union all select 'messages-targeted-area', 'share', region, null, audience -> 'areas' <> '[]' from said
    union all select 'messages-targeted-role', 'share', region, null, audience -> 'roles' <> '[]' from said
    union all select 'corrections-per-100', 'per100', region, null, kind in ('correction', 'retraction') from said
    union all select 'messages-reused', 'share', region, null, coalesce(from_region <> region, false)
      from said where kind in ('new', 'update', 'correction') and advice is not null
    union all select 'minutes-saved', 'sum', region, their_minutes - own_minutes, null from said
      where kind in ('new', 'update', 'correction') and from_region <> region and own_minutes is not null and their_minutes is not null
        and not exists (select from message e where e.case_id = said.case_id and e.origin_message_id = said.origin_message_id and e.version < said.version)
    union all select 'decisions', 'count', region, null, null from decided
    union all select 'decisions-with-minutes', 'share', region, null, minutes is not null from decided
    union all select 'minutes-' || word, 'q' || q, region, minutes, null
      from decided, (values ('q1', 0.25), ('median', 0.5), ('q3', 0.75)) as figure (word, q) where minutes is not null
    union all select 'decided-cases-with-minutes', 'share', region, null, bool_or(minutes is not null) from decided group by case_id, region
    union all select 'date-changes', 'count', region, null, null from moved
    union all select 'date-changes-told', 'share', region, null, told_at is not null from moved
    union all select 'date-changes-told-within-' || days, 'share', region, null, coalesce(pg_temp.day_of(told_at) - pg_temp.day_of(created_at) <= days, false)
      from moved, (values (1), (3), (7)) as within (days)
    union all select 'national-notices', 'distinct', one.region, a.notice, null from one join about a on a.spell = one.id, asked
      where opening <> 'retracted' and seen <= asked.last
    union all select 'replays', 'count', u.region_code, null, null from sending s join subscription u on u.id = s.subscription_id, asked
      where s.replayed_as is not null and pg_temp.day_of(s.handled_at) between asked.first and asked.last and u.purpose = 'readers'
    union all select 'messages-targeted', 'share', region, null, audience -> 'areas' <> '[]' or audience -> 'roles' <> '[]' from said
    union all select 'messages-telling', 'count', region, null, null from said where kind in ('new', 'update', 'correction')
    union all select 'messages-with-advice', 'share', region, null, advice is not null from said where kind in ('new', 'update', 'correction')
    union all select 'needs-prescriber', 'share', region, null, coalesce(advice ->> 'type' not in ('no-action', 'interchangeable'), false)
      from said where kind in ('new', 'update', 'correction')
    union all select 'advice-stale', 'count', region, null, null from fell
    union all select 'advice-stale-ended', 'share', region, null, ended_at is not null from fell
    union all select 'advice-stale-' || word, 'km' || q, region, greatest(0, coalesce(pg_temp.day_of(ended_at), asked.followed) - pg_temp.day_of(fell_at)), ended_at is not null
      from fell, asked, (values ('median', 0.5), ('p90', 0.9)) as figure (word, q)
    union all select 'questions', 'count', region, null, null from wondered
    union all select 'questions-answered', 'share', region, null, answered_at is not null from wondered
    union all select 'questions-hours-' || word, 'km' || q, region,
        extract(epoch from coalesce(answered_at, (asked.followed + 1)::timestamp at time zone 'Europe/Stockholm') - asked_at) / 3600, answered_at is not null
      from wondered, asked, (values ('median', 0.5), ('p90', 0.9)) as figure (word, q)
    union all select 'deliveries', 'count', region, null, null from went
    union all select 'deliveries-accepted', 'share', region, null, fate = 'accepted' from went where is_sent
    union all select 'deliveries-delivered', 'share', region, null, fate in ('delivered', 'complained') from went where is_sent
    union all select 'deliveries-failed', 'share', region, null, fate in ('dead', 'returned') from went where is_sent
    union all select 'deliveries-unknown', 'share', region, null, fate in ('unknown', 'late') from went where is_sent
    union all select 'taken-hours-median', 'q0.5', region, floor(extract(epoch from finished_at - published_at) / 60) / 60, null
      from went where fate in ('delivered', 'complained', 'accepted')
    union all select 'delivered-hours-median', 'q0.5', region, floor(extract(epoch from finished_at - published_at) / 60) / 60, null
      from went where fate in ('delivered', 'complained')
    union all select 'subscriptions', 'count', region_code, null, null from standing
    union all select 'subscriptions-tailored', 'share', region_code, null, narrow from standing
    union all select 'unsubscribed', 'count', u.region_code, null, null from subscription u, asked
      where u.purpose = 'readers' and pg_temp.day_of(u.confirmed_at) <= asked.last and pg_temp.day_of(u.ended_at) between asked.first and asked.last
  )`;

const OTHERS = sql`
  said as (
    select m.*, m.region_code as region, o.region_code as from_region,
      (select sum(t.minutes) from draft d join decision_minutes t on t.draft_id = d.id where d.message_id = m.id) as own_minutes,
      (select sum(t.minutes) from draft d join decision_minutes t on t.draft_id = d.id where d.message_id = o.id) as their_minutes
    from message m left join message o on o.id = m.origin_message_id, asked
    where m.purpose = 'readers' and pg_temp.day_of(m.published_at) between asked.first and asked.last
  ), decided as (
    select region, case_id, own_minutes as minutes from said where case_id is not null and reviewed and published_by not like 'rule%'
    union all
    select c.region_code, u.case_id, (select sum(t.minutes) from decision_minutes t
        where t.case_id = u.case_id and t.draft_id is null and t.noted_at = u.decided_at)
    from (select distinct case_id, decided_at from case_update where decision = 'dismissed') u join region_case c on c.id = u.case_id, asked
    where pg_temp.day_of(u.decided_at) between asked.first and asked.last
  ), moved as (
    select n.created_at, s.region, case when n.decision = 'published' and pg_temp.day_of(n.decided_at) <= asked.followed then n.decided_at end as told_at
    from opening s join news n on n.spell = s.id cross join lateral (
        select m.kind from message m where m.case_id = s.case_id and m.purpose = 'readers' and m.published_at >= s.opened_at
          and m.published_at < n.created_at order by m.version desc limit 1) last, asked
    where pg_temp.day_of(n.created_at) between asked.first and asked.last and n.file is distinct from 'retracted'
      and last.kind not in ('resolved', 'retraction') and jsonb_path_exists(n.changes, '$[*] ? (@.kind starts with "rescheduled")')
  ), fell as (
    select f.fell_at, c.region_code as region, least(
        (select min(m.published_at) from message m where m.case_id = f.case_id and m.purpose = 'readers' and m.id <> f.message_id
           and m.published_at >= f.fell_at and pg_temp.day_of(m.published_at) <= asked.followed),
        (select min(x.mended_at) from advice_mending x where x.fall_id = f.id and pg_temp.day_of(x.mended_at) <= asked.followed)) as ended_at
    from advice_fall f join region_case c on c.id = f.case_id, asked where pg_temp.day_of(f.fell_at) between asked.first and asked.last
  ), wondered as (
    select q.region_code as region, q.asked_at, case when pg_temp.day_of(q.closed_at) <= asked.followed then q.closed_at end as answered_at
    from question q, asked where pg_temp.day_of(q.asked_at) between asked.first and asked.last
  ), returns as (
    select d.id, bool_or(r.verdict in ('hard', 'soft', 'content', 'misconfigured')) as returned, bool_or(r.verdict = 'complaint') as complained
    from delivery d left join delivery_part p on p.delivery_id = d.id
      join mail_return r on r.sending_id = d.sending_id or r.sending_id = p.sending_id, asked
    where pg_temp.day_of(r.received_at) <= asked.followed group by 1
  ), fates as (
    select s.region, s.published_at, d.finished_at, d.outcome ->> 'why' as why, case
        when d.state in ('due', 'sending') or pg_temp.day_of(d.finished_at) > asked.followed then 'waiting'
        when d.state in ('delivered', 'accepted') and r.id is not null
          then case when r.returned then 'returned' when r.complained then 'complained' else 'late' end
        else d.state end as fate
    from said s join delivery d on d.message_id = s.id left join returns r on r.id = d.id, asked
  ), went as (select *, fate not in ('cancelled', 'captured') as is_sent from fates),
  standing as (
    select u.*, coalesce((select bool_and(w.filter <> '{}') from wish w where w.subscription_id = u.id
        and pg_temp.day_of(w.begun_at) <= asked.last and (w.ended_at is null or pg_temp.day_of(w.ended_at) > asked.last)), u.filter <> '{}') as narrow
    from subscription u, asked
    where u.purpose = 'readers' and pg_temp.day_of(u.confirmed_at) <= asked.last and (u.ended_at is null or pg_temp.day_of(u.ended_at) > asked.last)
      and not coalesce(pg_temp.day_of(u.paused_at) <= asked.last and u.paused_at >= u.confirmed_at
        and (u.resumed_at is null or u.resumed_at < u.paused_at or pg_temp.day_of(u.resumed_at) > asked.last), false)
  ), heads as (
    select distinct on (h.region_code) h.region_code as region, h.count, (
        select count(*) from standing u where u.region_code = h.region_code and u.channel = 'email' and not exists (
          select from consent c where c.subscription_id = u.id and c.agreed_version like 'shared-mailbox%')) as reached
    from region_headcount h, asked where h.role is null and h.valid_from <= asked.last
    order by h.region_code, h.valid_from desc, h.id desc
  ), days_of_list as (
    select d::date as day, v.region_code as region, v.id as version, rank() over (partition by d, v.region_code order by v.taken_at desc, v.id desc) as place
    from asked, generate_series(greatest(asked.first, (select min(pg_temp.day_of(fetched_at)) from snapshot)), least(asked.last, asked.followed), '1 day') d
      join list_version v on pg_temp.day_of(v.taken_at) <= d::date
  ), hit as (
    select l.day, l.region, count(distinct e.key) as lines, count(distinct o.entry_key) as hits
    from days_of_list l join list_entry e on e.version_id = l.version
      left join opening o on o.region = l.region and o.entry_key = e.key and o.opening <> 'retracted' and o.seen <= l.day
        and (o.closed_at is null or pg_temp.day_of(o.closed_at) >= l.day)
    where l.place = 1 group by l.day, l.region
  )`;

/** Quantiles by `percentile_cont`, and those of Kaplan and Meier by window functions. */
const SUMMED = sql`
  placed as (select made.*, place.place from made join place on place.region = made.region),
  days as (
    select id, shape, place, val, count(*) filter (where came) as came, sum(count(*)) over (partition by id, place order by val desc) as at_risk
    from placed where shape like 'km%' group by id, shape, place, val
  ), waiting as (
    select *, 1 - exp(sum(ln(greatest(1e-30, 1 - came::float8 / at_risk::float8))) over (partition by id, place order by val)) as done from days
  )
  select id, place, case shape when 'count' then count(*)::float8 when 'sum' then sum(val)::float8 when 'share' then avg(came::int)::float8
      when 'per100' then 100 * avg(came::int)::float8 when 'distinct' then count(distinct val)::float8
      when 'q0.25' then percentile_cont(0.25) within group (order by val) when 'q0.75' then percentile_cont(0.75) within group (order by val)
           when 'q0.5' then percentile_cont(0.5) within group (order by val) when 'q0.9' then percentile_cont(0.9) within group (order by val)
      else (select min(w.val)::float8 from waiting w where w.id = placed.id and w.place = placed.place and w.came > 0
        and w.done >= substr(placed.shape, 3)::float8 - 1e-9) end as value, count(*)::int as n
  from placed group by id, shape, place
  union all
  select 'list-hit', place, avg(share)::float8, count(*)::int from (
    select place.place, hit.day, sum(hits) / sum(lines) as share from hit join place using (region) group by 1, 2) of_day group by place
  union all
  select 'prescribers-reached', place.place, sum(reached)::float8 / sum(heads.count), sum(heads.count)::int
  from heads join place using (region) where heads.count is not null group by 2`;

/** The figures of a period by SQL alone. */
export async function recomputeFigures(db: Db, { from, to, followedTo, places }: Asked): Promise<Recomputed[]> {
  return db.transaction().execute(async (trx) => {
    await sql`create or replace function pg_temp.day_of(at timestamptz) returns date language sql immutable
      as $$ select (at at time zone 'Europe/Stockholm')::date $$`.execute(trx);
    await sql`set local search_path = public, pg_temp`.execute(trx);
    const { rows } = await sql<Recomputed>`
      with asked as (select ${from}::date as first, ${to}::date as last, ${followedTo}::date as followed),
      place as (select * from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as x (place text, region text)),
      ${CASES}, ${OTHERS}, ${ROWS}, ${SUMMED}`.execute(trx);
    return rows;
  });
}
