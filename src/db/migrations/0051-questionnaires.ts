import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Rounds of questions to all regions, what they answer, and who signed it. */
const statements = [
  `create table questionnaire_round (
     id bigint generated always as identity primary key,
     questionnaire text not null check (questionnaire in ('outreach', 'readiness')),
     version integer not null,
     period text not null,
     questions jsonb not null,
     opens_on date not null,
     last_day date not null check (last_day >= opens_on),
     remind_days jsonb not null,
     created_at timestamptz not null,
     created_by text not null,
     closed_at timestamptz,
     unique (questionnaire, period)
   )`,
  // What a region has written so far. While it corrects what it has signed, that counts until it signs anew.
  `create table questionnaire_answer (
     round_id bigint not null references questionnaire_round (id),
     region_code text not null references region (code),
     revision integer not null,
     answers jsonb not null,
     saved_at timestamptz not null,
     saved_by text not null,
     correcting boolean not null default false,
     primary key (round_id, region_code)
   )`,
  `create table questionnaire_save (
     round_id bigint not null references questionnaire_round (id),
     region_code text not null references region (code),
     revision integer not null,
     -- The answers that this save changed; null where one was taken away.
     changes jsonb not null,
     saved_at timestamptz not null,
     account_id bigint references account (id),
     saved_by text not null,
     primary key (round_id, region_code, revision)
   )`,
  `create table questionnaire_signature (
     id bigint generated always as identity primary key,
     round_id bigint not null references questionnaire_round (id),
     region_code text not null references region (code),
     revision integer not null,
     answers jsonb not null,
     account_id bigint references account (id),
     signed_by text not null,
     role text not null,
     signed_at timestamptz not null,
     reopened_at timestamptz,
     reopened_by text,
     reopen_reason text
   )`,
  `create index questionnaire_signature_region on questionnaire_signature (round_id, region_code, id)`,
  // Which mails of a round a region has had.
  `create table questionnaire_told (
     round_id bigint not null references questionnaire_round (id),
     region_code text not null references region (code),
     news text not null,
     told_at timestamptz not null,
     primary key (round_id, region_code, news)
   )`,
  `create function keep_questionnaire_round() returns trigger language plpgsql as $$
     begin
       if old.closed_at is not null then
         raise exception 'questionnaire round % is closed and cannot be changed', old.id;
       end if;
       if tg_op = 'DELETE' then
         return old;
       end if;
       if (new.questionnaire, new.version, new.period, new.questions)
          is distinct from (old.questionnaire, old.version, old.period, old.questions) then
         raise exception 'the questions of questionnaire round % cannot be changed', old.id;
       end if;
       return new;
     end $$`,
  `create trigger questionnaire_round_kept before update or delete on questionnaire_round
     for each row execute function keep_questionnaire_round()`,
  `create function keep_questionnaire_answers() returns trigger language plpgsql as $$
     declare
       round bigint;
     begin
       if tg_op = 'DELETE' then
         round := old.round_id;
       else
         round := new.round_id;
       end if;
       if exists (select from questionnaire_round where id = round and closed_at is not null) then
         raise exception 'questionnaire round % is closed and its answers cannot be changed', round;
       end if;
       if tg_op = 'DELETE' then
         return old;
       end if;
       return new;
     end $$`,
  `create trigger questionnaire_answer_kept before insert or update or delete on questionnaire_answer
     for each row execute function keep_questionnaire_answers()`,
  `create trigger questionnaire_save_kept before insert on questionnaire_save
     for each row execute function keep_questionnaire_answers()`,
  `create trigger questionnaire_signature_kept before insert or update or delete on questionnaire_signature
     for each row execute function keep_questionnaire_answers()`,
  `create function keep_questionnaire_history() returns trigger language plpgsql as $$
     begin
       raise exception 'what was saved or signed in questionnaire round % is kept as it was', old.round_id;
     end $$`,
  `create trigger questionnaire_save_history before update or delete on questionnaire_save
     for each row execute function keep_questionnaire_history()`,
  // Of a signature only that it was reopened may be added.
  `create trigger questionnaire_signature_history before update on questionnaire_signature
     for each row when (
       old.reopened_at is not null
       or (new.round_id, new.region_code, new.revision, new.answers, new.account_id, new.signed_by, new.role, new.signed_at)
          is distinct from
          (old.round_id, old.region_code, old.revision, old.answers, old.account_id, old.signed_by, old.role, old.signed_at))
     execute function keep_questionnaire_history()`,
  `create trigger questionnaire_signature_never_gone before delete on questionnaire_signature
     for each row execute function keep_questionnaire_history()`,
];

export const questionnaires: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
