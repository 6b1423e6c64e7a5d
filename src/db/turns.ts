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
export const LANE = sql`case when ${IS_RUSHED} then 'urgent' when ${IS_GATHERED} then 'digest' else 'ordinary' end`;
export const DUE_AT = sql`greatest(s.snoozed_until, case
  when ${IS_GATHERED} then (about.slots ->> s.rhythm)::timestamptz
  when ${IS_QUIET} then (about.slots ->> ('daily ' || s.quiet_to))::timestamptz
  else about.due_at end)`;
