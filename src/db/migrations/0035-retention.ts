import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * What a region has decided to keep no longer. Nothing here ever takes a message away: the triggers of `message` and of what
 * was sent to all stay as they are, and those of the log and of what one receiver got let go only of what retention takes.
 */
const statements = [
  // Null for what nobody has decided: then the defaults of domain/retention hold.
  `alter table region add column retention jsonb`,
  `alter table subscription
     add column ended_at timestamptz,
     -- When its address was erased; what tells it from others stays, so that whoever has left is not taken in again.
     add column erased_at timestamptz`,
  // Nobody knows when those ended that have: from now on, then.
  `update subscription set ended_at = now() where state = 'ended'`,
  `create function note_ended() returns trigger language plpgsql as $$
     begin
       if new.state <> 'ended' then new.ended_at := null; new.erased_at := null;
       elsif new.ended_at is null then new.ended_at := now(); end if;
       return new;
     end $$`,
  `create trigger subscription_ended before insert or update of state on subscription
     for each row execute function note_ended()`,
  `create index subscription_to_erase on subscription (region_code, ended_at) where state = 'ended' and erased_at is null`,
  `create index sending_with_address on sending (subscription_id) where envelope is not null or payload is not null`,
  `create index question_closed on question (region_code, closed_at) where state = 'closed'`,
  `create index fan_out_finished on fan_out (finished_at) where finished_at is not null and told_at is not null`,
  `create index audit_at on audit (region_code, at)`,
  `create function keeps_no_longer() returns boolean language sql stable as
     $$ select coalesce(current_setting('restsignal.retention', true), '') = 'on' $$`,
  `create or replace function refuse_sending_change() returns trigger language plpgsql as $$
     begin
       if tg_op = 'UPDATE' and old.payload = 'null'::jsonb then return new; end if;
       -- What one receiver got may be forgotten, never become another.
       if tg_op = 'UPDATE' and keeps_no_longer() and new.envelope is null and new.payload is null
         and new.content_hash is not distinct from old.content_hash
         and new.rendered_at is not distinct from old.rendered_at then return new; end if;
       raise exception 'sending is append-only: a payload that is written stays';
     end $$`,
  `create function refuse_audit_change() returns trigger language plpgsql as $$
     begin
       if tg_op = 'DELETE' and keeps_no_longer() then return old; end if;
       raise exception 'audit is append-only: publish a new version instead';
     end $$`,
  `drop trigger audit_immutable on audit`,
  `create trigger audit_immutable before update or delete on audit for each row execute function refuse_audit_change()`,
];

export const retention: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
