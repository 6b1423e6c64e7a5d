import type { Deed } from "../domain/audit.ts";
import { sql } from "kysely";
import { identifyManualNotice } from "../domain/manual-notice.ts";
import { listSaid } from "../domain/second-look.ts";
import { hashContent, hashText } from "./client.ts";
import { toEntry } from "./lists.ts";
import type { Db } from "./schema.ts";
import { nameLook, type LookItem } from "./second-look.ts";

export async function insertApproval(
  trx: Db,
  { regionCode, item, accountId, now }: { regionCode: string; item: LookItem; accountId: number; now: Date },
): Promise<void> {
  const { kind, object, hash } = item;
  await trx
    .insertInto("approval")
    .values({ region_code: regionCode, kind, object, hash, approved_by: accountId, approved_at: now })
    .execute();
}

/** Accounts that wrote each item, or had a hand in it since it was last approved. */
export async function readLookWriters(
  db: Db,
  { regionCode, items }: { regionCode: string; items: readonly LookItem[] },
): Promise<Map<string, ReadonlySet<number>>> {
  const writers = new Map<string, ReadonlySet<number>>();
  for (const item of items) writers.set(nameLook(item), await findWriters(db, { regionCode, item }));
  return writers;
}

function findWriters(db: Db, { regionCode, item }: { regionCode: string; item: LookItem }): Promise<Set<number>> {
  switch (item.kind) {
    case "standing-advice":
      return findAdviceWriters(db, { regionCode, key: item.object });
    case "own-notice":
      return findNoticeWriters(db, { regionCode, noticeId: item.noticeId });
    case "tie":
      return findTieWriters(db, { regionCode, noticeId: item.noticeId, entryKey: item.entry.key });
  }
}

/** Whoever brought in a version of the list in which the line was another than before, and whoever took it into use. */
async function findAdviceWriters(
  db: Db,
  { regionCode, key }: { regionCode: string; key: string },
): Promise<Set<number>> {
  const rows = await db
    .selectFrom("list_entry")
    .innerJoin("list_version", "list_version.id", "list_entry.version_id")
    .leftJoin("list_import", "list_import.version_id", "list_version.id")
    .selectAll("list_entry")
    .select(["list_import.created_by as createdBy", "list_version.note"])
    .select(sql<number | null>`(list_import.report #>> '{take,id}')::bigint`.as("takenBy"))
    .where("list_version.region_code", "=", regionCode)
    .where("list_version.taken_at", "is not", null)
    .where("list_entry.key", "=", key)
    .orderBy("list_version.id")
    .execute();
  const approved = new Set(await readApprovedHashes(db, { regionCode, kind: "standing-advice", object: key }));
  let writers = new Set<number>();
  let before: string | null = null;
  // A line whose code or strength was changed at the desk goes on under another key, and so do its writers.
  const [first] = rows;
  if (first?.note?.newKey === key && first.note.key !== key)
    writers = await findAdviceWriters(db, { regionCode, key: first.note.key });
  for (const row of rows) {
    const hash = hashContent(listSaid(toEntry(row)));
    if (approved.has(hash)) writers = new Set();
    else if (hash !== before) for (const id of [row.createdBy, row.takenBy]) if (id !== null) writers.add(id);
    before = hash;
  }
  return writers;
}

async function readApprovedHashes(
  db: Db,
  { regionCode, kind, object }: { regionCode: string; kind: LookItem["kind"]; object: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom("approval")
    .select("hash")
    .where("region_code", "=", regionCode)
    .where("kind", "=", kind)
    .where("object", "=", object)
    .execute();
  return rows.map(({ hash }) => hash);
}

/** Everybody who wrote the notice or a change of it. One without an id is known by what was written when. */
async function findNoticeWriters(
  db: Db,
  { regionCode, noticeId }: { regionCode: string; noticeId: number },
): Promise<Set<number>> {
  const notice = await db
    .selectFrom("notice")
    .select("report_id as reportId")
    .where("id", "=", noticeId)
    .executeTakeFirst();
  const rows = await db
    .selectFrom("own_notice")
    .select(["content", "written_by as writtenBy"])
    .where("region_code", "=", regionCode)
    .execute();
  const own = rows.filter(
    ({ content }) => (content.id ?? hashText(identifyManualNotice(content)).slice(0, 32)) === notice?.reportId,
  );
  return new Set(own.map(({ writtenBy }) => writtenBy));
}

async function findTieWriters(
  db: Db,
  { regionCode, noticeId, entryKey }: { regionCode: string; noticeId: number; entryKey: string },
): Promise<Set<number>> {
  const rows = await db
    .selectFrom("audit")
    .select("account_id as accountId")
    .where("region_code", "=", regionCode)
    .where("object_kind", "=", "notice")
    .where("object_id", "=", String(noticeId))
    .where("deed", "in", ["match-confirmed", "match-refused"] satisfies Deed[])
    .where(sql<boolean>`after ->> 'entry' = ${entryKey}`)
    .execute();
  const last = await db
    .selectFrom("match_decision")
    .select("decided_by as accountId")
    .where("region_code", "=", regionCode)
    .where("notice_id", "=", noticeId)
    .where("entry_key", "=", entryKey)
    .execute();
  return new Set([...rows, ...last].map(({ accountId }) => accountId).filter((id) => id !== null));
}
