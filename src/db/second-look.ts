import { sql } from "kysely";
import type { ListEntry } from "../domain/list.ts";
import { MANUAL_SOURCE } from "../domain/manual-notice.ts";
import { listSaid, needsSecondLook, type LookRef } from "../domain/second-look.ts";
import { hashContent } from "./client.ts";
import type { RegionCase } from "./cases.ts";
import { readActiveEntries } from "./lists.ts";
import { readPolicy } from "./regions.ts";
import type { Db } from "./schema.ts";

/** Something that a rule sends when a second person has looked at it, with what there is to see. */
export type LookItem = LookRef &
  (
    | { readonly kind: "standing-advice"; readonly entry: ListEntry }
    | { readonly kind: "own-notice"; readonly noticeId: number; readonly productName: string; readonly caseId: number }
    | {
        readonly kind: "tie";
        readonly noticeId: number;
        readonly productName: string;
        readonly entry: ListEntry;
        readonly verdict: "confirmed" | "refused";
        readonly reason: string | null;
      }
  );

/** All that the region's rules hold back until a second person has looked at it; nothing while none is asked for. */
export async function readUnlookedItems(db: Db, regionCode: string): Promise<LookItem[]> {
  if (!needsSecondLook(await readPolicy(db, regionCode))) return [];
  const entries = await readActiveEntries(db, regionCode);
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const advice = entries.filter(({ standingAdvice }) => standingAdvice !== null).map(toAdviceItem);
  const notices = await readOwnNoticeItems(db, { regionCode, caseId: null });
  const ties = (await readTies(db, { regionCode, entryKey: null })).flatMap((tie) => {
    const entry = byKey.get(tie.entryKey);
    return entry === undefined ? [] : [toTieItem(tie, entry)];
  });
  return leaveApproved(db, { regionCode, items: [...advice, ...notices, ...ties] });
}

/**
 * Whether a rule may not send what the case would tell now, since one person alone stands for some of it: the line's
 * standing advice, when that is what is sent, a notice of the region's own, or a word on a match.
 */
export async function lacksSecondLook(
  db: Db,
  { found, standing }: { found: RegionCase; standing: boolean },
): Promise<boolean> {
  const { regionCode, entry } = found;
  if ((await readPolicy(db, regionCode)).secondPerson !== true) return false;
  const items = [
    ...(standing && entry.standingAdvice !== null ? [toAdviceItem(entry)] : []),
    ...(await readOwnNoticeItems(db, { regionCode, caseId: found.id })),
    ...(await readTies(db, { regionCode, entryKey: entry.key })).map((tie) => toTieItem(tie, entry)),
  ];
  return (await leaveApproved(db, { regionCode, items })).length > 0;
}

function toAdviceItem(entry: ListEntry): LookItem {
  return { kind: "standing-advice", object: entry.key, hash: hashContent(listSaid(entry)), entry };
}

interface OwnNoticeRow {
  readonly noticeId: number;
  readonly productName: string;
  readonly hash: string;
  readonly caseId: number;
}

/** The region's own notices in cases that are open or have news; of one case, all of its. */
async function readOwnNoticeItems(
  db: Db,
  { regionCode, caseId }: { regionCode: string; caseId: number | null },
): Promise<LookItem[]> {
  const { rows } = await sql<OwnNoticeRow>`
    select n.id as "noticeId", n.product_name as "productName", n.content_hash as hash, c.id as "caseId"
    from region_case c
    join match m on m.region_code = c.region_code and m.entry_key = c.entry_key and m.owns
    join notice n on n.id = m.notice_id and n.source = ${MANUAL_SOURCE}
    where c.region_code = ${regionCode} and (
      c.id = ${caseId}::bigint
      or (${caseId}::bigint is null and (
        c.status = 'open' or exists (select from case_update u where u.case_id = c.id and u.decision = 'pending'))))
    order by n.id`.execute(db);
  return rows.map((row) => ({ kind: "own-notice", object: String(row.noticeId), ...row }));
}

interface TieRow {
  readonly entryKey: string;
  readonly noticeId: number;
  readonly productName: string;
  readonly verdict: "confirmed" | "refused";
  readonly reason: string | null;
}

/** Words on matches of notices that are not over. */
async function readTies(
  db: Db,
  { regionCode, entryKey }: { regionCode: string; entryKey: string | null },
): Promise<TieRow[]> {
  let query = db
    .selectFrom("match_decision as d")
    .innerJoin("notice as n", "n.id", "d.notice_id")
    .select(["d.entry_key as entryKey", "n.id as noticeId", "n.product_name as productName", "d.verdict", "d.reason"])
    .where("d.region_code", "=", regionCode)
    .where("n.status", "in", ["ongoing", "upcoming"])
    .orderBy("n.id");
  if (entryKey !== null) query = query.where("d.entry_key", "=", entryKey);
  return query.execute();
}

function toTieItem(tie: TieRow, entry: ListEntry): LookItem {
  const { noticeId, productName, verdict, reason } = tie;
  const hash = hashContent([noticeId, tie.entryKey, verdict, entry.substance, entry.formGroup, entry.strength]);
  return {
    kind: "tie",
    object: `${noticeId} ${tie.entryKey}`,
    hash,
    noticeId,
    productName,
    entry,
    verdict,
    reason,
  };
}

async function leaveApproved(
  db: Db,
  { regionCode, items }: { regionCode: string; items: readonly LookItem[] },
): Promise<LookItem[]> {
  if (items.length === 0) return [];
  const rows = await db
    .selectFrom("approval")
    .select(["kind", "object", "hash"])
    .where("region_code", "=", regionCode)
    .where(
      "object",
      "in",
      items.map(({ object }) => object),
    )
    .execute();
  const approved = new Set(rows.map(nameLook));
  return items.filter((item) => !approved.has(nameLook(item)));
}

/** What a form sends back of an item. */
export function nameLook({ kind, object, hash }: LookRef): string {
  return `${kind} ${hash} ${object}`;
}
