import { sql } from "kysely";
import type { Message, MessageAdvice, MessageFacts, MessageKind, Urgency } from "../domain/message.ts";
import type { Role } from "../domain/account.ts";
import type { Audience, Purpose } from "../domain/audience.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { UNTOLD_DECISIONS } from "../domain/case.ts";
import { OPERATIONS } from "../domain/region.ts";
import { json, jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

export interface NewMessage {
  readonly regionCode: string;
  readonly caseId: number | null;
  readonly kind: MessageKind;
  readonly urgency: Urgency;
  readonly facts: MessageFacts;
  readonly advice: MessageAdvice | null;
  readonly audience: Audience;
  readonly reviewed: boolean;
  readonly publishedBy: string;
  readonly now: Date;
  /** What follows is left out where it says nothing. */
  readonly purpose?: Purpose;
  readonly validUntil?: IsoDate | null;
  /** The other region's message whose words were taken over. */
  readonly originMessageId?: number | null;
  /** The second person, where the region asks for one. */
  readonly approvedBy?: string | null;
  readonly reviewerRole?: Role | null;
}

/** Stores a message as the next version of its case, which must be locked, with how the region is reached. */
export async function insertMessage(trx: Db, input: NewMessage): Promise<{ id: number; version: number }> {
  const { caseId } = input;
  return trx
    .insertInto("message")
    .values((eb) => ({
      region_code: input.regionCode,
      case_id: caseId,
      version:
        caseId === null
          ? 1
          : eb
              .selectFrom("message")
              .select(sql<number>`coalesce(max(version), 0) + 1`.as("next"))
              .where("case_id", "=", caseId),
      kind: input.kind,
      urgency: input.urgency,
      facts: json(input.facts),
      advice: input.advice === null ? null : json(input.advice),
      audience: json(input.audience),
      reviewed: input.reviewed,
      published_at: input.now,
      published_by: input.publishedBy,
      purpose: input.purpose ?? "readers",
      valid_until: input.validUntil ?? null,
      origin_message_id: input.originMessageId ?? null,
      approved_by: input.approvedBy ?? null,
      reviewer_role: input.reviewerRole ?? null,
      contact: eb.selectFrom("region").select("contact").where("code", "=", input.regionCode),
    }))
    .returning(["id", "version"])
    .executeTakeFirstOrThrow();
}

/** What waited in the case, or stood in an overview, is told by this message: all of it, fallen advice alone, or all but that. */
export async function writeToldUpdates(
  trx: Db,
  input: { caseId: number; messageId: number; told: "all" | "fallen" | "news"; by: string; now: Date },
): Promise<void> {
  const { told } = input;
  await trx
    .updateTable("case_update")
    .set({ decision: "published", message_id: input.messageId, decided_at: input.now, decided_by: input.by })
    .where("case_id", "=", input.caseId)
    .where("decision", "in", [...UNTOLD_DECISIONS, "baseline"])
    .$if(told !== "all", (query) => query.where("kind", told === "fallen" ? "=" : "<>", "fallen"))
    .execute();
}

/** The newest message of a case to its readers, or null when none was published. */
export async function readLastMessage(db: Db, caseId: number): Promise<Message | null> {
  return (await selectThread(db, caseId).limit(1).executeTakeFirst()) ?? null;
}

/** All versions of a case's message to its readers, newest first. */
export async function readThread(db: Db, caseId: number): Promise<Message[]> {
  return selectThread(db, caseId).execute();
}

function selectThread(db: Db, caseId: number) {
  return selectMessages(db)
    .where("message.case_id", "=", caseId)
    .where("message.purpose", "=", "readers")
    .orderBy("message.version", "desc");
}

export async function readMessages(db: Db, ids: readonly number[]): Promise<Message[]> {
  if (ids.length === 0) return [];
  return selectMessages(db).where("message.id", "in", ids).orderBy("message.id").execute();
}

/** What a reader asks of a feed; within one name any of the values fits, and an empty list means no wish. */
export interface FeedFilter {
  readonly regionCode: string | null;
  /** Prefixes, checked before they come here: `A-Z` and `0-9` only. */
  readonly atc: readonly string[];
  readonly priorities: readonly number[];
  readonly areas: readonly string[];
  readonly limit: number;
}

/**
 * What a feed shows: the newest messages first, of one region or of all. A filter on ATC or priority leaves overviews
 * out, since they are about no one medicine; a message with no area in its audience is for every area.
 */
export async function readFeedMessages(db: Db, filter: FeedFilter): Promise<Message[]> {
  // Alerts are for those who run Restsignal, not for readers of feeds.
  let query = selectMessages(db)
    .where("message.region_code", "<>", OPERATIONS.code)
    .where("message.purpose", "=", "readers")
    .orderBy("message.id", "desc")
    .limit(filter.limit);
  if (filter.regionCode !== null) query = query.where("message.region_code", "=", filter.regionCode);
  // An entry that is wider than the wish is wanted too, as it is by a subscriber (see `wantsMessage`).
  if (filter.atc.length > 0)
    query = query.where(
      sql<boolean>`exists (
        select from jsonb_array_elements_text(${jsonRows(filter.atc)}) as wish
        cross join nullif(message.facts -> 'entry' ->> 'atc', '') as atc
        where starts_with(atc, wish) or starts_with(wish, atc))`,
    );
  if (filter.priorities.length > 0)
    query = query.where(sql<boolean>`${jsonRows(filter.priorities)} @> (message.facts -> 'entry' -> 'priority')`);
  if (filter.areas.length > 0)
    query = query.where(
      sql<boolean>`(message.audience -> 'areas' = '[]' or exists (
        select from jsonb_array_elements_text(${jsonRows(filter.areas)}) as wish where message.audience -> 'areas' ? wish))`,
    );
  return query.execute();
}

/**
 * Whether every value of a wish is one that a list in use or a message has: only such a feed has readers, and anybody
 * can think out any number of others.
 */
export async function knowsFeedValues(
  db: Db,
  { regionCode, atc, priorities, areas }: Omit<FeedFilter, "limit">,
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    with entry as (
      select e.atc, e.priority, e.areas from list_entry e join list_version v on v.id = e.version_id
      where v.active and (${regionCode}::text is null or v.region_code = ${regionCode})
      union all
      select facts -> 'entry' ->> 'atc', (facts -> 'entry' ->> 'priority')::int, audience -> 'areas' from message
      where ${regionCode}::text is null or region_code = ${regionCode})
    select not exists (select from jsonb_array_elements_text(${jsonRows(areas)}) as wish
             where not exists (select from entry where areas ? wish))
       and not exists (select from jsonb_array_elements_text(${jsonRows(priorities)}) as wish
             where not exists (select from entry where priority = wish::int))
       and not exists (select from jsonb_array_elements_text(${jsonRows(atc)}) as wish
             where not exists (select from entry where starts_with(atc, wish))) as known`.execute(db);
  return rows[0]?.known === true;
}

const messageColumns = [
  "message.id",
  "message.region_code as regionCode",
  "message.case_id as caseId",
  "message.version",
  "message.kind",
  "message.urgency",
  "message.facts",
  "message.advice",
  "message.reviewed",
  "message.published_at as publishedAt",
  "message.purpose",
  "message.audience",
  "message.valid_until as validUntil",
  "origin.region_code as originRegionCode",
  "message.reviewer_role as reviewerRole",
  "message.contact",
] as const;

function selectMessages(db: Db) {
  return db
    .selectFrom("message")
    .leftJoin("message as origin", "origin.id", "message.origin_message_id")
    .select(messageColumns);
}
