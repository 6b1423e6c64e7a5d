import { sql } from "kysely";
import type { Message } from "../domain/message.ts";
import { findRevision } from "../domain/revision.ts";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import { json, jsonRows } from "./client.ts";
import { selectMessages } from "./messages.ts";
import { BEFORE, isWanted, TOPIC } from "./receivers.ts";
import type { Db } from "./schema.ts";

/** Which feed. */
export interface FeedChoice {
  /** Null for all regions. */
  readonly regionCode: string | null;
  readonly filter: SubscriptionFilter;
}

/** A message with its date in a feed: later than that of each before it, by whole seconds, and never another. */
export type DatedMessage = Message & { readonly at: Date };

/** A message as a feed shows it. */
export interface FeedEntry {
  readonly message: Message;
  readonly at: Date;
  /** The later version that takes it back or corrects it. */
  readonly revision: DatedMessage | null;
}

/** A part of a feed, and where the rest is. */
export interface FeedPart {
  /** The newest first. */
  readonly entries: readonly FeedEntry[];
  /** Pages of the archive: with what is older, and with what is newer, where that is full. */
  readonly older: number | null;
  readonly newer: number | null;
  /** When the next message that has been published comes to be shown; null when none waits. */
  readonly nextAt: Date | null;
}

/** Entries of the feed itself, and messages of its region that a page of its archive looks for them in. */
const PAGE_ENTRIES = 100;

/**
 * So long a message waits for its date at the most. Dates are ahead only where many messages came in one second, or a
 * clock was wrong: then it is better shown with a date to come than not at all.
 */
const LONGEST_WAIT_MS = 3_600_000;

interface Asked extends FeedChoice {
  readonly now: Date;
}

/**
 * What a feed shows: what a subscriber with that filter is told. `archive` null is the newest of it, else the page of
 * that number, the oldest being 1: what fits among the hundred messages of the region (or of all) that have those numbers,
 * once there are all of them. Null when there is no such page.
 */
export async function readFeed(db: Db, asked: Asked & { readonly archive: number | null }): Promise<FeedPart | null> {
  const { archive } = asked;
  if (archive !== null && !(await isFull(db, asked, archive))) return null;
  const [after, last] = archive === null ? [0, null] : [(archive - 1) * PAGE_ENTRIES, archive * PAGE_ENTRIES];
  const rows = await selectEntries(db, asked)
    .where("entry.no", ">", after)
    .$if(last !== null, (query) => query.where("entry.no", "<=", last))
    .orderBy("entry.no", "desc")
    .limit(PAGE_ENTRIES)
    .execute();
  const isWhole = archive === null && rows.length < PAGE_ENTRIES;
  const newer = last === null ? null : await findPage(db, asked, { after: last });
  const revisions = await readRevisions(db, asked, rows);
  return {
    entries: rows.map((message) => ({ message, at: message.at, revision: findRevision(message, revisions) })),
    older: isWhole
      ? null
      : await findPage(db, asked, { before: archive === null ? (rows.at(-1)?.no ?? 1) : after + 1 }),
    newer: newer !== null && (await isFull(db, asked, newer)) ? newer : null,
    nextAt: await findNextTime(db, asked),
  };
}

/** Messages with their dates and numbers in the region's feeds, or in those of all. */
function selectDated(db: Db, { regionCode }: FeedChoice) {
  const own =
    regionCode === null
      ? ({ at: "nation_at", no: "nation_no" } as const)
      : ({ at: "region_at", no: "region_no" } as const);
  const entries = db
    .selectFrom("feed_entry")
    .select((eb) => ["message_id", eb.ref(own.at).as("at"), eb.ref(own.no).as("no")])
    .$if(regionCode !== null, (query) => query.where("region_code", "=", regionCode));
  return selectMessages(db)
    .innerJoin(entries.as("entry"), "entry.message_id", "message.id")
    .select(["entry.at", "entry.no"]);
}

/**
 * Those whose time has come: all up to a number, since a reader that has seen a later date passes over what comes with an
 * earlier one. So what has waited for the longest has what came before it shown, too.
 */
function selectShown(db: Db, asked: Asked) {
  const longestAgo = new Date(asked.now.getTime() - LONGEST_WAIT_MS);
  const lastThatWaited = selectDated(db, asked)
    .clearSelect()
    .select("entry.no")
    .where("message.published_at", "<=", longestAgo)
    .orderBy("entry.no", "desc")
    .limit(1);
  return selectDated(db, asked).where((eb) =>
    eb.or([eb("entry.at", "<=", asked.now), eb("entry.no", "<=", lastThatWaited)]),
  );
}

/**
 * Those of them that fit. What corrects or takes back stands where what it is about stood, whatever list, areas or roles say
 * by now: who believes that reads it there.
 */
function selectEntries(db: Db, asked: Asked) {
  const { filter } = asked;
  const wanted = isWanted({ filter: sql`${json(filter)}::jsonb`, topic: TOPIC, audience: sql`m.audience` });
  const fits = sql<boolean>`exists (
    select from message m left join ${BEFORE} before on true
    where (m.id = message.id or (message.kind in ('correction', 'retraction') and m.case_id = message.case_id
        and m.purpose = message.purpose and m.version < message.version
        and m.version >= (select coalesce(max(n.version), 0) from message n where n.case_id = message.case_id
          and n.purpose = message.purpose and n.kind = 'new' and n.version < message.version)))
      and ${wanted})`;
  return selectShown(db, asked).$if(Object.keys(filter).length > 0, (query) => query.where(fits));
}

/** Whether all messages of a page of the archive are there: nothing will come to it. */
async function isFull(db: Db, asked: Asked, page: number): Promise<boolean> {
  const later = await selectShown(db, asked)
    // Anybody can ask for a page whose numbers no entry will have.
    .where("entry.no", ">", sql<number>`${page * PAGE_ENTRIES}::bigint`)
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

/** The page of the nearest entry that fits, on one side of a number; null when there is none. */
async function findPage(
  db: Db,
  asked: Asked,
  side: { readonly before: number } | { readonly after: number },
): Promise<number | null> {
  const query = selectEntries(db, asked).limit(1);
  const nearest =
    "before" in side
      ? query.where("entry.no", "<", side.before).orderBy("entry.no", "desc")
      : query.where("entry.no", ">", side.after).orderBy("entry.no");
  const found = await nearest.executeTakeFirst();
  return found === undefined ? null : Math.ceil(found.no / PAGE_ENTRIES);
}

/** What may have changed how those messages stand. */
async function readRevisions(db: Db, asked: Asked, messages: readonly { readonly caseId: number | null }[]) {
  const caseIds = [...new Set(messages.flatMap(({ caseId }) => caseId ?? []))];
  if (caseIds.length === 0) return [];
  return selectShown(db, asked)
    .where("message.case_id", "in", caseIds)
    .where("message.kind", "in", ["correction", "retraction", "resolved", "new"])
    .execute();
}

async function findNextTime(db: Db, asked: Asked): Promise<Date | null> {
  const longestAgo = new Date(asked.now.getTime() - LONGEST_WAIT_MS);
  const next = sql<Date>`least(entry.at, message.published_at + interval '1 second' * ${LONGEST_WAIT_MS / 1_000})`;
  const waiting = await selectDated(db, asked)
    .select(next.as("nextAt"))
    .where("entry.at", ">", asked.now)
    .where("message.published_at", ">", longestAgo)
    .orderBy(next)
    .limit(1)
    .executeTakeFirst();
  return waiting?.nextAt ?? null;
}

/**
 * Whether every value of a choice is one that a list in use, a message or a case has: only such a feed has readers, and
 * anybody can think out any number of others.
 */
export async function knowsFeedValues(db: Db, { regionCode, filter }: FeedChoice): Promise<boolean> {
  const { areas = [], roles = [], categories = [], priorities = [], atc = [], cases = [] } = filter;
  const unknown = (wishes: readonly (string | number)[], fits: ReturnType<typeof sql>) =>
    sql`exists (select from jsonb_array_elements_text(${jsonRows(wishes)}) as wish where not exists (select from ${fits}))`;
  const { rows } = await sql<{ known: boolean }>`
    with entry as materialized (
      select e.atc, e.category, e.priority, e.areas, '[]'::jsonb as roles
      from list_entry e join list_version v on v.id = e.version_id
      where v.active and (${regionCode}::text is null or v.region_code = ${regionCode})
      union all
      select facts -> 'entry' ->> 'atc', facts -> 'entry' ->> 'category', (facts -> 'entry' ->> 'priority')::int,
        audience -> 'areas', audience -> 'roles'
      from message where ${regionCode}::text is null or region_code = ${regionCode})
    select not (${unknown(areas, sql`entry where areas ? wish`)}
      or ${unknown(roles, sql`entry where roles ? wish`)}
      or ${unknown(categories, sql`entry where category = wish`)}
      or ${unknown(priorities, sql`entry where priority = wish::int`)}
      or ${unknown(atc, sql`entry where starts_with(atc, wish)`)}
      or ${unknown(cases, sql`region_case c where c.id = wish::bigint and (${regionCode}::text is null or c.region_code = ${regionCode})`)}
    ) as known`.execute(db);
  return rows[0]?.known === true;
}
