import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Every text in which a deed was ever told whose code is not the same text with hyphens. */
const RENAMED_DEEDS: Readonly<Record<string, string>> = {
  "account added by the sign-in provider": "account-added-by-provider",
  "mail about an account not sent": "account-mail-not-sent",
  "name or address changed by the sign-in provider": "profile-changed-by-provider",
  "reminder sent": "reminder-written",
  "roles changed by the sign-in provider": "roles-changed-by-provider",
  "snapshot accepted despite a guard": "snapshot-accepted",
};

/** All others. */
const DEEDS = [
  "account added",
  "account disabled",
  "account enabled",
  "case assigned",
  "case dismissed",
  "case escalated",
  "case unassigned",
  "change of rules proposed",
  "change of rules refused",
  "draft approved",
  "draft begun",
  "draft discarded",
  "draft put back",
  "draft saved",
  "draft scheduled",
  "draft sent back",
  "draft submitted",
  "draft taken back",
  "draft unscheduled",
  "due time set",
  "facts held back",
  "facts not sent",
  "internal note written",
  "link made",
  "list columns mapped",
  "list entry added",
  "list entry edited",
  "list entry removed",
  "list import discarded",
  "list layout chosen",
  "list taken into use",
  "list uploaded",
  "match confirmed",
  "match decision taken back",
  "match refused",
  "message held back",
  "message published",
  "message published by rule",
  "news ignored by rule",
  "note closed",
  "note written",
  "own notice changed",
  "own notice written",
  "own-notice approved",
  "password changed",
  "password chosen",
  "question closed",
  "recovery codes made",
  "reminder written",
  "role changed",
  "role given",
  "role offer taken back",
  "role offered",
  "role offered again",
  "role offered in another region",
  "role taken away",
  "role taken up",
  "rules changed",
  "second factor reset",
  "second factor turned off",
  "second factor turned on",
  "settings changed",
  "signed in",
  "signed out",
  "signed out everywhere",
  "snapshot taken back",
  "standing-advice approved",
  "tie approved",
];

/** Every way in which an object was ever told: no text fits two. What the parentheses hold is its id. */
const OBJECTS: readonly (readonly [pattern: string, kind: string])[] = [
  ["^case ([0-9]+)$", "case"],
  ["^list ([0-9]{2})$", "list"],
  ["^list import ([0-9]+)$", "list-import"],
  ["^rules ([0-9]{2})$", "rules"],
  ["^account ([0-9]+)$", "account"],
  ["^question ([0-9]+)$", "question"],
  ["^note ([0-9]+)$", "note"],
  ["^notice ([0-9]+)$", "notice"],
  ["^own notice ([0-9]+)$", "own-notice"],
  // Of what a second person approved: a notice of the region's own by its number among all notices, a match, a line.
  ["^own-notice ([0-9]+)$", "notice"],
  ["^tie ([0-9]+) .+$", "notice"],
  ["^standing-advice (.+)$", "list-entry"],
  ["^snapshot ([0-9]+) of .+$", "snapshot"],
  ["^snapshot ([0-9]+) as [0-9]+: .*$", "snapshot"],
];

export const auditFacts: Migration = { up };

/** Lines of the log become facts. What fits no code or kind is kept as the words that stood there. */
async function up(db: Kysely<unknown>): Promise<void> {
  const codes = { ...Object.fromEntries(DEEDS.map((text) => [text, text.replaceAll(" ", "-")])), ...RENAMED_DEEDS };
  await run(db, [
    `alter table audit rename column origin to address`,
    `alter table audit
       add column deed text,
       add column object_kind text,
       add column object_id text,
       add column actor_kind text,
       add column actor_name text`,
    `alter table audit disable trigger audit_immutable`,
  ]);
  await sql`
    update audit set
      deed = coalesce(${JSON.stringify(codes)}::jsonb ->> what, what),
      object_kind = coalesce(found.kind, 'other'),
      object_id = coalesce(found.id, object),
      actor_kind = case
        when account_id is not null then 'person'
        when address = 'rule' then case when who = 'rule' then 'system' else 'rule' end
        when address = 'command line' or address is null then 'command-line'
        else 'person'
      end,
      actor_name = case
        when account_id is not null then who
        when address = 'rule' then nullif(regexp_replace(who, '^rule( |$)', ''), '')
        else nullif(who, 'command line')
      end,
      address = case when address in ('rule', 'command line') then null else address end,
      after = case
        when object ~ '^tie [0-9]+ .' then
          jsonb_build_object('entry', regexp_replace(object, '^tie [0-9]+ ', '')) || coalesce(after, '{}')
        when object ~ '^snapshot [0-9]+ of .' then
          jsonb_build_object('source', regexp_replace(object, '^snapshot [0-9]+ of ', '')) || coalesce(after, '{}')
        when object ~ '^snapshot [0-9]+ as [0-9]+: ' then
          jsonb_build_object(
            'acceptedAs', substring(object from ' as ([0-9]+): ')::bigint,
            'guard', regexp_replace(object, '^snapshot [0-9]+ as [0-9]+: ', '')
          ) || coalesce(after, '{}')
        else after
      end
    from (
      select line.id as line_id, known ->> 1 as kind, substring(line.object from known ->> 0) as id
      from audit line left join jsonb_array_elements(${JSON.stringify(OBJECTS)}::jsonb) known
        on line.object ~ (known ->> 0)) found
    where found.line_id = audit.id`.execute(db);
  await run(db, [
    `alter table audit enable trigger audit_immutable`,
    `alter table audit
       alter column deed set not null,
       alter column object_kind set not null,
       alter column object_id set not null,
       alter column actor_kind set not null,
       drop column what,
       drop column object,
       drop column who`,
    `create index audit_object on audit (object_kind, object_id)`,
    // Whoever took a list into use, told as an actor is.
    `update list_import set report = jsonb_set(report, '{take}', jsonb_build_object(
       'kind', 'person', 'id', report #> '{take,accountId}', 'name', report #> '{take,who}',
       'address', report #> '{take,origin}'))
     where jsonb_typeof(report #> '{take,accountId}') = 'number'`,
    `update subscription set state_reason = 'role-gone'
     where state_reason = 'the account has no such role any more'`,
  ]);
}

async function run(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
