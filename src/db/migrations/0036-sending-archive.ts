import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * What the desk asks of all that was ever sent: whose it was, why it failed in a name of few, and whether somebody has seen
 * to it. Only adds; the database fills it in itself, so that a process from before it can go on beside it.
 */
const statements = [
  // The same reason of many receivers is one: what names a receiver, a letter or an address is left out of it.
  `create function name_reason(told text) returns text language plpgsql immutable parallel safe as $$
     declare name text := left(told, 2000);
     begin
       name := regexp_replace(name, '[[:cntrl:]\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069]+', ' ', 'g');
       name := regexp_replace(name, '\\S*(://|@|[0-9a-f]{8}-[0-9a-f]{4}-|\\d+\\.\\d+\\.\\d+\\.\\d+)\\S*', '…', 'g');
       name := regexp_replace(name, '\\m(?=\\w*\\d)(?=\\w*[A-Za-z])\\w{6,}\\M|\\d{5,}', '…', 'g');
       return nullif(left(btrim(regexp_replace(name, '\\s+', ' ', 'g')), 160), '');
     end $$`,
  `alter table sending
     add column region_code text,
     add column reason text,
     -- A dead letter that somebody saw to; with the sending that goes instead of it, when it was sent anew.
     add column handled_at timestamptz,
     add column replayed_as bigint unique`,
  `update sending s set region_code = u.region_code, reason = name_reason(s.outcome ->> 'reason')
     from subscription u where u.id = s.subscription_id`,
  // What was sent before sendings had states ended as its deliveries did.
  `update sending s set state = d.state, outcome = d.outcome, finished_at = d.finished_at
     from (select distinct on (sending_id) sending_id, state, outcome, finished_at from delivery
           where sending_id is not null and state not in ('due', 'sending') order by sending_id, id) d
     where d.sending_id = s.id and s.state is null`,
  `create function name_sending() returns trigger language plpgsql as $$
     begin
       if new.region_code is null then
         select region_code into new.region_code from subscription where id = new.subscription_id;
       end if;
       new.reason := case when new.outcome ->> 'reason' is null then null else name_reason(new.outcome ->> 'reason') end;
       return new;
     end $$`,
  `create trigger sending_named before insert or update of outcome on sending
     for each row execute function name_sending()`,
  // Each region, channel, lane and state is a run of its own in order of time: whatever is asked for, its first lines are near.
  `create index sending_listed on sending (region_code, channel, lane, state, created_at, id)`,
  `create index sending_open on sending (state, region_code, channel, reason, created_at, id)
     where state in ('dead', 'unknown') and handled_at is null`,
  `create index sending_due_to on sending (subscription_id) where state = 'due'`,
  `create index subscription_paused on subscription (region_code, id) where state = 'paused'`,
];

export const sendingArchive: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
