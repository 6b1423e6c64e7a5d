import { sql } from "kysely";
import type { Message, MessageAdvice, MessageFacts, MessageKind, Urgency } from "../domain/message.ts";
import type { Role } from "../domain/account.ts";
import type { Audience, Purpose } from "../domain/audience.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { UNTOLD_DECISIONS } from "../domain/case.ts";
import { json } from "./client.ts";
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

/** Messages, with what a template needs of them. */
export function selectMessages(db: Db) {
  return db
    .selectFrom("message")
    .leftJoin("message as origin", "origin.id", "message.origin_message_id")
    .select(messageColumns);
}
