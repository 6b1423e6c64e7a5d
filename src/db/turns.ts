import { sql } from "kysely";

/**
 * What `turnOf` of the domain says, in SQL, of the subscription `s`, with `hurried` of its wishes, and the message `about`:
 * `urgent`, `due_at`, `digest_channels`, and as `slots` what `listSlots` gave. Used where messages are handed out and where
 * it is counted beforehand, so that the two never differ.
 */
const IS_RUSHED = sql`(about.urgent and s.urgent <> 'digest')`;
const IS_GATHERED = sql`(
  not ${IS_RUSHED} and not s.hurried and about.digest_channels ? s.channel and s.rhythm <> 'at-once')`;
const IS_QUIET = sql`(s.quiet_from is not null and not (${IS_RUSHED} and s.urgent = 'always') and
  case when s.quiet_from < s.quiet_to then s.quiet_from <= about.slots ->> 'now' and about.slots ->> 'now' < s.quiet_to
    else s.quiet_from <= about.slots ->> 'now' or about.slots ->> 'now' < s.quiet_to end)`;
const LANE = sql`case when ${IS_RUSHED} then 'urgent' when ${IS_GATHERED} then 'digest' else 'ordinary' end`;
const DUE_AT = sql`greatest(s.snoozed_until, case
  when ${IS_GATHERED} then (about.slots ->> s.rhythm)::timestamptz
  when ${IS_QUIET} then (about.slots ->> ('until ' || s.quiet_to))::timestamptz
  else about.due_at end)`;

/**
 * An older version of the case of `about` that is on its way to the subscription `s`, or has reached it since the newer one was
 * published, and whether it waits for a later time: so nobody reads what no longer holds without what holds, whatever they
 * chose of it.
 */
export const ON_ITS_WAY = sql`lateral (
  select * from (
    select d.wishes, d.lane, d.due_at, d.due_at > about.due_at as waits from delivery d join message older on older.id = d.message_id
    where d.subscription_id = s.id and d.state = 'due'
      and older.case_id = about.case_id and older.id < about.message_id and older.purpose = 'readers'
    union all
    select d.wishes, d.lane, d.due_at, false from delivery d join message older on older.id = d.message_id
    where d.subscription_id = s.id and d.state = 'sending'
      and older.case_id = about.case_id and older.id < about.message_id and older.purpose = 'readers'
    union all
    select d.wishes, d.lane, d.due_at, false from delivery d
    where d.message_id = about.told_id and d.subscription_id = s.id and d.finished_at > about.published_at
      and d.state in ('delivered', 'accepted', 'captured', 'unknown')) each
  where about.purpose = 'readers'
  order by waits, due_at limit 1)`;

/**
 * Of the subscription `s` as it stands beside an older version `o`, where there is one: the newer leaves no later than what
 * waits, with it. Where the older may leave at any moment, what its reader `fits` none of follows as soon as it may.
 */
const LEAVES_WITH_OLDER = sql`coalesce(s.waits and (not s.fits or (s.older_due_at < ${DUE_AT} and ${LANE} <> 'urgent')), false)`;
export const LANE_BESIDE = sql`case when ${LEAVES_WITH_OLDER} then s.older_lane else ${LANE} end`;
export const DUE_BESIDE = sql`case when ${LEAVES_WITH_OLDER} then s.older_due_at else ${DUE_AT} end`;
