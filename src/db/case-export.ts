import { nameActor } from "../domain/audit.ts";
import { sql } from "kysely";
import type { CaseExport } from "../domain/case-export.ts";
import type { Region } from "../domain/region.ts";
import { readFalls } from "./advice-falls.ts";
import type { RegionCase } from "./cases.ts";
import { jsonRows } from "./client.ts";
import { readPolicy } from "./regions.ts";
import { returnedDeliveries } from "./mail-returns.ts";
import type { Db } from "./schema.ts";
import { cutReceiver } from "./sent-text.ts";

/** Gathers everything about a case for `caseExportSchema`. */
export async function readCaseExport(
  db: Db,
  { region, found, now }: { region: Region; found: RegionCase; now: Date },
): Promise<CaseExport> {
  const { id } = found;
  const { secondPerson } = await readPolicy(db, region.code);
  const { notes } = await db
    .selectFrom("case_note")
    .select((eb) => eb.fn.countAll<number>().as("notes"))
    .where("case_id", "=", id)
    .executeTakeFirstOrThrow();
  return {
    format: "restsignal-case",
    version: 1,
    exportedAt: now.toISOString(),
    region: { code: region.code, name: region.name, secondPerson },
    case: await readCase(db, found),
    updates: await readUpdates(db, id),
    messages: await readMessages(db, id),
    falls: (await readFalls(db, [id])).map(({ version, alternative, told, state, fellAt, mended }) => ({
      version,
      alternative,
      told,
      state,
      fellAt: fellAt.toISOString(),
      mended: mended === null ? null : { kind: mended.kind, at: mended.at.toISOString() },
    })),
    drafts: await readDrafts(db, id),
    questions: await readQuestions(db, id),
    reminders: await readReminders(db, id),
    internalNotes: notes,
    audit: await readAudit(db, { caseId: id, regionCode: region.code }),
  };
}

function toText(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}

async function readCase(db: Db, found: RegionCase): Promise<CaseExport["case"]> {
  const row = await db
    .selectFrom("region_case as c")
    .leftJoin("account", "account.id", "c.assignee_id")
    .select(["c.closed_at", "c.due_at", "account.name as assignee"])
    .where("c.id", "=", found.id)
    .executeTakeFirstOrThrow();
  return {
    id: found.id,
    status: found.status,
    openedAt: found.openedAt.toISOString(),
    closedAt: toText(row.closed_at),
    dueAt: toText(row.due_at),
    assignee: row.assignee,
    entry: { ...found.entry },
  };
}

async function readUpdates(db: Db, caseId: number): Promise<CaseExport["updates"]> {
  const rows = await db.selectFrom("case_update").selectAll().where("case_id", "=", caseId).orderBy("id").execute();
  const noticeIds = [...new Set(rows.flatMap(({ changes }) => changes.map(({ noticeId }) => noticeId)))];
  const { rows: notices } = await sql<{
    id: number;
    source: string;
    reportId: string;
    nplId: string;
    productName: string;
  }>`
    select id, source, report_id as "reportId", npl_id as "nplId", product_name as "productName"
    from notice where id in (select value::bigint from jsonb_array_elements_text(${jsonRows(noticeIds)}))`.execute(db);
  const known = new Map(notices.map(({ id, ...notice }) => [id, notice]));
  const lost = { source: "", reportId: "", nplId: "", productName: "" };
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    onDate: row.on_date,
    createdAt: row.created_at.toISOString(),
    changes: row.changes.map(({ noticeId, kind, from, to }) => ({ ...(known.get(noticeId) ?? lost), kind, from, to })),
    moved: row.moved,
    decision: row.decision,
    decidedAt: toText(row.decided_at),
    decidedBy: row.decided_by,
    reason: row.reason,
    messageId: row.message_id,
  }));
}

async function readMessages(db: Db, caseId: number): Promise<CaseExport["messages"]> {
  const rows = await db
    .selectFrom("message")
    .leftJoin("message as origin", "origin.id", "message.origin_message_id")
    .leftJoin("fan_out", (join) =>
      join.onRef("fan_out.message_id", "=", "message.id").on("fan_out.finished_at", "is", null),
    )
    .selectAll("message")
    .select("fan_out.message_id as handing_out")
    .select(["origin.region_code as origin_region", "origin.version as origin_version"])
    .where("message.case_id", "=", caseId)
    .orderBy("message.version")
    .execute();
  const counts = await countDeliveries(db, caseId);
  const sent = await readSent(db, caseId);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    kind: row.kind,
    purpose: row.purpose,
    urgency: row.urgency,
    facts: { ...row.facts },
    advice: row.advice === null ? null : { ...row.advice },
    audience: { areas: [...row.audience.areas], roles: [...row.audience.roles] },
    validUntil: row.valid_until,
    contact: row.contact,
    reviewed: row.reviewed,
    publishedAt: row.published_at.toISOString(),
    publishedBy: row.published_by,
    approvedBy: row.approved_by,
    reviewerRole: row.reviewer_role,
    origin:
      row.origin_region === null || row.origin_version === null
        ? null
        : { regionCode: row.origin_region, version: row.origin_version },
    handingOut: row.handing_out !== null,
    deliveries: counts
      .filter(({ messageId }) => messageId === row.id)
      .map(({ channel, state, count, returned }) => ({ channel, state, count, returned })),
    sent: sent.get(row.id) ?? [],
  }));
}

type DeliveryCount = CaseExport["messages"][number]["deliveries"][number];

async function countDeliveries(db: Db, caseId: number): Promise<(DeliveryCount & { messageId: number })[]> {
  const isOfCase = sql`d.message_id in (select id from message where case_id = ${caseId})`;
  const { rows } = await sql<DeliveryCount & { messageId: number }>`
    select d.message_id as "messageId", d.channel, d.state, count(*)::int as count,
      (count(*) filter (where d.state = 'delivered' and back.returned_as = 'returned'))::int as returned
    from delivery d left join ${returnedDeliveries(isOfCase)} back on back.id = d.id
    where ${isOfCase} group by 1, 2, 3 order by 2, 3`.execute(db);
  return rows;
}

type Sent = CaseExport["messages"][number]["sent"][number];

/**
 * What went out, and what was only kept since nothing was really sent, once for all who got the same messages in the same language on the same channel: their payloads differ in
 * nothing but their own address, and a region has too many of them to read each.
 */
async function readSent(db: Db, caseId: number): Promise<Map<number, Sent[]>> {
  const { rows } = await sql<{
    messageId: number;
    channel: string;
    language: string;
    group: "readers" | "desk";
    state: "delivered" | "accepted" | "captured";
    receivers: number;
    returned: number;
    firstAt: Date;
    lastAt: Date;
    payload: unknown;
    target: unknown;
    token: string;
  }>`
    with mine as (
      select d.id, d.sending_id, d.message_id, d.state from delivery d join message m on m.id = d.message_id
      where m.case_id = ${caseId} and d.sending_id is not null and d.state in ('delivered', 'accepted', 'captured')
    ), contents as (
      select d.sending_id, jsonb_agg(d.message_id order by d.message_id) as ids
      from delivery d where d.sending_id in (select sending_id from mine) group by d.sending_id
    ), groups as (
      select mine.message_id, mine.state, s.channel, sub.language, sub.purpose, contents.ids, count(*)::int as receivers,
             (count(*) filter (where mine.state = 'delivered' and back.returned_as = 'returned'))::int as returned, min(s.rendered_at) as first_at, max(s.rendered_at) as last_at, min(s.id) as sending_id
      from mine join contents on contents.sending_id = mine.sending_id
      left join ${returnedDeliveries(sql`d.id in (select id from mine)`)} back on back.id = mine.id
      join sending s on s.id = mine.sending_id and (s.content_hash is not null or s.payload <> 'null'::jsonb)
      join subscription sub on sub.id = s.subscription_id
      group by mine.message_id, mine.state, s.channel, sub.language, sub.purpose, contents.ids
    )
    select g.message_id as "messageId", g.channel, g.language, g.purpose as "group", g.state, g.receivers, g.returned,
           g.first_at as "firstAt", g.last_at as "lastAt", coalesce(c.content, s.payload::json) as payload, sub.target, sub.token
    from groups g join sending s on s.id = g.sending_id join subscription sub on sub.id = s.subscription_id
    left join sending_content c on c.hash = s.content_hash
    order by g.message_id, g.channel, g.language, g.sending_id`.execute(db);
  const byMessage = new Map<number, Sent[]>();
  for (const { messageId, target, token, payload, firstAt, lastAt, ...row } of rows) {
    const times = { firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() };
    const sent = { ...row, ...times, payload: cutReceiver(payload, { target, token }) };
    byMessage.set(messageId, [...(byMessage.get(messageId) ?? []), sent]);
  }
  return byMessage;
}

async function readDrafts(db: Db, caseId: number): Promise<CaseExport["drafts"]> {
  const rows = await db
    .selectFrom("draft")
    .innerJoin("account", "account.id", "draft.updated_by")
    .selectAll("draft")
    .select("account.name as updater")
    .where("draft.case_id", "=", caseId)
    .orderBy("draft.id")
    .execute();
  return rows.map((row) => ({
    state: row.state,
    revision: row.revision,
    content: row.content,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updater,
    reason: row.reason,
    messageId: row.message_id,
  }));
}

/** Without the asker's address, which is kept only to answer them. */
async function readQuestions(db: Db, caseId: number): Promise<CaseExport["questions"]> {
  const rows = await db.selectFrom("question").selectAll().where("case_id", "=", caseId).orderBy("id").execute();
  return rows.map((row) => ({
    askedAt: row.asked_at.toISOString(),
    text: row.text,
    state: row.state,
    closingNote: row.closing_note,
    closedAt: toText(row.closed_at),
  }));
}

async function readReminders(db: Db, caseId: number): Promise<CaseExport["reminders"]> {
  const rows = await db.selectFrom("case_reminder").selectAll().where("case_id", "=", caseId).orderBy("id").execute();
  return rows.map((row) => ({ kind: row.kind, toldAt: row.told_at.toISOString(), messageId: row.message_id }));
}

/** Without the network address that each came from. */
async function readAudit(db: Db, about: { caseId: number; regionCode: string }): Promise<CaseExport["audit"]> {
  const rows = await db
    .selectFrom("audit")
    .selectAll()
    .where("object_kind", "=", "case")
    .where("object_id", "=", String(about.caseId))
    .where("region_code", "=", about.regionCode)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    at: row.at.toISOString(),
    who: nameActor({ kind: row.actor_kind, id: row.account_id, name: row.actor_name }),
    // In words, as the format has had it from its beginning.
    what: row.deed.replaceAll("-", " "),
    reason: row.reason,
    before: row.before,
    after: row.after,
  }));
}
