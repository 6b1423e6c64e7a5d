import { sql, type SqlBool } from "kysely";
import type { EntryFact } from "../domain/message.ts";
import type { Why } from "../domain/match.ts";
import type { Notice, NoticeStatus } from "../domain/notice.ts";
import { hashContent } from "./client.ts";
import { selectMatchable, selectUnmatched } from "./matches.ts";
import { joinNotice, type NoticeContent } from "./notice-content.ts";
import type { Db } from "./schema.ts";

/** An open notice as a curator reviews it, with the source's own words. */
export interface ReviewNotice {
  readonly noticeId: number;
  readonly status: NoticeStatus;
  readonly notice: Notice;
}

/** The line of the list that a match is with. */
export interface ReviewEntry extends EntryFact {
  readonly key: string;
}

/** A match that waits for a curator's word. */
export interface PossibleMatch extends ReviewNotice {
  readonly entry: ReviewEntry;
  readonly why: Why;
}

/** A curator's word on an open notice. */
export interface DecidedMatch extends ReviewNotice {
  readonly entryKey: string;
  /** Null when the list no longer has the line: the word waits for it to come back. */
  readonly entry: ReviewEntry | null;
  readonly verdict: "confirmed" | "refused";
  readonly reason: string | null;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

export interface ReviewQuery {
  readonly regionCode: string;
  /** In the product's name, its ATC code or (of a match) the line's substance; null for all. */
  readonly text: string | null;
  readonly limit: number;
  readonly offset: number;
}

export interface ReviewCounts {
  readonly possible: number;
  readonly unmatched: number;
  readonly decided: number;
}

/** How much there is of each that fits the text. */
export async function countReviews(db: Db, query: Pick<ReviewQuery, "regionCode" | "text">): Promise<ReviewCounts> {
  const count = async (rows: { executeTakeFirstOrThrow(): Promise<{ total: number }> }): Promise<number> =>
    (await rows.executeTakeFirstOrThrow()).total;
  return {
    possible: await count(selectPossible(db, query).select((eb) => eb.fn.countAll<number>().as("total"))),
    unmatched: await count(
      selectUnmatched(db, query.regionCode)
        .where(holdsText(query.text, sql`n.product_name, n.atc`))
        .select((eb) => eb.fn.countAll<number>().as("total")),
    ),
    decided: await count(selectDecided(db, query).select((eb) => eb.fn.countAll<number>().as("total"))),
  };
}

/** Matches that wait for a curator's word, by the line's priority and then by product. */
export async function readPossibleMatches(db: Db, query: ReviewQuery): Promise<PossibleMatch[]> {
  const rows = await selectPossible(db, query)
    .select(["n.id as noticeId", "n.status", "n.content", "n.information", "match.why"])
    .select(entryColumns)
    .orderBy("e.priority", (order) => order.asc().nullsLast())
    .orderBy("n.product_name")
    .orderBy("n.id")
    .orderBy("e.key")
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return rows.map(({ noticeId, status, content, information, why, ...entry }) => ({
    ...toReviewNotice({ noticeId, status, content, information }),
    why,
    entry,
  }));
}

/** Open notices that hit nothing on the region's list, by product. */
export async function readUnmatchedNotices(db: Db, query: ReviewQuery): Promise<ReviewNotice[]> {
  const rows = await selectUnmatched(db, query.regionCode)
    .where(holdsText(query.text, sql`n.product_name, n.atc`))
    .select(["n.id as noticeId", "n.status", "n.content", "n.information"])
    .orderBy("n.product_name")
    .orderBy("n.id")
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return rows.map(toReviewNotice);
}

/** What curators have said of open notices, the newest first. */
export async function readDecidedMatches(db: Db, query: ReviewQuery): Promise<DecidedMatch[]> {
  const rows = await selectDecided(db, query)
    .select(["n.id as noticeId", "n.status", "n.content", "n.information", "d.entry_key as entryKey"])
    .select(["d.verdict", "d.reason", "writer.name as decidedBy", "d.decided_at as decidedAt"])
    .select(entryColumns)
    .orderBy("d.decided_at", "desc")
    .orderBy("n.id")
    .orderBy("d.entry_key")
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return rows.map(({ key, atc, substance, formGroup, strength, priority, category, content, information, ...row }) => ({
    ...row,
    notice: joinNotice({ content, information }),
    entry:
      key === null || atc === null || substance === null
        ? null
        : { key, atc, substance, formGroup, strength, priority, category },
  }));
}

/**
 * Of each notice what a page showed that lets somebody decide about it: its content, the list in use and the region's
 * decisions. It is another as soon as any of them is.
 */
export async function readReviewMarks(
  db: Db,
  about: { regionCode: string; noticeIds: readonly number[] },
): Promise<Map<number, string>> {
  if (about.noticeIds.length === 0) return new Map();
  const list = db.selectFrom("list_version").select("id").where("region_code", "=", about.regionCode);
  const version = await list.where("active", "=", true).executeTakeFirst();
  const notices = await db
    .selectFrom("notice")
    .select(["id", "status", "content", "information"])
    .where("id", "in", about.noticeIds)
    .execute();
  const decisions = await db
    .selectFrom("match_decision")
    .select(["notice_id", "entry_key", "verdict", "reason", "decided_at"])
    .where("region_code", "=", about.regionCode)
    .where("notice_id", "in", about.noticeIds)
    .orderBy("entry_key")
    .execute();
  const byNotice = Map.groupBy(decisions, (decision) => decision.notice_id);
  return new Map(
    notices.map((notice) => [
      notice.id,
      hashContent({ notice, list: version?.id ?? null, decisions: byNotice.get(notice.id) ?? [] }),
    ]),
  );
}

/** One open notice that a line of the region's list could be about; null when there is none of that id. */
export async function findReviewNotice(
  db: Db,
  about: { regionCode: string; noticeId: number },
): Promise<ReviewNotice | null> {
  const row = await selectMatchable(db, about.regionCode)
    .select(["n.id as noticeId", "n.status", "n.content", "n.information"])
    .where("n.id", "=", about.noticeId)
    .executeTakeFirst();
  return row === undefined ? null : toReviewNotice(row);
}

function toReviewNotice(row: NoticeContent & { noticeId: number; status: NoticeStatus }): ReviewNotice {
  return { noticeId: row.noticeId, status: row.status, notice: joinNotice(row) };
}

const entryColumns = [
  "e.key",
  "e.atc",
  "e.substance",
  "e.form_group as formGroup",
  "e.strength",
  "e.priority",
  "e.category",
] as const;

function selectPossible(db: Db, { regionCode, text }: Pick<ReviewQuery, "regionCode" | "text">) {
  return db
    .selectFrom("match")
    .innerJoin("notice as n", "n.id", "match.notice_id")
    .innerJoin("list_version as v", (join) =>
      join.onRef("v.region_code", "=", "match.region_code").on("v.active", "=", true),
    )
    .innerJoin("list_entry as e", (join) =>
      join.onRef("e.version_id", "=", "v.id").onRef("e.key", "=", "match.entry_key"),
    )
    .where("match.region_code", "=", regionCode)
    .where("match.verdict", "=", "possible")
    .where("n.status", "in", ["ongoing", "upcoming"])
    .where(holdsText(text, sql`n.product_name, n.atc, e.substance, e.atc`));
}

function selectDecided(db: Db, { regionCode, text }: Pick<ReviewQuery, "regionCode" | "text">) {
  return db
    .selectFrom("match_decision as d")
    .innerJoin("notice as n", "n.id", "d.notice_id")
    .innerJoin("account as writer", "writer.id", "d.decided_by")
    .leftJoin("list_version as v", (join) =>
      join.onRef("v.region_code", "=", "d.region_code").on("v.active", "=", true),
    )
    .leftJoin("list_entry as e", (join) => join.onRef("e.version_id", "=", "v.id").onRef("e.key", "=", "d.entry_key"))
    .where("d.region_code", "=", regionCode)
    .where("n.status", "in", ["ongoing", "upcoming"])
    .where(holdsText(text, sql`n.product_name, n.atc, e.substance, e.atc`));
}

/** Whether one of the columns holds the text, whatever its case. */
function holdsText(text: string | null, columns: ReturnType<typeof sql>) {
  if (text === null) return sql<SqlBool>`true`;
  return sql<SqlBool>`strpos(lower(concat_ws(' ', ${columns})), lower(${text})) > 0`;
}
