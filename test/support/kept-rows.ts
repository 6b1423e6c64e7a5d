import { sql } from "kysely";
import type { Db } from "../../src/db/schema.ts";

/** Remembers, in the database itself, every row there is now. */
export async function keepRows(db: Db): Promise<void> {
  await sql`
    do $$ declare at record; filled boolean; begin
      create schema kept;
      for at in select tablename as name from pg_tables where schemaname = 'public' loop
        execute format('select exists (select from public.%I)', at.name) into filled;
        if filled then execute format('create table kept.%1$I as table public.%1$I', at.name); end if;
      end loop;
    end $$`.execute(db);
}

/**
 * Gives every table the rows that were kept, and has ids begin at 1 again. Much cheaper than a schema made anew; keys and
 * triggers rest meanwhile, since some of them refuse that anything is deleted.
 */
export async function restoreRows(db: Db): Promise<void> {
  await sql`
    do $$ declare at record; begin
      perform set_config('session_replication_role', 'replica', true);
      for at in select tablename as name from pg_tables where schemaname = 'public' loop
        execute format('delete from public.%I', at.name);
      end loop;
      for at in select tablename as name from pg_tables where schemaname = 'kept' loop
        execute format('insert into public.%1$I select * from kept.%1$I', at.name);
      end loop;
      for at in select sequencename as name from pg_sequences where schemaname = 'public' and last_value is not null loop
        perform setval(format('public.%I', at.name)::regclass, 1, false);
      end loop;
    end $$`.execute(db);
}
