import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Who subscribes may have several wishes, and says when what comes is to come. */
const statements = [
  `create table wish (
     id bigint generated always as identity primary key,
     subscription_id bigint not null references subscription (id),
     -- What the subscription began with: follows its column "filter", which processes of before read and write.
     base boolean not null default false,
     filter jsonb not null,
     -- Each message that fits comes at once, whatever the subscription's rhythm.
     at_once boolean not null default false,
     -- Ends by itself with the message that says that it is over.
     until_resolved boolean not null default false,
     begun_at timestamptz not null,
     ended_at timestamptz,
     ended_reason text,
     ended_by bigint references message (id)
   )`,
  `create unique index wish_base on wish (subscription_id) where base`,
  `create index wish_of on wish (subscription_id)`,
  `insert into wish (subscription_id, base, filter, begun_at)
     select id, true, filter, least(created_at, confirmed_at) from subscription order by id`,
  `create function begin_with_wish() returns trigger language plpgsql as $$
     begin
       insert into wish (subscription_id, base, filter, begun_at)
       values (new.id, true, new.filter, least(new.created_at, new.confirmed_at))
       on conflict (subscription_id) where base
       do update set filter = excluded.filter, ended_at = null, ended_reason = null, ended_by = null;
       return null;
     end $$`,
  `create trigger subscription_wish after insert or update of filter on subscription
     for each row execute function begin_with_wish()`,
  // Which wishes a message fitted, of what was handed out since there are any.
  `alter table delivery add column wishes jsonb`,
  `alter table subscription
     add column rhythm text not null default 'daily 07:00'
       check (rhythm ~ '^(at-once|daily ([01][0-9]|2[0-3]):[03]0|weekly [1-7] ([01][0-9]|2[0-3]):[03]0)$'),
     add column urgent text not null default 'day' check (urgent in ('always', 'day', 'digest')),
     add column quiet_from text check (quiet_from ~ '^([01][0-9]|2[0-3]):[03]0$'),
     add column quiet_to text check (quiet_to ~ '^([01][0-9]|2[0-3]):[03]0$'),
     add column snoozed_until timestamptz,
     add constraint subscription_quiet check ((quiet_from is null) = (quiet_to is null) and quiet_from <> quiet_to)`,
  `update subscription set rhythm = 'weekly 1 07:00' where cadence = 'weekly'`,
  `create index subscription_rhythm on subscription (rhythm, id)`,
  // Processes of before know of a cadence alone.
  `create function follow_cadence() returns trigger language plpgsql as $$
     begin
       if new.cadence <> old.cadence and new.rhythm = old.rhythm then
         new.rhythm := case new.cadence when 'weekly' then 'weekly 1 07:00' else 'daily 07:00' end;
       end if;
       return new;
     end $$`,
  `create trigger subscription_cadence before update of cadence on subscription
     for each row execute function follow_cadence()`,
  `alter table cadence_change add column rhythm_before text`,
  `update cadence_change set rhythm_before = case cadence_before when 'weekly' then 'weekly 1 07:00' else 'daily 07:00' end`,
  `create index cadence_change_at on cadence_change (changed_at)`,
  `alter table digest_run add column rhythm text`,
  `update digest_run set rhythm = case cadence when 'weekly' then 'weekly 1 07:00' else 'daily 07:00' end`,
  `create function run_of_cadence() returns trigger language plpgsql as $$
     begin
       new.rhythm := coalesce(new.rhythm, case new.cadence when 'weekly' then 'weekly 1 07:00' else 'daily 07:00' end);
       return new;
     end $$`,
  `create trigger digest_run_rhythm before insert on digest_run for each row execute function run_of_cadence()`,
  `alter table digest_run drop constraint digest_run_cadence_run_date_time_zone_key`,
  `create unique index digest_run_once on digest_run (rhythm, run_date, time_zone)`,
];

export const wishes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
