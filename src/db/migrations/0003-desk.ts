import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Who may sign in, and what each did. */
const people = [
  `create table account (
     id bigint generated always as identity primary key,
     email text not null unique check (email = lower(email)),
     name text not null,
     -- Issuer and subject of OpenID Connect; null for a local account.
     subject text unique,
     password_hash text,
     state text not null check (state in ('active', 'disabled')),
     created_at timestamptz not null
   )`,
  `create table account_role (
     account_id bigint not null references account (id),
     region_code text not null references region (code),
     role text not null check (role in ('reader', 'curator', 'approver', 'region-admin', 'analyst', 'operator')),
     -- Those who work for the nation have their role under the operations' code, and only they.
     check ((region_code = '00') = (role in ('analyst', 'operator'))),
     primary key (account_id, region_code, role)
   )`,
  // Only hashes of what a browser or a link holds: whoever reads the database cannot sign in with it.
  `create table session (
     token_hash text primary key,
     account_id bigint not null references account (id),
     csrf text not null,
     created_at timestamptz not null,
     seen_at timestamptz not null,
     address text not null
   )`,
  `create index session_account on session (account_id)`,
  `create table account_link (
     token_hash text primary key,
     account_id bigint not null references account (id),
     expires_at timestamptz not null,
     used_at timestamptz
   )`,
  `create table sign_in_request (
     state_hash text primary key,
     code_verifier text not null,
     nonce text not null,
     return_to text not null,
     created_at timestamptz not null
   )`,
  `create table sign_in_failure (
     id bigint generated always as identity primary key,
     key text not null,
     at timestamptz not null
   )`,
  `create index sign_in_failure_key on sign_in_failure (key, at)`,
  `alter table audit
     add column account_id bigint references account (id),
     add column region_code text references region (code),
     add column before jsonb,
     add column after jsonb,
     -- A network address, "command line" or "rule".
     add column origin text`,
  `create index audit_region on audit (region_code, id)`,
  `create index audit_object on audit (object)`,
];

/** What a pharmacist does with a case before it is a message. */
const cases = [
  `alter table region add column contact text`,
  `alter table region_case
     add column assignee_id bigint references account (id),
     add column due_at timestamptz`,
  `alter table case_update drop constraint case_update_decision_check`,
  `alter table case_update drop constraint case_update_kind_check`,
  `alter table case_update
     add constraint case_update_decision_check
       check (decision in ('baseline', 'pending', 'published', 'ignored', 'dismissed')),
     add constraint case_update_kind_check check (kind in ('baseline', 'change', 'clock', 'list', 'expired')),
     add column decided_at timestamptz,
     add column decided_by text,
     add column reason text`,
  `create unique index case_update_expired on case_update (case_id, on_date) where kind = 'expired'`,
  `create table draft (
     id bigint generated always as identity primary key,
     case_id bigint not null references region_case (id),
     region_code text not null references region (code),
     state text not null check (state in ('draft', 'submitted', 'scheduled', 'published', 'discarded')),
     -- Grows with each save: whoever saves over another's words is told.
     revision integer not null,
     -- The newest message of the case when the draft was begun.
     based_on_message_id bigint references message (id),
     origin_message_id bigint references message (id),
     content jsonb not null,
     created_by bigint not null references account (id),
     created_at timestamptz not null,
     updated_by bigint not null references account (id),
     updated_at timestamptz not null,
     submitted_by bigint references account (id),
     approved_by bigint references account (id),
     publish_at timestamptz,
     -- Of the facts and the last message that were seen when it was handed over: with others it does not go out.
     facts_hash text,
     -- Why it did not become the message it was to be.
     reason text,
     message_id bigint references message (id)
   )`,
  `create unique index draft_open on draft (case_id) where state in ('draft', 'submitted', 'scheduled')`,
  `create index draft_case on draft (case_id)`,
  `create index draft_due on draft (publish_at) where state = 'scheduled'`,
  // Internal words lie in a table that nothing that renders a message reads.
  `create table case_note (
     id bigint generated always as identity primary key,
     case_id bigint not null references region_case (id),
     text text not null,
     written_by bigint not null references account (id),
     written_at timestamptz not null
   )`,
  `create index case_note_case on case_note (case_id)`,
  `create table question (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     case_id bigint references region_case (id),
     text text not null,
     -- An e-mail address, kept until the question is closed.
     reply_to text,
     asked_at timestamptz not null,
     state text not null check (state in ('open', 'closed')),
     closing_note text,
     closed_by bigint references account (id),
     closed_at timestamptz
   )`,
  `create index question_open on question (region_code) where state = 'open'`,
  `create table case_reminder (
     id bigint generated always as identity primary key,
     case_id bigint not null references region_case (id),
     -- The oldest update that waited when it was told.
     update_id bigint not null references case_update (id),
     kind text not null check (kind in ('remind', 'escalate', 'send', 'held')),
     told_at timestamptz not null,
     message_id bigint references message (id),
     unique (update_id, kind)
   )`,
  `create table match_decision (
     region_code text not null references region (code),
     entry_key text not null,
     notice_id bigint not null references notice (id),
     verdict text not null check (verdict in ('confirmed', 'refused')),
     reason text,
     decided_by bigint not null references account (id),
     decided_at timestamptz not null,
     primary key (region_code, entry_key, notice_id)
   )`,
  `create index match_decision_notice on match_decision (notice_id)`,
  `create table region_note (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     kind text not null check (kind in ('have', 'need')),
     substance text not null,
     atc text,
     text text not null,
     written_by bigint not null references account (id),
     written_at timestamptz not null,
     closed_at timestamptz
   )`,
];

/** Notices that a pharmacist wrote at the desk, each until it is taken in and as what it was. */
const ownNotices = [
  `create table own_notice (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     content jsonb not null,
     state text not null check (state in ('waiting', 'taken', 'refused')),
     reason text,
     written_by bigint not null references account (id),
     written_at timestamptz not null
   )`,
  `create index own_notice_waiting on own_notice (id) where state = 'waiting'`,
];

/** What a message says beside its facts and advice, and whom it is for. */
const messages = [
  `alter table message
     -- 'desk' is for those who curate: no feed, page or prescriber ever gets it.
     add column purpose text not null default 'readers' check (purpose in ('readers', 'desk')),
     add column valid_until date,
     add column origin_message_id bigint references message (id),
     add column approved_by text,
     add column reviewer_role text,
     add column contact text`,
  `alter table subscription
     add column purpose text not null default 'readers' check (purpose in ('readers', 'desk')),
     -- The account whose role gives it; null for one that somebody added.
     add column account_id bigint references account (id)`,
  `alter table subscription drop constraint subscription_region_code_channel_target_hash_key`,
  `alter table subscription add unique (region_code, channel, purpose, target_hash)`,
];

const lists = [
  `alter table list_version
     -- Null while it is only tried out.
     add column taken_at timestamptz,
     add column imported_by text,
     -- What was changed at the desk; null for a file.
     add column note jsonb`,
  `update list_version set taken_at = imported_at`,
  `alter table list_entry
     add column standing_advice jsonb,
     add column areas jsonb not null default '[]',
     add column care_setting text`,
  `update region_case set entry = entry || '{"standingAdvice": null, "areas": [], "careSetting": null}'::jsonb`,
  `create table list_import (
     id bigint generated always as identity primary key,
     region_code text not null references region (code),
     file_name text not null,
     content bytea not null,
     -- Which column of the file is which of ours.
     mapping jsonb,
     state text not null
       check (state in ('uploaded', 'reading', 'read', 'taking', 'taken', 'refused', 'discarded')),
     reason text,
     rows_total integer not null default 0,
     rows_done integer not null default 0,
     report jsonb,
     version_id bigint references list_version (id),
     created_by bigint not null references account (id),
     created_at timestamptz not null
   )`,
  `create index list_import_region on list_import (region_code, id)`,
  `create table list_mapping (
     region_code text primary key references region (code),
     mapping jsonb not null
   )`,
];

const archive = [
  // What was sent is an official document: its payload is written once and stays.
  `create function refuse_sending_change() returns trigger language plpgsql as $$
     begin
       if tg_op = 'UPDATE' and old.payload = 'null'::jsonb then return new; end if;
       raise exception 'sending is append-only: a payload that is written stays';
     end $$`,
  `create trigger sending_immutable before update or delete on sending
     for each row execute function refuse_sending_change()`,
  `create trigger sending_not_emptied before truncate on sending
     for each statement execute function refuse_change()`,
  `create trigger case_note_immutable before update or delete on case_note
     for each row execute function refuse_change()`,
  `create trigger case_note_not_emptied before truncate on case_note
     for each statement execute function refuse_change()`,
];

export const desk: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...people, ...messages, ...cases, ...ownNotices, ...lists, ...archive])
    await sql.raw(statement).execute(db);
}
